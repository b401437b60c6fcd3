"""Confirming an order takes its goods from stock, or says which line is short; then it counts (O1, domain.md §3)."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from apps.core import actions
from apps.core.models import Entry, Notification
from apps.customers.actions import order as orders
from apps.customers.models import Allocation, Order
from tests import make
from tests.conftest import said
from tests.customers.conftest import quantities

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def test_the_goods_leave_stock_bin_by_bin_and_the_customer_shows_the_order(
    cast, do, customer, draft, terminal, bracket
):
    assert do(cast.ann, draft, "confirm").status_code == 302
    draft.refresh_from_db()
    customer.refresh_from_db()
    assert draft.status == Order.Status.CONFIRMED
    assert quantities(terminal) == [0, 1]
    assert quantities(bracket) == [5]
    assert (customer.order_total, customer.last_order_date) == (Decimal("449.95"), TODAY())
    taken = Allocation.objects.values_list("line__product__name", "stock__warehouse__name", "quantity")
    assert set(taken) == {("智能终端", "上海仓", 3), ("智能终端", "苏州仓", 1), ("安装支架", "上海仓", 5)}
    entries = Entry.objects.filter(action="basedata.stock.edit")
    assert {entry.note for entry in entries} == {draft.number}
    assert [entry.changes["quantity"] for entry in entries.order_by("object_id")] == [
        ["3", "0"],
        ["2", "1"],
        ["10", "5"],
    ]


def test_the_line_that_is_short_is_named_and_nothing_changes(cast, do, customer, enter, terminal, bracket):
    order = enter((bracket, 10), (terminal, 6))
    answer = do(cast.ann, order, "confirm")
    assert answer.status_code == 422
    assert all(word in said(answer) for word in ("2", "智能终端", "5", "6", "台"))
    assert "安装支架" not in said(answer)
    order.refresh_from_db()
    customer.refresh_from_db()
    assert (order.status, customer.order_total) == (Order.Status.DRAFT, 0)
    assert (quantities(terminal), quantities(bracket)) == ([3, 2], [10])
    assert not Allocation.objects.exists()


def test_two_lines_of_one_product_are_added_up(cast, do, enter, terminal):
    order = enter((terminal, 3), (terminal, 3))
    answer = do(cast.ann, order, "confirm")
    assert "6" in said(answer)
    assert quantities(terminal) == [3, 2]


def test_all_that_is_there_can_be_ordered(cast, do, enter, terminal):
    assert do(cast.ann, enter((terminal, 2), (terminal, 3)), "confirm").status_code == 302
    assert quantities(terminal) == [0, 0]


def test_a_product_without_stock_is_short(cast, do, enter):
    answer = do(cast.ann, enter((make.product("P-9", "停产品"), 1)), "confirm")
    assert "停产品" in said(answer)


def test_stock_in_the_recycle_bin_does_not_count(cast, do, enter, terminal):
    actions.delete(terminal.stocks.first(), by=cast.admin)
    assert do(cast.ann, enter((terminal, 3)), "confirm").status_code == 422


def test_the_second_to_confirm_reads_who_was_faster(cast, do, draft, terminal):
    do(cast.boss, draft, "confirm")
    answer = do(cast.ann, draft, "confirm")
    assert answer.status_code == 409
    assert "Boss" in answer.content.decode()
    assert quantities(terminal) == [0, 1]


def test_owner_and_salesperson_are_told(cast, do, enter, bracket):
    order = enter((bracket, 1), salesperson=cast.bob)
    do(cast.boss, order, "confirm")
    assert {message.to for message in Notification.objects.all()} == {cast.ann, cast.bob}


@pytest.mark.parametrize("name", ["admin", "bob", "eng", "chief", "stranger"])
def test_nobody_else_confirms(cast, do, draft, terminal, name):
    assert do(cast[name], draft, "confirm").status_code == 403
    assert quantities(terminal) == [3, 2]


@pytest.mark.parametrize(("name", "steps"), [("ann", ["confirm", "void"]), ("boss", ["confirm", "void"]), ("bob", [])])
def test_the_button_is_there_for_whom_it_works(cast, offered, draft, name, steps):
    assert offered(cast[name], draft) == steps


def test_an_order_of_a_deleted_customer_waits_until_it_is_restored(cast, do, customer, draft):
    actions.delete(customer, by=cast.boss)
    assert do(cast.ann, draft, "confirm").status_code == 422
    actions.restore(customer, by=cast.boss)
    assert do(cast.ann, draft, "confirm").status_code == 302


def test_the_figures_of_the_customer_come_from_all_orders_that_count(cast, customer, enter, bracket):
    week_ago = TODAY() - datetime.timedelta(days=7)
    orders.confirm(enter((bracket, 2), date=week_ago), by=cast.ann)
    enter((bracket, 1))
    customer.refresh_from_db()
    assert (customer.order_total, customer.last_order_date) == (Decimal("19.98"), week_ago)
    orders.confirm(enter((bracket, 1), date=week_ago - datetime.timedelta(days=1)), by=cast.ann)
    customer.refresh_from_db()
    assert (customer.order_total, customer.last_order_date) == (Decimal("29.97"), week_ago)
