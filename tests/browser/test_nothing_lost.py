"""Journey: a closed tab, an ended session, a silent server and a colleague who was faster lose nothing (Z15, Z9)."""

import pytest
from playwright.sync_api import expect

from apps.customers.models import Customer
from apps.kit.drafts.models import Draft
from tests import make
from tests.browser.conftest import fits, wait_until
from tests.browser.test_looks import ALL_RULES, AXE, SETTLED, WRONG

pytestmark = pytest.mark.browser
LIST = "/customers/customers/"
BOTH_WIDTHS = pytest.mark.parametrize("width", [1440, 390])


def begin(page, name="华信贸易"):
    """Open the form of a new customer in the dialog and type its name."""
    page.goto(LIST)
    page.locator('.page-head a[href="new/"]').click()
    page.locator("#dialog #id_name").press_sequentially(name)


def until_kept(page, number=1):
    for _tenth in range(100):
        if Draft.objects.count() == number:
            return
        page.wait_for_timeout(100)
    raise AssertionError("nothing was kept")


def leave(page):
    """Go elsewhere while the pause after typing still lasts.

    To another page of the product: a browser ends what belongs to no page any more after half a second, and a busy
    machine may not have sent anything by then.
    """
    page.goto("/account/profile/" if "notes" in page.url else "/office/notes/")


def looks_right(page):
    """It fits, and axe finds nothing wrong with it."""
    fits(page)
    wait_until(page, SETTLED)
    assert page.evaluate(WRONG, [[".menu", ".topbar"], ALL_RULES]) == []


def end_session(page):
    page.context.clear_cookies(name="sessionid")


@BOTH_WIDTHS
def test_a_closed_tab_loses_nothing(cast, page_at, login, width):
    page = page_at(width, reduced_motion="reduce")
    page.context.add_init_script(path=AXE)
    login(page, cast.ann)
    begin(page)
    until_kept(page)
    page.locator("#id_phone").press_sequentially("021-5555")
    leave(page)
    page.goto(LIST)
    page.locator('.page-head a[href="new/"]').click()
    expect(page.locator("#dialog .draft-line")).to_be_visible()
    expect(page.locator("#dialog #id_name")).to_have_value("")
    looks_right(page)
    page.locator("#dialog .draft-line a").click()
    expect(page.locator("#dialog #id_name")).to_have_value("华信贸易")
    expect(page.locator("#dialog #id_phone")).to_have_value("021-5555")
    page.locator("#dialog #id_region").select_option(index=1)
    page.locator("#dialog button[type=submit]").last.click()
    expect(page.locator(".toasts .alert-success")).to_be_visible()
    assert Customer.objects.get().phone == "021-5555"
    assert not Draft.objects.exists()


def test_who_types_on_and_on_is_kept_on_the_way(cast, page_at, login):
    page = page_at(1440)
    login(page, cast.ann)
    page.clock.install(time=0)
    page.goto("/office/notes/")
    page.clock.pause_at(3_600_000)
    for letter in "1390000":
        page.locator("#id_text").press_sequentially(letter)
        assert not Draft.objects.exists() or letter == "0"
        page.clock.run_for(900)
    until_kept(page)


@BOTH_WIDTHS
@pytest.mark.parametrize(("place", "field"), [("/office/notes/", "#id_text"), ("/account/profile/", "#id_mobile")])
def test_one_s_own_screens_lose_nothing_either(cast, page_at, login, width, place, field):
    page = page_at(width, reduced_motion="reduce")
    page.context.add_init_script(path=AXE)
    login(page, cast.ann)
    page.goto(place)
    page.locator(field).press_sequentially("13900001111")
    leave(page)
    until_kept(page)
    page.goto(place)
    looks_right(page)
    page.locator(".draft-line a").click()
    expect(page.locator(field)).to_have_value("13900001111")
    looks_right(page)
    page.locator(".draft-line button").click()
    expect(page.locator(field)).to_have_value("")
    assert not Draft.objects.exists()


@BOTH_WIDTHS
def test_what_is_not_wanted_any_more_is_discarded_without_touching_the_new(cast, page_at, login, width):
    page = page_at(width, reduced_motion="reduce")
    page.context.add_init_script(path=AXE)
    login(page, cast.ann)
    begin(page)
    until_kept(page)
    begin(page, "远航")
    page.locator("#dialog .draft-line button").click()
    expect(page.locator("#dialog .draft-line")).to_have_count(0)
    expect(page.locator("#dialog #id_name")).to_have_value("远航")


