"""Finds records by what is typed: only what the person may read, what they worked with lately first (Z7).

The newest records are read one after the other: if enough of them fit, the word is a common one and nobody wants to see
all it finds. Otherwise it is a rare one, and the index names the few. Each is read and compared before it is shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import models

from apps.core.search import marking
from apps.core.search.models import Findable, Wanted
from apps.core.search.spelling import compact
from apps.core.search.terms import wanted

SHOWN = 6  # of each kind
NEWEST, ENOUGH = 300, 60
FEW, READ = 2000, 200
MOST_LETTERS, MOST_WORDS = 100, 6
ELSEWHERE = 2  # how much less it is to be found in something else than the name


def words_of(text: str) -> list[str]:
    """The words of what was typed, each of which has to be found."""
    words = map(compact, text[:MOST_LETTERS].split())
    return list(dict.fromkeys(filter(None, words)))[:MOST_WORDS]


@dataclass
class Search:
    """One person's search among the records of one entity."""

    model: type[models.Model]
    user: object
    words: list[str]
    recent: list[int]  # the keys this person worked with lately, the last one first

    @property
    def rows(self) -> models.QuerySet:
        return self.model.objects.visible_to(self.user)

    def keys(self) -> list[int]:
        """The keys of the best records, and one more than is shown where there are more."""
        found: dict[int, tuple] = {}
        seen: set[int] = set()
        for keys in self.candidates():
            fresh = set(keys) - seen
            seen |= fresh
            found |= self.compared(fresh)
            if len(found) > SHOWN and not fresh.issubset(self.recent):
                break
        return sorted(found, key=found.__getitem__)[: SHOWN + 1]

    def candidates(self) -> Iterator[list[int]]:
        """Keys of records that may fit, some at a time; each time it costs more to go on."""
        yield self.recent
        filed, wants = Findable.objects.of(self.model), self.wants()
        yield keys_of(filed.among(newest(self.rows, NEWEST)).naming(wants)[:ENOUGH])
        if any(len(word) > 1 or not word.isascii() for word in self.words):
            few = keys_of(filed.filed_under(wants)[:FEW])
            yield few
            if len(few) == FEW:  # of which perhaps none may be read
                rows = self.rows.filter(pk__in=filed.filed_under(wants).values("object_id"))
                yield list(rows.order_by("-pk").values_list("pk", flat=True)[:READ])

    def wants(self) -> Wanted:
        """The terms asked for; those of short words, which are many, only where there is no longer one."""
        kind = ContentType.objects.get_for_model(self.model).pk
        long = [word for word in self.words if len(word) > (2 if word.isascii() else 1)]
        return [[tuple(f"{kind:x}{term}" for term in way) for way in wanted(word)] for word in long or self.words]

    def compared(self, keys: set[int]) -> dict[int, tuple]:
        """Of these the records that may be read and really fit, each with its place in the order of what is found."""
        if not keys:
            return {}
        fields = self.model.found_by.fields
        rows = self.rows.filter(pk__in=keys).order_by("-pk").values_list("pk", *fields)[:READ]
        fits = ((key, fit(self.words, texts)) for key, *texts in rows)
        last = {key: place for place, key in enumerate(self.recent)}
        return {key: (last.get(key, len(last)), edge, -key) for key, edge in fits if edge is not None}


def newest(rows: models.QuerySet, count: int) -> list[int]:
    """The keys of the newest rows; as a list, since as a subquery the planner may rather read everything filed."""
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:count])


def keys_of(found: models.QuerySet) -> list[int]:
    return list(found.values_list("object_id", flat=True))


def fit(words: list[str], texts: list[str]) -> int | None:
    """How well texts fit the words, 0 best; None where one of the words is in none of them."""
    total = 0
    for word in words:
        edges = [place.edge + ELSEWHERE * (order > 0 < place.edge) for order, place in places(word, texts)]
        if not edges:
            return None
        total += min(edges)
    return total


def places(word: str, texts: list[str]) -> Iterator[tuple[int, marking.Place]]:
    """Where a word is found, with which of the texts it is; the first is what the record is called."""
    for order, text in enumerate(texts):
        if text and (place := marking.find(word, text)):
            yield order, place
