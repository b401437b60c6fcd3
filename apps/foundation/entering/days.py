"""The days people work with: a year of two or of six digits is a slip of the hand."""

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST, LAST = datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)
NATIVE = {  # what a browser's own input is told, by its type
    "date": {"min": f"{FIRST}", "max": f"{LAST}"},
    "datetime-local": {"min": f"{FIRST}T00:00", "max": f"{LAST}T23:59"},
}


def within_years(value: datetime.date | None) -> None:
    """Refuse a day or moment outside 1900–2199, wherever it comes from (B9)."""
    if value is not None and not FIRST.year <= value.year <= LAST.year:
        raise ValidationError(_("Choose a day between the years 1900 and 2199."), "years")
