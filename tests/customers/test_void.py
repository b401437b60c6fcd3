"""A void order gives its goods back where they came from and counts no more (O1, domain.md §3)."""

from decimal import Decimal

import pytest
from django.utils import timezone

from apps.core import actions
from apps.core.models import Entry
from apps.customers.actions import order as orders
from apps.customers.models import Allocation, Order
from tests import make
from tests.customers.conftest import line, quantities

pytestmark = pytest.mark.django_db
WHY = {"reason": "客户取消"}


@pytest.mark.parametrize("state", ["confirmed", "shipped"])
def test_goods_and_figures_go_back(cast, do, customer, terminal, bracket, request, state):
    order = request.getfixturevalue(state)
    assert do(cast.ann, order, "void", **WHY).status_code == 302
    order.refresh_from_db()
    customer.refresh_from_db()
    assert order.status == Order.Status.VOID
    assert (quantities(terminal), quantities(bracket)) == ([3, 2], [10])
    assert (customer.order_total, customer.last_order_date) == (0, None)
    assert not Allocation.objects.exists()
    assert Entry.objects.get(action="customers.order.void").note == "客户取消"


def test_the_orders_before_count_again(cast, do, customer, enter, bracket, confirmed):
    earlier = timezone.localdate().replace(year=timezone.localdate().year - 1, day=1)
    orders.confirm(enter((bracket, 1), date=earlier), by=cast.ann)
    do(cast.ann, confirmed, "void", **WHY)
    customer.refresh_from_db()
    assert (customer.order_total, customer.last_order_date) == (Decimal("9.99"), earlier)


def test_a_draft_took_nothing_and_gives_nothing(cast, do, draft, terminal):
    assert do(cast.ann, draft, "void", **WHY).status_code == 302
    assert quantities(terminal) == [3, 2]


def test_an_order_that_came_from_elsewhere_gives_back_only_what_it_took_here(cast, do, customer, bracket):
    order = make.stored(Order(customer=customer, status=Order.Status.SHIPPED, total=99))
    one = line(bracket, 9, order=order, amount=99)
    one.save()
    assert do(cast.ann, order, "void", **WHY).status_code == 302
    assert quantities(bracket) == [10]


def test_a_bin_that_was_deleted_meanwhile_comes_back_with_its_goods(cast, do, confirmed, terminal):
    empty = terminal.stocks.order_by("pk").first()
    actions.delete(empty, by=cast.admin)
    assert do(cast.ann, confirmed, "void", **WHY).status_code == 302
    empty.refresh_from_db()
    assert (empty.quantity, empty.deleted_at) == (3, None)


def test_a_reason_is_needed(cast, do, confirmed, terminal):
    answer = do(cast.ann, confirmed, "void", reason=" ")
    assert answer.status_code == 422
    assert "reason" in answer.context["form"].errors
    assert quantities(terminal) == [0, 1]


def test_what_is_completed_or_void_stays(cast, do, completed, draft):
    assert do(cast.ann, completed, "void", **WHY).status_code == 409


def test_nothing_is_given_back_twice(cast, do, confirmed, terminal):
    do(cast.ann, confirmed, "void", **WHY)
    assert do(cast.boss, confirmed, "void", **WHY).status_code == 409
    assert quantities(terminal) == [3, 2]


@pytest.mark.parametrize("name", ["admin", "bob", "eng", "chief", "stranger"])
def test_nobody_else_voids(cast, do, confirmed, name):
    assert do(cast[name], confirmed, "void", **WHY).status_code == 403
