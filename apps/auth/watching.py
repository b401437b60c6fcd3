"""Reading in bulk is seen, and far too much of it stopped: who reads what the company keeps (P5; checks C11, C13)."""

from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.shortcuts import render
from django.utils import timezone

from apps.auth.actions import log_reading, log_throttled

HOUR = 3600
READ, TAKEN = "read", "taken"
FILES = ("export", "excel", "cards")  # how the names of addresses end that answer with rows in a file
LEAST = 1000  # rows a file counts at least, so that many small ones are a lot too
ALWAYS = {"accounts", "admin"}  # whose pages stay open: the bell, the log, one's own settings, the administration


def is_file(match) -> bool:
    """Whether this address answers with rows in a file."""
    return (match.url_name or "").rpartition("-")[2] in FILES


def is_watched(request) -> bool:
    """Whether this is somebody who reads what the company keeps here, or takes it along (C13)."""
    match = request.resolver_match
    return bool(
        match
        and request.user.is_authenticated
        and request.method in ("GET", "HEAD")
        and (is_file(match) or (match.url_name != "home" and ALWAYS.isdisjoint(match.app_names)))
    )


def seconds_to_wait(request) -> int:
    """How long this person is shown no more, because the measure of this hour is full; 0: not at all (C13)."""
    kind, most = (TAKEN, settings.EXPORT_MOST) if is_file(request.resolver_match) else (READ, settings.READ_MOST)
    if not most or (cache.get(key_of(kind, request.user)) or 0) < most:
        return 0
    now = timezone.now()
    return HOUR - now.minute * 60 - now.second


def refuse(request, seconds: int):
    """What a person reads who has read too much; the answer says when it goes on (C13)."""
    at = timezone.localtime(timezone.now() + timedelta(seconds=seconds))
    answer = render(request, "429.html", {"at": at}, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def count(request, response, seen: int) -> None:
    """Add what an answer shows to what this person has seen in this hour; a page that shows no record is one."""
    if request.resolver_match and is_file(request.resolver_match):
        add_taken(request.user, getattr(response, "rows", 0))
    elif number := max(seen, getattr(response, "records", int(is_watched(request) and not response.streaming))):
        add_read(request.user, number)


def add_read(user, records: int) -> None:
    """Records seen: at each full MASS_READ one entry in the log; at READ_MOST the administrators are told (C13)."""
    before, now = add(READ, user, records)
    if (step := settings.MASS_READ) and now // step > before // step:
        log_reading(user, now)
    if before < settings.READ_MOST <= now:
        log_throttled(user, READ, now)


def add_taken(user, rows: int) -> None:
    """Rows taken as a file: at EXPORT_MOST the administrators are told (C13)."""
    before, now = add(TAKEN, user, max(rows, LEAST))
    if before < settings.EXPORT_MOST <= now:
        log_throttled(user, TAKEN, now)


def add(kind: str, user, number: int) -> tuple[int, int]:
    """The count of this hour before and after; where the cache is away, as if it had just begun."""
    key = key_of(kind, user)
    cache.add(key, 0, 2 * HOUR)
    try:
        now = cache.incr(key, number) or number
    except ValueError:
        now = number
    return now - number, now


def key_of(kind: str, user) -> str:
    return f"{kind}:{user.pk}:{timezone.now():%Y%m%d%H}"
