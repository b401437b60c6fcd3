"""The inputs of filters from one value to another."""

import django_filters
from django import forms

from apps.foundation.entering.days import NATIVE


class DayRangeWidget(django_filters.widgets.DateRangeWidget):
    """Two native date inputs side by side."""

    template_name = "parts/range.html"
    use_fieldset = True

    def __init__(self, attrs=None):
        super().__init__({"type": "date", "class": "form-control"} | NATIVE["date"] | (attrs or {}))


class NumberRangeWidget(django_filters.widgets.RangeWidget):
    """Two boxes for numbers side by side."""

    template_name = "parts/range.html"
    use_fieldset = True

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "decimal", "class": "form-control"} | (attrs or {}))


def within_reach() -> forms.DecimalField:
    """A number that some column could hold: no database is asked for 1e999999 (Z9)."""
    return forms.DecimalField(max_digits=24, decimal_places=6)
