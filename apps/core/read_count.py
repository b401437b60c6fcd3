"""Records are counted where rows that somebody may read become records: no page has to think of it (check C13)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models.query import ModelIterable

SEEN: ContextVar[set | None] = ContextVar("seen", default=None)  # the records this request has read, by kind and key


@contextmanager
def counted() -> Iterator[set]:
    """Count what is read inside, each record once."""
    token = SEEN.set(seen := set())
    try:
        yield seen
    finally:
        SEEN.reset(token)


def note(records: Iterable) -> None:
    """These records are shown, though they were not fetched by the scope themselves."""
    note_keys((type(one), one.pk) for one in records)


def note_keys(keys: Iterable[tuple[type, int]]) -> None:
    """The same by kind and key."""
    if (seen := SEEN.get()) is not None:
        seen.update(keys)


class Counted:
    """A queryset that knows whether its rows were found for a reader: fetched as records they count as read."""

    told = False

    def _clone(self):
        found = super()._clone()
        found.told = self.told
        return found

    def _fetch_all(self):
        fresh = self._result_cache is None
        super()._fetch_all()
        if fresh and self.told and self._iterable_class is ModelIterable:
            note(self._result_cache)

    def iterator(self, *args, **kwargs):
        for one in super().iterator(*args, **kwargs):
            if self.told and self._iterable_class is ModelIterable:
                note([one])
            yield one
