"""The order report counts orders and amounts by month and status (R5, P4)."""

from decimal import Decimal

import pytest

from apps.customers.models import Order
from tests import make
from tests.reports.sales import figures, headlines, sale, table

pytestmark = pytest.mark.django_db
Status = Order.Status


@pytest.fixture
def ordered(cast):
    hua = make.customer(cast.ann, "华信贸易", region=make.item("region", "华东"))
    yuan = make.customer(cast.bob, "远航物流", region=make.item("region", "华北"))
    sale(hua, "2025-01-01", "100", "0.01")
    sale(hua, "2025-01-31", "50", status=Status.CONFIRMED)
    sale(yuan, "2025-03-31", "30", status=Status.SHIPPED)
    sale(yuan, "2025-03-31", "1000", status=Status.DRAFT)
    sale(yuan, "2025-02-01", "2000", status=Status.VOID)
    sale(yuan, "2024-12-31", "80")


def test_every_month_has_its_orders_amount_and_mean_value(ordered, cast):
    found = figures(cast.boss, "orders", "period=2025-Q1")
    assert table(found) == [
        ("2025-01", 2, Decimal("150.01"), Decimal("75.01")),
        ("2025-02", 0, Decimal("0.00"), None),
        ("2025-03", 1, Decimal("30.00"), Decimal("30.00")),
    ]
    assert found.totals[1:] == (3, Decimal("180.01"), Decimal("60.00"))


def test_the_headlines_compare_with_the_period_before(ordered, cast):
    found = headlines(figures(cast.boss, "orders", "period=2025-Q1"))
    assert list(found.values()) == [
        (Decimal("180.01"), Decimal("80.00")),
        (3, 1),
        (Decimal("60.00"), Decimal("80.00")),
        (2, 1),
    ]


def test_the_status_chart_counts_every_order_of_the_period(ordered, cast):
    chart = figures(cast.boss, "orders", "period=2025").charts[2]
    assert chart.series[0].values == (1, 1, 1, 1, 1)


def test_a_chosen_status_counts_alone(ordered, cast):
    found = figures(cast.boss, "orders", "period=2025&status=draft&status=void")
    assert found.totals[1:3] == (2, Decimal("3000.00"))
    assert found.charts[2].series[0].values == (1, 1)


def test_owner_and_region_are_filters(ordered, cast):
    region = make.item("region", "华北")
    found = figures(cast.boss, "orders", f"period=2025&owner={cast.bob.pk}&region={region.pk}")
    assert found.totals[1:3] == (1, Decimal("30.00"))


def test_a_part_of_a_month_counts_its_days_only(ordered, cast):
    found = figures(cast.boss, "orders", "period=days&first=2025-01-02&last=2025-02-28")
    assert [row[:2] for row in table(found)] == [("2025-01", 1), ("2025-02", 0)]


def test_an_account_manager_sees_own_figures_only(ordered, cast):
    assert figures(cast.ann, "orders", "period=2025").totals[1:3] == (2, Decimal("150.01"))
    assert figures(cast.bob, "orders", "period=2025").totals[1:3] == (1, Decimal("30.00"))
