"""Journey 6: a role from readable rights, given to a person who sees exactly that, and taken away again (P1–P5)."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.auth.models import Role
from apps.core.models import Entry
from apps.core.rights import DECLARED
from tests import make
from tests.browser.conftest import fits, type_login

pytestmark = pytest.mark.browser
GIVEN = ("customers.view_customer", "service.view_service", "service.add_service")
SEEN = {
    reverse(f"{name}-list")
    for name in (
        "customers:customer",
        "customers:contact",
        "customers:activity",
        "customers:loss",
        "service:servicerequest",
        "service:work",
    )
}
SEEN |= {reverse(name) for name in ("home", "office:notes", "office:addresses")}  # everybody's own


def open_menu(page):
    """The menu, which is folded on a phone."""
    if page.locator("[data-menu]").is_visible():
        page.click("[data-menu]")
    return page.locator("#menu")


def administer(page, model):
    """Go to one table of the administration the way a person does: by the menu."""
    open_menu(page).locator(f'a[href="{reverse("admin:index")}"]').click()
    fits(page)
    page.locator(f'.admin-line a[href="{reverse(f"admin:accounts_{model}_changelist")}"]').click()
    fits(page)


def make_role(page):
    """A role of three rights, ticked by their names."""
    administer(page, "role")
    page.click("a.addlink")
    page.fill("#id_name", "客服专员")
    for code in GIVEN:
        page.get_by_label(str(DECLARED[code]), exact=True).check()
    page.check('[name="read_scope"][value="all"]')
    fits(page)
    page.click("input[name=_save]")
    expect(page.locator("#result_list")).to_contain_text("客服专员")


def open_person(page, name):
    administer(page, "user")
    page.get_by_role("link", name=name, exact=True).last.click()
    fits(page)


def save(page):
    page.click("input[name=_save]")
    expect(page.locator(".toasts .alert-success")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_a_role_is_made_given_and_taken_away(cast, page_at, login, width):
    make.customer(owner=cast.ann, name="远航物流")
    desk, person = page_at(width), page_at(width)
    login(desk, cast.admin)
    make_role(desk)
    assert Role.objects.get(name="客服专员").codes() == set(GIVEN)
    open_person(desk, "Stranger")
    desk.select_option("#id_role", label="客服专员")
    save(desk)

    type_login(person, cast.stranger)
    menu = open_menu(person)
    assert {item.get_attribute("href") for item in menu.locator(".menu-item").all()} == SEEN
    menu.locator(f'a[href="{reverse("customers:customer-list")}"]').click()
    person.get_by_role("link", name="远航物流").click()
    expect(person.locator("h1")).to_contain_text("远航物流")
    expect(person.locator(".actions [data-step], .actions a[href$='edit/']")).to_have_count(0)
    for name in ("marketing:chance-list", "basedata:product-list", "admin:index", "accounts:log"):
        assert person.goto(reverse(name)).status == 403
        fits(person)

    open_person(desk, "Stranger")
    desk.uncheck("#id_is_active")
    save(desk)
    person.goto("/customers/customers/")
    expect(person.locator("#id_password")).to_be_visible()

    open_menu(desk).locator(f'a[href="{reverse("accounts:log")}"]').click()
    fits(desk)
    expect(desk.locator("#rows")).to_contain_text("客服专员")
    assert Entry.objects.filter(action="accounts.user.edit", by=cast.admin).count() == 2
