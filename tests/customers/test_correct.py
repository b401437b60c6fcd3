"""A draft is corrected, head and lines together, and nobody's correction is overwritten unseen (O1, C4)."""

from decimal import Decimal

import pytest

from apps.core.models import Entry
from apps.customers.actions import order as orders
from tests import make
from tests.conftest import said
from tests.customers.conftest import typed
from tests.security.test_forms import sent

pytestmark = pytest.mark.django_db


def as_typed(order, *lines, **head):
    return typed(order.customer, *lines, version=order.version, **head)


def line(product, quantity, **more):
    return {"product": product, "quantity": quantity} | more


def test_lines_and_head_change_together_and_the_log_says_what(cast, save, draft, terminal, bracket):
    data = as_typed(draft, line(terminal, "3"), line(bracket, "5"), line(bracket, "1"), ship_to="苏州")
    assert save(cast.ann, data, draft).status_code == 302
    draft.refresh_from_db()
    assert [(one.product, one.quantity) for one in draft.lines.all()] == [(terminal, 3), (bracket, 5), (bracket, 1)]
    assert (draft.total, draft.ship_to) == (Decimal("359.94"), "苏州")
    entry = Entry.objects.get(action="customers.order.edit")
    assert entry.note.splitlines() == [
        "− 智能终端 · 4 台 × 100.00 = 400.00",
        "+ 智能终端 · 3 台 × 100.00 = 300.00",
        "+ 安装支架 · 1 台 × 9.99 = 9.99",
    ]
    assert entry.changes["total"] == ["449.95", "359.94"]


def test_the_form_shows_the_lines_as_one_would_type_them(as_, cast, draft):
    form = as_(cast.ann).get(draft.page("edit")).context["form"]
    rows = [(row["product"].value(), row["quantity"].value(), row["discount"].value()) for row in form.lines.forms]
    assert rows == [("P-001 智能终端", "4", ""), ("P-002 安装支架", "5", "")]


def test_a_unit_the_product_has_got_since_changes_no_line_that_nobody_touched(as_, cast, draft, bracket):
    draft.lines.update(unit="")
    form = as_(cast.ann).get(draft.page("edit")).context["form"]
    data = {"lines-TOTAL_FORMS": 2, "lines-INITIAL_FORMS": 0, "remark": "周五前送到"}
    for one in (*form.lines, form):
        data = sent(one) | data
    assert as_(cast.ann).post(draft.page("edit"), data | {"lines-1-quantity": "6"}).status_code == 302
    assert [(one.quantity, one.unit) for one in draft.lines.all()] == [(4, ""), (6, "")]
    data |= {"version": draft.version + 1, "lines-1-product": bracket.number, "lines-1-product-key": ""}
    assert as_(cast.ann).post(draft.page("edit"), data | {"lines-0-unit": "箱"}).status_code == 302
    assert [one.unit for one in draft.lines.all()] == ["箱", "台"]


def test_sent_unchanged_nothing_is_logged(cast, save, draft, terminal, bracket):
    keys = list(draft.lines.values_list("pk", flat=True))
    data = as_typed(draft, line(terminal, "4.00"), line(bracket, "5", discount="0.0"), ship_to=draft.ship_to)
    assert save(cast.ann, data, draft).status_code == 302
    assert list(draft.lines.values_list("pk", flat=True)) == keys
    assert not Entry.objects.filter(action="customers.order.edit").exists()


def test_lines_of_the_same_worth_are_a_change_too(cast, save, draft, terminal, bracket):
    data = as_typed(draft, line(terminal, "2", price="200"), line(bracket, "5"), ship_to=draft.ship_to)
    save(cast.ann, data, draft)
    version = draft.version
    draft.refresh_from_db()
    assert (draft.total, draft.version) == (Decimal("449.95"), version + 1)
    assert draft.lines.first().price == 200


def test_a_confirmed_order_is_not_corrected_and_the_refusal_says_who_was_faster(as_, cast, save, draft, terminal):
    confirmed = orders.confirm(draft, by=cast.boss).record
    answer = save(cast.ann, as_typed(confirmed, line(terminal, "1")), confirmed)
    assert answer.status_code == 409
    assert "Boss" in said(answer)
    page = as_(cast.ann).get(confirmed.page("detail"))
    assert confirmed.page("edit") not in page.content.decode()
    assert confirmed.lines.count() == 2


@pytest.mark.parametrize("name", ["admin", "bob", "eng", "chief", "stranger"])
def test_nobody_else_corrects(cast, save, draft, terminal, name):
    assert save(cast[name], as_typed(draft, line(terminal, "1")), draft).status_code == 403
    assert draft.lines.count() == 2


def test_an_order_does_not_go_to_a_customer_one_does_not_work_for(cast, save, draft, terminal):
    foreign = make.customer(owner=cast.bob, name="北方重工")
    answer = save(cast.ann, as_typed(draft, line(terminal, "1")) | {"customer": foreign.number}, draft)
    assert "customer" in answer.context["form"].errors


def test_a_draft_can_be_deleted_a_confirmed_order_cannot(as_, cast, draft):
    assert as_(cast.ann).post(draft.page("delete")).status_code == 302
    assert as_(cast.ann).post(draft.page("restore")).status_code == 302
    orders.confirm(draft, by=cast.ann)
    assert as_(cast.ann).post(draft.page("delete")).status_code == 409
