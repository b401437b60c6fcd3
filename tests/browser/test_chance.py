"""Journey 1: a sales chance from its first word to the customer it makes (M1–M6, D3)."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from apps.customers.models import Customer
from apps.marketing.models import Chance
from apps.service import actions as service
from tests import make
from tests.browser.conftest import fits, send, take_step

pytestmark = pytest.mark.browser
LIST = reverse("marketing:chance-list")
STEPS = ("电话确认需求", "上门演示系统", "提交方案与报价")


def record(page) -> Chance:
    """The supervisor records a chance from the list."""
    page.goto(LIST)
    fits(page)
    page.locator(".actions a[href='new/']").click()
    page.fill("#id_title", "华东仓储网络改造")
    page.fill("#id_customer_name", "远航国际物流")
    page.select_option("#id_source", label=str(make.item("source")))
    page.fill("#id_probability", "60")
    page.fill("#id_expected_amount", "1285000")
    page.fill("#id_description", "两地新建智能仓库，需要整套系统。")
    page.locator("#dialog summary").click()
    page.fill("#id_contact", "刘建平")
    page.fill("#id_phone", "13912345678")
    fits(page)
    send(page)
    expect(page.locator("h1")).to_contain_text("华东仓储网络改造")
    return Chance.objects.get()


def draw_up(page):
    """The account manager plans three steps and puts the last one first."""
    today = timezone.localdate()
    for days, todo in enumerate(STEPS):
        page.locator("#plan .card-actions a").click()
        page.fill("#id_todo", todo)
        page.fill("#id_date", str(today + datetime.timedelta(days=days)))
        send(page)
    lines = page.locator("#plan .plan-title a")
    expect(lines).to_have_text(STEPS)
    page.locator("#plan .plan-line").last.locator("form[action*=move_up] button").click()
    expect(lines).to_have_text((STEPS[0], STEPS[2], STEPS[1]))
    fits(page)


def carry_out(page):
    """Each step gets its result."""
    for todo in STEPS:
        line = page.locator("#plan .plan-line", has_text=todo)
        line.locator("a[href*=complete]").click()
        page.fill("#id_result", f"{todo}：客户满意")
        send(page)
        expect(line.locator(".plan-result")).to_contain_text("客户满意")
    expect(page.locator("#plan .plan-done")).to_have_count(3)
    fits(page)


@pytest.mark.parametrize("width", [1440, 390])
def test_from_first_word_to_customer(cast, page_at, login, width):
    page, colleague = page_at(width), page_at(width)
    login(page, cast.boss)
    chance = record(page)
    take_step(page, "assign", lambda page: page.select_option("#id_to", str(cast.ann.pk)))

    login(page, cast.ann)
    expect(page.locator(".bell-count")).to_have_text("1")
    page.locator(".bell").click()
    page.get_by_text("华东仓储网络改造").first.click()
    expect(page.locator("h1")).to_contain_text("华东仓储网络改造")
    expect(page.locator(".bell-count")).to_have_count(0)
    draw_up(page)
    carry_out(page)

    login(colleague, cast.boss)
    colleague.goto(chance.get_absolute_url())
    colleague.locator('[data-step="win"]').click()
    expect(colleague.locator("#id_contact")).to_have_value("刘建平")
    region = str(make.item("region"))
    colleague.select_option("#id_region", label=region)

    service.assign(make.service(by=cast.boss, customer=make.customer(cast.bob)), by=cast.boss, to=cast.ann)
    take_step(page, "win", lambda page: page.select_option("#id_region", label=region))
    customer = Customer.objects.latest("pk")
    page.wait_for_url(f"**{customer.get_absolute_url()}")
    expect(page.locator(".menu-item.active")).to_have_attribute("href", reverse("customers:customer-list"))
    expect(page.locator(".bell-count")).to_have_text("1")
    for text in ("远航国际物流", customer.number, "Ann", "刘建平", "13912345678"):
        expect(page.locator("#page")).to_contain_text(text)
    fits(page)
    assert customer.owner == cast.ann

    colleague.locator("#dialog button[type=submit]").click()
    expect(colleague.locator("#dialog [role=alert]").first).to_contain_text("Ann")
    expect(colleague.locator("#dialog button[type=submit]")).to_have_count(0)
    fits(colleague)
    assert Customer.objects.count() == 2
