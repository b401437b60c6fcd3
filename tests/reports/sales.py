"""Small sales for the figures: orders with lines, and a report asked for as its form asks."""

from datetime import date
from decimal import Decimal

from django.http import QueryDict

from apps.basedata.models import Product
from apps.customers.models import Order, OrderLine
from apps.reports.pages import REPORTS
from tests import make


def sale(customer, day: str, *lines, status=Order.Status.COMPLETED, product=None) -> Order:
    """An order of a day with a line for each (quantity, price, discount, product) or amount."""
    order = make.stored(Order(customer=customer, date=date.fromisoformat(day), status=status))
    product = product or Product.objects.first() or make.product()
    for line in lines:
        quantity, price, discount, *other = line if isinstance(line, tuple) else (1, line, 0)
        one = OrderLine(order=order, product=other[0] if other else product, quantity=Decimal(quantity))
        one.price, one.discount = Decimal(price), Decimal(str(discount))
        one.amount = one.compute()
        one.save()
    order.total = sum(line.amount for line in order.lines.all())
    order.save()
    return order


def figures(person, key: str, query: str = ""):
    """The figures of a report with the filters of an address."""
    report = next(one for one in REPORTS if one.key == key)
    form = report.form(QueryDict(query), user=person)
    assert form.is_valid(), form.errors
    return report.figures(person, form.cleaned_data)


def table(found) -> list[tuple]:
    return [row.cells for row in found.rows]


def headlines(found) -> dict:
    return {one.label: (one.value, one.before) for one in found.headlines}
