"""The goods of an order leave stock when it is confirmed and come back when it is void (O1).

Stock rows are always locked in the order of their keys, so that two orders cannot wait for each other.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.db.models import Q, Sum
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


def retake_from_stock(order: Order, lines: list[OrderLine], taken: list[Allocation], *, by) -> None:
    """Give back what former lines took and take what these need, out of the same bins first (O5).

    Where a line takes as much as before no bin changes. Raises Refused naming each line that is short.
    """
    back: Counter[int] = Counter()
    for one in taken:
        back[one.stock_id] += one.quantity
    alive = Q(product__in=[line.product_id for line in lines], deleted_at=None)
    bins = list(Stock.everything.filter(alive | Q(pk__in=back)).select_for_update(of=("self",)).order_by("pk"))
    before = {stock.pk: audit.snapshot(stock) for stock in bins}
    aside = {stock.pk: stock.quantity for stock in bins if stock.deleted_at}  # nothing is sold out of the recycle bin
    for stock in bins:
        stock.quantity += back[stock.pk] - aside.get(stock.pk, 0)
    if short := list(_short(lines, bins)):
        raise Refused("\n".join(short))
    bins.sort(key=lambda stock: stock.pk not in back)
    Allocation.objects.bulk_create([one for line in lines for one in _taken(line, bins)])
    for stock in bins:
        stock.deleted_at = None if stock.quantity > 0 else stock.deleted_at
        stock.quantity += aside.get(stock.pk, 0)
    _log(bins, before, order, by)


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
