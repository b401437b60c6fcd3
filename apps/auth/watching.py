"""Reading in bulk is seen: who looks at very many records in an hour is in the log with it (P5; checks C11, C13)."""

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from apps.auth.actions import log_reading

HOUR = 3600


def count(user, records: int) -> None:
    """Add the records of a page to those this person has seen in this hour; at each full measure, one entry."""
    key = f"read:{user.pk}:{timezone.now():%Y%m%d%H}"
    cache.add(key, 0, 2 * HOUR)
    seen, most = cache.incr(key, records), settings.MASS_READ
    if most and seen // most > (seen - records) // most:
        log_reading(user, seen)
