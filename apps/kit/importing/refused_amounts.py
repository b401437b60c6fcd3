"""What was refused, in money: how much of it, returns and credit notes apart (O1, B9)."""

from collections import defaultdict
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.kit.importing.report import Report


class Losses:
    """The rows that are not taken, by the record they belong to; `sums`: they are of a kind that says of money."""

    def __init__(self, report: Report, *, sums: bool):
        self.report, self.sums = report, sums
        self.worth: dict[str, Decimal] = defaultdict(Decimal)
        self.unread: set[str] = set()
        self.names: set[str] = set()

    def add(self, name: str, worth: Decimal | None) -> None:
        self.names.add(name)
        if worth is None:
            self.unread.add(name)
        else:
            self.worth[name] += worth

    def tell(self) -> None:
        """Say what was refused with its sum; a sum below nothing is a return or a credit note."""
        if not self.sums:
            return
        lost = [worth for worth in self.worth.values() if worth >= 0]
        back = [worth for worth in self.worth.values() if worth < 0]
        plain = _("Refused: %(count)s with ¥ %(sum)s.")
        negative = _("Refused are also %(count)s returns or credit notes with ¥ %(sum)s: here no order is negative.")
        for worths, sentence in ((lost, plain), (back, negative)):
            if worths:
                self.report.notes.append(sentence % {"count": f"{len(worths):,}", "sum": f"{sum(worths):,.2f}"})
        if self.unread:
            said = {"count": f"{len(self.unread):,}"}
            self.report.notes.append(_("Of %(count)s that are refused the amount cannot be read as a whole.") % said)
