"""Finds records by what is typed: only what the person may read, what they worked with lately first (Z7).

The newest records are read one after the other: if enough of them fit, the word is a common one and nobody wants to see
all it finds. Otherwise it is a rare one, and the index names the few. Each is read and compared before it is shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Value

from apps.foundation.listing.query_settings import asking
from apps.foundation.listing.union import as_text, shaped, together
from apps.foundation.spelling.phones import as_typed
from apps.foundation.spelling.spelling import compact
from apps.kit.search import highlighting
from apps.kit.search.models import Findable, Wanted
from apps.kit.search.tokens import wanted

SHOWN = 6  # of each kind
NEWEST, ENOUGH = 300, 60
FEW, READ = 2000, 200
MOST_LETTERS, MOST_WORDS = 100, 6
ALONE = {"max_parallel_workers_per_gather": 0}  # what takes a moment is no sooner there by several processes
ELSEWHERE = 2  # how much less it is to be found in something else than the name

Model = type[models.Model]


def words_of(text: str) -> list[str]:
    """The words of what was typed, each of which has to be found; a phone number is one, however it is written."""
    words = map(compact, as_typed(text[:MOST_LETTERS]).split())
    return list(dict.fromkeys(filter(None, words)))[:MOST_WORDS]


@dataclass
class Search:
    """One person's search among the records of several entities: each question is put to all of them at once.

    It looks ever further, and each time it costs more, for the entities of which there is not enough yet.
    """

    user: object
    words: list[str]
    recent: dict[Model, list[int]]  # of each entity the keys this person worked with lately, the last one first
    found: dict[Model, dict[int, tuple]] = field(init=False)  # each key with its place in the order of what is found
    seen: dict[Model, set[int]] = field(init=False)

    def best(self) -> dict[Model, list[int]]:
        """Of each entity the keys of the best records, and one more than is shown where there are more."""
        self.found, self.seen = {model: {} for model in self.recent}, {model: set() for model in self.recent}
        with asking(**ALONE):
            self.look_at(self.recent)
            self.look_at(self.among_the_newest())
            if any(len(word) > 1 or not word.isascii() for word in self.words):
                few = self.filed()
                self.look_at(few)
                self.look_at(self.filed_and_readable({model for model, keys in few.items() if len(keys) == FEW}))
        return {model: sorted(some, key=some.__getitem__)[: SHOWN + 1] for model, some in self.found.items()}

    @property
    def lacking(self) -> list[Model]:
        """The entities of which not enough is found, or nothing was looked at but what the person worked with."""
        return [
            model
            for model, some in self.found.items()
            if len(some) <= SHOWN or self.seen[model].issubset(self.recent[model])
        ]

    def among_the_newest(self) -> dict[Model, list[int]]:
        newest = self.asked({model: self.rows(model).order_by("-pk")[:NEWEST] for model in self.lacking})
        filed = {model: Findable.objects.of(model).among(keys) for model, keys in newest.items()}
        named = {model: rows.naming(self.wants(model))[:ENOUGH] for model, rows in filed.items()}
        return self.asked(named, "object_id")

    def filed(self) -> dict[Model, list[int]]:
        return self.asked({model: self.under(model)[:FEW] for model in self.lacking}, "object_id")

    def filed_and_readable(self, models: set[Model]) -> dict[Model, list[int]]:
        """Of those filed in very great number, none of which the person may perhaps read."""
        wanted = [model for model in self.lacking if model in models]
        rows = {model: self.rows(model).filter(pk__in=self.under(model).values("object_id")) for model in wanted}
        return self.asked({model: some.order_by("-pk")[:READ] for model, some in rows.items()})

    def look_at(self, keys: dict[Model, list[int]]) -> None:
        """Read these records, and find those that really fit."""
        fresh = {model: set(some) - self.seen[model] for model, some in keys.items()}
        asked = [self.texts(model, some) for model, some in fresh.items() if some]
        for model, some in fresh.items():
            self.seen[model] |= some
        models = [*self.recent]
        for place, key, *texts in together(asked):
            model = models[place]
            if (edge := fit(self.words, texts)) is not None:
                lately = self.recent[model]
                last = lately.index(key) if key in lately else len(lately)
                self.found[model][key] = (last, edge, -key)

    def texts(self, model: Model, keys: set[int]) -> models.QuerySet:
        """What these records are found by, those that may be read."""
        most = max(len(one.found_by.fields) for one in self.recent)
        fields = (*model.found_by.fields, *[""] * most)[:most]
        named = {f"text_{place}": as_text(name) for place, name in enumerate(fields)}
        rows = self.rows(model).filter(pk__in=keys).order_by("-pk")[:READ]
        return shaped(rows, {"place": self.place(model), "key": F("pk"), **named})

    def asked(self, rows: dict[Model, models.QuerySet], name: str = "pk") -> dict[Model, list[int]]:
        """The keys that several questions find, of each entity."""
        found: dict[Model, list[int]] = {model: [] for model in rows}
        models = [*self.recent]
        for place, key in together(
            [shaped(some, {"place": self.place(model), "key": F(name)}) for model, some in rows.items()]
        ):
            found[models[place]].append(key)
        return found

    def place(self, model: Model) -> Value:
        return Value([*self.recent].index(model))

    def rows(self, model: Model) -> models.QuerySet:
        return model.objects.visible_to(self.user)

    def under(self, model: Model) -> models.QuerySet:
        return Findable.objects.filed_under(model, self.wants(model))

    def wants(self, model: Model) -> Wanted:
        return wants(model, self.words)


def wants(model: Model, words: list[str]) -> Wanted:
    """The terms asked for; those of short words, which are many, only where there is no longer one."""
    kind = ContentType.objects.get_for_model(model).pk
    long = [word for word in words if len(word) > (2 if word.isascii() else 1)]
    return [[tuple(f"{kind:x}{term}" for term in way) for way in wanted(word)] for word in long or words]


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


def places(word: str, texts: list[str]) -> Iterator[tuple[int, highlighting.Place]]:
    """Where a word is found, with which of the texts it is; the first is what the record is called."""
    for order, text in enumerate(texts):
        if text and (place := highlighting.find(word, text)):
            yield order, place
