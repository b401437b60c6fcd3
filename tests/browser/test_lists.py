"""Journey 9: a list of one's own: a saved view shared with a role, columns of one's choice, a story, a visit sheet."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.core import audit
from apps.customers.models import Level
from tests import make
from tests.browser.conftest import fits, send
from tests.browser.test_looks import ALL_RULES, AXE, WRONG
from tests.office.test_visit import address, fill

pytestmark = pytest.mark.browser
LIST = "/customers/customers/"


def accessible(page) -> None:
    """Nothing for axe to complain about, in what is on top."""
    page.add_script_tag(path=AXE)
    page.add_style_tag(content=".dialog .modal-header, .dialog .modal-footer { position: static !important }")
    height = page.evaluate("document.documentElement.scrollHeight")  # so that what sticks to an edge covers nothing
    page.set_viewport_size(page.viewport_size | {"height": height})
    assert page.evaluate(WRONG, [[[".menu"], [".topbar"]], ALL_RULES]) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_a_view_is_saved_shared_and_opened_with_columns_of_ones_choice(cast, page_at, login, width):
    make.customer(owner=cast.ann, name="大公司", level=Level.MAJOR, bank="工商银行")
    make.customer(owner=cast.ann, name="小公司")
    page = page_at(width, bypass_csp=True)
    login(page, cast.boss)
    page.goto(f"{LIST}?level=3")
    page.locator(".list-tools a[href*='columns/']").click()
    expect(page.locator("#dialog")).to_be_visible()
    page.locator("#dialog").get_by_label("开户银行", exact=True).check()
    up = page.locator("#dialog button[name=up][value=bank]")
    for _place in range(20):
        up.press("Enter")
    expect(up).to_be_focused()
    expect(page.locator("#dialog [name=order]").first).to_have_value("bank")
    fits(page)
    accessible(page)
    send(page)
    assert "columns=name,bank," in page.url
    expect(page.locator(".rows tbody tr td").nth(2)).to_have_text("工商银行")
    page.locator(".list-tools a[href*='views/new/']").click()
    page.fill("#id_name", "大客户")
    page.select_option("#id_shared_with", label="客户经理")
    fits(page)
    send(page)
    expect(page.locator(".tab[aria-current]")).to_contain_text("大客户")
    fits(page)
    accessible(page)
    login(page, cast.bob)
    page.goto(LIST)
    page.locator(".tab", has_text="大客户").click()
    expect(page.locator(".rows .cell-title")).to_have_text(["大公司"])
    expect(page.locator(".rows tbody tr td").nth(2)).to_have_text("工商银行")
    page.locator(".list-tools a[href*='/views/']").first.click()
    expect(page.locator("#id_name")).to_have_count(0)
    page.check("#id_default")
    send(page)
    page.goto(LIST)
    expect(page.locator(".tab[aria-current]")).to_contain_text("大客户")
    page.locator(".tab").first.click()
    expect(page.locator(".rows .cell-title")).to_have_count(2)


def test_without_scripts_columns_are_moved_by_the_form(cast, page_at, login):
    make.customer(owner=cast.ann)
    page = page_at(390, java_script_enabled=False)
    login(page, cast.ann)
    page.goto(f"{LIST}columns/")
    second = page.locator("[name=order]").nth(1).input_value()
    page.locator(f"button[name=up][value={second}]").click()
    expect(page.locator("[name=order]").first).to_have_value(second)
    page.locator("button[type=submit]").click()
    assert re.search(rf"columns=name(,|%2C){second}", page.url)


@pytest.mark.parametrize("width", [1440, 390])
def test_the_story_of_a_customer_and_the_sheet_for_a_visit(cast, page_at, login, width):
    customer = make.customer(owner=cast.ann, next_step="带上报价单")
    for number in range(9):
        fill(cast, customer, number)
    for number in range(20):
        audit.log(customer, "customers.customer.edit", by=cast.ann, note=f"第 {number} 次")
    page = page_at(width, bypass_csp=True)
    login(page, cast.ann)
    page.goto(customer.page("detail"))
    expect(page.locator("#story .story-entry")).to_have_count(12)
    page.locator("#kind-customer").press("Enter")
    expect(page).to_have_url(re.compile("kind=customer"))
    expect(page.locator("#kind-customer")).to_be_focused()
    page.locator("#story-earlier").press("Enter")
    expect(page.locator("#story .story-entry")).to_have_count(20)
    expect(page.locator("#story .story-day")).to_have_count(1)
    fits(page)
    accessible(page)
    page.go_back()
    expect(page.locator("#kind-all")).to_have_attribute("aria-current", "true")
    page.locator(f"a[href='{address(customer)}']").click()
    page.wait_for_url(reverse("office:visit", args=[customer.pk]))
    fits(page)
    accessible(page)
    expect(page.locator(".visit-notes")).to_be_hidden()
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
