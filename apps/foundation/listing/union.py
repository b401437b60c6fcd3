"""Several questions of one shape put to the database as one, so that more kinds of records cost no more questions."""

from collections.abc import Iterable
from itertools import chain

from django.db import connection, models
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Cast


def together(asked: list[QuerySet]) -> Iterable[tuple]:
    """The rows of all of them; SQLite, to which it is no way, is asked one by one where they end early."""
    limited = any(rows.query.is_sliced for rows in asked)
    if limited and not connection.features.supports_slicing_ordering_in_compound:
        return chain.from_iterable(asked)
    return asked[0].union(*asked[1:], all=True) if asked else ()


def shaped(rows: QuerySet, columns: dict) -> QuerySet:
    """The rows as tuples of these columns."""
    named = {f"line_{name}": column for name, column in columns.items()}
    return rows.annotate(**named).values_list(*named)


def as_text(path: str):
    """What lies at a path as text, or no text."""
    return Cast(F(path) if path else Value(""), models.TextField())
