"""Many make records at once: each has a number of its own, and a number that may be there once is there once (D4)."""

import itertools

import pytest

from apps.basedata.models import Product
from apps.core import actions
from apps.customers.actions import order as orders
from apps.customers.models import Customer, Order
from apps.marketing.models import Chance
from tests import make
from tests.customers.conftest import line
from tests.races import at_once, rounds, runners, signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MAKERS = 8


def makers(cast, customer) -> tuple:
    """How a customer, a chance and an order are made."""
    chance = {"title": "采购", "customer_name": "远航", "source": make.item("source"), "description": "仓储"}
    product = make.product()
    return (
        lambda: actions.create(Customer(name="华信", owner=cast.ann, region=customer.region), by=cast.ann),
        lambda: actions.create(Chance(**chance), by=cast.ann),
        lambda: orders.enter(Order(customer=customer), by=cast.ann, lines=[line(product, 1)]),
    )


def test_no_number_is_given_twice(cast):
    kinds = makers(cast, make.customer(owner=cast.ann))
    turns, before = itertools.cycle(kinds), Customer.objects.count()
    count = len(rounds(3, 3, most=250))
    with runners(MAKERS) as them:
        for _round in range(count):
            found = them.race([next(turns) for _ in range(MAKERS)])
            assert [one for one in found if isinstance(one, BaseException)] == []
    made = 0
    for model in (Customer, Chance, Order):
        numbers = list(model.objects.values_list("number", flat=True))
        assert len(set(numbers)) == len(numbers)
        made += len(numbers)
    assert made - before == count * MAKERS


def test_a_number_typed_by_two_is_taken_once_and_the_other_is_told(cast):
    clients = signed_in([cast.admin], 2)
    for number in rounds(3, 3, most=100):
        form = {"number": f"T-{number}", "name": "智能终端", "unit": "台", "price": "1"}
        answers = at_once(clients, ["/basedata/products/new/"] * 2, form)
        assert sorted(answer.status_code for answer in answers) == [302, 422]
        assert Product.objects.filter(number=f"T-{number}").count() == 1
