"""Numbers, keys and days as databases and other programs write them: read where nothing is lost, else refused (B9)."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from apps.basedata.models import Product, Stock
from apps.customers.models import Activity, Contact, Customer, Order, OrderLine
from apps.kit.importing.formulas import guarded, unguarded
from apps.kit.importing.values import reading
from apps.marketing.models import Chance
from tests import make


def read(model, name: str, text: str, **ways):
    return reading(model._meta.get_field(name), **ways)(text)


def refused(model, name: str, text: str, **ways) -> str:
    with pytest.raises(ValidationError) as error:
        read(model, name, text, **ways)
    return " ".join(error.value.messages)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("14.0000", "14"), ("0.15000001", "0.15"), ("0.30000000000000004", "0.3"), ("5.55e-17", "0"),
        ("1 234", "1234"), ("1\u00a0234.5", "1234.5"),
        ("1'234", "1234"), ("￥１，２３４", "1234"), ("+12", "12"), ("90元", "90"), ("3万", "30000"),
        ("1.2亿元", "120000000"),
        ("RMB 12", "12"), ("12 cny", "12"), ("¥3千", "3000"), ("0012", "12"), ("(0)", "0"),
        ("29.989999771118164", "29.99"),
    ],
)  # fmt: skip
def test_amounts_are_read_where_nothing_is_lost(text, value):
    assert read(Product, "price", text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "1.234,50", "12 34", "1,23,456", "1 234,567", "1.005", "0.000001", "1E30", "9" * 5000, "15%", "(500)",
        "500-", "−500", "-(5)", "¥5 USD", "5 万 3", "1/2", "½", "0x10", "1_000", "12 pcs", "约90", "90-100",
        "#REF!", "٣,٣", "10²", "1²,000", "10①",
    ],
)  # fmt: skip
def test_amounts_are_refused_where_something_would_be(text):
    assert refused(Product, "price", text)


@pytest.mark.parametrize("text", ["$90,000 ", "90000 USD", "US$5", "€5", "5 欧元", "HK$5", "－£5", "$3万", "usd 5"])
def test_another_currency_is_refused_unless_it_is_said(text):
    assert "is in another currency" in refused(Product, "price", text)
    assert refused(Customer, "registered_capital", text)


def test_a_currency_that_is_said_is_taken_and_no_other():
    assert (
        read(Product, "price", "$90,000 ", currency="USD") == read(Product, "price", "9万美元", currency="USD") == 90000
    )
    assert "is in another currency" in refused(Product, "price", "€5", currency="USD")


@pytest.mark.parametrize(("text", "value"), [("3.0", 3), ("14.0000", 14), ("1 234", 1234), ("３", 3)])
def test_whole_numbers_as_databases_write_them(text, value):
    assert read(Stock, "quantity", text) == value
    assert refused(Stock, "quantity", f"{text}%")
    assert refused(Stock, "quantity", f"{text}元")


def test_choices_and_yes_and_no_as_databases_write_them():
    assert read(Customer, "credit", "3.0") == read(Customer, "credit", "３") == read(Customer, "credit", "3.000") == 3
    assert refused(Customer, "credit", "3.5")
    assert [read(Product, "discontinued", text) for text in ("1.0", "0.00", "Ｙ", "TRUE", "否")] == [
        True, False, True, True, False,
    ]  # fmt: skip
    assert read(Chance, "probability", "15.0 %") == 15


@pytest.mark.parametrize(
    ("model", "name", "text", "value"),
    [
        (Contact, "mobile", "13800138000.0", "13800138000"),
        (Customer, "bank_account", "6222021234567.00", "6222021234567"),
        (Customer, "number", "12.0", "12"), (Product, "model", "2.0", "2.0"),
        (Customer, "phone", "021-1234.5", "021-1234.5"),
        (Contact, "memo", "13800138000.0", "13800138000"),
    ],
)  # fmt: skip
def test_keys_that_a_program_took_for_numbers(model, name, text, value):
    assert read(model, name, text) == value


@pytest.mark.parametrize("text", ["6.22E+18", "6.22202E+18", "1E+15", "-1.38E+10", "6.22e+18", "1.3800138E10"])
def test_what_excel_made_of_a_long_number_is_never_stored(text):
    assert "Format the column as text" in refused(Customer, "bank_account", text)
    assert "Format the column as text" in refused(Activity, "detail", text)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('="6222021234567890123"', "6222021234567890123"), ('="a ""b"""', 'a "b"'), ("'0012", "0012"),
        ("'+86 138", "+86 138"),
        ("'=1+1", "=1+1"), ("''x", "'x"), ("=1+1", "=1+1"), ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("'quoted'", "'quoted'"),
        ("'KH0012", "KH0012"), ("'90s", "'90s"), ("=A1", "=A1"), ("", ""), ("'", "'"),
    ],
)  # fmt: skip
def test_marks_of_a_text_are_taken_off_and_come_back_as_they_were(written, text):
    assert unguarded(written) == text
    for one in (written, text):
        assert unguarded(guarded(one)) == one


