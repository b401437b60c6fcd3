"""Journey: chances are moved on the board by pointer, keyboard and thumb, always through their steps (M7, M3, M6)."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from apps.core.models import Entry
from apps.marketing import actions
from apps.marketing.models import Chance
from tests import make
from tests.browser.conftest import fits, send

pytestmark = pytest.mark.browser
BOARD = reverse("marketing:chance-board")
CHANCES = reverse("marketing:chance-list")


@pytest.fixture
def chances(cast):
    """One without anybody, two of ann, one lost."""
    make.chance(cast.boss, title="冷库改造", expected_amount=50_000)
    make.developing(cast.boss, cast.ann, title="条码升级", expected_amount=20_000)
    make.developing(cast.boss, cast.ann, title="手持终端", expected_amount=10_000, contact="刘建平")
    given = {"status": Chance.Status.LOST, "closed_at": timezone.now()}
    make.developing(cast.boss, cast.ann, title="旧项目", **given)


def column(page, status):
    return page.locator(f"#stage-{status}")


def card(page, title, status):
    return column(page, status).locator(".board-card", has_text=title)


def drag(page, title, start, end):
    card(page, title, start).drag_to(column(page, end).locator(".board-cards"))


def test_a_card_is_dragged_and_comes_back_when_the_step_is_not_taken(cast, chances, page_at, login):
    page = page_at(1440)
    login(page, cast.boss)
    page.goto(f"{BOARD}?assignee=&q=")
    fits(page)
    drag(page, "冷库改造", "unassigned", "lost")  # no step leads there
    expect(page.locator("#dialog")).not_to_be_visible()
    expect(card(page, "冷库改造", "unassigned")).to_be_visible()

    drag(page, "冷库改造", "unassigned", "developing")
    expect(card(page, "冷库改造", "developing")).to_have_class("board-card board-waiting")
    expect(page.locator("#id_to")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card(page, "冷库改造", "unassigned")).to_have_class("board-card")

    drag(page, "冷库改造", "unassigned", "developing")
    page.locator("#dialog button[type=submit]").click()
    expect(page.locator("#dialog .field-error")).to_be_visible()
    expect(page.locator("#stage-unassigned .board-card")).to_have_count(1)
    page.select_option("#id_to", str(cast.ann.pk))
    send(page)
    expect(card(page, "冷库改造", "developing")).to_contain_text("Ann")
    expect(column(page, "developing").locator(".board-head")).to_contain_text("80,000")
    expect(page.locator(".board-title:focus")).to_have_text("冷库改造")
    assert page.url.endswith(f"{BOARD}?assignee=&q=")
    assert Entry.objects.filter(action="marketing.chance.assign", by=cast.boss).count() == 1


def test_who_comes_too_late_reads_why_and_sees_the_board_as_it_is(cast, chances, page_at, login):
    page = page_at(1440)
    login(page, cast.ann)
    page.goto(BOARD)
    drag(page, "条码升级", "developing", "lost")
    page.select_option("#id_reason", index=1)
    actions.withdraw(Chance.objects.get(title="条码升级"), by=cast.boss, reason="暂停")
    actions.assign(Chance.objects.get(title="条码升级"), by=cast.boss, to=cast.ann)
    actions.lose(Chance.objects.get(title="条码升级"), by=cast.boss, reason=make.item("failure_reason"))
    page.locator("#dialog button[type=submit]").click()
    expect(page.locator("#dialog [role=alert]")).to_contain_text("Boss")
    expect(card(page, "条码升级", "developing")).to_have_count(1)
    page.locator("#dialog [data-close-dialog]").first.click()
    expect(card(page, "条码升级", "lost")).to_be_visible()
    expect(card(page, "条码升级", "developing")).to_have_count(0)


def test_by_keyboard_alone(cast, chances, page_at, login):
    page = page_at(1440)
    login(page, cast.boss)
    page.goto(BOARD)
    page.locator(".board-title").first.focus()
    focused = page.locator(":focus")
    expect(focused).to_have_text("冷库改造")
    page.keyboard.press("ArrowRight")
    expect(focused).to_have_text("手持终端")
    page.keyboard.press("ArrowDown")
    expect(focused).to_have_text("条码升级")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    expect(focused).to_have_text("旧项目")  # the empty column is passed over
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("m")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#dialog")).to_be_visible()
    expect(page.locator("#id_reason")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("预算取消")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(card(page, "手持终端", "lost")).to_be_visible()
    expect(focused).to_have_text("手持终端")
    assert Chance.objects.get(title="手持终端").lost_note == "预算取消"


def test_a_card_is_followed_up_where_it_is(cast, chances, page_at, login):
    page = page_at(1440)
    login(page, cast.ann)
    page.goto(BOARD)
    moving = card(page, "手持终端", "developing")
    expect(moving.locator(".board-late")).to_be_visible()
    moving.locator("a[href*=follow_up]").click()
    page.fill("#id_title", "电话沟通")
    page.fill("#id_detail", "客户要样机")
    page.fill("#id_next_step", "送样机")
    page.fill("#id_next_date", str(timezone.localdate() + datetime.timedelta(days=3)))
    send(page)
    expect(moving).to_contain_text("送样机")
    expect(moving.locator(".board-late")).to_have_count(0)


def test_by_thumb_on_the_phone(cast, chances, page_at, login):
    page = page_at(390, has_touch=True)
    login(page, cast.ann)
    page.goto(BOARD)
    fits(page)
    page.locator(".board-stages a[href='#stage-developing']").tap()
    moving = card(page, "手持终端", "developing")
    expect(moving).to_be_in_viewport()
    moving.locator("summary").tap()
    moving.locator("[data-move=won]").tap()
    page.select_option("#id_region", index=1)
    fits(page)
    send(page)
    expect(card(page, "手持终端", "won")).to_have_count(1)
    expect(card(page, "条码升级", "developing")).to_be_in_viewport()
    fits(page)
    page.locator(f'#rows nav a[href^="{CHANCES}"]:not([href*=board])').first.tap()
    expect(page.locator("tbody tr")).to_have_count(3)


def test_without_scripts_the_menu_leads_to_the_step(cast, chances, page_at, login):
    page = page_at(1440, java_script_enabled=False)
    login(page, cast.ann)
    page.goto(f"{BOARD}?q=手持")
    moving = card(page, "手持终端", "developing")
    moving.locator("summary").click()
    moving.locator("[data-move=lost]").click()
    page.select_option("#id_reason", index=1)
    page.locator("#page [type=submit]").click()
    expect(page.locator("h1")).to_contain_text("手持终端")
    expect(page.locator(".page-head .badge")).to_have_text(str(Chance.Status.LOST.label))
