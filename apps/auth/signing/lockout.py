"""Guessing is slowed down, per account and per address, without shutting a colleague out (checks C3).

Every try is written before the password is looked at, so that a thousand at once are counted like a thousand in a row.
A device on which the person has logged in before counts for itself: whoever guesses elsewhere does not stop its owner.
So does an open session. Who knows a password and guesses codes gets no more than so many a day, however patiently.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from apps.auth.signing.models import Try

PER_KEY, PER_ADDRESS, PER_DAY = 10, 100, 50
WINDOW, DAY = timedelta(minutes=15), timedelta(days=1)
SKEW = timedelta(minutes=1)  # by which the clocks of several servers may differ
REMEMBERED = timedelta(days=180)


def begin(name: str, address: str, device: str = "", *, most: int = 0) -> Try | None:
    """Count a try under a name, or under a device its owner has used; None when there were too many lately.

    `most`: of how many in a day none more is looked at.
    """
    one = Try.objects.create(key=key_of(device or name), address=address)
    lately = recent()
    many = lately.filter(key=one.key).count() > PER_KEY
    many = many or bool(most) and recent(DAY).filter(key=one.key).count() > most
    if many or (not device and lately.filter(address=address).count() > PER_ADDRESS):
        one.delete()
        return None
    return one


def code(user, address: str, known: str) -> Try | None:
    """Count a try at a code of the second factor; `known`: a device or session of its owner, else empty (C7)."""
    return begin(f"second:{user.pk}", address, known and f"second:{user.pk}:{known}", most=PER_DAY)


def recent(window: timedelta = WINDOW):
    """The tries that count: not those from the future, which are there when the clock was put back (E15)."""
    return Try.objects.filter(at__gt=timezone.now() - window, at__lte=timezone.now() + SKEW)


def is_last(one: Try) -> bool:
    """Whether the next try will be refused: worth a line of its own in the log."""
    return recent().filter(key=one.key).count() >= PER_KEY


def forgive(one: Try) -> None:
    """Forget what was tried under this key: its owner is in."""
    Try.objects.filter(key=one.key).delete()


def forget_old() -> int:
    """Drop the tries that count no more; how many."""
    return Try.objects.filter(at__lt=timezone.now() - DAY).delete()[0]


def key_of(text: str) -> str:
    return salted_hmac("crm.try", text.strip().casefold(), algorithm="sha256").hexdigest()


def device_of(request, name: str) -> str:
    """The mark of a device on which the person of this name has logged in before; empty for any other."""
    kept = request.get_signed_cookie(settings.DEVICE_COOKIE_NAME, "", salt="device", max_age=REMEMBERED)
    owner, _, mark = kept.rpartition(":")
    return kept if mark and owner == name.strip().casefold() else ""


def remember_device(response, name: str) -> None:
    """Mark this device as one on which the person has logged in."""
    response.set_signed_cookie(
        settings.DEVICE_COOKIE_NAME,
        f"{name.strip().casefold()}:{secrets.token_urlsafe(12)}",
        salt="device",
        max_age=REMEMBERED,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
