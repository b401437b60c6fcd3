"""Many new rows stored at once: by COPY where the database has it, several times as quick as a statement (B9)."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from django.db import connection, models

from apps.foundation.entering.texts import entered
from apps.foundation.sorting.fields import keys_of

FEW = 20  # rows that a statement stores as quickly


def add(records: Sequence[models.Model], *, keyed: bool = False) -> None:
    """Store new records of one model; `keyed`: they are to have their keys afterwards (B9)."""
    if not by_copy(records):
        if records:
            type(records[0])._base_manager.bulk_create(records)
        return
    if keyed:
        fill_keys(records)
    for field in keys_of(type(records[0])):
        for record in records:
            field.pre_save(record, add=True)
    names = [field.attname for field in records[0]._meta.concrete_fields if keyed or not field.primary_key]
    copy(type(records[0]), names, map(itemgetter(*names), map(vars, records)))


def add_rows(model: type[models.Model], names: Sequence[str], rows: Sequence[tuple]) -> None:
    """The same for rows that are no records: what the named fields hold, of references the keys."""
    if by_copy(rows):
        copy(model, names, rows)
    else:
        add([model(**dict(zip(names, row, strict=True))) for row in rows])


def by_copy(rows: Sequence) -> bool:
    return connection.vendor == "postgresql" and len(rows) > FEW


def fill_keys(records: Sequence[models.Model]) -> None:
    about = records[0]._meta
    keys = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
    with connection.cursor() as cursor:
        cursor.execute(keys, (about.db_table, about.pk.column, len(records)))
        for record, (key,) in zip(records, cursor.fetchall(), strict=True):
            record.pk, record._state.adding = key, False


def copy(model: type[models.Model], names: Sequence[str], rows: Iterable[tuple]) -> None:
    """Send rows as CSV, where nothing means no value in a column that may have none, else an empty text."""
    fields = [model._meta.get_field(name) for name in names]
    table, *columns = map(connection.ops.quote_name, (model._meta.db_table, *(field.column for field in fields)))
    always = ", ".join(column for column, field in zip(columns, fields, strict=True) if not field.null)
    lines = io.StringIO()
    csv.writer(lines).writerows(as_stored(rows, fields))
    lines.seek(0)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        form = f"FORMAT csv, FORCE_NOT_NULL ({always})"
        cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN WITH ({form})", lines)


def as_stored(rows: Iterable[tuple], fields: Sequence[models.Field]) -> Iterator[list]:
    """The rows with their texts clean and JSON as text, as statements would store them."""
    kinds = ((models.JSONField, json.dumps), (models.CharField | models.TextField, entered))
    changes = [
        (place, change) for place, field in enumerate(fields) for kind, change in kinds if isinstance(field, kind)
    ]
    for row in rows:
        cells = list(row)
        for place, change in changes:
            if cells[place] is not None:
                cells[place] = change(cells[place])
        yield cells
