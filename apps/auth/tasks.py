"""What the worker does for this module."""

from django_tasks import task

from apps.auth import mailing
from apps.auth.signing import lockout
from apps.core.models import Way
from apps.core.schedule import MAILERS, daily


@task
def mail_at_once() -> int:
    """Mail the messages people want at once (D3)."""
    return mailing.deliver(Way.NOW)


@task
def mail_digest() -> int:
    """Mail what people want gathered in the morning, and what could not be delivered before (D3)."""
    return mailing.deliver(Way.DIGEST, Way.NOW)


@task
def forget_tries() -> int:
    """Drop the tries to log in that count no more."""
    return lockout.forget_old()


MAILERS.append(mail_at_once)
daily("08:00", mail_digest)
daily("03:30", forget_tries)
