"""What a file says of its own totals, compared with what is stored: for each order, and for the run (O1, B9)."""

from collections.abc import Iterable
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.core.flow import Refused
from apps.foundation.wording import listed
from apps.kit.importing.columns import Plan, place_of
from apps.kit.importing.drafts import Draft
from apps.kit.importing.figures import number
from apps.kit.importing.kinds import Kind
from apps.kit.importing.report import Problem, Report

SAYS = ("total", "rows", "sum")
BATCH = 1000


class Control:
    """Hears the rows that are stored; at the end it tells what differs, and what agrees."""

    def __init__(self, said: dict, plan: Plan, kind: Kind, report: Report):
        if unknown := said.keys() - {*SAYS}:
            names = {"name": listed(sorted(unknown)), "names": listed(SAYS)}
            raise Refused(_("There is no control “%(name)s”. There are: %(names)s.") % names)
        self.kind, self.report = kind, report
        self.title = said.get("total", "")
        self.place = place_of(self.title, plan.header) if self.title else None
        plan.aside.update([] if self.place is None else [self.place])
        self.rows, self.sum = amount(said.get("rows")), amount(said.get("sum"))
        self.adds = self.place is not None or self.sum is not None
        if self.adds and type(kind).added_up is Kind.added_up:
            raise Refused(_("%(kind)s have no totals.") % {"kind": kind.model._meta.verbose_name_plural})
        self.said: dict[int, tuple[int, str]] = {}  # of each record that is added up: the line and what stands there

    def hear(self, drafts: Iterable[Draft]) -> None:
        for draft in drafts if self.adds else ():
            key = self.kind.added_up(draft.record)
            if key is not None:
                text = draft.row.cells[self.place].strip() if self.title else ""
                if not self.said.setdefault(key, (draft.row.line, text))[1] and text:
                    self.said[key] = (draft.row.line, text)

    def tell(self) -> None:
        """Compare, and put what differs of each record under the remarks and the sums under the notes."""
        if self.rows is not None:
            self.note(_("number of rows"), self.rows, Decimal(self.report.read))
        stored, there, agree, without = Decimal(0), Decimal(0), 0, 0
        keys = sorted(self.said)
        for start in range(0, len(keys), BATCH):
            some = keys[start : start + BATCH]
            totals = self.kind.totals(some)
            without += len(some) - len(totals)
            for key, (name, total) in totals.items():
                line, text = self.said[key]
                stored += total
                wanted = self.wanted(line, text, name, total)
                there += wanted or 0
                agree += wanted == total
        if self.title:
            said = {"agree": f"{agree:,}", "all": f"{len(keys):,}", "title": self.title}
            self.report.notes.append(_("Control: %(agree)s of %(all)s agree with “%(title)s”.") % said)
            self.note(self.title, there, stored)
        if self.sum is not None:
            self.note(_("sum of all"), self.sum, stored)
        if without:
            self.report.notes.append(_("Control: %(count)s have no lines yet to compare.") % {"count": f"{without:,}"})

    def wanted(self, line: int, text: str, name: str, total: Decimal) -> Decimal | None:
        """What the file says of one record; where that differs it is told."""
        if not self.title:
            return None
        said = {"name": name, "said": text or "–", "total": f"{total:,.2f}"}
        try:
            wanted = amount(text)
        except Refused:
            wanted = None
        if wanted != total:
            reason = _("Control: %(name)s comes to %(total)s, the file says %(said)s.") % said
            self.report.remarks.add(Problem(line, self.title, reason))
        return wanted

    def note(self, what: str, said: Decimal, found: Decimal) -> None:
        words = {"what": what, "said": f"{said:,}", "found": f"{found:,}"}
        same = _("Control: %(what)s %(found)s, as said.")
        other = _("Control: %(what)s %(found)s, but %(said)s was said.")
        self.report.notes.append((same if said == found else other) % words)


def amount(text) -> Decimal | None:
    if text in (None, ""):
        return None
    try:
        return number(str(text), money=True)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
