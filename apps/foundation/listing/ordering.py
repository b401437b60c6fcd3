"""The order of a list: every row has one place, and what is empty in the column sorted by stands last, either way."""

from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy


def terms_of(rows: QuerySet) -> tuple:
    """What rows are sorted by."""
    return tuple(rows.query.order_by or rows.query.get_meta().ordering)


def sorted_wholly(rows: QuerySet) -> QuerySet:
    """Rows of equal rank in the order of their keys, so that no row is on two pages or on none."""
    given = terms_of(rows)
    named = [one for one in given if isinstance(one, str)]
    if not given or {"pk", "-pk", "id", "-id"}.intersection(named):
        return rows
    last = given[-1]
    descending = last.descending if isinstance(last, OrderBy) else str(last).startswith("-")
    return rows.order_by(*given, OrderBy(F("pk"), descending=descending))


def parted(rows: QuerySet) -> list[QuerySet]:
    """The rows with something in the column they are sorted by, then those with nothing in it.

    Each is read by the index of the column, which one sorting with what is empty last is not, in one of its directions.
    """
    first = next(iter(terms_of(rows)), "")
    path = first.removeprefix("-") if isinstance(first, str) else ""
    if not path or not may_be_empty(rows, path):
        return [rows]
    return [rows.filter(**{f"{path}__isnull": empty}) for empty in (False, True)]


def empty_last(rows: QuerySet) -> QuerySet:
    """The same rows as one query, for a file that has all of them."""
    return rows.order_by(*(placed(rows, one) for one in terms_of(rows)))


def placed(rows: QuerySet, term):
    """A term of an order, what is empty last."""
    if not isinstance(term, str) or not may_be_empty(rows, term.removeprefix("-")):
        return term
    return OrderBy(F(term.removeprefix("-")), descending=term.startswith("-"), nulls_last=True)


def may_be_empty(rows: QuerySet, path: str) -> bool:
    """Whether there may be nothing where a path leads."""
    if path in rows.query.annotations:
        return True
    model = rows.model
    for name in path.split("__"):
        if name == "pk":
            return False
        field = model._meta.get_field(name)
        if field.null:
            return True
        model = field.related_model
    return False


def keys_between(parts: list[QuerySet], first: int, last: int) -> list[int]:
    """The keys from one place to another in rows that follow upon each other."""
    found: list[int] = []
    count = last - first
    for part in parts:
        if len(found) == count:
            break
        keys = list(part.values_list("pk", flat=True)[max(first, 0) : last])
        length = max(first, 0) + len(keys) if keys else part.count()
        found += keys
        first, last = first - length, last - length
    return found
