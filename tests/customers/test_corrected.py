"""A confirmed order is put right by a step with a reason; stock, totals, churn and log follow (O5)."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from apps.core.models import Entry
from apps.customers.actions import order as orders
from apps.customers.models import Allocation, Loss, Order
from tests import make
from tests.conftest import said
from tests.customers.conftest import line, quantities, typed

pytestmark = pytest.mark.django_db
WHY = "客户少要一台"


@pytest.fixture
def correct(as_):
    """Send the form of the correction as a person; what is not named is as the order has it."""

    def send(person, order, *lines, to=None, **head):
        given = {"version": order.version, "reason": WHY, "date": str(order.date), "ship_to": order.ship_to}
        data = typed(to or order.customer, *lines, **given | {"salesperson": order.salesperson_id or ""} | head)
        return as_(person).post(order.page("do-correct"), data)

    return send


def of(product, quantity, **more):
    return {"product": product, "quantity": quantity} | more


def as_they_are(order):
    return [of(one.product, str(one.quantity), price=str(one.price)) for one in order.lines.select_related("product")]


@pytest.mark.parametrize("state", ["confirmed", "shipped"])
def test_lines_stock_total_and_figures_follow_and_the_log_says_what(
    cast, correct, customer, terminal, bracket, request, state
):
    order = request.getfixturevalue(state)
    answer = correct(cast.ann, order, of(terminal, "3"), of(bracket, "6", price="9.00"))
    assert answer.status_code == 302
    order.refresh_from_db()
    customer.refresh_from_db()
    assert (order.status, order.total) == (state, Decimal("354.00"))
    assert (customer.order_total, customer.last_order_date) == (Decimal("354.00"), order.date)
    assert (quantities(terminal), quantities(bracket)) == ([0, 2], [4])
    assert sum(one.quantity for one in Allocation.objects.filter(line__order=order)) == 9
    entry = Entry.objects.get(action="customers.order.correct")
    assert entry.note.splitlines() == [
        WHY,
        "− 智能终端 · 4 台 × 100.00 = 400.00",
        "− 安装支架 · 5 台 × 9.99 = 49.95",
        "+ 智能终端 · 3 台 × 100.00 = 300.00",
        "+ 安装支架 · 6 台 × 9.00 = 54.00",
    ]
    assert entry.changes == {"total": ["449.95", "354"]}


def test_voided_afterwards_everything_is_back(cast, correct, do, confirmed, terminal, bracket):
    correct(cast.ann, confirmed, of(terminal, "5"))
    assert (quantities(terminal), quantities(bracket)) == ([0, 0], [10])
    do(cast.ann, confirmed, "void", reason="取消")
    assert (quantities(terminal), quantities(bracket)) == ([3, 2], [10])


def test_another_price_alone_moves_no_goods(cast, correct, confirmed, terminal, bracket):
    logged = Entry.objects.filter(action="basedata.stock.edit").count()
    correct(cast.ann, confirmed, of(terminal, "4", price="90"), of(bracket, "5"))
    assert (quantities(terminal), quantities(bracket)) == ([0, 1], [5])
    assert Entry.objects.filter(action="basedata.stock.edit").count() == logged


def test_what_is_short_is_said_and_nothing_changes(cast, correct, confirmed, terminal, bracket):
    answer = correct(cast.ann, confirmed, of(terminal, "6"), of(bracket, "5"))
    assert answer.status_code == 422
    assert "智能终端" in said(answer)
    confirmed.refresh_from_db()
    assert (confirmed.total, quantities(terminal)) == (Decimal("449.95"), [0, 1])
    assert confirmed.lines.count() == 2


def test_of_a_bin_in_the_recycle_bin_no_more_is_taken_than_came_from_it(cast, correct, confirmed, terminal, bracket):
    first = terminal.stocks.order_by("pk").first()
    type(first).objects.filter(pk=first.pk).update(quantity=7, deleted_at=timezone.now())
    assert correct(cast.ann, confirmed, of(terminal, "6")).status_code == 422  # 3 came from it, 2 are elsewhere
    assert correct(cast.ann, confirmed, of(terminal, "4"), of(bracket, "4")).status_code == 302
    first = type(first).everything.get(pk=first.pk)
    assert (first.quantity, first.deleted_at is None) == (7, False)
    confirmed.refresh_from_db()
    correct(cast.ann, confirmed, of(terminal, "1"))
    first = type(first).everything.get(pk=first.pk)
    assert (first.quantity, first.deleted_at) == (9, None)


def test_an_order_that_came_from_elsewhere_takes_nothing(cast, correct, customer, bracket):
    order = make.stored(Order(customer=customer, status=Order.Status.SHIPPED, total=99))
    line(bracket, 9, order=order, amount=99).save()
    assert correct(cast.ann, order, of(bracket, "50")).status_code == 302
    assert quantities(bracket) == [10]
    assert not Allocation.objects.exists()


def test_the_customer_changes_and_both_are_counted(cast, correct, customer, confirmed):
    other = make.customer(owner=cast.ann, name="北方重工")
    assert correct(cast.ann, confirmed, *as_they_are(confirmed), to=other).status_code == 302
    for one, total, day in ((customer, 0, None), (other, Decimal("449.95"), confirmed.date)):
        one.refresh_from_db()
        assert (one.order_total, one.last_order_date) == (total, day)


def test_not_to_a_customer_one_does_not_work_for(cast, correct, confirmed):
    foreign = make.customer(owner=cast.bob, name="北方重工")
    answer = correct(cast.ann, confirmed, *as_they_are(confirmed), to=foreign)
    assert "customer" in answer.context["form"].errors


def test_a_later_day_ends_the_warning_and_an_earlier_one_is_what_the_warning_tells(
    cast, correct, enter, bracket, customer, warned
):
    today = timezone.localdate()
    long_ago = today - datetime.timedelta(days=300)
    order = orders.confirm(enter((bracket, 1), date=warned.last_order_date), by=cast.ann).record
    assert correct(cast.ann, order, *as_they_are(order), date=str(long_ago)).status_code == 302
    warned.refresh_from_db()
    customer.refresh_from_db()
    assert (warned.status, warned.last_order_date, customer.last_order_date) == ("warned", long_ago, long_ago)
    order.refresh_from_db()
    correct(cast.ann, order, *as_they_are(order), date=str(today))
    warned.refresh_from_db()
    assert warned.status == Loss.Status.RECOVERED


def test_a_lost_customer_is_not_won_back_by_a_corrected_price(cast, correct, confirmed, warned, terminal):
    Loss.objects.filter(pk=warned.pk).update(status=Loss.Status.LOST)
    correct(cast.ann, confirmed, of(terminal, "4", price="90"))
    warned.refresh_from_db()
    assert warned.status == Loss.Status.LOST


@pytest.mark.parametrize(("name", "allowed"), [("ann", False), ("boss", True)])
def test_completed_ones_are_corrected_by_a_supervisor(cast, correct, completed, offered, terminal, name, allowed):
    assert ("correct" in offered(cast[name], completed)) == allowed
    assert correct(cast[name], completed, of(terminal, "1")).status_code == (302 if allowed else 403)


@pytest.mark.parametrize(("name", "allowed"), [("ann", False), ("boss", True)])
def test_only_a_supervisor_puts_it_in_anothers_name(cast, correct, confirmed, name, allowed):
    mate = make.user("mate", "客户经理", cast.ann.department)
    answer = correct(cast[name], confirmed, *as_they_are(confirmed), salesperson=mate.pk)
    assert answer.status_code == (302 if allowed else 422)
    confirmed.refresh_from_db()
    assert (confirmed.salesperson == mate) == allowed


def test_the_step_itself_refuses_anothers_name(cast, confirmed):
    lines = list(confirmed.lines.all())
    with pytest.raises(orders.Refused):
        orders.correct(confirmed, by=cast.ann, reason=WHY, lines=lines, salesperson=cast.boss)
    orders.correct(confirmed, by=cast.ann, reason=WHY, lines=lines, salesperson=cast.ann)


@pytest.mark.parametrize("name", ["admin", "bob", "eng", "chief", "stranger"])
def test_nobody_else_corrects(cast, correct, confirmed, terminal, name):
    assert correct(cast[name], confirmed, of(terminal, "1")).status_code == 403


@pytest.mark.parametrize("state", ["draft", "void"])
def test_a_draft_is_edited_and_a_void_order_stays(cast, correct, do, draft, terminal, state):
    if state == "void":
        do(cast.ann, draft, "void", reason="取消")
    assert correct(cast.ann, draft, of(terminal, "1")).status_code == 409


def test_a_reason_and_a_change_are_needed(cast, correct, confirmed, terminal):
    answer = correct(cast.ann, confirmed, of(terminal, "1"), reason=" ")
    assert list(answer.context["form"].errors) == ["reason"]
    assert answer.context["form"].lines.forms[0]["quantity"].value() == "1"
    assert correct(cast.ann, confirmed, *as_they_are(confirmed)).status_code == 422
    assert not Entry.objects.filter(action="customers.order.correct").exists()


def test_of_two_at_once_one_wins_and_the_other_reads_who_and_chooses(cast, correct, confirmed, terminal, bracket):
    confirmed.refresh_from_db()
    assert correct(cast.boss, confirmed, of(terminal, "2", price="200"), of(bracket, "5")).status_code == 302
    answer = correct(cast.ann, confirmed, of(terminal, "1"))
    assert answer.status_code == 422
    assert "Boss" in said(answer)
    assert answer.context["form"].lines.rival
    assert confirmed.lines.get(product=terminal).quantity == 2
    now = Order.objects.get(pk=confirmed.pk)
    assert correct(cast.ann, now, of(terminal, "1"), **{"stays-lines": "theirs"}, ship_to="苏州").status_code == 302
    now.refresh_from_db()
    assert (now.ship_to, now.lines.get(product=terminal).quantity) == ("苏州", 2)


def test_what_only_one_touched_is_kept_of_both(cast, correct, confirmed, terminal, bracket):
    confirmed.refresh_from_db()
    lines = as_they_are(confirmed)
    assert correct(cast.boss, confirmed, *lines, ship_to="苏州").status_code == 302
    assert correct(cast.ann, confirmed, of(terminal, "1"), ship_to=confirmed.ship_to).status_code == 302
    confirmed.refresh_from_db()
    assert (confirmed.ship_to, confirmed.lines.count()) == ("苏州", 1)


def test_shipped_meanwhile_it_is_corrected_as_shipped(cast, correct, confirmed, terminal):
    orders.ship(confirmed, by=cast.boss)
    assert correct(cast.ann, confirmed, of(terminal, "1")).status_code == 302
    confirmed.refresh_from_db()
    assert confirmed.status == Order.Status.SHIPPED
