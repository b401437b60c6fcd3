"""What happens to an order: entered, changed, then confirmed, shipped, completed or void, and corrected (O1, O5).

Confirming takes the goods from stock, voiding gives them back, correcting does both. Locks are taken in one order
everywhere: the order, the churn warnings of its customer, the customer, the stock.
"""

from collections.abc import Collection, Iterable
from copy import copy
from decimal import Decimal
from functools import partial

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from apps.core import actions, audit
from apps.core.flow import Outcome, Refused, admit, lock, step
from apps.core.scope import workers
from apps.customers import rights
from apps.customers.actions.lines import differences, priced, replace, settled, store
from apps.customers.actions.loss import follow_last_order, lock_customer, lock_customers, order_confirmed
from apps.customers.actions.stock import give_back_to_stock, take_from_stock
from apps.customers.models import Customer, Order, OrderLine

Status = Order.Status


@transaction.atomic
def enter(order: Order, *, by, lines: list[OrderLine]) -> Order:
    """Store a new draft with its lines; amounts and total are computed here (O1). Raises Refused without lines."""
    order.total = priced(lines)
    order.ship_to = order.ship_to or order.usual_address()
    entered = actions.create(order, by=by, note="\n".join(line.in_words() for line in lines))
    store(entered, lines)
    return entered


@transaction.atomic
def edit(order: Order, *, by, fields: Collection[str], version: int | None = None, lines: list[OrderLine]) -> Order:
    """Change the head and the lines of a draft (O1). Raises Conflict when somebody else changed the same since."""
    priced(lines)
    stored = lock(order)
    with settled(stored, order, fields, lines, version) as lines:
        order.total = priced(lines)
        changed = differences(stored.lines.select_related("product"), lines)
        edited = actions.edit(order, by=by, fields=[*fields, "total"], version=version, note=changed)
    replace(edited, lines, by=by)
    return edited


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
    undoable=True,
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
    undoable=True,
)
def complete(order: Order, *, by):
    """The order is delivered and paid (O1)."""
    order.status = Status.COMPLETED
    return Outcome(tell=_concerned(order))


def correctors(rows, user):
    """Who may correct: whose customer it is, completed orders only who may correct those (O5)."""
    found = rows.workable_by(user)
    return found if user.has_perm(rights.CORRECT_ORDER) else found.exclude(status=Status.COMPLETED)


@step(
    Order,
    _("Correct"),
    sources=Order.SOLD,
    right=rights.ENTER_ORDER,
    who=correctors,
    told=_("%(who)s corrected the order “%(what)s”."),
    icon="pencil",
)
def correct(order: Order, *, by, reason: str, lines: list[OrderLine], version: int | None = None, **head):
    """Put right what was confirmed, with a reason: head and lines, stock, totals and churn follow (O5).

    Raises Conflict when somebody else changed the same since `version`, Refused where stock is short.
    """
    wanted, before = copy(order), copy(order)
    for name, value in head.items():
        setattr(wanted, name, value)
    _admit_correction(order, wanted, by)
    customers = lock_customers({order.customer_id, wanted.customer_id})
    priced(lines)
    with settled(order, wanted, head, lines, version) as lines:
        actions.take_over(order, wanted, head, version)
    order.customer = customers[order.customer_id]
    changed = replace(order, lines, by=by)
    if not changed and not audit.differences(audit.snapshot(before), order):
        raise Refused(_("Nothing was changed, so there is nothing to correct."))
    moved = (order.customer_id, order.date) != (before.customer_id, before.date)

    def count() -> None:
        recount(customers)
        follow_last_order(customers)
        if moved:
            order_confirmed(order)

    note = "\n".join(filter(None, [reason, changed]))
    return Outcome(tell=[*_concerned(before), *_concerned(order)], note=note, touched=bool(changed), then=count)


def _admit_correction(order: Order, wanted: Order, by) -> None:
    """Refuse a customer one does not work for, and another's name without the right to it (O5, P4)."""
    if wanted.customer_id != order.customer_id:
        admit(rights.ENTER_ORDER, workers, wanted.customer, by)
    if wanted.salesperson_id not in (order.salesperson_id, by.pk) and not by.has_perm(rights.CORRECT_ORDER):
        raise Refused(_("Only a supervisor puts a confirmed order in another's name."))


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


def _concerned(order: Order) -> list:
    return [order.customer.owner, order.salesperson]
