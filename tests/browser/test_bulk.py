"""Journey 7: many records at once, a handover, and back again (Z9, C6)."""

import pytest
from playwright.sync_api import expect

from apps.customers.models import Customer
from apps.marketing.models import Chance
from tests import make
from tests.browser.conftest import fits

pytestmark = pytest.mark.browser
LIST = "/marketing/chances/?status=unassigned"


def owners() -> set:
    return set(Customer.objects.values_list("name", "owner__name"))


@pytest.fixture
def three(cast):
    return [make.chance(by=cast.boss, title=f"机会{number}") for number in (1, 2, 3)]


def test_with_the_keyboard_two_of_three_are_assigned_and_come_back(cast, three, page_at, login):
    page = page_at(1440)
    login(page, cast.boss)
    page.goto(LIST)
    expect(page.locator("#bulk")).to_be_hidden()
    for row in (0, 1):
        page.locator("[name='tick']").nth(row).focus()
        page.keyboard.press("Space")
    expect(page.locator("[data-ticked]")).to_contain_text("2")
    fits(page)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#dialog h1")).to_contain_text("2")
    page.select_option("#id_to", str(cast.ann.pk))
    page.keyboard.press("Enter")
    page.locator("#dialog button[type=submit]").press("Enter")
    toast = page.locator(".toasts .alert-success")
    expect(toast).to_contain_text("2")
    expect(page.locator("[name='tick']")).to_have_count(1)
    assert Chance.objects.filter(assignee=cast.ann).count() == 2
    toast.locator("form button").press("Enter")
    expect(page.locator("[name='tick']")).to_have_count(3)
    assert page.url.endswith(LIST)
    assert not Chance.objects.exclude(assignee=None).exists()


@pytest.mark.parametrize("scripts", [True, False])
def test_on_the_phone_also_without_scripts_what_refuses_says_why(cast, three, page_at, login, scripts):
    page = page_at(390, java_script_enabled=scripts)
    login(page, cast.boss)
    page.goto(LIST)
    for row in (0, 1, 2):
        page.locator("[name='tick']").nth(row).check()
    Chance.objects.filter(pk=three[0].pk).update(status=Chance.Status.WON)
    if scripts:
        fits(page)
    page.locator("#bulk button[formaction='bulk/assign/']").click()
    page.select_option("#id_to", str(cast.ann.pk))
    page.locator("form.record-form button[type=submit]").click()
    expect(page.locator(".batch-refused li")).to_have_count(1)
    expect(page.locator(".batch-refused")).to_contain_text("机会1")
    expect(page.locator(".share h2")).to_contain_text("Ann")
    if scripts:
        fits(page)
    page.locator(".page-head form button").click()
    expect(page.locator(".toasts .alert-success")).to_be_visible()
    assert not Chance.objects.exclude(assignee=None).exists()


@pytest.mark.parametrize("width", [1440, 390])
def test_somebody_leaves_and_everything_goes_to_two_colleagues_and_back(cast, page_at, login, width):
    for number in range(1, 5):
        make.customer(owner=cast.ann, name=f"客户{number}")
    make.developing(by=cast.boss, to=cast.ann, customer=Customer.objects.get(name="客户1"))
    cara = make.user("cara", "客户经理", cast.ann.department)
    page = page_at(width)
    login(page, cast.boss)
    page.goto("/office/handover/")
    fits(page)
    page.locator(".cell-title a", has_text="Ann").click()
    page.check("input[value='evenly']")
    page.locator(".field-to summary").click()
    for name in ("Bob", "Cara"):
        page.locator(".field-to").get_by_label(name).check()  # beside the name stand department and open work
    page.keyboard.press("Escape")
    page.locator(".handover-rule button").last.click()
    expect(page.locator(".handover-do button")).to_be_visible()
    fits(page)
    page.locator(".handover-do button").click()
    expect(page.locator(".share")).to_have_count(2)
    fits(page)
    assert {owner for _name, owner in owners()} == {"Bob", "Cara"}
    assert Chance.objects.get().assignee in (cara, cast.bob)
    page.locator(".page-head form button").click()
    expect(page.locator(".toasts .alert-success")).to_be_visible()
    assert {owner for _name, owner in owners()} == {"Ann"}
    assert Chance.objects.get().assignee == cast.ann
