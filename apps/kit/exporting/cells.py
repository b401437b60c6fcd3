"""What a cell of a workbook can hold; what it cannot hold is written as text, so that no cell costs the whole file."""

import datetime
import math
import re
from decimal import Decimal

from django.utils import timezone

from apps.foundation.entering.days import FIRST
from apps.foundation.entering.texts import entered, in_one_line

LONGEST = 32_767  # of a text, as Excel counts: a character beyond the first plane is two
DIGITS = 15  # of a number
LAST_YEAR = 9998  # the last moments of the year after it are rounded to a day that Excel does not know
CLOSED = re.compile(r"[\[\]:*?/\\]")


def held(value):
    """A value as a cell holds it: numbers and days as such, everything else as text, never as a formula (B8)."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return shortened(entered(value))
    if isinstance(value, datetime.date):
        return day(value)
    if isinstance(value, int | float | Decimal):
        return number(value)
    return shortened(entered(str(value)))


def shortened(text: str) -> str:
    if len(text) * 2 <= LONGEST:
        return text
    units = text.encode("utf-16-le")
    return text if len(units) <= 2 * LONGEST else units[: 2 * LONGEST - 2].decode("utf-16-le", "ignore") + "…"


def number(value: float | Decimal):
    whole = isinstance(value, int)
    if not whole and not math.isfinite(value):
        return str(value)
    if whole:
        return value if abs(value) < 10**DIGITS else str(value)
    return float(value)


def day(value: datetime.date):
    if not FIRST.year <= value.year <= LAST_YEAR:
        return value.isoformat()
    if isinstance(value, datetime.datetime) and value.tzinfo:
        return timezone.localtime(value).replace(tzinfo=None)
    return value


def sheet_name(title: str) -> str:
    """A title as Excel allows it for a sheet."""
    return CLOSED.sub(" ", in_one_line(title)).encode("utf-16-le")[:62].decode("utf-16-le", "ignore").strip("' ") or "–"
