"""The inputs of filters from one value to another."""

import django_filters

from apps.core.entering.days import NATIVE


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
