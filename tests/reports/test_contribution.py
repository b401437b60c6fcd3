"""Customer contribution counts what each customer spent, by hand-computed sales (R1, P4)."""

import re
from decimal import Decimal

import pytest
from django.db.models import F, Sum

from apps.customers.models import Order
from tests import make
from tests.reports.sales import figures, headlines, sale, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def sold(cast):
    """Two customers of ann, one of bob; sales of 2024 and 2025, and orders that do not count."""
    hua = make.customer(cast.ann, "华信贸易", level=3, region=make.item("region", "华东"))
    xing = make.customer(cast.ann, "星河科技", level=1, region=make.item("region", "华北"))
    yuan = make.customer(cast.bob, "远航物流", level=3, region=make.item("region", "华北"))
    sale(hua, "2025-01-01", (3, "33.33", "0.05"), "100")  # 94.99 + 100.00
    sale(hua, "2025-12-31", "205.01", status=Order.Status.CONFIRMED)
    sale(hua, "2024-06-30", "250")
    sale(xing, "2025-05-05", "600", status=Order.Status.SHIPPED)
    sale(xing, "2025-05-06", "999", status=Order.Status.DRAFT)
    sale(xing, "2025-05-07", "999", status=Order.Status.VOID)
    sale(xing, "2026-01-01", "999")
    sale(yuan, "2024-12-31", "50")
    return hua, xing, yuan


def test_each_customer_has_its_orders_amount_share_and_the_period_before(sold, cast):
    found = figures(cast.boss, "contribution", "period=2025")
    assert table(found) == [
        ("星河科技", "Ann", 1, Decimal("600.00"), 0.6, 0, Decimal("0.00"), None),
        ("华信贸易", "Ann", 2, Decimal("400.00"), 0.4, 1, Decimal("250.00"), 0.6),
        ("远航物流", "Bob", 0, Decimal("0.00"), 0.0, 1, Decimal("50.00"), -1.0),
    ]
    assert found.totals[2:] == (3, Decimal("1000.00"), 1.0, 2, Decimal("300.00"), pytest.approx(7 / 3))


def test_the_headlines_compare_with_the_period_before(sold, cast):
    found = headlines(figures(cast.boss, "contribution", "period=2025"))
    assert list(found.values()) == [
        (Decimal("1000.00"), Decimal("300.00")),
        (3, 2),
        (2, 2),
        (Decimal("333.33"), Decimal("150.00")),
    ]


def test_the_amount_of_an_order_is_the_sum_of_its_lines(sold):
    sums = Order.objects.annotate(lines_sum=Sum("lines__amount"))
    assert sums.count() == 8
    assert not sums.exclude(lines_sum=F("total")).exists()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("period=2025-Q2", ["星河科技", "华信贸易"]),
        ("period=2025-12", ["华信贸易"]),
        ("period=days&first=2025-01-01&last=2025-01-02", ["华信贸易", "远航物流"]),
        ("period=2025&customer=星河", ["星河科技"]),
        ("period=2025&level=3", ["华信贸易", "远航物流"]),
        ("period=2025&top=1", ["星河科技"]),
    ],
)
def test_filters_leave_what_they_say(sold, cast, query, names):
    assert [row[0] for row in table(figures(cast.boss, "contribution", query))] == names


def test_the_region_and_the_owner_are_filters(sold, cast):
    north = make.item("region", "华北")
    found = figures(cast.boss, "contribution", f"period=2025&region={north.pk}&owner={cast.bob.pk}")
    assert [row[0] for row in table(found)] == ["远航物流"]


def test_fewer_rows_than_there_are_still_count_all(sold, cast):
    found = figures(cast.boss, "contribution", "period=2025&top=1")
    assert found.totals[2:4] == (3, Decimal("1000.00"))
    assert found.rows[0].cells[4] == 0.6
    assert {"1", "3"} <= set(re.findall(r"\d+", found.counts))


def test_an_account_manager_sees_own_figures_only(sold, cast):
    assert [row[0] for row in table(figures(cast.ann, "contribution", "period=2025"))] == ["星河科技", "华信贸易"]
    bob = figures(cast.bob, "contribution", "period=2025")
    assert bob.totals[2:4] == (0, Decimal("0.00"))
    assert figures(cast.chief, "contribution", "period=2025").totals[3] == Decimal("1000.00")


def test_figures_reach_no_further_than_reading(sold, cast):
    cast.chief.role.read_scope = "own"
    cast.chief.role.save()
    assert table(figures(cast.chief, "contribution", "period=2025")) == []
    assert table(figures(cast.eng, "contribution", "period=2025")) == []


def test_a_report_of_a_department_reaches_its_people(sold, cast):
    cast.boss.role.report_scope = "department"
    cast.boss.role.save()
    assert [row[0] for row in table(figures(cast.boss, "contribution", "period=2025"))] == ["星河科技", "华信贸易"]
