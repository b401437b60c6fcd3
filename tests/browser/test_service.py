"""Journey 2: a service request from the customer's word to the archive, over two rounds (S1–S5, V1, V2)."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.service.models import ServiceRequest
from tests import make
from tests.browser.conftest import fits, send, take_step

pytestmark = pytest.mark.browser
LIST = reverse("service:servicerequest-list")


@pytest.fixture
def customer(cast):
    found = make.customer(owner=cast.ann, name="远航物流")
    make.contact(found, name="王芳")
    make.contact(make.customer(owner=cast.ann, name="华信贸易"), name="赵倩")
    return found


def record(page, customer) -> ServiceRequest:
    """The account manager records the request; only contacts of the customer are suggested."""
    page.goto(LIST)
    fits(page)
    page.locator(".actions a[href='new/']").click()
    page.fill("#id_customer", customer.name)
    page.click("#id_contact")
    suggested = page.locator("#id_contact_list [data-key]")
    expect(suggested).to_have_count(1)
    suggested.first.click()
    page.select_option("#id_type", label="投诉")
    page.fill("#id_title", "叉车终端无法开机")
    page.fill("#id_request", "上电后没有反应，请尽快上门。")
    send(page)
    expect(page.locator("h1")).to_contain_text("叉车终端无法开机")
    return ServiceRequest.objects.get()


def stars(count):
    """Asked by phone, the customer gives so many."""

    def choose(page):
        page.check('#dialog [name="source"][value="phone"]')
        page.check(f'#dialog [name="satisfaction"][value="{count}"]')

    return choose


@pytest.mark.parametrize("width", [1440, 390])
def test_from_word_to_archive(cast, customer, page_at, login, width):
    page = page_at(width)
    login(page, cast.ann)
    request = record(page, customer)

    login(page, cast.boss)
    page.goto(LIST)
    page.get_by_role("link", name="叉车终端无法开机").click()
    take_step(page, "assign", lambda page: page.select_option("#id_to", str(cast.eng.pk)))

    login(page, cast.eng)
    expect(page.locator(".bell-count")).to_have_text("1")
    page.goto(request.get_absolute_url())
    take_step(page, "record_work", solution="电话指导检查电源", place="电话", open_points="等待备件")
    expect(page.locator("#round-1")).to_contain_text("等待备件")
    take_step(page, "record_work", solution="上门更换电源模块", place="客户仓库")
    take_step(page, "handle")

    login(page, cast.ann)
    page.goto(request.get_absolute_url())
    take_step(page, "feed_back", stars(2), result="第二天又坏了")
    expect(page.locator("#round-2")).to_be_visible()

    login(page, cast.eng)
    page.goto(request.get_absolute_url())
    page.locator('[data-step="handle"]').click()
    expect(page.locator("#dialog .alert-danger")).to_be_visible()
    page.goto(request.get_absolute_url())
    take_step(page, "record_work", solution="更换主板，连续运行一天")
    take_step(page, "handle")

    login(page, cast.ann)
    page.goto(request.get_absolute_url())
    take_step(page, "feed_back", stars(4), result="已经好了")
    first, second = page.locator("#round-1"), page.locator("#round-2")
    for text in ("电话指导检查电源", "上门更换电源模块", "第二天又坏了", "★★☆☆☆"):
        expect(first).to_contain_text(text)
    for text in ("更换主板，连续运行一天", "已经好了", "★★★★☆"):
        expect(second).to_contain_text(text)
    fits(page)

    for person in (cast.ann, cast.eng, cast.boss):
        login(page, person)
        page.goto(request.get_absolute_url())
        expect(page.locator(".actions a[data-step], .actions a[data-dialog]")).to_have_count(0)
        assert page.goto(request.page("edit")).status == 409  # the page that says it was archived meanwhile
        assert page.goto(request.page("do-reassign")).status in (403, 409)
    page.goto(f"{LIST}?status=archived&q=叉车")
    expect(page.get_by_role("link", name="叉车终端无法开机")).to_be_visible()