@pytest.mark.parametrize(
    "text", ["202611", "202613", "2026111", "20261301", "26-12-01", "2026-W10-1T08", "202603010083000"]
)
def test_a_day_is_never_guessed_from_too_few_digits(text):
    assert "is not a date" in refused(Order, "date", text)


def test_the_number_excel_keeps_for_a_day_is_named():
    assert "Format the column as a date" in refused(Order, "date", "46082")
    assert read(Order, "date", "20260301") == read(Order, "date", "20260301 08:30") == datetime.date(2026, 3, 1)
    assert refused(Activity, "at", "2199-12-31T23:00:00-08:00")


@pytest.mark.parametrize("form", ["%d/%m", "%Q", "%d/%d/%Y", "%", "%H:%M", "day"])
def test_a_way_to_write_days_that_says_no_day_is_refused(refuse, file, form):
    path = file("a.csv", "number,name\nA,x\n")
    assert "is no way to write a day" in refuse("products", path, "--date", form).refusal


def test_what_is_read_otherwise_than_written_is_counted_and_shown_by_trial_and_run_alike(bring, file, cast):
    for number in "abc":
        make.product(number)
    rows = "number,price\n" + "a,3万\nb,0.15000001\nc,¥12.00\n"
    shown = "Column “price”: 2 values are read as other ones: “3万” → 30000.00, “0.15000001” → 0.15\n"
    for wish in (("--dry",), ()):
        assert shown in bring("products", file("a.csv", rows), *wish).text
    assert [*Product.objects.order_by("number").values_list("price", flat=True)] == [30000, Decimal("0.15"), 12]


def test_a_reference_that_a_program_took_for_a_number_is_found(bring, file, cast):
    make.customer(cast.ann, number="A1")
    make.product("11")
    bring("orders", file("a.csv", "number,customer,date,product,quantity\n10248.0,A1,2026-03-01,11.0,1.0000\n"))
    assert Order.objects.get().number == "10248"
    assert OrderLine.objects.get().product.number == "11"


def test_another_currency_in_a_field_with_a_unit_is_refused_in_the_same_words():
    assert "is in another currency" in refused(Customer, "registered_capital", "$90,000 ")
    assert read(Customer, "registered_capital", "$9万", currency="USD") == 9
    assert read(Customer, "registered_capital", "$90,000 ", currency="USD") == 9
    for text in ("500万人民币", "500万元人民币", "500万元（人民币）", "人民币500万元", "5000000人民币", "5000000圆"):
        assert read(Customer, "registered_capital", text) == 500
    assert read(Customer, "registered_capital", "90000美元", currency="USD") == 9
    assert "not a number" in refused(Customer, "registered_capital", "10²")
    assert refused(Customer, "registered_capital", "12 34")
    assert read(Customer, "registered_capital", "1 234") == 1234
    assert refused(Customer, "registered_capital", "90元")
    assert read(Customer, "registered_capital", "900元") == Decimal("0.09")


@pytest.mark.parametrize(("text", "value"), [("0.15000001", "0.15"), ("0.050000000745058", "0.05"), ("0.25", "0.25")])
def test_a_discount_as_a_database_with_four_byte_numbers_writes_it(text, value):
    assert read(OrderLine, "discount", text, unit="0-1") == Decimal(value)
    assert refused(OrderLine, "discount", "0.12345678", unit="0-1")