@BOTH_WIDTHS
@pytest.mark.parametrize("place", ["dialog", "page"])
def test_an_ended_session_is_taken_up_in_place(cast, page_at, login, width, place):
    page = page_at(width, reduced_motion="reduce")
    page.context.add_init_script(path=AXE)
    login(page, cast.ann)
    if place == "dialog":
        begin(page)
    else:
        page.goto(f"{LIST}new/")
        page.fill("#id_name", "华信贸易")
    page.locator("#id_region").select_option(index=1)
    end_session(page)
    page.locator(".record-form button[type=submit]").last.click()
    expect(page.locator("#id_password")).to_be_visible()
    looks_right(page)
    page.fill("#id_username", "ann")
    page.fill("#id_password", "wrong")
    page.press("#id_password", "Enter")
    expect(page.locator(".alert-danger")).to_be_visible()
    expect(page.locator("#id_username")).to_be_focused()
    page.fill("#id_password", make.PASSWORD)
    page.press("#id_password", "Enter")
    expect(page.locator("#id_name")).to_have_value("华信贸易")
    page.locator(".record-form button[type=submit]").last.click()
    expect(page.locator(".toasts .alert-success")).to_be_visible()
    assert Customer.objects.get().name == "华信贸易"


def test_a_form_that_came_leaves_the_focus_to_who_is_quicker(cast, page_at, login):
    """What is typed the moment a form has come stays in its field."""
    page = page_at(1440)
    login(page, cast.ann)
    page.goto(f"{LIST}new/")
    end_session(page)
    page.evaluate("""
        document.body.addEventListener("htmx:afterSwap", () => document.getElementById("id_password").focus());
        document.body.addEventListener("htmx:afterSettle", () => { document.body.dataset.settled = "yes"; });
    """)
    page.fill("#id_name", "华信贸易")
    page.locator(".record-form button[type=submit]").last.click()
    expect(page.locator("body[data-settled] #id_password")).to_be_focused()


def test_without_scripts_the_form_comes_back_after_the_login(cast, page_at, login):
    page = page_at(390, java_script_enabled=False)
    login(page, cast.ann)
    page.goto(f"{LIST}new/")
    page.fill("#id_name", "华信贸易")
    end_session(page)
    page.locator(".record-form button[type=submit]").last.click()
    page.fill("#id_username", "ann")
    page.fill("#id_password", make.PASSWORD)
    page.press("#id_password", "Enter")
    expect(page.locator("#id_name")).to_have_value("华信贸易")


@pytest.mark.parametrize("place", ["dialog", "page"])
def test_a_server_that_fails_or_is_silent_leaves_the_form_as_it_is(cast, page_at, login, place):
    page = page_at(390)
    login(page, cast.ann)
    if place == "dialog":
        begin(page)
    else:
        page.goto(f"{LIST}new/")
        page.fill("#id_name", "华信贸易")
    page.locator("#id_region").select_option(index=1)
    page.route("**/new/", lambda route: route.fulfill(status=503, body="down"))
    page.locator(".record-form button[type=submit]").last.click()
    expect(page.locator("[data-unheard]")).to_contain_text("还在")
    expect(page.locator("#id_name")).to_have_value("华信贸易")
    page.unroute("**/new/")
    page.locator(".record-form button[type=submit]").last.click()
    expect(page.locator(".toasts .alert-success")).to_be_visible()


@BOTH_WIDTHS
def test_two_editors_of_one_record_choose_field_by_field(cast, page_at, login, width):
    customer = make.customer(owner=cast.ann, address="浦东", phone="021-1")
    page = page_at(width, reduced_motion="reduce")
    page.context.add_init_script(path=AXE)
    login(page, cast.ann)
    page.goto(customer.get_absolute_url())
    page.locator(f'a[href="{customer.page("edit")}"]').click()
    page.fill("#dialog #id_phone", "021-2")
    page.locator("#dialog .folded summary").click()
    page.fill("#dialog #id_address", "徐汇")
    other = page_at(width)
    login(other, cast.boss)
    other.goto(customer.page("edit"))
    other.fill("#id_phone", "021-3")
    other.locator(".folded summary").click()
    other.fill("#id_address", "静安")
    other.locator(".record-form button[type=submit]").last.click()
    expect(other.locator(".toasts .alert-success")).to_be_visible()
    page.locator("#dialog button[type=submit]").last.click()
    expect(page.locator("#dialog .rival")).to_have_count(2)
    fits(page)
    expect(page.locator("#dialog .field-address .rival")).to_be_visible()
    page.locator("#dialog .field-phone .rival").get_by_label("021-3").check()
    page.locator("#dialog button[type=submit]").last.click()
    expect(page.locator(".toasts .alert-success")).to_be_visible()
    customer.refresh_from_db()
    assert (customer.phone, customer.address) == ("021-3", "徐汇")
    page.goto(customer.page("history"))
    page.locator("a[href*='/past/']").last.click()
    expect(page.locator(".past-differs")).to_have_count(1)
    looks_right(page)
    page.locator(".actions a").click()
    expect(page.locator("#dialog .field-today")).to_have_count(1)
    looks_right(page)
    page.locator("#dialog button[type=submit]").last.click()
    expect(page.locator(".toasts .alert-success")).to_be_visible()
    customer.refresh_from_db()
    assert (customer.phone, customer.address) == ("021-3", "静安")
