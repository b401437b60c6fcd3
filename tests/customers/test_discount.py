"""A discount is typed as people say it, or the net unit price in its place; what is kept is what was meant (O1)."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from apps.core.models import Entry
from apps.customers.actions import order as orders
from apps.customers.models import Order, OrderLine
from tests import make
from tests.customers.conftest import line, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def machine(db):
    return make.product("M-1", "机床", price="9600")


def of(product, **given):
    return {"product": product, "quantity": "1", "unit": "", "price": ""} | given


@pytest.mark.parametrize(
    ("given", "discount", "net", "amount"),
    [
        ({"discount": "9 折"}, "0.1", "8640", "8640"),
        ({"discount": "８.8"}, "0.12", "8448", "8448"),
        ({"discount": "全价"}, "0", "9600", "9600"),
        ({"net_price": "8,800"}, "0.0833", "8800", "8800"),
        ({"net_price": "8800", "quantity": "3"}, "0.0833", "8800", "26400"),
        ({"net_price": "0"}, "1", "0", "0"),
        ({"net_price": "0.0315", "price": "0.04", "quantity": "1000"}, "0.2125", "0.0315", "31.5"),
        ({"discount": "95折", "price": "9.99", "quantity": "7"}, "0.05", "9.4905", "66.43"),  # 66.4335
        ({"discount": "9 折", "net_price": "8640"}, "0.1", "8640", "8640"),
    ],
)
def test_what_is_typed_is_what_is_charged(save, cast, customer, machine, given, discount, net, amount):
    assert save(cast.ann, typed(customer, of(machine, **given))).status_code == 302
    kept = OrderLine.objects.get()
    assert (kept.discount, kept.net, kept.amount) == (Decimal(discount), Decimal(net), Decimal(amount))
    assert kept.order.total == kept.amount


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"discount": "0.9"}, "discount"),
        ({"discount": "0 折"}, "discount"),
        ({"discount": "120折"}, "discount"),
        ({"discount": "买一送一"}, "discount"),
        ({"net_price": "9600.01"}, "net_price"),
        ({"net_price": "九折"}, "net_price"),
        ({"discount": "9 折", "net_price": "8000"}, "net_price"),
    ],
)
def test_what_is_unclear_gets_a_sentence_and_stays(save, cast, customer, machine, given, name):
    answer = save(cast.ann, typed(customer, of(machine, **given)))
    assert answer.status_code == 422
    (row,) = answer.context["form"].lines.forms
    assert list(row.errors) == [name]
    assert row[name].value() == given[name]
    assert not Order.objects.exists()


def test_what_was_understood_stands_beside_it_after_the_send_too(save, cast, machine):
    page = save(cast.ann, typed("", of(machine, discount="9折", price="9600"), more="1")).content.decode()
    assert "9 折 = 10 % off = ¥ 8,640" in page


@pytest.mark.parametrize(("language", "shown"), [("zh-hans", "9.5 折"), ("en", "5 % off")])
def test_form_and_page_show_it_as_people_say_it(as_, cast, customer, machine, language, shown):
    order = orders.enter(Order(customer=customer), by=cast.ann, lines=[line(machine, 1, discount=Decimal("0.05"))])
    cast.ann.language = language
    cast.ann.save()
    with translation.override(language):
        form = as_(cast.ann).get(order.page("edit")).context["form"]
        page = as_(cast.ann).get(order.page("detail")).content.decode()
        assert form.lines.forms[0]["discount"].value() == shown
        assert f'value="{shown}"' in str(form.lines.forms[0]["discount"])
        assert shown in page
        assert "¥ 9,120" in page


@pytest.mark.parametrize("discount", ["0", "0.0001", "0.05", "0.1234", "0.5", "0.9", "0.95", "0.9999", "1"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_old_line_saved_as_it_is_shown_stays_as_it_is(as_, cast, customer, machine, discount, language):
    order = orders.enter(Order(customer=customer), by=cast.ann, lines=[line(machine, 3, discount=Decimal(discount))])
    cast.ann.language = language
    cast.ann.save()
    before = order.lines.values().get()
    with translation.override(language):
        (row,) = as_(cast.ann).get(order.page("edit")).context["form"].lines.forms[:1]
        shown = {name: row.fields[name].prepare_value(row[name].value()) for name in row.fields}
    data = typed(customer, shown, version=order.version, ship_to=order.ship_to)
    assert as_(cast.ann).post(order.page("edit"), data).status_code == 302
    assert order.lines.values().get() == before
    assert not Entry.objects.filter(action="customers.order.edit").exists()


def test_a_typed_net_price_is_shown_as_typed_and_stays(as_, save, cast, customer, machine):
    save(cast.ann, typed(customer, of(machine, net_price="8800")))
    order = Order.objects.get()
    row = as_(cast.ann).get(order.page("edit")).context["form"].lines.forms[0]
    assert (row["discount"].value(), row["net_price"].value()) == ("", "8800")
    assert "9.167 折 = 8.33 % off = ¥ 8,800" in str(row["net_price"])
    page = as_(cast.ann).get(order.page("detail")).content.decode()
    assert "≈ 9.167 折" in page
    note = Entry.objects.get(action="customers.order.create").note
    assert note == "机床 · 1 台 × 8800 (9600.00 × 91.67 %) = 8800.00"


def test_the_log_multiplies(cast, customer, machine):
    orders.enter(Order(customer=customer), by=cast.ann, lines=[line(machine, 1, discount=Decimal("0.1"))])
    assert Entry.objects.get(action="customers.order.create").note == "机床 · 1 台 × 9600.00 × 90 % = 8640.00"


def test_the_form_of_a_new_order_offers_both(as_, cast):
    row = as_(cast.ann).get(reverse("customers:order-create")).context["form"].lines.forms[0]
    assert {"discount", "net_price"} <= {*row.fields}
