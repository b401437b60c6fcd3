"""Journey: two correct one order; the second sees both and chooses whose lines stay (O1, D2)."""

from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from apps.customers.actions import order as orders
from apps.customers.models import Order, OrderLine
from tests import make
from tests.browser.conftest import fits, wait_until
from tests.browser.test_looks import ALL_RULES, AXE, SETTLED, WRONG

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(("choice", "stays"), [("Boss", "安装支架 × 7"), ("我", "智能终端 × 1")])
def test_whose_lines_stay_is_chosen(cast, page_at, login, width, choice, stays):
    terminal, bracket = make.product("P-001", "智能终端", price="100"), make.product("P-002", "安装支架", price="9.99")
    customer = make.customer(owner=cast.ann)
    lines = [OrderLine(product=terminal, quantity=Decimal(4), unit="台", price=Decimal(100))]
    head = Order(customer=customer, date=date(2026, 11, 2), salesperson=cast.ann)
    order = orders.enter(head, by=cast.ann, lines=lines)
    page = page_at(width, reduced_motion="reduce")
    page.context.add_init_script(path=AXE)
    login(page, cast.ann)
    page.goto(order.page("edit"))
    page.fill("#id_lines-0-quantity", "1")
    theirs = [OrderLine(product=bracket, quantity=Decimal(7), unit="台", price=Decimal("9.99"))]
    orders.edit(order, by=cast.boss, fields=[], version=order.version, lines=theirs)
    page.locator(".record-form button[type=submit]").last.click()
    both = page.locator(".lines .rival")
    expect(both).to_contain_text("安装支架 · 7 台")
    expect(both).to_contain_text("智能终端 · 1 台")
    expect(page.locator("#id_lines-0-quantity")).to_have_value("1")
    fits(page)
    wait_until(page, SETTLED)
    assert page.evaluate(WRONG, [[".menu", ".topbar"], ALL_RULES]) == []
    both.locator("label", has_text=choice).click()
    page.locator(".record-form button[type=submit]").last.click()
    expect(page.locator(".toasts .alert-success")).to_be_visible()
    assert [str(line) for line in order.lines.all()] == [stays]
