"""Journey 4: an order is entered, found short of stock, corrected and confirmed; figures follow (O1, O2, C4, R5)."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.customers.models import Order
from tests import make
from tests.browser.conftest import fits, send, take_step

pytestmark = pytest.mark.browser


@pytest.fixture
def customer(cast):
    return make.customer(owner=cast.ann, name="远航物流", address="上海市浦东新区张江路 88 号")


@pytest.fixture
def products(db):
    """Enough brackets, but only 3 terminals in two warehouses."""
    terminal, bracket = (
        make.product("P-001", "智能终端", price="1280.50"),
        make.product("P-002", "安装支架", price="9.99"),
    )
    make.stock(terminal, 2, "上海仓")
    make.stock(terminal, 1, "苏州仓")
    make.stock(bracket, 100, "上海仓")
    return terminal, bracket


def choose(page, line, product):
    """Choose a product among the suggestions of a line; what is in stock of it appears below."""
    page.fill(f"#id_lines-{line}-product", product.number)
    page.locator(f"#id_lines-{line}-product_list [data-key='{product.pk}']").click()
    expect(page.locator(f"#id_lines-{line}-product")).to_have_value(product.pick_text())
    row = page.locator("[data-line]", has=page.locator(f"#id_lines-{line}-product"))
    expect(row.locator("[data-there]")).to_be_visible()


def enter(page, customer, terminal, bracket):
    """From the customer's page: two products, one of them more often than it is there, one line removed again."""
    page.goto(customer.get_absolute_url())
    fits(page)
    page.locator("#panel-order .card-actions a").click()
    expect(page.locator("#id_customer")).to_have_value(customer.pick_text())
    choose(page, 0, terminal)
    expect(page.locator("#id_lines-0-price")).to_have_value("1280.50")
    expect(page.locator("#id_lines-0-unit")).to_have_value("台")
    page.fill("#id_lines-0-quantity", "5")
    expect(page.locator(".line-short")).to_contain_text("3")
    choose(page, 1, bracket)
    page.fill("#id_lines-1-quantity", "10")
    page.fill("#id_lines-1-discount", "0.9")
    expect(page.locator("#id_lines-1-discount_understood .field-ask")).to_be_visible()
    expect(page.locator("[data-amount]").nth(1)).to_be_empty()
    page.fill("#id_lines-1-discount", "9折")
    expect(page.locator("#id_lines-1-discount_understood")).to_contain_text("9 折 = 10 % off = ¥ 8.991")
    expect(page.locator("[data-amount]").nth(1)).to_have_text("¥ 89.91")
    page.locator("[data-add-line]").click()
    choose(page, 3, bracket)
    page.fill("#id_lines-3-quantity", "1")
    expect(page.locator("output[data-total]")).to_have_text("¥ 6,502.40")
    page.locator("[data-line]:last-child [data-remove-line]").click()
    expect(page.locator("output[data-total]")).to_have_text("¥ 6,492.41")
    fits(page)
    send(page)


@pytest.mark.parametrize("width", [1440, 390])
def test_from_entry_to_the_reports(cast, customer, products, page_at, login, width):
    terminal, bracket = products
    page = page_at(width)
    login(page, cast.ann)
    enter(page, customer, terminal, bracket)
    order = Order.objects.get()
    expect(page.locator("h1")).to_contain_text(order.number)
    expect(page.locator("#lines")).to_contain_text("¥ 6,492.41")
    fits(page)

    page.locator('[data-step="confirm"]').click()
    refusal = page.locator("#dialog .alert-danger")
    expect(refusal).to_contain_text("智能终端")
    expect(refusal).to_contain_text("5")
    expect(refusal).not_to_contain_text("安装支架")
    page.keyboard.press("Escape")

    page.locator(f'.actions a[href="{order.page("edit")}"]').click()
    expect(page.locator("#id_lines-0-quantity")).to_have_value("5")
    page.fill("#id_lines-0-quantity", "3")
    expect(page.locator(".line-short")).to_have_count(0)
    send(page)
    take_step(page, "confirm")
    expect(page.locator("h1 .badge")).to_have_class("badge bg-azure-lt")

    page.goto(customer.get_absolute_url())
    expect(page.locator(".head-figures")).to_contain_text("¥ 3,931.41")
    expect(page.locator("#panel-order")).to_contain_text(order.number)
    page.goto(terminal.get_absolute_url())
    expect(page.locator("#panel-stock tbody tr")).to_have_count(2)
    expect(page.locator("#panel-stock td.num")).to_have_text(["0", "0"])
    page.goto(reverse("reports:products"))
    expect(page.locator("main")).to_contain_text("3,841.50")
    fits(page)


def test_on_paper_an_order_is_a_table_without_menu(cast, customer, products, page_at, login):
    page = page_at(794)  # A4 at 96 dpi
    login(page, cast.ann)
    enter(page, customer, *products)
    page.emulate_media(media="print")
    for hidden in (".menu", ".topbar", ".page-head .actions", ".record-side"):
        expect(page.locator(hidden)).not_to_be_visible()
    expect(page.locator("#lines thead")).to_be_visible()
    expect(page.locator("#lines tfoot")).to_contain_text("¥ 6,492.41")
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1


def test_without_scripts_everything_works_but_the_live_figures(cast, customer, products, page_at, login):
    page = page_at(390, java_script_enabled=False)
    login(page, cast.ann)
    page.goto(reverse("customers:order-create"))
    page.fill("#id_customer", customer.number)
    page.fill("#id_lines-0-product", "P-001")
    page.fill("#id_lines-0-quantity", "2")
    page.click("[data-add-line]")
    expect(page.locator("[data-line]")).to_have_count(6)
    expect(page.locator("[data-there]")).to_contain_text("3")
    expect(page.locator(".field-error")).to_have_count(0)
    page.fill("#id_lines-5-product", "安装支架")
    page.fill("#id_lines-5-quantity", "-1")
    page.click("button[type=submit].btn-primary")
    expect(page.locator(".field-quantity .field-error")).to_have_count(1)
    page.fill("#id_lines-5-quantity", "1")
    page.click("button[type=submit].btn-primary")
    expect(page.locator("#lines tfoot")).to_contain_text("¥ 2,570.99")
    assert Order.objects.get().lines.count() == 2
