"""Journey: the radar is turned on, warns by a customer's own rhythm, and its measure brings money back (Z3, C8, R4)."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from apps.basedata.models import Parameter
from apps.customers.models import Loss
from tests import make
from tests.browser.conftest import fits, send
from tests.browser.test_churn import order_again, ordered
from tests.reports.sales import sale

pytestmark = pytest.mark.browser
MEASURE = "上门回访，约定每月送样"


def turn_on(page):
    """The administrator turns the radar on in the settings."""
    page.goto("/admin/")
    page.locator("#content a[href$='/basedata/parameter/']").first.click()
    page.get_by_role("link", name=str(Parameter.objects.get(code=Parameter.CHURN_RHYTHM))).click()
    fits(page)
    page.select_option("#id_value", "1")
    page.locator("[name=_save]").click()
    page.wait_for_url("**/basedata/parameter/")
    assert Parameter.is_on(Parameter.CHURN_RHYTHM)


@pytest.fixture
def product(db):
    product = make.product(price="800")
    make.stock(product, 50)
    return product


@pytest.fixture
def customer(cast, product):
    """Every 30 days an order until 50 days ago; another customer at the same pace is not late yet."""
    for name, last in (("还不算晚", 44), ("远航物流", 46)):
        customer = ordered(cast.ann, name, product, last)
        for earlier in (30, 60):
            sale(customer, str(timezone.localdate() - datetime.timedelta(days=last + earlier)), "100")
    return customer


@pytest.mark.parametrize("width", [1440, 390])
def test_from_the_settings_to_the_money(cast, customer, product, page_at, login, width):
    call_command("scan_churn")
    assert not Loss.objects.exists()
    page = page_at(width)
    login(page, cast.admin)
    turn_on(page)
    call_command("scan_churn")

    login(page, cast.ann)
    expect(page.locator(".bell-count")).to_have_text("1")
    line = page.locator(".today-line", has_text="远航物流")
    expect(line).to_have_count(1)
    expect(page.locator("main")).not_to_contain_text("还不算晚")
    fits(page)
    line.locator(".today-text").click()
    expect(page.locator("main")).to_contain_text("已 46 天未下单，平时 30 天一单")
    fits(page)

    page.goto("/")
    line.locator("a[data-key=Enter]").click()
    page.fill("#dialog #id_measure", MEASURE)
    send(page)
    expect(page.locator(".today-line", has_text="远航物流")).to_have_count(0)

    order_again(page, customer, product)
    assert Loss.objects.get().status == Loss.Status.RECOVERED

    login(page, cast.chief)
    page.goto(f"{reverse('reports:measures')}?by=measure")
    main = page.locator("main")
    for text in ("远航物流", MEASURE, "1,600.00", "100"):
        expect(main).to_contain_text(text)
    fits(page)
