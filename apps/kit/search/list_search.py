"""The rows of a list that fit what is typed above it: found by the same terms as in the box that finds everything (Z7).

A common word is looked for row by row, in the order of the list, and soon enough of them fit. Of a rare one the index
names the records, which are compared letter by letter where its terms alone could mean another text. In between the
index alone answers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from apps.foundation.spelling.spelling import compact
from apps.kit.search import highlighting
from apps.kit.search.lookup import keys_of, newest, words_of
from apps.kit.search.models import Findable, Wanted
from apps.kit.search.tokens import wanted, wanted_of_text

NEWEST, COMMON = 1000, 50  # a word is common where so many of the newest fit
FEW_ROWS = 2000  # rows of which each may be looked at
KNOWN = 2000  # so many keys are looked up and compared one by one
EVERY = 10**12  # a limit nothing reaches: what has one is found first, and not looked for in each row of a long list


@dataclass(frozen=True)
class Place:
    """Where a word may be found: the records of a model, and the path that leads there from the row of the list."""

    model: type
    path: str

    @property
    def itself(self) -> bool:
        return self.path == "pk"

    def wants(self, word: str) -> Wanted:
        """The terms asked for; a record referred to is found by what it is called, not by its texts."""
        kind = ContentType.objects.get_for_model(self.model).pk
        ways = [*wanted(word), *(wanted_of_text(word) if self.itself and self.model.found_by.texts else ())]
        return [[tuple(f"{kind:x}{term}" for term in way) for way in ways]]

    def is_common(self, wants: Wanted) -> bool:
        found = Findable.objects.of(self.model).among(newest(self.model.objects, NEWEST)).naming(wants)
        return len(keys_of(found[:COMMON])) == COMMON

    def row_by_row(self, wants: Wanted) -> Q:
        """Whether the terms of one row fit: for rows that are read in their order until there are enough."""
        of_row = Findable.objects.of(self.model).filter(object_id=OuterRef(self.path))
        fits = ExpressionWrapper(of_row.condition(wants), output_field=BooleanField())
        return Q(Subquery(of_row.values(fits=fits)))

    def compared(self, keys: list[int], word: str, wants: Wanted) -> list[int]:
        """Of these keys those whose records really contain the word."""
        if all(len(way) == 1 for way in wants[0]):
            return keys
        by = self.model.found_by
        texts = by.texts if self.itself else ()
        rows = self.model._base_manager.filter(pk__in=keys).values_list("pk", *by.fields, *texts)
        return [key for key, *found in rows if is_in(word, found[: len(by.fields)], found[len(by.fields) :])]


def is_in(word: str, names: list[str], texts: list[str]) -> bool:
    return any(name and highlighting.find(word, name) for name in names) or any(word in compact(text) for text in texts)


def fitting(rows: QuerySet, text: str, *, itself: bool = False) -> tuple[QuerySet, bool]:
    """The rows that contain every word of a text, and whether one of the words is a common one (Z7).

    `itself`: in the record, not in what the records it refers to are called.
    """
    words, any_common = words_of(text), False
    for word in words:
        rows, common = containing(rows, word, itself)
        any_common |= common
    return rows if words or not text.strip() else rows.none(), any_common


def containing(rows: QuerySet, word: str, itself: bool = False) -> tuple[QuerySet, bool]:
    """The rows that contain a word themselves or refer to a record that is called so; whether it is a common one."""
    found: list[Q] = []
    any_common = any_many = False
    few = len(rows.order_by().values_list("pk")[: FEW_ROWS + 1]) <= FEW_ROWS
    for place in places(rows.model, itself):
        wants = place.wants(word)
        filed = Findable.objects.filed_under(place.model, wants)
        if few:
            near = set(rows.order_by().values_list(place.path, flat=True))
            keys = keys_of(Findable.objects.of(place.model).among(near).naming(wants))
        elif place.is_common(wants):
            any_common = True
            found.append(place.row_by_row(wants))
            continue
        else:
            keys = keys_of(filed[: KNOWN + 1])
        many = len(keys) > KNOWN
        any_many |= many
        wanted_keys = filed.values("object_id")[:EVERY] if many else place.compared(keys, word, wants)
        if many or wanted_keys:
            found.append(Q(**{f"{place.path}__in": wanted_keys}))
    if any_many and not any_common and len(found) > 1:  # each by its own index
        first, *others = (rows.model._base_manager.filter(one).order_by().values("pk") for one in found)
        return rows.filter(pk__in=first.union(*others, all=True)), False
    return rows.filter(reduce(or_, found)) if found else rows.none(), any_common


def places(model, itself: bool = False) -> Iterator[Place]:
    """The record itself where it is filed, then the records it refers to."""
    if model.found_by.filed:
        yield Place(model, "pk")
    for path in () if itself else model.found_by.also:
        found = model
        for name in path.split("__"):
            found = found._meta.get_field(name).related_model
        yield Place(found, path)
