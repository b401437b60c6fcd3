"""What the text of a cell means: dates, numbers, choices, yes or no, each in the forms people write (B9)."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.basedata.models import Product
from apps.customers.models import Activity, Contact, Customer, Order, OrderLine
from apps.kit.importing.values import reading
from apps.marketing.models import Chance


def read(model, name: str, text: str, *forms: str):
    return reading(model._meta.get_field(name), forms)(text)


def bad(model, name: str, text: str, unit: str = "") -> bool:
    with pytest.raises(ValidationError):
        reading(model._meta.get_field(name), (), unit)(text)
    return True


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01", "2026/3/1", "2026.3.1", "20260301", "2026年3月1日", "２０２６-３-１",
        "2026-03-01 00:00:00", "2026-03-01T08:30:00.000",
    ],
)  # fmt: skip
def test_a_day_in_every_usual_form(text):
    assert read(Order, "date", text) == datetime.date(2026, 3, 1)


def test_a_form_of_the_file_comes_first():
    assert read(Order, "date", "1/2/2026", "%d/%m/%Y") == datetime.date(2026, 2, 1)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "1/2/2026", "60", "0", "-1", "2958466", "0001-01-01", "9999-12-31", "yesterday", "2026"]
)
def test_what_is_no_day_or_could_be_two_is_none(text):
    assert bad(Order, "date", text)


@pytest.mark.parametrize(
    "text", ["2026-03-01 08:30", "2026/3/1 8:30", "2026-03-01T08:30:00+08:00", "2026年3月1日 08:30:00"]
)
def test_a_moment_is_in_our_zone_unless_it_names_one(text):
    assert timezone.localtime(read(Activity, "at", text)).isoformat() == "2026-03-01T08:30:00+08:00"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234.5", "1234.50"), ("1,234.50", "1234.50"), ("¥1,234.50", "1234.50"), ("￥12", "12"), ("１２３", "123"),
        ("12元", "12"), ("-0", "0"), ("1.38E+3", "1380"), (".5", "0.5"),
    ],
)  # fmt: skip
def test_amounts_in_the_forms_people_write(text, value):
    assert read(Product, "price", text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "1,5", "1.2.3", "1e999", "nan", "inf", "12 pcs", "#REF!", "1.005", "-1", "--1", "."]
)
def test_what_is_no_amount_is_none(text):
    assert bad(Product, "price", text)


def test_shares_and_percent():
    assert read(OrderLine, "discount", "15%") == Decimal("0.15")
    assert read(Chance, "probability", "15 %") == read(Chance, "probability", "15.0") == 15
    assert bad(Chance, "probability", "0.15")
    assert bad(Chance, "probability", "101")
    assert bad(Chance, "probability", "1")
    assert bad(OrderLine, "discount", "1.5")


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [("0-1", "0.15", "0.15"), ("0-1", "1", "1"), ("折", "9", "0.1"), ("折", "95", "0.05"), ("%off", "10", "0.1")],
)
def test_a_bare_discount_needs_the_unit_that_the_file_states(unit, text, value):
    assert reading(OrderLine._meta.get_field("discount"), (), unit)(text) == Decimal(value)
    assert bad(OrderLine, "discount", text)
    assert read(OrderLine, "discount", "0") == read(OrderLine, "discount", "全价") == 0


@pytest.mark.parametrize(("unit", "text"), [("0-1", "9"), ("0-1", "-0.1"), ("折", "0.9"), ("折", "0"), ("%off", "101")])
def test_what_does_not_fit_the_stated_unit_is_refused(unit, text):
    assert bad(OrderLine, "discount", text, unit)


def test_amounts_in_ten_thousand_yuan():
    capital = Customer._meta.get_field("registered_capital")
    assert read(Customer, "registered_capital", "500万") == read(Customer, "registered_capital", "5000000 元") == 500
    assert reading(capital, (), "元")("5000000") == reading(capital)("500") == 500
    assert reading(capital, (), "万元")("5000000") == 5_000_000
    assert bad(Customer, "registered_capital", "5000000")
    assert bad(Customer, "registered_capital", "$90,000 ")
    assert bad(Customer, "registered_capital", "90元")


@pytest.mark.parametrize(("text", "value"), [("3", 3), ("★★★☆☆", 3), ("Major account", 3), ("MAJOR ACCOUNT", 3)])
def test_a_choice_by_code_or_name(text, value):
    name = "level" if "account" in text.lower() else "credit"
    assert read(Customer, name, text) == value
    assert bad(Customer, name, "6")


@pytest.mark.parametrize(("text", "value"), [("1", True), ("是", True), ("Yes", True), ("0", False), ("否", False)])
def test_yes_and_no(text, value):
    assert read(Product, "discontinued", text) is value
    assert bad(Product, "discontinued", "maybe")


def test_text_is_kept_and_its_length_is_checked():
    assert read(Contact, "memo", "一\r\n二  三") == "一 二  三"
    assert read(Activity, "detail", "一\n二") == "一\n二"
    assert bad(Activity, "detail", "x" * 2001)
    assert bad(Contact, "email", "not an address")
