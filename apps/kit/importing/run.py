"""One import from the file to the report: a few hundred rows at a time, all of them or none, or the good ones."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.flow import Refused
from apps.core.models import running_number
from apps.core.rights import IMPORT
from apps.foundation.database.errors import AWAY, BUSY, FULL, cause_of
from apps.kit.importing import bisection
from apps.kit.importing.batches import Portions
from apps.kit.importing.building import build
from apps.kit.importing.columns import Feed, Plan, plan
from apps.kit.importing.control_totals import Control
from apps.kit.importing.drafts import Draft, Maker
from apps.kit.importing.kinds import Kind
from apps.kit.importing.lookup import match
from apps.kit.importing.mapping import Mapping, usable
from apps.kit.importing.refused_amounts import Losses
from apps.kit.importing.report import Report, Row, rejects
from apps.kit.importing.saving import keep
from apps.kit.importing.source import Line, Source

WHY = {
    BUSY: gettext_lazy("Others are working on these records, or on an import. Nothing was stored: try again."),
    FULL: gettext_lazy("The disk is full. Nothing was stored."),
    AWAY: gettext_lazy("The database does not answer. Look whether the rows are there before you try again."),
}


@dataclass
class Wish:
    """What is asked for: who imports, whether it is only tried, whether good rows are kept beside bad ones."""

    by: object = None
    dry: bool = False
    keep_good: bool = False
    make_missing: bool = False
    replace_lines: bool = False  # parts of a record that the file no longer has go
    history: bool = False  # these are old records: what nobody noted of them then is unknown
    rejects: Path | None = None


def import_rows(kind: Kind, source: Source, mapping: Mapping, wish: Wish) -> tuple[Report, Plan]:
    """Bring the rows of a file in: new ones are added, known ones changed, each logged (C1–C4, O1, P5, B9, A9).

    Everything or nothing unless good rows are to be kept. Raises Refused where the file or the mapping is at fault
    or the person may not import; what is wrong with single rows is in the report.
    """
    admit(kind, wish.by)
    meanings = mapping.dictionaries(source.path.parent)
    with closing(source.rows()) as rows:
        _line, header, _bad = next(rows)
        found = plan(kind, header, mapping, meanings)
        with rejects(wish.rejects, found.header) as reject, refused_by_database(), transaction.atomic():
            run = Run(kind, found, mapping, wish, source.path.name)
            run.take_all(rows, reject)
            run.report.told = source.told
            run.report.kept = not wish.dry and (wish.keep_good or not run.report.refused)
            transaction.set_rollback(not run.report.kept)
    return run.report, found


@contextmanager
def refused_by_database() -> Iterator[None]:
    """Say in words what others, working at the same time, can do to a transaction."""
    try:
        yield
    except OperationalError as error:
        if (cause := cause_of(error)) not in WHY:
            raise
        raise Refused(str(WHY[cause])) from error


def admit(kind: Kind, by) -> None:
    """Raise Refused unless this person may import, and add or change records of this kind (P1)."""
    if by is None:
        return
    rights = [right for right in (kind.rights.add, kind.rights.change) if right]
    if not by.has_perm(IMPORT) or not any(by.has_perm(right) for right in rights):
        names = {"who": by, "kind": kind.model._meta.verbose_name_plural}
        raise Refused(_("%(who)s may not import %(kind)s.") % names)


class Run:
    """An import under way: what its drafts and kinds have to know, and what became of the rows so far."""

    def __init__(self, kind: Kind, plan: Plan, mapping: Mapping, wish: Wish, file: str):
        self.wish, self.by, self.make_missing = wish, wish.by, wish.make_missing
        self.dates, self.currency = [*map(usable, mapping.dates)], mapping.currency
        self.report = Report(running_number("DR"), file)  # held until the end, so that imports come one after the other
        self.note = f"{self.report.number} {file}"
        self.memory: dict[str, set] = defaultdict(set)  # what kinds keep for the end
        told = plan.part if plan.part_feeds else kind
        self.plan, self.losses = plan, Losses(self.report, sums=type(told).worth is not Kind.worth)
        self.control = Control(mapping.control, plan, kind, self.report)
        self.maker = Maker(kind, plan.feeds, plan.key, self)
        self.parts = Maker(plan.part, plan.part_feeds, plan.part.keys[0], self) if plan.part_feeds else None
        self.makers = [self.maker, self.parts] if self.parts else [self.maker]
        whole = plan.key[0] if self.parts else kind.whole
        self.portions = Portions(plan, next((feed for feed in plan.feeds if feed.name == whole), None))

    def take_all(self, rows: Iterable[Line], reject: Callable[[Row], None]) -> None:
        for portion in self.portions.divide(rows):
            self.report.read += len(portion)
            self.take(portion, reject)
        for maker in self.makers:
            maker.kind.finish(self)
        self.control.tell()
        self.losses.tell()

    def take(self, rows: list[Row], reject: Callable[[Row], None]) -> None:
        """Store these rows; where some are bad all are undone, and the good ones stored again if they are wanted."""
        portion = rows
        while rows:
            with transaction.atomic():
                drafts = bisection.named(rows, self.attempt, self.portions, self.makers)
                self.portions.share(rows)
                bad = [row for row in rows if row.problems]
                transaction.set_rollback(bool(bad))
            if not bad:
                self.report.count(drafts)
                self.control.hear(drafts)
                break
            for row in bad:
                self.report.refuse(row)
                self.losses.add(self.portions.name(row) if self.portions.whole else f"\n{row.line}", self.worth(row))
                reject(row)
            for maker in self.makers:
                maker.forget()
            rows = [row for row in rows if not row.problems] if self.wish.keep_good else []
        self.report.tell_readings(portion)

    def attempt(self, rows: list[Row]) -> list[Draft]:
        drafts = self.wholes(rows) if self.parts else [Draft(row, self.texts(row)) for row in rows]
        self.maker.read(drafts)
        if not self.parts:
            return self.store(drafts, self.maker)
        parts = [Draft(row, self.texts(row, self.plan.part_feeds)) for row in rows]
        self.parts.read(parts)
        self.store(drafts, self.maker)
        records = {self.portions.name(draft.row): draft.record for draft in drafts}
        for part in parts:
            part.values[self.parts.kind.whole] = records[self.portions.name(part.row)]
        return drafts + self.store(parts, self.parts)

    def store(self, drafts: list[Draft], maker: Maker) -> list[Draft]:
        """Find or make the record of each draft and store what is good; what is not is noted on its row."""
        match(drafts, maker)
        build(drafts, maker)
        return keep(drafts, maker)

    def worth(self, row: Row) -> Decimal | None:
        maker, feeds = (self.parts, self.plan.part_feeds) if self.parts else (self.maker, self.plan.feeds)
        return maker.kind.worth(self.texts(row, feeds), maker)

    def wholes(self, rows: list[Row]) -> list[Draft]:
        """The records that the rows of a flat file repeat; rows that contradict the first one are refused."""
        first: dict[str, Draft] = {}
        for row in rows:
            texts = self.texts(row)
            whole = first.setdefault(self.portions.name(row), Draft(row, texts))
            for name, text in texts.items():
                if self.maker.same(name, whole.texts.get(name), text):
                    continue
                reason = _("This differs from line %(line)s, which belongs to the same record.")
                row.refuse(self.maker.titles[name], reason % {"line": whole.row.line})
        return [*first.values()]

    def texts(self, row: Row, feeds: list[Feed] | None = None) -> dict[str, str]:
        """What a row gives each field, without the empty ones."""
        texts = ((feed.name, feed.text(row.cells)) for feed in feeds or self.plan.feeds)
        return {name: text for name, text in texts if text}
