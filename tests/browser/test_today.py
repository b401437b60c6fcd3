"""Journey: the morning of an account manager and of a supervisor on 今日工作台, done in place (Z1, Z2)."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from apps.customers.models import Activity, Customer
from apps.marketing.models import PlanStep
from tests import make
from tests.browser.conftest import fits

pytestmark = pytest.mark.browser


def in_days(count):
    return timezone.localdate() + datetime.timedelta(days=count)


@pytest.fixture
def morning(cast):
    """Two late contacts, a plan step for today and a chance that nobody thinks of."""
    for place, name in enumerate(("远航物流", "华信贸易"), 1):
        make.customer(cast.ann, name, next_date=in_days(-place), next_step=f"回访{name}", phone="021-55667788")
    chance = make.developing(cast.boss, cast.ann, title="条码系统")
    make.stored(PlanStep(chance=chance, date=in_days(0), todo="上门演示"), by=cast.ann)
    make.developing(cast.boss, cast.ann, title="冷库终端")
    return cast


def count(page, urgency):
    return page.locator(f".today-{urgency} h2 .num")


def test_with_the_keyboard_alone(morning, page_at, login):
    page = page_at(1440)
    login(page, morning.ann)
    expect(count(page, "overdue")).to_have_text("2")
    page.keyboard.press("j")
    expect(page.locator(".today-line").first).to_be_focused()
    expect(page.locator(".today-line").first).to_contain_text("回访华信贸易")

    page.keyboard.press("Enter")
    expect(page.locator("#id_title")).to_have_value("回访华信贸易")
    page.keyboard.type("下周签约")
    page.keyboard.press("Tab")
    page.keyboard.type("送合同")
    page.keyboard.press("Tab")
    page.keyboard.type(f"{in_days(3):%m%d%Y}")
    page.keyboard.press("Enter")
    expect(page.locator("#dialog")).not_to_be_visible()
    expect(count(page, "overdue")).to_have_text("1")
    expect(page.locator(".today-week")).to_contain_text("送合同")
    expect(page.locator(".today-line").first).to_be_focused()

    page.keyboard.press("d")
    expect(page.locator(".today-overdue")).to_have_count(0)
    expect(page.locator(".today-week .today-line")).to_have_count(2)
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("h")
    expect(page.locator("#dialog")).not_to_be_visible()
    page.keyboard.press("o")
    page.wait_for_url("**/plan-steps/*/")

    dealing = Activity.objects.get()
    assert (dealing.title, dealing.detail, dealing.next_step) == ("回访华信贸易", "下周签约", "送合同")
    assert set(Customer.objects.values_list("next_date", flat=True)) == {in_days(3), in_days(1)}


def test_with_the_thumb(morning, page_at, login):
    page = page_at(390, has_touch=True)
    login(page, morning.ann)
    fits(page)
    expect(page.locator('.today-overdue a[href^="tel:"]').first).to_have_attribute("href", "tel:021-55667788")
    line = page.locator(".today-today .today-line")
    line.locator(".btn-outline-primary").tap()
    expect(page.locator("#id_title")).to_have_value("上门演示")
    page.fill("#id_detail", "客户很满意")
    page.fill("#id_next_step", "报价")
    page.locator("[data-day]").nth(2).tap()
    fits(page)
    page.locator("#dialog button[type=submit]").tap()
    expect(page.locator("#dialog")).not_to_be_visible()
    expect(page.locator(".today-today")).to_have_count(0)
    expect(page.locator(".today-week")).to_contain_text("报价")
    assert PlanStep.objects.get(todo="报价").date == in_days(7)

    late = page.locator(".today-overdue .today-line").first
    late.locator("summary").tap()
    late.locator("[data-key=w]").tap()
    expect(count(page, "overdue")).to_have_text("1")
    page.locator(".toasts form button").tap()
    expect(count(page, "overdue")).to_have_text("2")
    fits(page)


def test_a_supervisor_looks_at_the_team_and_hands_on(morning, page_at, login):
    page = page_at(1440)
    login(page, morning.boss)
    page.locator(".today-whose a").last.click()
    page.locator(".today-heads a", has_text="Ann").click()
    expect(count(page, "overdue")).to_have_text("2")
    line = page.locator(".today-line", has_text="冷库终端")
    line.locator("[data-key=h]").click()
    page.select_option("#id_to", str(morning.boss.pk))
    page.fill("#id_reason", "Ann 本周出差")
    page.locator("#dialog button[type=submit]").click()
    expect(page.locator(".today-line", has_text="冷库终端")).to_have_count(0)
    page.locator(".today-whose a").first.click()
    expect(page.locator(".today-line")).to_contain_text("冷库终端")
