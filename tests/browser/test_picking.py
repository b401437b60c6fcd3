"""Journey 12: a record is picked by click, Enter, paste or leaving the box; a list is searched as one types."""

import pytest
from playwright.sync_api import expect

from apps.customers.models import Contact
from tests import make
from tests.browser.conftest import fits, send
from tests.browser.test_lists import accessible

pytestmark = pytest.mark.browser
CONTACTS, CUSTOMERS = "/customers/contacts/", "/customers/customers/"


@pytest.fixture
def customers(cast):
    """One that ends in the key of another, two of one name, and one of a name of its own."""
    first = make.customer(cast.ann, "上海远航物流")
    tricky = make.customer(cast.ann, f"杭州厂区#{first.pk}")
    twins = [make.customer(cast.ann, "同名公司") for _turn in range(2)]
    return first, tricky, *twins


def new_contact(page, name):
    page.goto(CONTACTS)
    page.locator(".actions a[href='new/']").click()
    page.fill("#id_name", name)


def options(page):
    return page.locator("#id_customer_list [data-key]")


def requests(page, part) -> list[str]:
    """The addresses with this in them that the page asks for from now on."""
    asked = []
    page.on("request", lambda request: asked.append(request.url) if part in request.url else None)
    return asked


def compose(page, text):
    """Type by an input method: letters first, what they mean at the end."""
    session = page.context.new_cdp_session(page)
    for part in ("h", "ha", "hang"):
        session.send("Input.imeSetComposition", {"text": part, "selectionStart": len(part), "selectionEnd": len(part)})
    return lambda: session.send("Input.insertText", {"text": text})


@pytest.mark.parametrize("width", [1440, 390])
def test_what_is_suggested_is_what_is_saved(cast, customers, page_at, login, width):
    first, tricky, twin, other = customers
    page = page_at(width, bypass_csp=True)
    login(page, cast.ann)
    box = page.locator("#id_customer")

    new_contact(page, "点击")
    page.fill("#id_customer", "同名")
    expect(options(page)).to_have_count(2)
    fits(page)
    accessible(page)
    page.set_viewport_size({"width": width, "height": 844})
    page.fill("#id_customer", "同名公")
    options(page).locator(f"xpath=self::*[@data-key='{twin.pk}']").click()
    expect(box).to_have_value(twin.pick_text())
    send(page)

    new_contact(page, "回车")
    page.fill("#id_customer", "厂区")
    box.press("Enter")
    expect(box).to_have_value(tricky.pick_text())
    expect(page.locator("#dialog")).to_be_visible()
    send(page)

    new_contact(page, "离开")
    box.focus()
    page.evaluate("document.execCommand('insertText', false, '远航')")  # as a paste does: no key is pressed
    page.locator("#id_name").focus()
    expect(box).to_have_value(first.pick_text())
    send(page)

    new_contact(page, "键盘")
    page.fill("#id_customer", "同名")
    expect(options(page)).to_have_count(2)
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("Enter")
    send(page)
    chosen = dict(Contact.objects.values_list("name", "customer"))
    assert chosen == {"点击": twin.pk, "回车": tricky.pk, "离开": first.pk, "键盘": twin.pk}
    assert other.pk

    page.goto(Contact.objects.get(name="回车").page("edit"))
    page.locator("#page form details summary").first.click()
    page.fill("#id_memo", "只改备注")
    page.locator("#page form button[type=submit]").click()
    expect(page.locator(".toasts .alert-success")).to_be_visible()
    assert Contact.objects.get(memo="只改备注").customer == tricky


def test_several_and_none_are_offered_where_the_box_was_left(cast, customers, page_at, login):
    page = page_at(1440, bypass_csp=True)
    login(page, cast.ann)
    new_contact(page, "李雷")
    near = page.locator(".field-customer .picker-near [data-key]")
    page.fill("#id_customer", "同名")
    page.locator("#id_name").focus()
    expect(near).to_have_count(2)
    page.fill("#id_customer", "杭州厂去")
    page.locator("#id_name").focus()
    expect(page.locator(".picker-near .picker-said")).to_contain_text("杭州厂去")
    expect(near).to_have_count(1)
    accessible(page)
    near.locator("input").press("Space")
    expect(page.locator("#id_customer")).to_have_value(customers[1].pick_text())
    send(page)
    assert Contact.objects.get().customer == customers[1]


