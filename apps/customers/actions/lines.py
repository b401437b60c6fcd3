"""The lines of an order as one thing: priced, compared, put in place of others, whatever two people do at once (O1)."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from apps.core import audit
from apps.core.audit import Change
from apps.core.flow import Conflict, Refused
from apps.core.models import Entry
from apps.customers.actions.stock import retake_from_stock
from apps.customers.models import Allocation, Order, OrderLine

CHANGING = ("customers.order.edit", "customers.order.correct", "customers.order.import")
GONE, COME = "−", "+"


def priced(lines: list[OrderLine]) -> Decimal:
    """Compute the amount of every line and return their sum in yuan (O1). Raises Refused without lines."""
    if not lines:
        raise Refused(_("An order needs at least one line."))
    for line in lines:
        line.amount = line.compute()
    total = sum((line.amount for line in lines), Decimal(0))
    if total > Order.MAX_TOTAL:
        raise Refused(_("An order may not exceed ¥ %(most)s.") % {"most": f"{Order.MAX_TOTAL:,.2f}"})
    return total


def store(order: Order, lines: list[OrderLine]) -> None:
    for line in lines:
        line.pk, line.order = None, order
    OrderLine.objects.bulk_create(lines)


def replace(order: Order, lines: list[OrderLine], *, by) -> str:
    """Give an order these lines in place of its own, with its total and what it took from stock right (O5).

    The order is locked and its customer too; what is changed of it, the total, is the caller's to save and to count.
    What an order took that came from elsewhere is nothing, and it takes nothing now. Returns what went and came, a
    line each; empty, and nothing done, where the lines are the same. Raises Refused where stock is short.
    """
    order.total = priced(lines)
    changed = differences(order.lines.select_related("product"), lines)
    if changed:
        taken = list(Allocation.objects.filter(line__order=order))
        order.lines.all().delete()
        store(order, lines)
        if taken:
            retake_from_stock(order, lines, taken, by=by)
    return changed


def differences(there: Iterable[OrderLine], lines: Iterable[OrderLine]) -> str:
    """What goes (−) and what comes (+), a line each; empty where nothing does."""
    old, new = _words(there), _words(lines)
    gone, come = (old - new).elements(), (new - old).elements()
    return "\n".join([f"{GONE} {text}" for text in gone] + [f"{COME} {text}" for text in come])


@contextmanager
def settled(
    stored: Order, wanted: Order, fields: Collection[str], lines: list[OrderLine], version: int | None
) -> Iterator[list[OrderLine]]:
    """The lines that are to be: who has not touched them leaves those of a colleague where they are (D2).

    Raises Conflict where somebody else has changed the lines since `version` too; one of the fields tells of the lines.
    """
    there, rivals = list(stored.lines.select_related("product")), _rivals(stored, version)
    if rivals and _words(lines) == _before(_words(there), rivals):
        lines = there
    theirs = {"lines": _as_changed(there, rivals[0])} if rivals else {}
    if rivals and differences(there, lines):
        raise _conflict(stored, wanted, fields, audit.changed_since(stored, version) | theirs)
    try:
        yield lines
    except Conflict as conflict:
        conflict.theirs |= theirs
        raise


def _words(lines: Iterable[OrderLine]) -> Counter:
    return Counter(line.in_words() for line in lines)


def _rivals(stored: Order, version: int | None) -> list[Entry]:
    """What others did to the lines since this version was opened, the last first."""
    later = audit.history(stored).filter(version__gt=version or stored.version, action__in=CHANGING)
    return [entry for entry in later if any(_told(entry))]


def _told(entry: Entry) -> Iterator[tuple[str, str]]:
    """The lines that an entry says went or came."""
    for line in entry.note.splitlines():
        mark, _blank, text = line.partition(" ")
        if mark in (GONE, COME):
            yield mark, text


def _before(words: Counter, rivals: list[Entry]) -> Counter:
    """The lines as they were before all that, out of what the log says went and came."""
    found = words.copy()
    for mark, text in (told for entry in rivals for told in _told(entry)):
        found[text] += 1 if mark == GONE else -1
    return +found


def _as_changed(there: list[OrderLine], rival: Entry) -> Change:
    return Change(None, "\n".join(line.in_words() for line in there), rival.by, rival.at)


def _conflict(stored: Order, wanted: Order, fields: Collection[str], theirs: dict[str, Change]) -> Conflict:
    """That two have changed the lines, and what else they both changed."""
    typed, now = audit.snapshot(wanted), audit.snapshot(stored)
    clash = {name for name in theirs.keys() & set(fields) if typed[name] not in (theirs[name].old, now[name])}
    who = theirs["lines"].by or _("The system")
    sentence = _("%(who)s has changed the lines too. Choose whose lines stay.") % {"who": who}
    return Conflict(sentence, stored, theirs, clash | {"lines"})
