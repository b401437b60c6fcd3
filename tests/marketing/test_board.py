"""The board: the chances of the list in columns, moved by the same steps (M7, M3, M6)."""

import datetime
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.basedata.models import Parameter
from apps.core import actions as plain
from apps.marketing import actions, board
from apps.marketing.models import Chance
from tests import make
from tests.conftest import said
from tests.marketing.conftest import planned

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BOARD = reverse("marketing:chance-board")
Status = Chance.Status


@pytest.fixture
def shown(as_):
    """The columns somebody sees, by state."""

    def look(person, query=""):
        return {column.status: column for column in as_(person).get(f"{BOARD}?{query}").context["columns"]}

    return look


@pytest.fixture
def company(cast):
    """Chances of two departments in every state, closed ones of last week and of last year."""
    now = timezone.now()
    for by, to in ((cast.boss, cast.ann), (cast.bob, cast.bob)):
        make.chance(by, title="仓库", expected_amount=100)
        for amount, status, days in ((10, "won", 6), (20, "won", 300), (30, "lost", 6), (40, "lost", 300)):
            given = {"status": status, "closed_at": now - datetime.timedelta(days=days), "expected_amount": amount}
            make.developing(by, to, **given)
        make.developing(by, to, title="车间", expected_amount=Decimal("0.5"), probability=20)
        make.developing(by, to, title="无金额")


def of_list(client, url):
    """How many and how much the list behind a column has."""
    context = client.get(url).context
    assert context["filters"].form.errors == {}
    return context["table"].page.paginator.count, context["totals"]["sum_expected_amount"] or 0


@pytest.mark.parametrize(
    ("name", "counts"),
    [("boss", (1, 2, 1, 1)), ("ann", (0, 2, 1, 1)), ("bob", (1, 2, 1, 1)), ("chief", (2, 4, 2, 2))],
)
@pytest.mark.parametrize(
    "query", ["", "q=仓库", "expected_amount_min=1", "closed_at_after=2020-01-01", "sort=title&page=9"]
)
def test_a_column_counts_what_its_list_has(cast, as_, company, shown, name, counts, query):
    columns = shown(cast[name], query)
    for column in columns.values():
        assert of_list(as_(cast[name]), column.url) == (column.count, column.total)
        assert len(column.cards) == column.count
    if not query:
        assert tuple(column.count for column in columns.values()) == counts


def test_what_is_closed_is_shown_for_30_days_unless_the_filter_says_when(cast, company, shown):
    columns = shown(cast.ann)
    assert [(columns[one].days, columns[one].total) for one in Status] == [
        (0, 0),
        (0, Decimal("0.5")),
        (30, 10),
        (30, 30),
    ]
    columns = shown(cast.ann, "closed_at_after=2020-01-01")
    assert [(columns[one].days, columns[one].count) for one in (Status.WON, Status.LOST)] == [(0, 2), (0, 2)]


def test_a_chosen_state_leaves_its_columns(cast, company, shown):
    assert list(shown(cast.boss, "status=won&status=developing")) == ["developing", "won"]
    assert shown(cast.boss, "status=won")["won"].count == 1


def test_the_other_view_keeps_the_filters(cast, as_, company):
    client = as_(cast.boss)
    assert (
        f'href="{BOARD}?q=%E4%BB%93%E5%BA%93"'
        in client.get(reverse("marketing:chance-list") + "?q=仓库").content.decode()
    )
    page = client.get(BOARD + "?q=仓库", headers={"HX-Request": "true", "HX-Target": "rows"}).content.decode()
    assert f'href="{reverse("marketing:chance-list")}?q=%E4%BB%93%E5%BA%93"' in page
    assert "<html" not in page


def test_at_most_20_cards_and_all_of_them_in_the_list(cast, as_, shown):
    for place in range(21):
        make.chance(cast.ann, title=f"机会{place}")
    column = shown(cast.ann)["unassigned"]
    assert (column.count, len(column.cards)) == (21, 20)
    assert f'class="board-all" href="{column.url.replace("&", "&amp;")}"' in as_(cast.ann).get(BOARD).content.decode()
    assert of_list(as_(cast.ann), column.url)[0] == 21


def test_very_many_are_counted_as_far_as_a_list_counts_them(cast, as_, shown, monkeypatch):
    for place in range(3):
        make.chance(cast.ann, title=f"机会{place}", expected_amount=5)
    monkeypatch.setattr(board, "tally", partial(board.tally, limit=2))
    column = shown(cast.ann)["unassigned"]
    assert (column.count, column.tally.exact, len(column.cards)) == (2, False, 3)
    page = as_(cast.ann).get(BOARD).content.decode()
    assert f'href="{column.url.replace("&", "&amp;")}&amp;exact=1"' in page
    assert "2+" in page


def test_a_full_board_asks_as_often_as_one_with_a_card_in_each_column(cast, as_, unassigned, plan):
    """Of the queries that show cards none is asked for each of them."""

    def fill():
        for status in Status:
            chance = make.developing(cast.boss, cast.ann, status=status, lost_reason=make.item("failure_reason"))
            Chance.objects.filter(pk=chance.pk).update(closed_at=None if status in Chance.OPEN else timezone.now())
            if status == Status.DEVELOPING:
                planned(chance, "电话", cast.ann)

    client = as_(cast.boss)
    fill()
    client.get(BOARD)
    with CaptureQueriesContext(connection) as few:
        client.get(BOARD)
    for _more in range(8):
        fill()
    with CaptureQueriesContext(connection) as many:
        client.get(BOARD)
    assert len(many) == len(few) <= 25


