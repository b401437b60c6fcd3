"""The rows of a file, some hundreds at a time; rows of one whole are never divided and share their fate."""

from collections.abc import Iterable, Iterator
from operator import attrgetter

from django.utils.translation import gettext as _

from apps.core.flow import Refused
from apps.kit.importing.columns import Feed, Plan, plain
from apps.kit.importing.grouping import side_by_side
from apps.kit.importing.report import Row
from apps.kit.importing.source import CELLS, Line

ROWS = 1000
MOST_TOGETHER = 5_000


class Portions:
    """Divides rows; `whole` says which record a row is part of, where rows are parts of something."""

    def __init__(self, plan: Plan, whole: Feed | None):
        self.width, self.whole, self.used = len(plan.header), whole, plan.used()

    def name(self, row: Row) -> str:
        """What the row calls the record it is a part of; one that names none is alone."""
        return self.called(row.cells) or f"\n{row.line}"

    def called(self, cells: list[str]) -> str:
        return self.whole.text(cells + [""] * (self.width - len(cells)))

    def divide(self, rows: Iterable[Line]) -> Iterator[list[Row]]:
        """The rows in portions. Raises Refused where one whole has too many."""
        portion: list[Row] = []
        last = None
        for line, cells, bad in side_by_side(rows, self.called) if self.whole else rows:
            row = self.row(line, cells, bad)
            name = self.name(row) if self.whole else line
            if len(portion) >= ROWS and name != last:
                yield portion
                portion = []
            if len(portion) > MOST_TOGETHER:
                raise Refused(_("“%(name)s” has more than %(most)s rows.") % {"name": name, "most": MOST_TOGETHER})
            portion.append(row)
            last = name
        if portion:
            yield portion

    def row(self, line: int, cells: list[str], bad: dict[int, str]) -> Row:
        row = Row(line, cells[: self.width] + [""] * (self.width - len(cells)))
        if any(map(plain, cells[self.width :])):
            row.refuse("", _("This row has more cells than the header has columns."))
        for place in bad.keys() & self.used.keys():
            row.refuse(self.used[place], CELLS[bad[place]] % {"text": cells[place]})
        if any("\x00" in cell for cell in cells):
            row.refuse("", _("This row contains characters that are no text."))
        return row

    def halves(self, rows: list[Row]) -> tuple[list[Row], list[Row]]:
        """These rows in two parts that divide no whole; the second is empty where they are one."""
        name = self.name if self.whole else attrgetter("line")
        names = [*dict.fromkeys(map(name, rows))]
        first = {*names[: max(1, len(names) // 2)]}
        return [row for row in rows if name(row) in first], [row for row in rows if name(row) not in first]

    def share(self, rows: list[Row]) -> None:
        """Where one row of a whole is refused the others are too."""
        if self.whole is None:
            return
        bad: dict[str, int] = {}
        for row in rows:
            if row.problems:
                bad.setdefault(self.name(row), row.line)
        for row in rows:
            line = bad.get(self.name(row))
            if line and not row.problems:
                row.refuse("", _("Line %(line)s, which belongs to the same record, is refused.") % {"line": line})
