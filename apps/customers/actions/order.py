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
from apps.core.flow import Conflict, Outcome, Refused, lock, step
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
    """Change the head and the lines of a draft (O1). Raises Conflict when somebody else changed the same since."""
    order.total = priced(lines)
    stored = lock(order)
    changed = _line_changes(stored, lines)
    if changed:
        _refuse_rivals(stored, order, fields, version)
    corrected = edit(order, by=by, fields=[*fields, "total"], version=version, note=changed)
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


def _line_changes(stored: Order, lines: list[OrderLine]) -> str:
    """What goes (−) and what comes (+), a line each; empty where nothing does."""
    old = Counter(line.in_words() for line in stored.lines.select_related("product"))
    new = Counter(line.in_words() for line in lines)
    gone, come = (old - new).elements(), (new - old).elements()
    return "\n".join([f"− {text}" for text in gone] + [f"+ {text}" for text in come])


def _refuse_rivals(stored: Order, order: Order, fields: Collection[str], version: int | None) -> None:
    """Raise Conflict when somebody else changed the lines since this version was opened."""
    theirs = audit.changed_since(stored, version)
    later = audit.history(stored).filter(version__gt=version or stored.version)
    rival = later.filter(action="customers.order.edit").exclude(note="").first()
    if rival is None:
        return
    wanted, now = audit.snapshot(order), audit.snapshot(stored)
    clash = {name for name in theirs.keys() & set(fields) if wanted[name] not in (theirs[name].old, now[name])}
    sentence = _("%(who)s has changed the lines to: %(lines)s. Yours are kept below: save again to put them in place.")
    there = "; ".join(line.in_words() for line in stored.lines.select_related("product"))
    raise Conflict(sentence % {"who": rival.by, "lines": there}, stored, theirs, clash)


def _concerned(order: Order) -> list:
    return [order.customer.owner, order.salesperson]
