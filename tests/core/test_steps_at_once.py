"""A step that asks for nothing is taken by the click, once; what destroys still asks (O5, D3)."""

import re

import pytest

import crm.urls  # noqa: F401 where the entities are registered
from apps.core.flow import STEPS
from apps.core.models import Entry
from apps.core.pages import REGISTRY
from apps.customers.actions import order as orders
from apps.customers.models import Order
from apps.kit.drafts.models import Draft
from apps.kit.templatetags.steps import asks
from tests import make
from tests.customers.conftest import line

pytestmark = pytest.mark.django_db


def test_which_steps_ask_for_nothing():
    found = {one.code for model in REGISTRY for one in STEPS.get(model, {}).values() if not asks(one)}
    assert found == {
        "customers.order.confirm", "customers.order.ship", "customers.order.complete", "customers.loss.win_back",
        "service.servicerequest.take", "service.servicerequest.handle", "service.servicerequest.archive_unanswered",
        "marketing.planstep.move_up", "marketing.planstep.move_down",
        "customers.duplicate.dismiss", "customers.duplicate.reconsider",
    }  # fmt: skip


@pytest.fixture
def order(cast):
    product = make.product("P-001", "智能终端")
    make.stock(product, 5)
    customer = make.customer(owner=cast.ann)
    return orders.enter(Order(customer=customer), by=cast.ann, lines=[line(product, 2)])


def ticket_of(page: str, step: str) -> str:
    return re.search(rf'data-step="{step}" data-now="([^"]+)"', page)[1]


def test_the_click_is_done_once_and_says_so_twice(as_, cast, order):
    client = as_(cast.ann)
    ticket = ticket_of(client.get(order.page("detail")).content.decode(), "confirm")
    answers = [client.post(order.page("do-confirm"), {"draft": ticket}) for _time in range(3)]
    assert {(one.status_code, one["Location"]) for one in answers} == {(302, order.get_absolute_url())}
    assert Entry.objects.filter(action="customers.order.confirm").count() == 1
    order.refresh_from_db()
    assert order.status == Order.Status.CONFIRMED


def test_what_is_refused_opens_with_its_reason_and_keeps_no_empty_draft(as_, cast, order):
    order.lines.update(quantity=9)
    client = as_(cast.ann)
    ticket = ticket_of(client.get(order.page("detail")).content.decode(), "confirm")
    answer = client.post(order.page("do-confirm"), {"draft": ticket}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "智能终端" in answer.content.decode()
    assert not Draft.objects.exists()


def test_shipped_by_mistake_is_undone_from_the_toast(as_, cast, order):
    orders.confirm(order, by=cast.ann)
    client = as_(cast.ann)
    client.post(order.page("do-ship"))
    page = client.get(order.page("detail")).content.decode()
    address = re.search(r'action="(/batches/\d+/undo/)"', page)[1]
    client.post(address)
    order.refresh_from_db()
    assert order.status == Order.Status.CONFIRMED


def test_what_asks_or_destroys_is_opened_first(as_, cast, order):
    page = as_(cast.ann).get(order.page("detail")).content.decode()
    assert re.search(r'data-step="void">', page)
    assert as_(cast.ann).get(order.page("do-confirm")).status_code == 200  # without scripts: a page with a button
