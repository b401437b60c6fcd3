"""Orders are found, read, printed and exported; a customer's history stays with the company (O1, O2, O3, C4)."""

import datetime
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from apps.customers.actions import order as orders
from apps.customers.models import Order
from tests import make
from tests.customers.conftest import line

pytestmark = pytest.mark.django_db
LIST = reverse("customers:order-list")


@pytest.fixture
def others(cast, terminal, bracket, draft):
    """Beside the draft of ann: a confirmed order of last month, and one of bob's customer."""
    month_ago = timezone.localdate() - datetime.timedelta(days=31)
    foreign = make.customer(owner=cast.bob, name="北方重工", region=make.item("region", "华南"))
    old = Order(customer=draft.customer, date=month_ago, salesperson=cast.ann)
    old = orders.enter(old, by=cast.ann, lines=[line(bracket, 1)])
    orders.confirm(old, by=cast.ann)
    theirs = orders.enter(Order(customer=foreign), by=cast.bob, lines=[line(terminal, 1)])
    return {"draft": draft, "old": old, "foreign": theirs}


def found(client, others, **asked):
    rows = client.get(LIST, asked).context["table"].rows
    keys = {row.record.pk for row in rows}
    return {name for name, order in others.items() if order.pk in keys}


def test_orders_are_found_by_any_mix_of_conditions(as_, cast, others, bracket):
    client, month_ago = as_(cast.chief), str(others["old"].date)
    assert found(client, others) == {"draft", "old", "foreign"}
    assert found(client, others, status="confirmed") == {"old"}
    assert found(client, others, status=["confirmed", "draft"], customer=others["draft"].customer.number) == {
        "draft",
        "old",
    }
    assert found(client, others, salesperson=cast.ann.pk) == {"old"}
    assert found(client, others, owner=cast.bob.pk) == {"foreign"}
    assert found(client, others, product="P-002") == {"draft", "old"}
    assert found(client, others, date_after=month_ago, date_before=month_ago) == {"old"}
    assert found(client, others, total_min="9.99", total_max="100") == {"old", "foreign"}
    assert found(client, others, region=others["foreign"].customer.region_id) == {"foreign"}
    assert found(client, others, q="重工") == {"foreign"}
    assert found(client, others, q=others["old"].number) == {"old"}


def test_the_total_is_that_of_all_filtered_orders(as_, cast, others):
    page = as_(cast.ann).get(LIST, {"status": "draft"})
    assert page.context["totals"]["sum_total"] == others["draft"].total + others["foreign"].total


def test_the_export_holds_exactly_the_filtered_orders(as_, cast, others):
    answer = as_(cast.ann).get(reverse("customers:order-export"), {"status": "confirmed"})
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == [others["old"].number]
    assert rows[1][4] == 9.99


def test_everybody_who_sees_orders_reads_lines_and_totals(as_, cast, draft):
    for name in ("ann", "bob", "boss", "chief"):
        page = as_(cast[name]).get(draft.page("detail")).content.decode()
        assert "智能终端" in page
        assert "¥ 400.00" in page
        assert "¥ 449.95" in page
        assert "data-print" in page


@pytest.mark.parametrize("name", ["admin", "eng", "stranger"])
def test_who_may_not_see_orders_does_not(as_, cast, draft, name):
    assert as_(cast[name]).get(LIST).status_code == 403
    assert as_(cast[name]).get(draft.page("detail")).status_code == 403


def test_the_history_stays_when_the_salesperson_has_left(as_, cast, others, customer):
    type(cast.ann).objects.filter(pk=cast.ann.pk).update(is_active=False)
    page = as_(cast.boss).get(customer.page("detail")).content.decode()
    assert others["draft"].number in page
    assert others["old"].number in page
    assert found(as_(cast.boss), others, owner=cast.ann.pk) == {"draft", "old"}
