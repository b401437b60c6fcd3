"""What follows from orders that came from a file: totals, the log, the customers' figures, the end of warnings."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from apps.core import audit
from apps.core.flow import Refused
from apps.core.models import Entry
from apps.customers.actions.loss import order_confirmed
from apps.customers.actions.order import recount
from apps.customers.actions.stock import retake_from_stock
from apps.customers.models import Allocation, Loss, Order, OrderLine

BATCH = 1000


Taken = dict[int, list[Allocation]]


def put_aside(orders: Collection[int]) -> Taken:
    """What these orders took from stock, by order, to be given back once their lines are as they are to be (O5).

    What came from a file took nothing, and takes nothing now.
    """
    taken: Taken = defaultdict(list)
    rows = Allocation.objects.filter(line__order__in=orders)
    for one in rows.select_related("line"):
        taken[one.line.order_id].append(one)
    rows.delete()
    return taken


@transaction.atomic
def add_up(words: dict[int, list[str]], taken: Taken, *, by, note: str) -> dict[int, str]:
    """Put the totals and the stock of these orders right from their lines, and log which came and went (O1, O5, P5).

    Returns why some of them cannot be so, by key: they are too large to be orders, or stock is short.
    """
    rows = OrderLine.objects.filter(order__in=words).values("order").order_by()
    sums = {row["order"]: row for row in rows.annotate(total=Sum("amount"), count=Count("pk"))}
    refused = {pk: reason for pk in words if (reason := too_large(sums[pk]))}
    orders = list(Order.objects.select_for_update(of=("self",)).filter(pk__in=words.keys() - refused.keys()))
    changes = {}
    for order in orders:
        if reason := without_stock(order, taken, by):
            refused[order.pk] = reason
        before = audit.snapshot(order)
        order.total = sums[order.pk]["total"]
        order.version += 1
        changes[order.pk] = audit.differences(before, order)
    Order.objects.bulk_update(orders, ["total", "version"])
    Entry.objects.bulk_create(
        audit.entry_of(
            order, "customers.order.import", by=by, changes=changes[order.pk], note="\n".join([note, *words[order.pk]])
        )
        for order in orders
    )
    return refused


def without_stock(order: Order, taken: Taken, by) -> str:
    """Take anew what the order needs; why that cannot be, as a sentence."""
    if order.pk in taken:
        try:
            retake_from_stock(order, list(order.lines.select_related("product")), taken[order.pk], by=by)
        except Refused as refused:
            return str(refused)
    return ""


def too_large(sums: dict) -> str:
    if sums["count"] > Order.MAX_LINES:
        return _("An order has at most %(most)s lines.") % {"most": Order.MAX_LINES}
    if sums["total"] > Order.MAX_TOTAL:
        return _("An order may not exceed ¥ %(most)s.") % {"most": f"{Order.MAX_TOTAL:,.2f}"}
    return ""


@transaction.atomic
def follow_up(orders: Collection[int], customers: Collection[int] = ()) -> None:
    """Count anew for the customers of these orders, and end the warnings of those who have ordered again (R1, C8)."""
    concerned = set(customers)
    for some in portions(orders):
        concerned.update(Order.objects.filter(pk__in=some).values_list("customer", flat=True))
    for some in portions(concerned):
        ended = Loss.objects.select_for_update(of=("self",)).order_by("pk").filter(customer__in=some)
        slipping = {loss.customer_id for loss in ended.exclude(status=Loss.Status.RECOVERED)}
        recount(some)
        sold = Order.objects.sold().select_related("customer__owner").order_by("date", "pk")
        newest = {order.customer_id: order for order in sold.filter(customer__in=slipping)}
        for order in newest.values():
            order_confirmed(order, told=False)  # a file is one thing, not a message for each customer


def portions(keys: Collection[int]) -> Iterator[list[int]]:
    keys = sorted(keys)
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
