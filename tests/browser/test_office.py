"""Journeys: a note between two calls, whom to call, who is worth it, from desk and phone (V4, C9)."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from apps.customers.actions import valuing
from tests import make
from tests.browser.conftest import fits
from tests.reports.sales import sale

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1440, 390])
def test_from_the_grid_of_values_to_the_customers(cast, page_at, login, width):
    day = str(timezone.localdate())
    for place in range(6):
        customer = make.customer(cast.ann, f"客户{place}")
        sale(customer, day, str(100 * place + 1))
    valuing.refresh()
    page = page_at(width)
    login(page, cast.boss)
    page.goto(reverse("reports:value"))
    fits(page)
    cell = page.locator(".report-grid td a").first
    expect(cell).to_contain_text("6")
    shown = {"¥ 1,506.00": width == 1440, "1,506": width == 390}
    for text, seen in shown.items():
        expect(cell.get_by_text(text, exact=True)).to_be_visible(visible=seen)
    cell.click()
    expect(page.locator("#rows tbody tr")).to_have_count(6)
    page.go_back()
    page.locator(".report-table a", has_text="一般挽留客户").click()
    expect(page.locator("#rows .chips")).to_contain_text("一般挽留客户")
    fits(page)


@pytest.mark.parametrize("width", [1440, 390])
def test_keep_a_note_and_call_somebody(cast, page_at, login, width):
    make.contact(make.customer(cast.bob, "远航物流"), "李强", mobile="139 1234 5678", email="li@yuanhang.cn")
    page = page_at(width)
    login(page, cast.ann)
    page.goto(reverse("office:notes"))
    page.fill("#id_text", "周五前寄样品")
    page.locator(".note-new button").click()
    expect(page.locator(".note .long")).to_have_text("周五前寄样品")
    page.locator(".note [data-dialog]").click()
    page.locator("#dialog #id_text").fill("周四前寄样品")
    page.locator("#dialog button[type=submit]").click()
    expect(page.locator(".note .long")).to_have_text("周四前寄样品")
    page.locator(".note form button").click()
    expect(page.locator(".note")).to_have_count(0)
    page.locator(".toasts form button").click()
    expect(page.locator(".note .long")).to_have_text("周四前寄样品")
    fits(page)

    page.goto(reverse("office:addresses"))
    page.locator("#id_q").press_sequentially("yhwl")
    expect(page.locator(".address")).to_have_count(1)
    expect(page.locator(".address a[href='tel:13912345678']")).to_be_visible()
    expect(page.locator(".address a[href='mailto:li@yuanhang.cn']")).to_be_visible()
    with page.expect_download() as taken:
        page.locator(".address a[download]").click()
    assert taken.value.suggested_filename == "李强.vcf"
    fits(page)
