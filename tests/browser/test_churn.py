"""Journey 3: the scan warns; one customer is held twice and given up, another comes back (C7, C8, R4)."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from apps.customers.actions import order as orders
from apps.customers.models import Loss, Order, OrderLine
from tests import make
from tests.browser.conftest import fits, take_step

pytestmark = pytest.mark.browser
LIST = reverse("customers:loss-list")


def ordered(owner, name, product, days_ago, quantity=1):
    """A customer whose last order is this many days old."""
    customer = make.customer(owner=owner, name=name)
    order = Order(customer=customer, date=timezone.localdate() - datetime.timedelta(days=days_ago))
    line = OrderLine(product=product, quantity=Decimal(quantity), price=product.price, unit=product.unit, discount=0)
    orders.confirm(orders.enter(order, by=owner, lines=[line]), by=owner)
    return customer


@pytest.fixture
def product(db):
    product = make.product(price="800")
    make.stock(product, 50)
    return product


@pytest.fixture
def customers(cast, product):
    """Two silent ones of ann, one of bob, one that ordered lately, one that never did."""
    make.customer(owner=cast.ann, name="从未下单")
    ordered(cast.ann, "活跃客户", product, 30)
    ordered(cast.bob, "北方重工", product, 400)
    return ordered(cast.ann, "远航物流", product, 300, quantity=3), ordered(cast.ann, "华信贸易", product, 250)


def open_warning(page, name):
    page.goto(LIST)
    page.get_by_role("link", name=name).click()
    expect(page.locator("h1")).to_contain_text(name)


def order_again(page, customer, product):
    """The customer orders: from its page, entered and confirmed."""
    page.goto(customer.get_absolute_url())
    expect(page.locator(".alert-warning")).to_be_visible()
    page.locator("#panel-order .card-actions a").click()
    page.fill("#id_lines-0-product", product.number)
    page.fill("#id_lines-0-quantity", "2")
    page.locator("#dialog button[type=submit]").click()
    expect(page.locator("#lines tfoot")).to_contain_text("¥ 1,600.00")
    take_step(page, "confirm")
    page.goto(customer.get_absolute_url())
    expect(page.locator(".alert-warning")).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 390])
def test_from_warning_to_loss_and_recovery(cast, customers, product, page_at, login, width):
    given_up, back = customers
    call_command("scan_churn")
    page = page_at(width)
    login(page, cast.ann)
    expect(page.locator(".bell-count")).to_have_text("2")
    page.goto(LIST)
    expect(page.locator("tbody tr")).to_have_count(3)
    for name in ("远航物流", "华信贸易", "北方重工"):
        expect(page.locator("tbody")).to_contain_text(name)
    fits(page)

    open_warning(page, "远航物流")
    take_step(page, "delay", measure="上门拜访，了解停购原因")
    take_step(page, "delay", measure="提供年度折扣方案")
    expect(page.locator("#measures li")).to_have_count(2)
    expect(page.locator("#measures")).to_contain_text(str(timezone.localdate()))
    fits(page)
    take_step(page, "confirm_loss", lambda page: page.select_option("#id_reason", index=1), note="被低价抢走")
    expect(page.locator("h1 .badge")).to_have_class("badge bg-red-lt")
    page.goto(given_up.get_absolute_url())
    expect(page.locator("h1 .badge")).to_have_class("badge bg-red-lt")

    order_again(page, back, product)
    assert set(Loss.objects.values_list("customer__name", "status")) == {
        ("远航物流", "lost"),
        ("华信贸易", "recovered"),
        ("北方重工", "warned"),
    }

    login(page, cast.chief)
    page.goto(reverse("reports:loss"))
    for text in ("远航物流", "华信贸易", "北方重工", "2,400.00"):
        expect(page.locator("main")).to_contain_text(text)
    fits(page)
