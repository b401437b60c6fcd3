"""How a text finds rows: letter by letter, unless a feature that keeps an index stands in its place (Z7)."""

from collections.abc import Callable
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet


def letter_by_letter(rows: QuerySet, text: str, *, itself: bool = False) -> tuple[QuerySet, bool]:
    """The rows whose names or numbers contain every word of a text; no word is known to be a common one."""
    for word in text.split():
        rows = rows.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in rows.model.found_by.fields)))
    return rows, False


FINDERS: list[Callable] = [letter_by_letter]  # the last one is asked


def fitting(rows: QuerySet, text: str, *, itself: bool = False) -> tuple[QuerySet, bool]:
    """The rows that contain every word of a text, and whether one of the words is a common one (Z7).

    `itself`: in the record, not in what the records it refers to are called.
    """
    return FINDERS[-1](rows, text, itself=itself)
