"""Two correct one order: of the head each field, of the lines all together; the second chooses (O1, D2)."""

import pytest

from tests.conftest import said
from tests.customers.conftest import typed
from tests.customers.test_correct import as_typed, line

pytestmark = pytest.mark.django_db
MINE, THEIRS = {"stays-lines": "mine"}, {"stays-lines": "theirs"}


def words(order) -> list[str]:
    return [str(one) for one in order.lines.all()]


def typed_lines(form) -> list[tuple]:
    rows = [(row["product"].value(), row["quantity"].value()) for row in form.lines.forms]
    return [(product, quantity) for product, quantity in rows if product]


@pytest.fixture
def slower(cast, save, draft, terminal, bracket):
    """What ann typed, and the answer to it, after boss has changed the lines and where it ships to."""
    mine = as_typed(draft, line(terminal, "1"), ship_to=draft.ship_to)
    save(cast.boss, as_typed(draft, line(bracket, "7"), ship_to="苏州"), draft)
    return mine, save(cast.ann, mine, draft)


def test_who_was_slower_sees_both_and_loses_nothing(slower, draft, bracket):
    _mine, answer = slower
    form = answer.context["form"]
    assert answer.status_code == 422
    assert "Boss" in said(answer)
    assert (form.lines.rival.text, form.lines.rival.mine) == (
        "安装支架 · 7 台 × 9.99 = 69.93",
        "智能终端 · 1 台 × 100.00 = 100.00",
    )
    page = answer.content.decode()
    assert page.count('name="stays-lines"') == 2
    assert form.lines.rival.text in page
    assert typed_lines(form) == [("P-001", "1")]
    assert form["ship_to"].value() == "苏州"  # only the colleague changed it
    draft.refresh_from_db()
    assert draft.lines.get().product == bracket


@pytest.mark.parametrize(("choice", "stays"), [(MINE, "智能终端 × 1"), (THEIRS, "安装支架 × 7")])
def test_the_chosen_lines_stay_whole(cast, save, slower, draft, choice, stays):
    mine, answer = slower
    form = answer.context["form"]
    again = mine | {"version": form["version"].value(), "ship_to": "杭州"} | choice
    assert save(cast.ann, again, draft).status_code == 302
    draft.refresh_from_db()
    assert (words(draft), draft.ship_to) == ([stays], "杭州")
    assert draft.total == sum(one.amount for one in draft.lines.all())


def test_the_lines_chosen_stand_in_the_form_where_something_else_is_wrong(cast, save, slower, draft):
    mine, answer = slower
    version = answer.context["form"]["version"].value()
    form = save(cast.ann, mine | {"version": version, "date": "?"} | THEIRS, draft).context["form"]
    assert typed_lines(form) == [("P-002 安装支架", "7")]


def test_lines_only_the_colleague_changed_stay_theirs_unasked(cast, save, draft, terminal, bracket):
    mine = as_typed(draft, line(terminal, "4"), line(bracket, "5"), ship_to="杭州")
    save(cast.boss, as_typed(draft, line(bracket, "7"), ship_to=draft.ship_to), draft)
    save(cast.boss, typed(draft.customer, line(bracket, "8"), version=2, ship_to=draft.ship_to), draft)
    assert save(cast.ann, mine, draft).status_code == 302
    draft.refresh_from_db()
    assert (words(draft), draft.ship_to, str(draft.total)) == (["安装支架 × 8"], "杭州", "79.92")


def test_they_stand_in_the_form_where_the_head_is_to_be_chosen(cast, save, draft, terminal, bracket):
    mine = as_typed(draft, line(terminal, "4"), line(bracket, "5"), ship_to="杭州")
    save(cast.boss, as_typed(draft, line(bracket, "7"), ship_to="苏州"), draft)
    form = save(cast.ann, mine, draft).context["form"]
    assert not hasattr(form.lines, "rival")
    assert typed_lines(form) == [("P-002 安装支架", "7")]


def test_when_both_changed_the_head_as_well_both_values_are_shown(cast, save, draft, terminal, bracket):
    mine = as_typed(draft, line(terminal, "1"), ship_to="杭州")
    save(cast.boss, as_typed(draft, line(bracket, "7"), ship_to="苏州"), draft)
    form = save(cast.ann, mine, draft).context["form"]
    assert "Boss" in str(form.errors["ship_to"])
    assert (form["ship_to"].rival.text, form["ship_to"].rival.mine) == ("苏州", "杭州")
    assert form["ship_to"].value() == "杭州"


def test_a_colleague_who_changed_only_the_head_is_not_in_the_way(cast, save, draft, terminal, bracket):
    mine = as_typed(draft, line(terminal, "1"), ship_to=draft.ship_to)
    save(cast.boss, as_typed(draft, line(terminal, "4"), line(bracket, "5"), ship_to="苏州"), draft)
    assert save(cast.ann, mine, draft).status_code == 302
    draft.refresh_from_db()
    assert (draft.ship_to, draft.total) == ("苏州", 100)