@pytest.mark.parametrize(
    ("name", "status", "moves"),
    [
        ("boss", "unassigned", {"assign"}),
        ("boss", "developing", {"win", "lose", "withdraw"}),
        ("boss", "won", {"reopen"}),
        ("boss", "lost", {"reopen"}),
        ("ann", "developing", {"win", "lose"}),
        ("ann", "won", set()),
        ("chief", "developing", set()),
    ],
)
def test_only_moves_that_a_step_allows_are_offered(cast, as_, shown, name, status, moves):
    closed = None if status in Chance.OPEN else timezone.now()
    chance = make.developing(cast.boss, cast.ann, status=status, closed_at=closed)
    (card,) = shown(cast[name])[status].cards
    assert {move.step.name for move in card.moves} == moves
    page = as_(cast[name]).get(BOARD).content.decode()
    offered = {step for step in board.LEADS_TO if f'href="{chance.page(f"do-{step}")}" data-dialog data-stay' in page}
    assert offered == moves
    assert ('draggable="true"' in page) == bool(moves)


def test_every_move_ends_in_the_column_it_was_dropped_on(cast, client):
    given = {
        "assign": {"to": cast.ann.pk},
        "withdraw": {"reason": "暂停"},
        "win": {"region": make.item("region").pk, "level": 1, "contact": "刘建平"},
        "lose": {"reason": make.item("failure_reason").pk},
        "reopen": {"reason": "又来了"},
    }
    client.force_login(cast.boss)
    for name, status in board.LEADS_TO.items():
        start = {"assign": "unassigned", "reopen": "lost"}.get(name, "developing")
        chance = make.developing(cast.boss, cast.bob, status=start, customer_name=name)
        if start == "unassigned":
            Chance.objects.filter(pk=chance.pk).update(assignee=None)
        else:
            Chance.objects.filter(pk=chance.pk).update(assignee=cast.ann)
        answer = client.post(chance.page(f"do-{name}") + "?back=" + BOARD, given[name])
        assert (answer.status_code, answer.headers["Location"]) == (302, BOARD)
        chance.refresh_from_db()
        assert chance.status == status


def test_a_refused_move_leaves_the_chance_where_it_was_and_says_why(cast, do, developing):
    answer = do(cast.ann, developing, "lose")
    assert answer.status_code == 422
    assert said(answer)
    actions.withdraw(developing, by=cast.boss, reason="暂停")
    answer = do(cast.ann, developing, "lose", reason=make.item("failure_reason").pk)
    assert answer.status_code in (403, 404)
    answer = do(cast.boss, developing, "lose", reason=make.item("failure_reason").pk)
    assert (answer.status_code, "Boss" in answer.content.decode()) == (409, True)
    developing.refresh_from_db()
    assert developing.status == Status.UNASSIGNED


class TestStandstill:
    """Ageing: how long nothing has happened to a chance or its plan, against the setting of its state (M7)."""

    @pytest.fixture
    def old(self, cast):
        """One in development, the last entry 20 days ago."""
        chance = plain.create(Chance(title="老机会", customer_name="远航", description="…"), by=cast.boss)
        actions.assign(chance, by=cast.boss, to=cast.ann)
        then = timezone.now() - datetime.timedelta(days=20)
        Chance.objects.update(created_at=then - datetime.timedelta(days=5), moved_at=then)
        return Chance.objects.get()

    def limit(self, days):
        Parameter.objects.filter(code=Parameter.IDLE_DEVELOPING).update(value=days)

    @pytest.mark.parametrize(("days", "mark"), [(20, ""), (19, "over-limit"), (10, "over-limit"), (9, "long")])
    def test_it_stands_out_in_two_grades_by_the_setting(self, cast, as_, shown, old, days, mark):
        self.limit(days)
        column = shown(cast.ann)["developing"]
        (card,) = column.cards
        assert (card.standstill, card.quiet, card.age) == (mark, 20, 25)
        assert column.idle == Chance.objects.idle().count() == bool(mark)
        assert of_list(as_(cast.ann), f"{column.url}&idle=true")[0] == column.idle
        assert of_list(as_(cast.ann), f"{column.url}&idle=false")[0] == 1 - column.idle

    @pytest.mark.parametrize("happens", ["chance", "plan"])
    def test_whatever_happens_to_it_or_its_plan_is_movement(self, cast, shown, old, happens):
        self.limit(5)
        if happens == "plan":
            planned(old, "电话", cast.ann)
        else:
            actions.adjust(old, by=cast.ann, probability=40)
        (card,) = shown(cast.ann)["developing"].cards
        assert (card.standstill, card.quiet, Chance.objects.idle().count()) == ("", 0, 0)

    def test_a_closed_chance_does_not_stand_still(self, cast, shown, old):
        self.limit(1)
        old = actions.lose(old, by=cast.ann, reason=make.item("failure_reason")).record
        Chance.objects.update(moved_at=timezone.now() - datetime.timedelta(days=20))
        assert shown(cast.ann)["lost"].cards[0].standstill == ""
        assert not Chance.objects.idle().exists()


def test_a_card_shows_the_next_step_or_that_there_is_none(cast, as_, plan, developing):
    page = as_(cast.ann).get(BOARD).content.decode()
    assert "电话沟通" in page
    assert "上门演示" not in page
    for one in plan:
        actions.complete(one, by=cast.ann, result="好")
    page = as_(cast.ann).get(BOARD).content.decode()
    assert "#tabler-alert-triangle" in page
