"""What a table shows, as plain values, read some rows at a time, so that memory stays flat."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django_tables2 import BooleanColumn, Column, EmailColumn, URLColumn
from django_tables2.rows import BoundRows

from apps.core.tables import RecordTable, YesColumn
from apps.foundation.listing.ordering import empty_last

PORTION = 2000
IN_WORDS = re.compile(r"(?:(?<=__)|^)get_(\w+)_display$")  # what a choice is called: its field says so itself
REMEMBERED = 20_000  # names of records referred to
PLAIN = (Column, BooleanColumn, EmailColumn, URLColumn)  # of django-tables2, which show what the field holds


@dataclass
class Cells:
    """One column: the paths of what it shows, and what becomes of the values there, a portion at a time."""

    paths: tuple[str, ...]
    written: Callable[..., list]


@dataclass
class Names:
    """What the records of a model are called, asked once for each portion that names new ones."""

    model: type[models.Model]
    known: dict = field(default_factory=dict)

    def __call__(self, keys) -> list[str | None]:
        if len(self.known) > REMEMBERED:
            self.known.clear()
        if missing := {key for key in keys if key is not None and key not in self.known}:
            found = self.model._base_manager.in_bulk(missing)
            self.known |= {key: str(found[key]) for key in missing if key in found}
        return [self.known.get(key) for key in keys]


def titled(table) -> tuple[list[str], Iterator[list]]:
    """The titles of the columns, and the rows some at a time; of a table that makes its own cells, those."""
    if isinstance(table, RecordTable):
        return [str(column.header) for column in exported(table)], portions(table)
    lines = table.as_values()
    return [str(name) for name in next(lines)], batched(lines)


def portions(table: RecordTable) -> Iterator[list]:
    """The rows of a table as cells of Excel, in its order, some at a time; one query, and some for names."""
    rows, plain = empty_last(table.data.data), [cells_of(table, column) for column in exported(table)]
    if not all(plain):
        for records in batched(rows.iterator(chunk_size=PORTION)):
            yield shown(table, records)
        return
    paths = list(dict.fromkeys(path for cells in plain for path in cells.paths))
    for values in batched(rows.values_list(*paths).iterator(chunk_size=PORTION)):
        side = dict(zip(paths, zip(*values, strict=True), strict=True))
        sides = [cells.written(*(side[path] for path in cells.paths)) for cells in plain]
        yield list(zip(*sides, strict=True))


def batched(lines: Iterator) -> Iterator[list]:
    while some := list(islice(lines, PORTION)):
        yield some


def exported(table: RecordTable) -> list:
    """The columns of the download, also those for which the screen has no room."""
    return [one for one in table.columns.iterall() if not one.column.exclude_from_export]


def shown(table: RecordTable, records: list) -> list[list]:
    """The cells as the table makes them, where it shows what no field holds."""
    columns = exported(table)
    part = BoundRows(data=records, table=table)
    return [[row.get_cell_value(column.name) for column in columns] for row in part]


def cells_of(table: RecordTable, bound) -> Cells | None:
    """How a column is read without its records; None where only the column itself knows what it shows."""
    if table._meta.model is None or any(hasattr(table, f"{one}_{bound.name}") for one in ("value", "render")):
        return None
    if written := getattr(bound.column, "written", None):
        return Cells(getattr(bound.column, "combined", (bound.name,)), written)
    if not getattr(bound.column, "plain", type(bound.column) in PLAIN):
        return None
    path = IN_WORDS.sub(r"\1", str(bound.accessor).replace(".", "__"))
    try:
        last = field_at(table._meta.model, path)
    except FieldDoesNotExist:
        return None
    if last.is_relation and (name := named_by(last.related_model)):
        return Cells((f"{path}__{name}",), list)
    return Cells((path,), writer(last, bound.column))


@cache
def named_by(model: type[models.Model]) -> str:
    """The field that alone is what a record of this model is called; empty where its name is made up of more."""
    name = getattr(model, "name_field", "name")
    fields = {field.name for field in model._meta.concrete_fields}
    return name if name in fields and str(model(**{name: "?"})) == "?" else ""


def field_at(model: type[models.Model], path: str) -> models.Field:
    *names, last = path.split("__")
    for name in names:
        model = model._meta.get_field(name).related_model
    return model._meta.get_field(last)


def writer(last: models.Field, column) -> Callable[[list], list]:
    """What becomes of the values of a field: choices in words, references by name, numbers and days as such."""
    if last.is_relation:
        return Names(last.related_model)
    if last.choices and not getattr(column, "numeric", False):
        words = {key: str(text) for key, text in last.flatchoices}
        return lambda values: [words.get(value, value) for value in values]
    if isinstance(last, models.BooleanField):
        return YesColumn.written
    if isinstance(last, models.FileField | models.JSONField):
        return lambda values: [None if value is None else str(value) for value in values]
    return list if isinstance(last, models.IntegerField | models.DecimalField | models.DateField) else filled


def filled(texts: list) -> list:
    return [text or None for text in texts]
