"""Filters of lists: one declaration serves the list, its export, its chips and the drill-down of a chart."""

import django_filters
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.core.forms import dress
from apps.core.scope import belongs
from apps.foundation.filtering.ranges import DayRangeWidget, NumberRangeWidget, within_reach
from apps.foundation.filtering.unclear import asked, misread, parameters
from apps.foundation.finding import fitting
from apps.foundation.listing import counting
from apps.foundation.listing.active_filters import in_words
from apps.foundation.picking.fields import AddressPickField


class RecordFilter(django_filters.FilterSet):
    """The filters of an entity; `enough` says how many rows are counted unasked with these filters in force.

    The search box finds what the model says in `found_by`.
    Only the filters an address names are made for it, because most pages name none of many; `whole` has them all.
    """

    q = django_filters.CharFilter(method="search", label=_("Search"))

    def __init__(self, data=None, queryset=None, *, user, whole=False):
        data = data if data is None else asked(data)
        if data is not None and not whole:
            self.base_filters = {name: one for name, one in self.base_filters.items() if is_named(name, data)}
        super().__init__(data, queryset)
        self.user = user
        self.enough = counting.ENOUGH
        self.form.auto_id = "filter_%s"  # a form in the dialog has fields of the same names
        for field in self.form.fields.values():
            if isinstance(field, AddressPickField):
                field.offer_to(user)
            dress(field)
        self.unclear = misread(self) if self.is_bound else []  # then nothing is found

    def search(self, rows, _name, text):
        """Rows that contain every word of the text in what they are found by (Z7)."""
        rows, common = fitting(rows, text)
        self.enough = counting.ENOUGH_OF_COMMON if common else self.enough
        return rows

    def filter_queryset(self, rows):
        return rows.none() if self.unclear else super().filter_queryset(rows)

    @cached_property
    def whole(self):
        """The same with every filter there is, for the fields to choose from."""
        return type(self)(self.data, self.queryset, user=self.user, whole=True)

    @property
    def has_more(self) -> bool:
        """Whether there is anything to filter by beside the search box."""
        return len(type(self).base_filters) > 1

    @property
    def in_force(self) -> list[tuple[str, str]]:
        """The parameters in force beside the search box, as they stand in the address."""
        names = [name for names, _label, _text in self.chosen for name in names if name != "q"]
        return [(name, value) for name in names for value in self.data.getlist(name)]

    @cached_property
    def chosen(self):
        """The filters in force as (names of the parameters, label, text), for the removable chips."""
        found = []
        for name, value in getattr(self.form, "cleaned_data", {}).items():
            if value not in (None, "", []) and not (hasattr(value, "exists") and not value):
                field = self.form.fields[name]
                label = field.label or self.filters[name].label
                found.append((parameters(name, field), label, in_words(field, value)))
        return found


def is_named(name: str, data) -> bool:
    """Whether an address has a value for a filter; that of a range ends in what its inputs are called."""
    return name == "q" or any(key == name or key.startswith(f"{name}_") for key in data)


class PickFilter(django_filters.ModelChoiceFilter):
    """A filter by one record out of very many; takes its key in an address and its number or name from a person."""

    field_class = AddressPickField


class NumberRangeFilter(django_filters.RangeFilter):
    """From one number to another, both included."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, widget=NumberRangeWidget, fields=(within_reach(), within_reach()), **kwargs)


class DayRangeFilter(django_filters.DateFromToRangeFilter):
    """From one day to another, both included."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, widget=DayRangeWidget, **kwargs)


class FiguresFilter(django_filters.ChoiceFilter):
    """Only what counts in this person's own reports, so that a list opened from a figure has as many rows (P4, R6)."""

    def __init__(self, *paths, **kwargs):
        super().__init__(choices=[("mine", _("in my reports"))], label=_("counted"), empty_label=_("any"), **kwargs)
        self.paths = paths

    def filter(self, rows, value):
        user = self.parent.user
        return rows.filter(belongs(user, user.scope("report_scope"), self.paths)) if value else rows
