"""Rows of one whole side by side, wherever they stand in the file; kept aside on the disk, however many they are."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing

from apps.kit.importing.source import Line


def side_by_side(rows: Iterable[Line], name: Callable[[list[str]], str]) -> Iterator[Line]:
    """The rows in the order in which their wholes begin; a row that names none is a whole of its own (O1, B9)."""
    begun: dict[int, int] = {}

    def places() -> Iterator[tuple[int, int, str]]:
        for count, (line, cells, bad) in enumerate(rows):
            called = name(cells)
            place = begun.setdefault(hash(called), count) if called else count
            yield place, line, json.dumps([cells, [*bad.items()]])

    with closing(sqlite3.connect("")) as aside:  # a file of its own that nobody else sees, gone when it is closed
        aside.execute("CREATE TABLE kept (place INTEGER, line INTEGER, row TEXT)")
        aside.executemany("INSERT INTO kept VALUES (?, ?, ?)", places())
        for line, row in aside.execute("SELECT line, row FROM kept ORDER BY place, line"):
            cells, bad = json.loads(row)
            yield line, cells, dict(bad)
