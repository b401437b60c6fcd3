"""The columns a list can show: those of its table, and every other field of the record's page without a declaration."""

from django.db import models
from django.utils.text import capfirst
from django_tables2 import Column

from apps.core import tables
from apps.core.fields import MoneyField, StarsField
from apps.foundation.units.fields import PercentField

WRAPPED = {"td": {"class": "cell-wrapped"}}
LIMIT = 2000  # characters of an address that are read
ALWAYS = ("created_by", "created_at")
KINDS = (
    (MoneyField, tables.MoneyColumn),
    (PercentField, tables.NumberColumn),
    (models.DateTimeField, tables.TimeColumn),
    (models.DateField, tables.DateColumn),
    (models.DecimalField, tables.QuantityColumn),
    (models.IntegerField, tables.NumberColumn),
)


def column_of(field: models.Field) -> Column:
    """The column of a field its table does not declare, called as the field is."""
    column = shape_of(field)
    column.verbose_name = capfirst(field.verbose_name)
    return column


def shape_of(field: models.Field) -> Column:
    """How a field of this kind stands in a list."""
    if isinstance(field, StarsField):
        return tables.StarsColumn()
    if field.choices:
        return Column()
    if isinstance(field, models.BooleanField):
        return tables.YesColumn()
    if isinstance(field, models.TextField):
        return Column(attrs=WRAPPED)
    return next((column() for kind, column in KINDS if isinstance(field, kind)), Column())


def further(pages) -> dict[str, models.Field]:
    """The fields shown on the record's page that are no columns by default."""
    names = [*pages.head, *(name for _label, group in pages.facts for name in group), *ALWAYS]
    fields = {name: pages.model._meta.get_field(name) for name in names if name not in pages.table.base_columns}
    return {name: field for name, field in fields.items() if not isinstance(field, models.FileField)}


def usual(pages) -> list[str]:
    """The columns everybody sees who has not chosen any."""
    declared = pages.table._meta.fields
    every = [*declared, *(name for name in pages.table.base_columns if name not in declared)]
    return [name for name in every if name not in pages.table.export_only]


def title(pages) -> str:
    """The column that opens the record: always there, always first."""
    return usual(pages)[0]


def known(pages, text: str) -> list[str]:
    """The columns an address names, as far as there are any, the title before them; none where it names none."""
    there = {*pages.table.base_columns, *further(pages)}
    named = [name for name in dict.fromkeys(text[:LIMIT].split(",")) if name in there and name != title(pages)]
    return [title(pages), *named] if named else []


def headers(pages) -> dict[str, str]:
    """Every column a list can show, with what it is called, the usual ones first."""
    names = dict.fromkeys([*usual(pages), *pages.table.base_columns, *further(pages)])
    table = table_of(pages, pages.model.objects.none(), [*names])
    return {column.name: column.header for column in table.columns.iterall()}


def table_of(pages, rows, names: list[str]) -> tables.RecordTable:
    """The rows as a table and a download with these columns in this order; with the usual ones where none are named."""
    if not names:
        return pages.table(rows)
    fields = further(pages)
    more = [(name, column_of(fields[name])) for name in names if name in fields]
    table = pages.table(rows, sequence=[*names, "..."], extra_columns=more)
    for name in pages.table.base_columns:
        column = table.columns[name].column
        column.visible = name in names  # hidden, not left out, so that the list can still be sorted by it
        column.exclude_from_export = not column.visible
    return table
