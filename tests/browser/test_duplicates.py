"""Journey: one enters a customer that is there, a supervisor merges two and takes it back (C10, Z6)."""

import pytest
from playwright.sync_api import expect

from apps.customers.duplicates.scanning import scan
from apps.customers.models import Contact, Customer
from tests import make
from tests.browser.conftest import fits

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1440, 390])
def test_a_customer_is_entered_twice_merged_and_separated(cast, page_at, login, width):
    known = make.customer(cast.ann, "上海华信贸易有限公司", phone="021-55501234")
    page = page_at(width)
    login(page, cast.ann)
    page.goto("/customers/customers/")
    page.locator(".page-head a[href='new/']").click()
    page.locator("#id_name").press_sequentially("华信贸易（上海）")
    shown = page.locator("#dialog .alike")
    expect(shown).to_contain_text(known.number)
    expect(shown).to_contain_text("公司名称相同")
    page.select_option("#id_region", index=1)
    page.locator("#id_phone").press_sequentially("13800138000")
    page.locator("#dialog [type=submit]").click()
    expect(page.locator("#dialog .alert-danger")).to_contain_text("可能已有")
    expect(page.locator("#id_phone")).to_have_value("13800138000")
    fits(page)
    page.locator("#dialog .alike [name=anyway]").check()
    page.locator("#dialog [type=submit]").click()
    expect(page.locator("#page h1")).to_contain_text("华信贸易（上海）")
    twin = Customer.objects.get(phone="13800138000")
    make.contact(twin, name="王芳")

    scan()
    login(page, cast.boss)
    page.goto("/customers/duplicates/?status=open")
    fits(page)
    page.locator(".row-steps a[href$='/merge/']").click()
    expect(page.locator("#dialog .compare")).to_contain_text("王芳")
    fits(page)
    page.locator("#dialog [name=phone][value=both]").check()
    page.locator("#dialog [type=submit]").click()
    toast = page.locator(".toasts .alert-success")
    expect(toast).to_be_visible()
    assert Contact.objects.get().customer == known
    known.refresh_from_db()
    assert known.phone == "021-55501234 / 13800138000"
    page.goto(twin.get_absolute_url())
    expect(page.locator("#page h1")).to_contain_text(known.name)
    expect(page.locator(".record")).to_contain_text("王芳")

    page.goto("/customers/duplicates/?status=merged")
    page.locator(".cell-title a").first.click()
    fits(page)
    page.locator(".alert form button").click()
    expect(page.locator(".toasts .alert-success")).to_be_visible()
    page.goto(twin.get_absolute_url())
    expect(page.locator("#page h1")).to_contain_text(twin.name)
    assert Contact.objects.get().customer == twin
