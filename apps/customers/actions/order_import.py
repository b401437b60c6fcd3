"""What follows from orders that came from a file: totals, the log, the customers' figures, the end of warnings."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core import audit
from apps.core.flow import Refused, event, keep
from apps.core.models import Entry
from apps.customers.actions.loss import order_confirmed
from apps.customers.actions.order import recount
from apps.customers.actions.stock import retake_from_stock
from apps.customers.models import Allocation, Loss, Order, OrderLine
from apps.foundation.wording import listed

BATCH = 1000
SET_ASIDE = event(
    Order, "set_aside", gettext_lazy("Waits for its lines"), told=gettext_lazy("“%(what)s” has no lines yet.")
)


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
    changes, before_that = {}, set_aside_before([order.pk for order in orders if order.status == Order.Status.DRAFT])
    for order in orders:
        if reason := without_stock(order, taken, by):
            refused[order.pk] = reason
        before = audit.snapshot(order)
        order.total = sums[order.pk]["total"]
        order.status = before_that.get(order.pk, order.status)
        order.version += 1
        changes[order.pk] = audit.differences(before, order)
    Order.objects.bulk_update(orders, ["total", "status", "version"])
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


def set_aside(numbers: Collection[str], *, by, note: str) -> dict[str, int]:
    """Orders that came without any of their lines are no sales of nothing: drafts, until the lines come (O1).

    Returns their keys by their numbers.
    """
    rows = Order.objects.filter(number__in=numbers, lines=None, status__in=Order.SOLD)
    orders = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for order in orders:
        before = audit.snapshot(order)
        order.status = Order.Status.DRAFT
        audit.log(order, SET_ASIDE, by=by, changes=keep(order, before), note=note)
    return {order.number: order.pk for order in orders}


def set_aside_before(drafts: Collection[int]) -> dict[int, str]:
    """Of these drafts those that only wait for their lines, and what they were before, as the log says (O1)."""
    kind = ContentType.objects.get_for_model(Order)
    rows = Entry.objects.filter(kind=kind, object_id__in=drafts, changes__status__isnull=False).order_by("pk")
    newest = {entry.object_id: entry for entry in rows}
    return {pk: entry.changes["status"][0] for pk, entry in newest.items() if entry.action == SET_ASIDE}


def totals(keys: Collection[int]) -> dict[int, tuple[str, Decimal]]:
    """Of those orders that have lines the number and the total."""
    rows = Order.objects.filter(Exists(OrderLine.objects.filter(order=OuterRef("pk"))), pk__in=keys)
    return {pk: (number, total) for pk, number, total in rows.values_list("pk", "number", "total")}


def without_lines(keys: Collection[int]) -> int:
    """How many of these orders count as sales though they have no line."""
    sold = Order.objects.sold().filter(lines=None)
    return sum(sold.filter(pk__in=some).count() for some in portions(keys))


def equal(keys: Collection[int]) -> list[str]:
    """A sentence for orders of the same customer and day with the same lines, one of which came now (O1)."""
    found = {}
    for some in portions(keys):
        alive = Order.objects.exclude(status=Order.Status.VOID).filter(total__gt=0).order_by("pk")
        twin = alive.filter(customer=OuterRef("customer"), date=OuterRef("date"), total=OuterRef("total"))
        new = list(alive.filter(Exists(twin.exclude(pk=OuterRef("pk"))), pk__in=some))
        days = {(order.customer_id, order.date) for order in new}
        rows = alive.filter(customer__in={one for one, _day in days}, date__in={day for _one, day in days})
        groups = defaultdict(list)
        for order in rows.prefetch_related("lines"):
            lines = sorted((line.product_id, line.quantity, line.amount) for line in order.lines.all())
            groups[order.customer_id, order.date, tuple(lines)].append(order)
        ours = {order.pk for order in new}
        found |= {key: group for key, group in groups.items() if len(group) > 1 and ours & {one.pk for one in group}}
    said = _("Orders %(orders)s are equal: customer, day and lines.")
    return [said % {"orders": listed(group)} for group in found.values()][:BATCH]


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
