"""What became of the rows of a file: how many, and of each bad one the line, the column and the reason."""

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from apps.core.flow import Refused
from apps.core.importing.formulas import guarded

MOST_KEPT = 1_000


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
class Row:
    """One row of the file, and what is wrong with it."""

    line: int
    cells: list[str]
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, column: str, reason: str) -> None:
        self.problems.append(Problem(self.line, column, str(reason)))


@dataclass
class Report:
    """The outcome of one import; of very many problems the first thousand are kept, the rejects file holds all."""

    number: str = ""
    read: int = 0
    refused: int = 0
    made: Counter = field(default_factory=Counter)  # by kind
    changed: Counter = field(default_factory=Counter)
    same: Counter = field(default_factory=Counter)
    left: Counter = field(default_factory=Counter)  # by field: existing records whose state the file may not change
    problems: list[Problem] = field(default_factory=list)
    untold: int = 0  # problems beyond those kept
    remarks: list[Problem] = field(default_factory=list)  # about rows that are taken; the first thousand
    kept: bool = False  # whether anything of it is stored
    told: dict = field(default_factory=dict)  # of a text file: its encoding, and the first cells that show it

    def count(self, drafts: list) -> None:
        """Add what was stored."""
        for draft in drafts:
            outcome = self.made if draft.new else self.changed if draft.changes else self.same
            outcome[type(draft.record)] += 1
            self.left.update(draft.left)
            self.remarks += draft.remarks[: MOST_KEPT - len(self.remarks)]

    def refuse(self, row: Row) -> None:
        """Add a row that is not taken."""
        self.refused += 1
        room = max(0, MOST_KEPT - len(self.problems))
        self.problems += row.problems[:room]
        self.untold += len(row.problems[room:])


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
