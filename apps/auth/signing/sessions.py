"""Sessions: how long one lasts, which ones a person has, and how they end (checks C1, C8)."""

import re

from django.conf import settings
from django.contrib.auth import login
from django.utils import timezone
from django.utils.crypto import salted_hmac

from apps.auth.signing.models import Session

EVERY = 300  # seconds between two marks that a session is in use: a page read is not a write each time
BROWSERS = {"MicroMessenger": "微信", "Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {"iPhone|iPad": "iOS", "Android": "Android", "Windows": "Windows", "Mac OS": "macOS", "Linux": "Linux"}


def now() -> int:
    return int(timezone.now().timestamp())


def device_of(request) -> str:
    """The browser and the system, as people recognise them."""
    agent = request.headers.get("User-Agent", "")
    known = [[name for mark, name in names.items() if re.search(mark, agent)] for names in (BROWSERS, SYSTEMS)]
    return " · ".join(found[0] for found in known if found)


def start(request, user, address: str, *, second: bool) -> None:
    """Log a person in under a new session key."""
    request.session.flush()
    login(request, user, backend="apps.auth.backend.RoleBackend")
    begun = {"started": now(), "seen": now(), "address": address, "device": device_of(request), "second": second}
    request.session.update(begun)


def is_over(session) -> bool:
    """Whether a session has been idle or has lasted too long (C8); one in use is marked so now and then.

    One from the future, because the clock has been put back, begins now: else it would last that much longer (E15).
    """
    begun, seen, moment = session.get("started"), session.get("seen"), now()
    if begun is None or max(begun, seen) > moment + EVERY:
        session.update({"started": moment, "seen": moment})
        return False
    if moment - seen > settings.SESSION_IDLE or moment - begun > settings.SESSION_COOKIE_AGE:
        return True
    if moment - seen >= EVERY:
        session["seen"] = moment
    return False


def of(user):
    """The sessions a person has now, the one used last first."""
    return Session.objects.filter(user=user, expire_date__gt=timezone.now())


def end_all(user, but: str | None = None) -> int:
    """End every session of a person, but one where it is named; how many (C1)."""
    return Session.objects.filter(user=user).exclude(session_key=but).delete()[0]


def end(user, key: str) -> int:
    """End one session of this person, known by its mark; how many."""
    mine = [row.pk for row in of(user) if mark_of(row.pk) == key]
    return Session.objects.filter(user=user, pk__in=mine).delete()[0]


def mark_of(key: str) -> str:
    """What stands in the page for a session: never its key."""
    return salted_hmac("crm.session", key, algorithm="sha256").hexdigest()