def test_without_scripts_one_of_those_named_is_chosen(cast, customers, page_at, login):
    page = page_at(1440, java_script_enabled=False)
    login(page, cast.ann)
    page.goto(f"{CONTACTS}new/")
    page.fill("#id_customer", "同名公司")
    page.fill("#id_name", "李雷")
    page.locator("#page form button[type=submit]").click()
    page.check(f".picker-near input[value='{customers[3].pk} 同名公司']")
    page.locator("#page form button[type=submit]").click()
    expect(page.locator(".toasts .alert-success")).to_be_visible()
    assert Contact.objects.get().customer == customers[3]


def test_an_input_method_asks_when_it_has_composed(cast, customers, page_at, login):
    page = page_at(1440)
    login(page, cast.ann)
    new_contact(page, "李雷")
    asked = []
    page.on(
        "request", lambda request: asked.append(request.url) if "pick/" in request.url or "q=" in request.url else None
    )
    page.locator("#id_customer").focus()
    done = compose(page, "杭州")
    page.wait_for_timeout(800)
    assert asked == []
    done()
    expect(options(page)).to_have_count(1)
    assert len(asked) == 1
    page.goto(CUSTOMERS)
    page.locator("#id_q").focus()
    asked.clear()
    done = compose(page, "杭州")
    page.wait_for_timeout(800)
    assert asked == []
    done()
    expect(page.locator(".rows .cell-title")).to_have_count(1)
    assert len(asked) == 1


def test_a_list_is_searched_by_whatever_changes_the_text_once_and_one_step_leads_back(cast, customers, page_at, login):
    page = page_at(1440)
    login(page, cast.ann)
    page.goto("/")
    page.goto(CUSTOMERS)
    asked = requests(page, "q=")
    box, rows = page.locator("#id_q"), page.locator(".rows .cell-title")
    box.focus()
    page.evaluate("document.execCommand('insertText', false, '同名')")  # by mouse, by voice
    expect(rows).to_have_count(2)
    page.keyboard.type("公")
    expect(rows).to_have_count(2)
    page.wait_for_timeout(600)
    box.press("Enter")
    box.blur()
    page.wait_for_timeout(600)
    assert len(asked) == 2
    page.go_back()
    expect(rows).to_have_count(4)
    expect(box).to_have_value("")
    page.go_back()
    expect(page).not_to_have_url(CUSTOMERS)


def test_a_filter_by_a_record_keeps_its_key_alone(cast, customers, page_at, login):
    first, tricky, *_twins = customers
    make.contact(tricky, "王芳")
    make.contact(first, "李雷")
    page = page_at(1440)
    login(page, cast.ann)
    page.goto(CONTACTS)
    page.locator(".filters-more summary").click()
    page.fill("#filter_customer", "厂区")
    page.locator("#filter_customer").press("Enter")
    expect(page.locator(".rows .cell-title")).to_have_text(["王芳"])
    assert f"customer={tricky.pk}" in page.url
    assert "customer_text" not in page.url
    page.reload()
    expect(page.locator("#rows")).to_contain_text(tricky.name)


def test_the_wheel_and_the_arrows_change_no_number(cast, page_at, login):
    page = page_at(1440)
    login(page, cast.ann)
    for address, box in (("/basedata/products/new/", "#id_price"), ("/marketing/chances/new/", "#id_expected_amount")):
        page.goto(address)
        if not page.locator(box).count():
            continue
        page.fill(box, "500")
        page.locator(box).hover()
        page.mouse.wheel(0, 200)
        page.locator(box).press("ArrowUp")
        page.wait_for_timeout(200)
        expect(page.locator(box)).to_have_value("500")
    assert page.locator("input[type=number]").count() == 0
