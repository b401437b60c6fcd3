"""What the worker does about drafts."""

from django_tasks import task

from apps.core.schedule import daily
from apps.kit.drafts import idempotency, store


@task
def forget_drafts() -> int:
    """Forget what was typed and not sent for a month, and which forms were sent before that (Z15, D3)."""
    return store.forget_old() + idempotency.forget_old()


daily("03:10", forget_drafts)
