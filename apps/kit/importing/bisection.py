"""Which row the database does not take: found by halves, so that the others go on and the reason has its line."""

import re
from collections.abc import Callable

from django.db import DataError, IntegrityError, models, transaction
from django.utils.translation import gettext as _

from apps.kit.importing.batches import Portions
from apps.kit.importing.drafts import Draft, Maker
from apps.kit.importing.kinds import labels
from apps.kit.importing.report import Row

AMISS = (IntegrityError, DataError, OverflowError)  # of the values; SQLite's driver says the last of a number too large


def named(rows: list[Row], attempt: Callable, portions: Portions, makers: list[Maker]) -> list[Draft]:
    """Store the good ones of these rows; where the database takes some of them not, name those (B9)."""
    good = [row for row in rows if not row.problems]
    try:
        with transaction.atomic():
            return attempt(good)
    except AMISS as error:
        for maker in makers:
            maker.forget()
        first, rest = portions.halves(good)
        if not rest:
            refuse(first, error, makers)
            return []
    return named(first, attempt, portions, makers) + named(rest, attempt, portions, makers)


def refuse(rows: list[Row], error: Exception, makers: list[Maker]) -> None:
    """Give the rows of one whole the reason, under the column it is about where the database says so."""
    told = next((one for one in (about(maker, error) for maker in makers) if one), None)
    for row in rows:
        if told:
            row.refuse(*told)
        else:
            row.refuse("", _("The database does not take this: %(error)s") % {"error": str(error).splitlines()[0]})


def about(maker: Maker, error: Exception) -> tuple[str, str] | None:
    """The column and the sentence, where the error names a rule or columns of what this maker makes."""
    names = blamed(maker.kind.model, error)
    if not names:
        return None
    same = "unique" in str(error).lower()
    reason = _("There is a record with the same %(names)s already.") if same else _("This is empty or does not fit.")
    return maker.title(names[-1]), reason % {"names": labels(maker.kind, names)}


def blamed(model: type[models.Model], error: Exception) -> list[str]:
    """The fields that an error is about, where the database names columns of this model's table."""
    table, told = model._meta.db_table, getattr(error.__cause__, "diag", None)
    if told is None:  # SQLite: “UNIQUE constraint failed: orders.number, orders.date”
        columns = re.findall(rf"\b{table}\.(\w+)", str(error))
    elif told.table_name == table:
        keys = re.match(r"Key \(([\w, ]+)\)=", told.message_detail or "")
        columns = keys[1].split(", ") if keys else [told.column_name]
    else:
        columns = []
    return [field.name for field in model._meta.concrete_fields if field.column in columns]
