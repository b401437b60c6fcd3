"""What became of the rows of a file: how many, and of each bad one the line, the column and the reason."""

import csv
from array import array
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from apps.core.flow import Refused
from apps.kit.importing.formulas import guarded

MOST_KEPT = 1_000
MOST_EXAMPLES = 3


@dataclass(frozen=True)
class Problem:
    """Why a row is not taken: the column, empty where it is the row as a whole, and the reason in words."""

    line: int
    column: str
    reason: str

    def __str__(self):
        if not self.column:
            return _("Line %(line)s: %(reason)s") % {"line": self.line, "reason": self.reason}
        place = {"line": self.line, "column": self.column, "reason": self.reason}
        return _("Line %(line)s, column “%(column)s”: %(reason)s") % place


@dataclass
class Reason:
    """One reason, the first row it holds for, and the lines of all."""

    first: Problem
    lines: array

    def in_words(self, file: str) -> str:
        if len(self.lines) == 1:
            return str(self.first)
        said = {"first": self.first, "rows": f"{len(self.lines):,}", "file": file}
        return _("%(first)s — %(rows)s rows of %(file)s, this is the first") % said


class Reasons:
    """What is to be said of rows: equal reasons once, with the lines they hold for; the first thousand are kept."""

    def __init__(self, file: str = ""):
        self.file, self.untold = file, 0
        self.found: dict[tuple[str, str], Reason] = {}

    def add(self, problem: Problem) -> None:
        key = problem.column, problem.reason
        if key in self.found:
            self.found[key].lines.append(problem.line)
        elif len(self.found) < MOST_KEPT:
            self.found[key] = Reason(problem, array("I", [problem.line]))
        else:
            self.untold += 1

    def __iter__(self) -> Iterator[Problem]:
        return (Problem(line, *key) for key, one in self.found.items() for line in one.lines)

    def in_words(self) -> Iterator[str]:
        return (one.in_words(self.file) for one in self.found.values())


@dataclass
class Row:
    """One row of the file, and what is wrong with it."""

    line: int
    cells: list[str]
    problems: list[Problem] = field(default_factory=list)
    readings: dict[str, tuple[str, object]] = field(default_factory=dict)  # by column: a text and what it is read as

    def refuse(self, column: str, reason: str) -> None:
        self.problems.append(Problem(self.line, column, str(reason)))


@dataclass
class Report:
    """The outcome of one import; the rejects file holds every problem, this the first thousand different ones."""

    number: str = ""
    file: str = ""
    read: int = 0
    refused: int = 0
    made: Counter = field(default_factory=Counter)  # by kind
    changed: Counter = field(default_factory=Counter)
    same: Counter = field(default_factory=Counter)
    left: Counter = field(default_factory=Counter)  # by field: existing records whose state the file may not change
    assumed: Counter = field(default_factory=Counter)  # by field and text: what new records hold without being told
    notes: list[str] = field(default_factory=list)  # what is to be said of the file as a whole
    kept: bool = False  # whether anything of it is stored
    readings: dict[str, tuple[int, tuple]] = field(
        default_factory=dict
    )  # by column: what is read otherwise than written
    told: dict = field(default_factory=dict)  # of a text file: its encoding, and the first cells that show it

    def __post_init__(self):
        self.problems, self.remarks = Reasons(self.file), Reasons(self.file)  # why not; what to look at nevertheless

    def tell_readings(self, rows: list[Row]) -> None:
        """Count the values of good rows that are other ones than their texts read, with the first of each column."""
        for row in rows:
            for column, pair in row.readings.items() if row.readings and not row.problems else ():
                count, examples = self.readings.get(column, (0, ()))
                self.readings[column] = (count + 1, (*dict.fromkeys((*examples, pair)),)[:MOST_EXAMPLES])

    def count(self, drafts: list) -> None:
        """Add what was stored."""
        for draft in drafts:
            outcome = self.made if draft.new else self.changed if draft.changes else self.same
            outcome[type(draft.record)] += 1
            self.left.update(draft.left)
            self.assumed.update(draft.assumed)
            for remark in draft.remarks:
                self.remarks.add(remark)

    def refuse(self, row: Row) -> None:
        """Add a row that is not taken."""
        self.refused += 1
        for problem in row.problems:
            self.problems.add(problem)


@contextmanager
def rejects(path: Path | None, header: list[str]) -> Iterator:
    """A function that writes a refused row to the file of rejects, which can be mended and imported again."""
    if path is None:
        yield lambda row: None
        return
    try:
        file = path.open("w", encoding="utf-8-sig", newline="")
    except OSError as error:
        raise Refused(_("%(path)s cannot be written: %(error)s") % {"path": path, "error": error}) from error
    with file:
        writer = csv.writer(file)
        writer.writerow([*map(guarded, header), _("line"), _("why it was refused")])

        def write(row: Row) -> None:
            reasons = (f"{one.column}: {one.reason}" if one.column else one.reason for one in row.problems)
            cells = row.cells + [""] * (len(header) - len(row.cells))
            writer.writerow([guarded(cell) for cell in (*cells, str(row.line), "\n".join(reasons))])

        yield write
