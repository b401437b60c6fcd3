"""Columns and tables of lists: one declaration serves the list, the panels of a record and the Excel export."""

from typing import ClassVar

import django_tables2 as tables
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.templatetags.show import state
from apps.foundation.listing import cell_rendering
from apps.foundation.listing.column_paths import Titled, names_of, walk


class LinkColumn(tables.Column):
    """The name of the record, opening it."""

    plain = True  # what the field holds is what an export writes

    def __init__(self, *args, **kwargs):
        super().__init__(*args, linkify=True, attrs={"td": {"class": "cell-title"}}, **kwargs)


class NumberColumn(tables.Column):
    """A number, right-aligned, with thousands separators; `total` adds it up under the list."""

    template = "{:,}"
    plain = numeric = True

    def __init__(self, *args, total: bool = False, **kwargs):
        css = {"td": {"class": "text-end num"}, "th": {"class": "text-end"}}
        super().__init__(*args, attrs=css, **kwargs)
        self.total = total

    def render(self, value):
        return self.template.format(value)

    def value(self, value):
        return value


class QuantityColumn(NumberColumn):
    """A quantity without needless noughts: 1,200 or 2.5."""

    def render(self, value):
        return f"{value.normalize():,f}"


class MoneyColumn(NumberColumn):
    """An amount in yuan."""

    template = "¥ {:,.2f}"


class DateColumn(tables.Column):
    """A day, as 2026-11-21."""

    template = "{:%Y-%m-%d}"
    plain = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, attrs={"td": {"class": "num"}}, **kwargs)

    def render(self, value):
        return self.template.format(value)

    def value(self, value):
        return value


class TimeColumn(DateColumn):
    """A moment, as 2026-11-21 14:05."""

    template = "{:%Y-%m-%d %H:%M}"

    def render(self, value):
        return super().render(timezone.localtime(value))


class PartColumn(tables.TemplateColumn):
    """A cell made by a part of its own, from the record alone: what a page needs once is not made for every cell."""

    def render(self, record):
        return get_template(self.template_name).render({"record": record})


class StateColumn(tables.Column):
    """The state of the record in its colour."""

    plain = True

    def render(self, record):
        return state(record)

    def value(self, record):
        return record.get_status_display()


class YesColumn(tables.Column):
    """A mark where something is so, nothing where it is not; a word in the export."""

    def render(self, value):
        return "✔" if value else "–"

    def value(self, value):
        return self.written([value])[0]

    @staticmethod
    def written(values) -> list[str]:
        return [_("yes") if value else _("no") for value in values]


class StarsColumn(tables.Column):
    """One to five, as stars; a number in the export."""

    plain = numeric = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, attrs={"td": {"class": "star-row"}}, **kwargs)

    def value(self, record, bound_column):
        return getattr(record, bound_column.name)


class RecordTable(Titled, tables.Table):
    """The list of an entity; joins what its columns walk, adds up what they total."""

    list_only: ClassVar[tuple[str, ...]] = ()  # the columns for which a panel has no room
    export_only: ClassVar[tuple[str, ...]] = ()  # the columns for which the screen has none

    class Meta:
        attrs = {"class": "table table-vcenter card-table"}
        template_name = "parts/table.html"
        default = "–"
        empty_text = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.export_only:
            self.columns.hide(name)

    def lines(self):
        """The rows of the page asked for, or all of them, as they stand on the screen."""
        return cell_rendering.lines(self, self.page.object_list if hasattr(self, "page") else self.data)

    def joins(self) -> list[str]:
        """The references the columns walk, so that a list asks once however long it is."""
        model, found = self._meta.model, []
        for column in self.columns.iterall():
            path = walk(model, names_of(column.accessor))
            if path and path not in found:
                found.append(path)
        return found

    def joined(self, rows):
        """The rows with everything the columns show, ready to be listed."""
        return rows.select_related(*self.joins())

    def summed(self) -> dict[str, str]:
        """The columns that are added up under the list, each with the path to what it shows."""
        return {
            column.name: str(column.accessor).replace(".", "__")
            for column in self.columns
            if getattr(column.column, "total", False)
        }
