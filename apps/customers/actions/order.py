"""What happens to an order: entered, corrected, then confirmed, shipped, completed or void (O1, domain.md §3).

Confirming takes the goods from stock, voiding gives them back. Locks are taken in one order everywhere: the order,
the churn warnings of its customer, the customer, the stock.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from decimal import Decimal
from functools import partial

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from apps.core import audit
from apps.core.actions import create, edit
from apps.core.audit import Change
from apps.core.flow import Conflict, Outcome, Refused, lock, step
from apps.core.models import Entry
from apps.customers import rights
from apps.customers.actions.loss import lock_customer, order_confirmed
from apps.customers.actions.stock import give_back_to_stock, take_from_stock
from apps.customers.models import Customer, Order, OrderLine

Status = Order.Status


@transaction.atomic
def enter(order: Order, *, by, lines: list[OrderLine]) -> Order:
    """Store a new draft with its lines; amounts and total are computed here (O1). Raises Refused without lines."""
    order.total = priced(lines)
    entered = create(order, by=by, note="\n".join(line.in_words() for line in lines))
    _store(entered, lines)
    return entered


@transaction.atomic
def correct(order: Order, *, by, fields: Collection[str], version: int | None = None, lines: list[OrderLine]) -> Order:
    """Change the head and the lines of a draft (O1). Raises Conflict when somebody else changed the same since.

    The lines are one thing: who has not touched them leaves those of a colleague where they are (D2).
    """
    order.total = priced(lines)
    stored = lock(order)
    there, rivals = list(stored.lines.select_related("product")), _rivals(stored, version)
    if rivals and _words(lines) == _before(_words(there), rivals):
        order.total = priced(lines := there)
    changed = _line_changes(there, lines)
    theirs = {"lines": _as_changed(there, rivals[0])} if rivals else {}
    if changed and rivals:
        raise _conflict(stored, order, fields, audit.changed_since(stored, version) | theirs)
    try:
        corrected = edit(order, by=by, fields=[*fields, "total"], version=version, note=changed)
    except Conflict as conflict:
        conflict.theirs |= theirs
        raise
    if changed:
        corrected.lines.all().delete()
        _store(corrected, lines)
    return corrected


@step(
    Order,
    _("Confirm"),
    sources=[Status.DRAFT],
    right=rights.ENTER_ORDER,
    told=_("%(who)s confirmed the order “%(what)s”."),
    icon="circle-check",
)
def confirm(order: Order, *, by):
    """Take the goods from stock, or say which line is short; a customer that was slipping away is back (O1, C8)."""
    order.customer = lock_customer(order.customer_id)
    take_from_stock(order, by=by)
    order.status = Status.CONFIRMED

    def count() -> None:
        recount([order.customer_id])
        order_confirmed(order)

    return Outcome(tell=_concerned(order), then=count)


@step(
    Order,
    _("Ship"),
    sources=[Status.CONFIRMED],
    right=rights.ENTER_ORDER,
    told=_("%(who)s shipped the order “%(what)s”."),
    icon="truck",
)
def ship(order: Order, *, by):
    """The goods have left the house (O1)."""
    order.status = Status.SHIPPED
    return Outcome(tell=_concerned(order))


@step(
    Order,
    _("Complete"),
    sources=[Status.SHIPPED],
    right=rights.ENTER_ORDER,
    told=_("%(who)s completed the order “%(what)s”."),
    icon="clipboard-check",
)
def complete(order: Order, *, by):
    """The order is delivered and paid (O1)."""
    order.status = Status.COMPLETED
    return Outcome(tell=_concerned(order))


@step(
    Order,
    _("Void"),
    sources=[Status.DRAFT, Status.CONFIRMED, Status.SHIPPED],
    right=rights.ENTER_ORDER,
    told=_("%(who)s voided the order “%(what)s”."),
    icon="ban",
    tone="danger",
)
def void(order: Order, *, by, reason: str):
    """Take the order back, with a reason: its goods return to stock and it counts no more (O1)."""
    lock_customer(order.customer_id)
    give_back_to_stock(order, by=by)
    order.status = Status.VOID
    return Outcome(tell=_concerned(order), note=reason, then=partial(recount, [order.customer_id]))


def recount(customers: Iterable[int]) -> None:
    """Put the last order date and the order total on these customers' rows right, from their orders (R1)."""
    sold = Order.objects.sold().filter(customer=OuterRef("pk")).order_by().values("customer")
    Customer.everything.filter(pk__in=customers).update(
        last_order_date=Subquery(sold.annotate(last=Max("date")).values("last")),
        order_total=Coalesce(Subquery(sold.annotate(sum=Sum("total")).values("sum")), Decimal(0)),
    )


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


def _store(order: Order, lines: list[OrderLine]) -> None:
    for line in lines:
        line.order = order
    OrderLine.objects.bulk_create(lines)


def _words(lines: Iterable[OrderLine]) -> Counter:
    return Counter(line.in_words() for line in lines)


def _line_changes(there: list[OrderLine], lines: list[OrderLine]) -> str:
    """What goes (−) and what comes (+), a line each; empty where nothing does."""
    old, new = _words(there), _words(lines)
    gone, come = (old - new).elements(), (new - old).elements()
    return "\n".join([f"− {text}" for text in gone] + [f"+ {text}" for text in come])


def _rivals(stored: Order, version: int | None) -> list[Entry]:
    """What others did to the lines since this version was opened, the last first."""
    later = audit.history(stored).filter(version__gt=version or stored.version)
    return list(later.filter(action="customers.order.edit").exclude(note=""))


def _before(words: Counter, rivals: list[Entry]) -> Counter:
    """The lines as they were before all that, out of what the log says went and came."""
    found = words.copy()
    for mark, text in (line.split(" ", 1) for entry in rivals for line in entry.note.splitlines()):
        found[text] += 1 if mark == "−" else -1
    return +found


def _as_changed(there: list[OrderLine], rival: Entry) -> Change:
    return Change(None, "\n".join(line.in_words() for line in there), rival.by, rival.at)


def _conflict(stored: Order, order: Order, fields: Collection[str], theirs: dict[str, Change]) -> Conflict:
    """That two have changed the lines, and what else they both changed."""
    wanted, now = audit.snapshot(order), audit.snapshot(stored)
    clash = {name for name in theirs.keys() & set(fields) if wanted[name] not in (theirs[name].old, now[name])}
    who = theirs["lines"].by or _("The system")
    sentence = _("%(who)s has changed the lines too. Choose whose lines stay.") % {"who": who}
    return Conflict(sentence, stored, theirs, clash | {"lines"})


def _concerned(order: Order) -> list:
    return [order.customer.owner, order.salesperson]
