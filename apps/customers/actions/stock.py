"""The goods of an order leave stock when it is confirmed and come back when it is void (O1).

Stock rows are always locked in the order of their keys, so that two orders cannot wait for each other.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from apps.basedata.models import Stock
from apps.core import audit
from apps.core.flow import Refused, keep
from apps.customers.models import Allocation, Order, OrderLine


def in_stock(products: Iterable[int]) -> dict[int, Decimal]:
    """How much of each of these products is in stock, over all warehouses (O1)."""
    rows = Stock.objects.filter(product__in=products).values("product").order_by()
    return {row["product"]: row["total"] for row in rows.annotate(total=Sum("quantity"))}


def take_from_stock(order: Order, *, by) -> None:
    """Take the goods of every line out of the bins; raises Refused naming each line that is short (O1)."""
    lines = list(order.lines.select_related("product"))
    rows = Stock.objects.filter(product__in=[line.product_id for line in lines])
    bins = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if short := list(_short(lines, bins)):
        raise Refused("\n".join(short))
    before = {stock.pk: audit.snapshot(stock) for stock in bins}
    Allocation.objects.bulk_create(one for line in lines for one in _taken(line, bins))
    _log(bins, before, order, by)


def give_back_to_stock(order: Order, *, by) -> None:
    """Put what a confirmed order took back into the same bins; a bin in the recycle bin comes back with it (O1)."""
    taken = Allocation.objects.filter(line__order=order)
    rows = Stock.everything.filter(pk__in=taken.values("stock"))
    bins = {stock.pk: stock for stock in rows.select_for_update(of=("self",)).order_by("pk")}
    before = {pk: audit.snapshot(stock) for pk, stock in bins.items()}
    for one in taken:
        bins[one.stock_id].quantity += one.quantity
        bins[one.stock_id].deleted_at = None
    taken.delete()
    _log(bins.values(), before, order, by)


def _short(lines: list[OrderLine], bins: list[Stock]) -> Iterator[str]:
    ordered: dict[int, Decimal] = {}
    for number, line in enumerate(lines, 1):
        product = line.product
        ordered[product.pk] = ordered.get(product.pk, Decimal(0)) + line.quantity
        there = sum((stock.quantity for stock in bins if stock.product_id == product.pk), Decimal(0))
        if ordered[product.pk] > there:
            sentence = _("Line %(line)s: %(product)s has %(there)s %(unit)s in stock, %(ordered)s are ordered.")
            yield sentence % {
                "line": number,
                "product": product,
                "unit": line.unit,
                "there": f"{there.normalize():f}",
                "ordered": f"{ordered[product.pk].normalize():f}",
            }


def _taken(line: OrderLine, bins: list[Stock]) -> Iterator[Allocation]:
    missing = line.quantity
    for stock in bins:
        part = min(missing, stock.quantity) if stock.product_id == line.product_id else 0
        if part > 0:
            stock.quantity -= part
            missing -= part
            yield Allocation(line=line, stock=stock, quantity=part)


def _log(bins: Iterable[Stock], before: dict, order: Order, by) -> None:
    for stock in bins:
        if changes := keep(stock, before[stock.pk]):
            audit.log(stock, "basedata.stock.edit", by=by, changes=changes, note=order.number)
