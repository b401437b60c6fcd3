"""Which record a text means: the one called exactly so, else the only one that has it as a part (C1)."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from apps.foundation.finding import fitting
from apps.foundation.sorting.fields import keys_of

SHOWN = 12  # suggestions
NEAR = 5  # records offered in place of a text that means none or several


def exactly(rows: QuerySet, text: str, most: int = NEAR + 1) -> list:
    """The records a text names whole: by number, by name, or by both as they are suggested."""
    model = rows.model
    named = Q(**{model.name_field: text})
    if model.code_field:
        number, _blank, name = text.partition(" ")
        named |= Q(**{model.code_field: text}) | Q(**{model.code_field: number, model.name_field: name})
    return list(rows.filter(named)[:most]) or heirs(rows, text)


def heirs(rows: QuerySet, text: str) -> list:
    """The record that took the place of the one called so (Z6)."""
    model = rows.model
    if not model.heir_field or not model.code_field:
        return []
    gone = model.replaced(rows, **{model.code_field: text.partition(" ")[0]})
    return [one.heir() for one in gone[:2] if text in (getattr(one, model.code_field), one.pick_text())]


def containing(rows: QuerySet, text: str, most: int) -> list:
    """The newest records that have a text as a part of what they are found by, as in their list (Z7)."""
    keys = list(fitting(rows, text)[0].order_by("-pk").values_list("pk", flat=True)[:most])  # before joining anything
    referred = [field.name for field in rows.model._meta.fields if field.many_to_one]
    found = rows.model._base_manager.select_related(*referred).in_bulk(keys)
    return [found[key] for key in keys]


def suggested(rows: QuerySet, text: str) -> tuple[list, list]:
    """What is offered while somebody types: what is called exactly so first, then by name; before, the newest (Z7).

    Beside it what is meant by the text, if it is one.
    """
    part = containing(rows, text, SHOWN)
    if not text:
        return part, []
    whole = exactly(rows, text)
    by_name = sorted(part, key=lambda one: [getattr(one, key.name) for key in keys_of(rows.model)])
    return list(dict.fromkeys([*whole, *by_name]))[:SHOWN], one_of(whole or part, text)


def meant(rows: QuerySet, text: str) -> list:
    """The record a text means; none, or several, where that is not to be told."""
    return one_of(exactly(rows, text) or containing(rows, text, NEAR + 1), text)


def one_of(found: list, text: str) -> list:
    """Of the records a text fits the only one that is called so; where there is none, all of them."""
    same = [one for one in found if text.casefold() in called(one)]
    return same if len(same) == 1 else found


def called(record) -> set[str]:
    """What a record is called, in whatever letters and with whatever blanks around it."""
    names = [record.pick_text(), str(record), *([getattr(record, record.code_field)] if record.code_field else [])]
    return {name.strip().casefold() for name in names}


def near(rows: QuerySet, text: str) -> list:
    """A few records that may be meant by a text that names none: they share a word or most of it."""
    return next((found for part in parts(text) if (found := containing(rows, part, NEAR))), [])


def parts(text: str) -> Iterator[str]:
    """The words of a text, then its beginning and its end, the longer ones first; each of two characters at least."""
    words = sorted(text.split(), key=len, reverse=True)
    length = len(text)
    sizes = dict.fromkeys([length * 2 // 3, length // 2])
    pieces = [*words[:3], *(piece for size in sizes for piece in (text[:size], text[length - size :]))]
    yield from (one for one in dict.fromkeys(map(str.strip, pieces)) if len(one) >= 2 and one != text)
