"""Figures that took long to count are shown again for a minute; as of when they are stands below them (R6)."""

import math
import time
from contextlib import AbstractContextManager
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone, translation

from apps.foundation.listing.query_settings import asking
from apps.kit.exporting.files import reach_of
from apps.reports.schema import Figures

LONG = math.inf if settings.TESTING else 0.5  # seconds; what is quicker is always counted anew
MINUTE = 60


def figures(report, user, form) -> Figures:
    """The figures of a report for one person and their filters, at most a minute old (R6)."""
    reach = reach_of(user), user.scope("report_scope"), sorted(user.rights)
    given = report.key, user.pk, reach, sorted(form.data.lists()), translation.get_language(), timezone.localdate()
    key = f"figures-{sha256(repr(given).encode()).hexdigest()}"
    if found := cache.get(key):
        return found
    began = time.monotonic()
    with more_time():
        made = report.figures(user, form.cleaned_data)
    took = time.monotonic() - began
    if took > LONG:
        cache.set(key, made, max(MINUTE - took, 1))
    return made


def more_time() -> AbstractContextManager[None]:
    """Let what is counted inside take longer and hold more than other pages may: years of many lines do (R6)."""
    return asking(statement_timeout=settings.REPORT_TIMEOUT_MS, work_mem=f"{settings.REPORT_MEMORY_MB}MB")
