"""A customer of ann, two products of which there is little, and orders in every state, brought there by their steps."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.customers.actions import order as orders
from apps.customers.models import Loss, Order, OrderLine
from tests import make


@pytest.fixture
def customer(cast):
    return make.customer(owner=cast.ann, address="上海市浦东新区张江路 88 号")


@pytest.fixture
def terminal(db):
    """A product of which 3 are in Shanghai and 2 in Suzhou."""
    product = make.product("P-001", "智能终端", price="100")
    make.stock(product, 3, "上海仓")
    make.stock(product, 2, "苏州仓")
    return product


@pytest.fixture
def bracket(db):
    product = make.product("P-002", "安装支架", price="9.99")
    make.stock(product, 10)
    return product


@pytest.fixture
def enter(cast, customer):
    """A draft of ann: `enter((terminal, 2), (bracket, 5), date=…)`."""

    def draft(*wanted, by=None, **fields):
        lines = [line(product, quantity) for product, quantity in wanted]
        return orders.enter(Order(**{"customer": customer} | fields), by=by or cast.ann, lines=lines)

    return draft


@pytest.fixture
def draft(enter, terminal, bracket):
    return enter((terminal, 4), (bracket, 5))


@pytest.fixture
def confirmed(cast, draft):
    return orders.confirm(draft, by=cast.ann).record


@pytest.fixture
def shipped(cast, confirmed):
    return orders.ship(confirmed, by=cast.ann).record


@pytest.fixture
def completed(cast, shipped):
    return orders.complete(shipped, by=cast.ann).record


@pytest.fixture
def warned(cast, customer):
    """An open churn warning of ann's customer, whose last order is 7 months old."""
    long_ago = timezone.localdate() - datetime.timedelta(days=213)
    return make.stored(Loss(customer=customer, last_order_date=long_ago))


@pytest.fixture
def save(as_):
    """Send the order form as a person: `save(cast.ann, typed(customer, …))`, for an order to correct it."""

    def send(person, data, order=None):
        return as_(person).post(order.page("edit") if order else reverse("customers:order-create"), data)

    return send


def line(product, quantity, **fields):
    given = {"price": product.price, "unit": product.unit, "discount": Decimal(0)}
    return OrderLine(product=product, quantity=Decimal(str(quantity)), **given | fields)


def typed(customer, *lines, **head) -> dict:
    """What a person types into the order form; a line is a dict, its product a product or a text."""
    data = {"customer": getattr(customer, "number", customer), "date": str(timezone.localdate())}
    data |= {"lines-TOTAL_FORMS": len(lines), "lines-INITIAL_FORMS": 0} | head
    for place, one in enumerate(lines):
        data |= {f"lines-{place}-{name}": getattr(value, "number", value) for name, value in one.items()}
    return data


def quantities(product) -> list[Decimal]:
    """What lies in each bin of a product."""
    return list(product.stocks.order_by("pk").values_list("quantity", flat=True))
