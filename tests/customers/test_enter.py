"""Customer and products make an order; the system prices it and adds it up (O1, C4)."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.core.models import Entry
from apps.customers.models import DeliveryAddress, Order
from tests import make
from tests.conftest import said
from tests.customers.conftest import typed

pytestmark = pytest.mark.django_db
EMPTY = {"product": "", "quantity": "", "unit": "", "price": "", "discount": ""}


def test_an_order_is_a_draft_with_lines_priced_by_the_system(cast, save, customer, terminal, bracket):
    data = typed(
        customer,
        {"product": terminal, "quantity": "4", "unit": "", "price": "", "discount": ""},
        {"product": "安装支架", "quantity": "1.5", "unit": "箱", "price": "0.03", "discount": "0"},
        {"product": bracket, "quantity": "3", "unit": "", "price": "10.03", "discount": "5 折"},
        salesperson=cast.ann.pk,
    )
    answer = save(cast.ann, data | {"total": "1", "lines-0-amount": "1"})
    order = Order.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, order.get_absolute_url())
    assert (order.status, order.customer, order.salesperson) == (Order.Status.DRAFT, customer, cast.ann)
    assert order.number.startswith("DD")
    assert order.ship_to == customer.address
    lines = [(one.product, one.unit, one.price, one.amount) for one in order.lines.all()]
    assert lines == [
        (terminal, "台", Decimal(100), Decimal(400)),
        (bracket, "箱", Decimal("0.03"), Decimal("0.05")),  # 0.045, half up
        (bracket, "台", Decimal("10.03"), Decimal("15.05")),  # 15.045, half up
    ]
    assert order.total == Decimal("415.10")
    entry = Entry.objects.get(action="customers.order.create")
    assert (entry.by, entry.customer) == (cast.ann, customer)
    assert "智能终端 · 4 台 × 100.00 = 400.00" in entry.note


def test_a_draft_takes_nothing_and_counts_nowhere(save, cast, customer, terminal):
    save(cast.ann, typed(customer, {"product": terminal, "quantity": "4"}))
    customer.refresh_from_db()
    assert (customer.order_total, customer.last_order_date) == (0, None)
    assert sum(stock.quantity for stock in terminal.stocks.all()) == 5


def test_an_order_goes_to_the_usual_delivery_address(save, cast, customer, terminal):
    for address, usual in (("南门", False), ("苏州工业园 3 号库", True), ("北门", False)):
        make.stored(DeliveryAddress(customer=customer, address=address, is_usual=usual))
    line = {"product": terminal, "quantity": "1"}
    save(cast.ann, typed(customer, line))
    save(cast.ann, typed(customer, line, ship_to="工地"))
    assert list(Order.objects.order_by("pk").values_list("ship_to", flat=True)) == ["苏州工业园 3 号库", "工地"]


def test_empty_lines_are_left_out(save, cast, customer, terminal):
    save(cast.ann, typed(customer, EMPTY, {"product": terminal, "quantity": "1"}, EMPTY | {"price": "3"}))
    assert Order.objects.get().lines.count() == 1


def test_an_order_without_lines_is_refused_and_what_was_typed_is_kept(save, cast, customer):
    answer = save(cast.ann, typed(customer, EMPTY, ship_to="苏州工业园"))
    assert answer.status_code == 422
    assert len(answer.context["form"].non_field_errors()) == 1
    assert "苏州工业园" in answer.content.decode()
    assert not Order.objects.exists()


WRONG = [
    ("product", "没有这个产品"),
    ("product", ""),
    ("quantity", ""),
    ("quantity", "0"),
    ("quantity", "-1"),
    ("quantity", "很多"),
    ("quantity", "1.005"),
    ("quantity", "NaN"),
    ("quantity", "1e400"),
    ("price", "-0.01"),
    ("price", "99999999999999"),
    ("discount", "1.01"),
    ("discount", "-0.1"),
    ("unit", "一个特别特别长的计量单位"),
]


def test_what_nobody_sees_in_a_number_is_taken_out(save, cast, customer, terminal):
    assert save(cast.ann, typed(customer, {"product": terminal, "quantity": "\u200e1\x00"})).status_code == 302
    assert Order.objects.get().lines.get().quantity == 1


@pytest.mark.parametrize(("name", "text"), WRONG)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(save, cast, customer, terminal, name, text):
    data = typed(customer, {"product": terminal, "quantity": "2", "unit": "", "price": "7.5"} | {name: text})
    answer = save(cast.ann, data)
    assert answer.status_code == 422
    (line,) = answer.context["form"].lines.forms
    assert list(line.errors) == [name]
    assert line["price"].value() == (text if name == "price" else "7.5")
    assert not Order.objects.exists()


def test_a_total_beyond_all_measure_is_refused(save, cast, customer, terminal):
    line = {"product": terminal, "quantity": "999999999999", "price": "999999999999"}
    answer = save(cast.ann, typed(customer, line))
    assert answer.status_code == 422
    assert "9,999,999,999.99" in said(answer)


def test_without_scripts_more_lines_are_a_button_that_checks_nothing(save, cast, terminal):
    data = typed("", {"product": terminal, "quantity": "", "price": "7.5"}, more="1")
    answer = save(cast.ann, data)
    form = answer.context["form"]
    assert len(form.lines.forms) == 4
    assert (form.lines.forms[0]["price"].value(), form.errors, form.lines.forms[0].errors) == ("7.5", {}, {})
    assert 'value="4"' in answer.content.decode().split("lines-TOTAL_FORMS")[1][:20]


@pytest.mark.parametrize("count", ["", "abc", "-1", "100000"])
def test_a_forged_number_of_lines_does_no_harm(save, cast, customer, count):
    answer = save(cast.ann, typed(customer) | {"lines-TOTAL_FORMS": count})
    assert answer.status_code == 422
    assert len(answer.context["form"].lines.forms) <= 300


@pytest.mark.parametrize("name", ["admin", "eng", "chief", "stranger"])
def test_who_may_not_enter_orders_has_no_form(as_, save, cast, customer, terminal, name):
    data = typed(customer, {"product": terminal, "quantity": "1"})
    assert save(cast[name], data).status_code == 403
    assert as_(cast[name]).get(reverse("customers:order-create")).status_code == 403
    assert not Order.objects.exists()


@pytest.mark.parametrize(("name", "allowed"), [("bob", False), ("boss", True)])
def test_only_for_customers_one_works_for(save, cast, customer, terminal, name, allowed):
    answer = save(cast[name], typed(customer, {"product": terminal, "quantity": "1"}))
    assert answer.status_code == (302 if allowed else 422)
    assert Order.objects.exists() == allowed
    assert allowed or "customer" in answer.context["form"].errors


def test_the_form_starts_with_today_the_customer_and_oneself(as_, cast, customer):
    page = as_(cast.ann).get(reverse("customers:order-create"), {"customer": customer.pk})
    form = page.context["form"]
    assert form["customer"].value() == customer.pick_text()
    assert form["salesperson"].value() == cast.ann.pk
    assert len(form.lines.forms) == 3


def test_a_salesperson_is_somebody_who_may_enter_orders(save, cast, customer, terminal):
    data = typed(customer, {"product": terminal, "quantity": "1"}, salesperson=cast.eng.pk)
    assert "salesperson" in save(cast.ann, data).context["form"].errors


@pytest.mark.parametrize("asked", ["P-001", "智能终端", "P-001 智能终端"])
def test_unit_price_and_stock_are_seen_while_entering(as_, cast, terminal, asked):
    page = as_(cast.ann).get(reverse("customers:order-line-facts"), {"product": asked}).content.decode()
    assert 'data-there="5' in page
    assert 'data-unit="台"' in page
    assert 'data-price="100.00"' in page


def test_the_stock_of_a_chosen_product_comes_with_the_form_too(save, cast, terminal):
    page = save(cast.ann, typed("", {"product": terminal, "quantity": "1"}, more="1")).content.decode()
    assert page.count('data-there="5') == 1


def test_the_facts_of_an_unknown_product_are_a_sentence(as_, cast):
    make.product("P-9", "同名")
    make.product("P-10", "同名")
    for asked in ("没有", "同名", "#99999999999", "没有\x00"):
        page = as_(cast.ann).get(reverse("customers:order-line-facts"), {"product": asked})
        assert page.status_code == 200
        assert "field-error" in page.content.decode()
    assert b"data-there" not in as_(cast.ann).get(reverse("customers:order-line-facts")).content


@pytest.mark.parametrize("name", ["admin", "eng", "chief", "stranger"])
def test_who_may_not_enter_orders_asks_for_no_facts(as_, cast, terminal, name):
    assert as_(cast[name]).get(reverse("customers:order-line-facts"), {"product": "P-001"}).status_code == 403


@pytest.mark.parametrize("field", ["customer", "salesperson", "date", "ship_to"])
@pytest.mark.parametrize("text", ["abc", "#0", "99999999999999999999", "<b>", "\x00"])
def test_nonsense_in_the_address_of_the_form_does_no_harm(as_, cast, field, text):
    assert as_(cast.ann).get(reverse("customers:order-create"), {field: text}).status_code == 200


def test_a_copy_keeps_what_was_agreed_and_is_of_today(as_, save, cast, customer, terminal, completed):
    """Prices and discounts as they were, day, number and state anew; the price list of today is said beside it (O5)."""
    Order.objects.filter(pk=completed.pk).update(date="2026-01-05", ship_to="苏州", remark="加急")
    completed.lines.filter(product=terminal).update(discount=Decimal("0.1"))
    terminal.price = 120
    terminal.save()
    page = as_(cast.ann).get(reverse("customers:order-create"), {"copy": completed.pk})
    form = page.context["form"]
    row = form.lines.forms[0]
    assert (row["product"].value(), row["quantity"].value(), str(row["price"].value())) == (
        terminal.pick_text(),
        "4",
        "100.00",
    )
    assert row["discount"].value() in ("9 折", "10 % off")
    assert (form["customer"].value(), form["ship_to"].value()) == (customer.pick_text(), "苏州")
    assert (form["remark"].value() or "", form["date"].value()) == ("", timezone.localdate())
    assert "¥ 120.00" in page.content.decode()
    assert save(cast.ann, typed(customer, {"product": terminal, "quantity": "4", "price": "100"})).status_code == 302
    assert (Order.objects.first().status, Order.objects.count()) == (Order.Status.DRAFT, 2)


@pytest.mark.parametrize("key", ["0", "abc", "99999999999999999999", ""])
def test_a_copy_of_nothing_is_an_empty_form(as_, cast, key):
    page = as_(cast.ann).get(reverse("customers:order-create"), {"copy": key})
    assert len(page.context["form"].lines.forms) == 3


@pytest.mark.parametrize(("name", "offered"), [("ann", True), ("chief", False)])
def test_copying_is_offered_to_who_may_enter(as_, cast, completed, name, offered):
    page = as_(cast[name]).get(completed.page("detail")).content.decode()
    assert ("data-copy" in page) == offered
