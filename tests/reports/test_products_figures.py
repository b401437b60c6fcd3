"""The product report says what was sold and what is in stock, by product and category (R5, P4)."""

from decimal import Decimal

import pytest

from apps.basedata.models import Category
from apps.customers.models import Order
from tests import make
from tests.reports.sales import figures, headlines, sale, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(cast):
    """Three products in two categories: one sold twice, one once, one never; stock in two bins."""
    drinks, cheese = (make.stored(Category(name=name)) for name in ("饮料", "奶酪"))
    tea = make.product("P-1", "绿茶", "10.50", category=drinks)
    brie = make.product("P-2", "布里", "20", category=cheese)
    make.product("P-3", "汽水", "3", category=drinks)
    make.stock(tea, "4", bin="A-01")
    make.stock(tea, "6", bin="A-02")
    make.stock(brie, "1.5")
    hua, yuan = make.customer(cast.ann, "华信贸易"), make.customer(cast.bob, "远航物流")
    sale(hua, "2025-01-01", (2, "10", "0.1"), (1, "5", 0), product=tea)  # 18 + 5 in one order
    sale(yuan, "2025-12-31", (3, "10", 0), product=tea)
    sale(yuan, "2025-06-30", ("0.5", "400", 0), product=brie)
    sale(yuan, "2024-06-30", (1, "7", 0), product=brie)
    sale(hua, "2025-06-30", (9, "9", 0), product=brie, status=Order.Status.DRAFT)
    sale(hua, "2025-06-30", (9, "9", 0), product=brie, status=Order.Status.VOID)
    return tea, brie, drinks, cheese


def test_each_product_has_quantity_amount_orders_customers_stock_and_its_value(shop, cast):
    assert table(figures(cast.boss, "products", "period=2025")) == [
        ("布里", "奶酪", Decimal("0.50"), Decimal("200.00"), 1, 1, Decimal("1.50"), Decimal("30.00")),
        ("绿茶", "饮料", 6, Decimal("53.00"), 2, 2, 10, Decimal("105.00")),
        ("汽水", "饮料", 0, Decimal("0.00"), 0, 0, 0, Decimal("0.00")),
    ]


def test_the_totals_count_an_order_and_a_customer_once(shop, cast):
    found = figures(cast.boss, "products", "period=2025&top=1")
    assert found.totals[2:] == (Decimal("6.50"), Decimal("253.00"), 3, 2, Decimal("11.50"), Decimal("135.00"))
    assert [row[0] for row in table(found)] == ["布里"]


def test_the_headlines_compare_with_the_period_before(shop, cast):
    found = headlines(figures(cast.boss, "products", "period=2025"))
    assert list(found.values()) == [
        (Decimal("253.00"), Decimal("7.00")),
        (2, 1),
        (2, 1),
        (Decimal("135.00"), None),
    ]


def test_the_category_is_a_filter(shop, cast):
    tea, brie, drinks, _cheese = shop
    sale(make.customer(cast.ann, "两样都买"), "2026-01-01", (1, "9", 0, tea), (1, "90", 0, brie))
    both = figures(cast.boss, "products", f"period=2026&category={drinks.pk}")
    assert both.totals[2:6] == (1, Decimal("9.00"), 1, 1)
    found = figures(cast.boss, "products", f"period=2025&category={drinks.pk}")
    assert [row[0] for row in table(found)] == ["绿茶", "汽水"]
    assert found.totals[2:] == (6, Decimal("53.00"), 2, 2, 10, Decimal("105.00"))


def test_the_chart_of_categories_adds_up_their_products(shop, cast):
    chart = figures(cast.boss, "products", "period=2025").charts[1]
    assert (chart.labels, chart.series[0].values) == (("奶酪", "饮料"), (Decimal("200.00"), Decimal("53.00")))


def test_a_product_in_the_bin_keeps_what_it_sold(shop, cast):
    shop[0].deleted_at = shop[0].created_at
    shop[0].save()
    found = figures(cast.boss, "products", "period=2025")
    assert [row[0] for row in table(found)] == ["布里", "绿茶", "汽水"]
    assert found.totals[3] == Decimal("253.00")


def test_an_account_manager_sees_own_sales_and_the_stock_of_all(shop, cast):
    found = figures(cast.ann, "products", "period=2025")
    assert found.totals[2:] == (3, Decimal("23.00"), 1, 1, Decimal("11.50"), Decimal("135.00"))
