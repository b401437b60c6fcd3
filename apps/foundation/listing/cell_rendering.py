"""The cells of a list on the screen: how a column is read and written is found out once, not for each cell."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django_tables2.utils import signature

from apps.foundation.listing.column_paths import field_at, names_of

VOID = "–"


@dataclass(frozen=True)
class Line:
    """One row: its record, and what stands in its columns."""

    record: object
    cells: SafeString


class Cells:
    """The cells of one column of a table."""

    def __init__(self, table, bound):
        self.column = bound.column
        *self.way, self.last = names = names_of(bound.accessor)
        self.words = words_of(table._meta.model, names)
        self.render = getattr(table, f"render_{bound.name}", bound.column.render)
        known = {"column": bound.column, "bound_column": bound, "table": table}
        asked, _more = signature(self.render)
        self.given = {name: known[name] for name in asked if name in known}
        self.asks_value, self.asks_record = "value" in asked, "record" in asked
        self.opening = format_html('<td {} data-label="{}"', bound.attrs["td"].as_html(), capfirst(bound.header))
        self.void = self.opening + format_html(" data-void>{}</td>", bound.default or VOID)

    def write(self, record) -> SafeString:
        """The cell of a record, as the column shows it: in words, as a link, empty with a mark."""
        value = self.read(record)
        if value in self.column.empty_values:
            return self.void
        given = dict(self.given)
        if self.asks_value:
            given["value"] = value
        if self.asks_record:
            given["record"] = record
        text = self.render(**given)
        if text == VOID:
            return self.void
        text = conditional_escape(text if isinstance(text, str) else localize(text))
        if link := self.column.link:
            target = link.url(record) if link.url else addressed(value, record).get_absolute_url()
            text = format_html('<a href="{}">{}</a>', target, text)
        return format_html("{}>{}</td>", self.opening, text)

    def read(self, record):
        """What the column shows of a record, a choice by what it is called; None where the way there ends early."""
        for name in self.way:
            record = follow(record, name)
        value = follow(record, self.last)
        if self.words:
            return self.words.get(value, value)
        return value() if callable(value) else value


def lines(table, records) -> Iterator[Line]:
    """The rows of a table as they stand on the screen."""
    columns = [Cells(table, bound) for bound in table.columns]
    for record in records:
        yield Line(record, format_html_join("", "{}", ((column.write(record),) for column in columns)))


def follow(record, name: str):
    """One attribute further; None beyond the end and where nothing is referred to."""
    try:
        return getattr(record, name, None)
    except ObjectDoesNotExist:
        return None


def addressed(value, record):
    """Whose page a linked cell opens: that of what it shows, else that of the record."""
    return value if hasattr(value, "get_absolute_url") else record


def words_of(model, names: list[str]) -> dict:
    """What the choices are called of the field at the end of these names; nothing where it has none."""
    return {key: str(text) for key, text in getattr(field_at(model, names), "flatchoices", ())}
