"""A file says the unit of its bare numbers in the title or the mapping, or is asked for it (B9, O1)."""

from decimal import Decimal

import pytest

from apps.customers.models import Customer, OrderLine
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def around(db):
    make.customer(name="华信")
    make.product("P-001", "智能终端")


def lines(title: str, cell: str) -> str:
    return f"number,customer,date,product,quantity,price,{title}\n1,华信,2026-03-01,P-001,2,100,{cell}\n"


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("discount", "9折"), ("discount", "10%"), ("折扣", "九折"), ("折扣（折）", "9"), ("折扣(折)", "90"),
        ("discount (% off)", "10"), ("discount (0-1)", "0.1"), ("Discount [0–1]", "0.1"), ("净单价", "90"),
    ],
)  # fmt: skip
def test_a_unit_in_the_cell_or_in_the_title(bring, file, title, cell):
    bring("orders", file("flat.csv", lines(title, cell)))
    line = OrderLine.objects.get()
    assert (line.discount, line.net, line.amount) == (Decimal("0.1"), 90, 180)


@pytest.mark.parametrize("cell", ["0.9", "9", "10", "95", "0.1", "1", "90%", "0折", "120折", "买一送一"])
def test_what_is_not_clear_is_refused_with_the_way_out(refuse, file, cell):
    outcome = refuse("orders", file("flat.csv", lines("discount", cell)))
    assert outcome.problems[0].startswith("Line 2, column “discount”")
    if cell.replace(".", "").isdecimal():
        assert "--unit discount=" in outcome.problems[0]
    assert not OrderLine.objects.exists()


def test_the_mapping_states_it_too(bring, file):
    mapping = file("map.toml", 'units = { discount = "0-1" }\n[columns]\nRabatt = "discount"\n')
    bring("orders", file("flat.csv", lines("Rabatt", "0.1")), "--mapping", mapping)
    assert OrderLine.objects.get().amount == 180


def test_the_command_line_states_it_too(bring, file):
    bring("orders", file("flat.csv", lines("discount", "9")), "--unit", "discount=折")
    assert OrderLine.objects.get().amount == 180


@pytest.mark.parametrize("unit", ["discount=kg", "customer=折", "nothing=折"])
def test_a_unit_that_a_field_does_not_have_is_refused(refuse, file, unit):
    assert refuse("orders", file("flat.csv", lines("discount", "9")), "--unit", unit).refusal


def test_capital_in_yuan(bring, file):
    bring("customers", file("c.csv", "name,region,注册资金（元）\n远航,华东,5000000\n"))
    assert Customer.objects.get(name="远航").registered_capital == 500


def test_discount_and_net_price_must_agree(refuse, file):
    text = "number,customer,date,product,quantity,price,discount,net_price\n1,华信,2026-03-01,P-001,2,100,9折,80\n"
    assert refuse("orders", file("flat.csv", text)).problems


def test_a_draft_imported_again_takes_what_the_file_says_now(bring, file):
    """The net unit price gives way to a discount of a later file, and the other way round."""
    heads = "number,customer,date,product,quantity,price"

    def bring_line(title: str, cell: str):
        bring("orders", file("flat.csv", f"{heads},{title}\n1,华信,2026-03-01,P-001,2,100,{cell}\n"))
        line = OrderLine.objects.get()
        return line.discount, line.net_price, line.amount

    assert bring_line("net_price", "80") == (Decimal("0.2"), 80, 160)
    assert bring_line("discount", "9折") == (Decimal("0.1"), None, 180)
    assert bring_line("net_price", "70") == (Decimal("0.3"), 70, 140)
    assert bring_line("net_price", "70") == (Decimal("0.3"), 70, 140)
