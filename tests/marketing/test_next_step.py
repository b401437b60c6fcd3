"""What comes next of a chance is kept on it, and is what its plan says, whatever happens to that (Z2)."""

from importlib import import_module
from io import BytesIO

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from apps.core import actions as plain
from apps.core.models import Batch
from apps.kit.bulk import undoing
from apps.marketing import actions
from apps.marketing.models import Chance, PlanStep
from tests import make
from tests.marketing.conftest import planned
from tests.marketing.test_follow_up import in_days

pytestmark = pytest.mark.django_db
LIST = reverse("marketing:chance-list")


def kept(chance) -> tuple:
    return Chance.objects.values_list("next_date", "next_until", "next_step").get(pk=chance.pk)


def edited(step, cast, **fields):
    for name, value in fields.items():
        setattr(step, name, value)
    plain.edit(step, by=cast.ann, fields=[*fields])


def undone(as_, cast, step):
    given = {"result": "好", "done_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M")}
    assert as_(cast.ann).post(step.page("do-complete"), given).status_code == 302
    return undoing.undo(Batch.objects.latest("pk"), by=cast.ann)


HAPPENS = {
    "nothing": (lambda as_, cast, plan: None, 0),
    "completed": (lambda as_, cast, plan: actions.complete(plan[0], by=cast.ann, result="好"), 1),
    "completed, and that undone": (lambda as_, cast, plan: undone(as_, cast, plan[0]), 0),
    "put off": (lambda as_, cast, plan: actions.postpone(plan[0], by=cast.ann, to=in_days(9)), 1),
    "lasts longer": (lambda as_, cast, plan: edited(plan[0], cast, duration=30), 1),
    "called otherwise": (lambda as_, cast, plan: edited(plan[0], cast, todo="再打一次"), 0),
    "deleted": (lambda as_, cast, plan: plain.delete(plan[0], by=cast.ann), 1),
    "deleted and restored": (
        lambda as_, cast, plan: plain.restore(plain.delete(plan[0], by=cast.ann), by=cast.ann),
        0,
    ),
    "moved": (lambda as_, cast, plan: actions.move_up(plan[2], by=cast.ann), 0),
    "an earlier one is planned": (
        lambda as_, cast, plan: plan.insert(0, planned(plan[0].chance, "寄样品", cast.ann, -5)),
        0,
    ),
}


@pytest.mark.parametrize("what", HAPPENS)
def test_it_is_the_first_open_step_whatever_happens_to_the_plan(as_, cast, plan, what):
    happens, first = HAPPENS[what]
    happens(as_, cast, plan)
    plan[first].refresh_from_db()
    assert kept(plan[first].chance) == (plan[first].date, plan[first].due, plan[first].todo)


def test_of_two_on_one_day_the_one_higher_up_comes_first(cast, plan):
    for step in plan:
        actions.postpone(step, by=cast.ann, to=in_days(3))
    actions.move_up(plan[1], by=cast.ann)
    assert kept(plan[0].chance) == (in_days(3), in_days(3), plan[1].todo)


def test_with_nothing_left_to_do_nothing_is_kept(cast, plan):
    for step in plan:
        actions.complete(step, by=cast.ann, result="好")
    assert kept(plan[0].chance) == (None, None, "")
    assert Chance.objects.without_next_step().get() == plan[0].chance


def test_the_list_is_sorted_and_filtered_by_it(as_, cast, plan):
    address = LIST
    day = kept(plan[0].chance)[0]
    assert plan[0].chance.title in as_(cast.ann).get(address, {"next_date_after": day}).content.decode()
    assert plan[0].chance.title not in as_(cast.ann).get(address, {"next_date_before": in_days(-30)}).content.decode()
    assert as_(cast.ann).get(address, {"sort": "-next_step"}).status_code == 200


PHASES = {  # of a step that takes two days: when it begins, and what the list calls it
    "comes": (1, ""),
    "begins today": (0, ""),
    "second day": (-1, "进行中"),
    "over": (-2, "已逾期"),
}


@pytest.mark.parametrize("when", PHASES)
def test_a_step_of_two_days_is_next_until_it_begins_then_under_way_then_overdue(as_, cast, plan, when):
    begins, word = PHASES[when]
    edited(plan[0], cast, date=in_days(begins), duration=2)
    days = f"{in_days(begins)} – {in_days(begins + 1)}"
    for address in (LIST, plan[0].chance.get_absolute_url(), reverse("marketing:chance-board")):
        page = as_(cast.ann).get(address).content.decode()
        place = page.index(days)
        shown = page[place : place + 150]
        assert [one for one in ("进行中", "已逾期") if one in shown] == [one for one in (word,) if one], address
    first, last = in_days(begins), in_days(begins + 1)
    for asked, is_there in (((last, last), True), ((first, first), True), ((in_days(begins + 2), None), False)):
        given = {"next_date_after": asked[0], "next_date_before": asked[1] or ""}
        assert (plan[0].chance.title in as_(cast.ann).get(LIST, given).content.decode()) == is_there


@pytest.fixture(params=["won", "lost"])
def closed(request, cast, plan):
    chance = Chance.objects.get(pk=plan[0].chance_id)
    if request.param == "won":
        return actions.win(chance, by=cast.ann, region=make.item("region"), contact="刘建平").record
    return actions.lose(chance, by=cast.ann, reason=make.item("failure_reason")).record


def test_a_closed_chance_has_no_next_step_anywhere(as_, cast, plan, closed):
    assert kept(closed) == (None, None, "")
    client, todo = as_(cast.ann), plan[0].todo
    given = {"status": closed.status}
    assert todo not in client.get(LIST, given).content.decode()
    assert todo not in client.get(reverse("marketing:chance-board"), given).content.decode()
    assert "head-next" not in client.get(closed.get_absolute_url()).content.decode()
    assert [row[3] for row in exported(client, given)] == [None]
    steps = reverse("marketing:planstep-list")
    assert not client.get(steps, {"open": "true"}).context["table"].rows
    assert {row.record.status for row in client.get(steps, {"open": "false"}).context["table"].rows} == {"dropped"}
    assert todo not in client.get(reverse("home")).content.decode()


def exported(client, given):
    sheet = load_workbook(BytesIO(b"".join(client.get(reverse("marketing:chance-export"), given)))).active
    return [*sheet.iter_rows(min_row=2, values_only=True)]


def test_taken_up_again_it_has_its_next_step_again(cast, plan, closed):
    actions.reopen(closed, by=cast.boss, reason="客户又来了")
    assert kept(closed) == (plan[0].date, plan[0].due, plan[0].todo)


def test_old_chances_get_the_days_of_their_plans(cast, plan):
    lost = make.developing(cast.boss, cast.ann, title="旧的")
    planned(lost, "寄样品", cast.ann)
    Chance.objects.filter(pk=lost.pk).update(status="lost")
    PlanStep.objects.filter(pk=plan[0].pk).update(duration=3)
    plan[0].refresh_from_db()
    Chance.objects.filter(pk=plan[0].chance_id).update(next_date=plan[0].due, next_until=None)
    import_module("apps.marketing.migrations.0005_next_until").read_from_the_plans(apps, None)
    assert kept(plan[0].chance) == (plan[0].date, plan[0].due, plan[0].todo)
    assert kept(lost) == (None, None, "")
