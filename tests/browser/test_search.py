"""Journey: everything from one box, by the keyboard alone (Z7)."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import make
from tests.browser.conftest import fits, send

pytestmark = pytest.mark.browser


def chosen(page):
    return page.locator("#found [aria-selected=true]")


@pytest.mark.parametrize("width", [1440, 390])
def test_find_open_and_begin_by_the_keyboard(cast, page_at, login, width):
    first = make.customer(cast.ann, "北京科技有限公司", phone="021-55667788")
    second = make.customer(cast.ann, "北京客家菜馆")
    page = page_at(width)
    login(page, cast.ann)
    page.goto(reverse("customers:order-list"))

    page.keyboard.press("/")
    box = page.locator("#search-box")
    expect(box).to_be_focused()
    expect(page.locator("#found")).to_contain_text("新建客户")
    page.keyboard.type("bjkj")
    expect(page.locator("#found mark").first).to_have_text("北京客家")
    fits(page)
    expect(chosen(page)).to_contain_text(second.name)
    page.keyboard.press("ArrowDown")
    expect(chosen(page)).to_contain_text(first.name)
    expect(box).to_have_attribute("aria-activedescendant", chosen(page).get_attribute("id"))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(first.name)

    page.keyboard.press("Control+k")
    expect(chosen(page)).to_contain_text(first.name)
    page.keyboard.press("Escape")
    expect(box).not_to_be_visible()
    page.keyboard.press("Control+k")
    page.keyboard.type("7788")
    with page.expect_navigation():  # to the address it is at already
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(first.get_absolute_url()))
    expect(box).not_to_be_visible()

    page.keyboard.press("Control+k")
    page.keyboard.type("xjkh")
    expect(chosen(page)).to_contain_text("新建客户")
    page.keyboard.press("Enter")
    page.locator("#dialog #id_name").fill("铭朗电子/华东")
    page.keyboard.press("/")
    expect(box).not_to_be_visible()
    page.fill("#id_name", "铭朗电子")
    page.select_option("#id_region", index=1)
    send(page)
    page.keyboard.press("/")
    page.keyboard.type("mldz")
    expect(chosen(page)).to_contain_text("铭朗电子")
    fits(page)


def test_without_scripts_it_is_a_page(cast, page_at, login):
    customer = make.customer(cast.ann, "北京科技有限公司")
    page = page_at(390, java_script_enabled=False)
    login(page, cast.ann)
    page.locator(".search-open").click()
    page.fill("#search-box", "bjkj")
    page.press("#search-box", "Enter")
    expect(page.locator("mark")).to_have_text("北京科技")
    page.locator(".found-line", has_text=customer.name).click()
    expect(page.locator("h1")).to_contain_text(customer.name)
