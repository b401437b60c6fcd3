"""What comes next of a chance is kept on it, and is what its plan says, whatever happens to that (Z2)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.core import actions as plain
from apps.core.bulk import undoing
from apps.core.models import Batch
from apps.marketing import actions
from apps.marketing.models import Chance
from tests.marketing.conftest import planned
from tests.marketing.test_follow_up import in_days

pytestmark = pytest.mark.django_db


def kept(chance) -> tuple:
    return Chance.objects.values_list("next_date", "next_step").get(pk=chance.pk)


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
    assert kept(plan[first].chance) == (plan[first].due, plan[first].todo)


def test_of_two_on_one_day_the_one_higher_up_comes_first(cast, plan):
    for step in plan:
        actions.postpone(step, by=cast.ann, to=in_days(3))
    actions.move_up(plan[1], by=cast.ann)
    assert kept(plan[0].chance) == (in_days(3), plan[1].todo)


def test_with_nothing_left_to_do_nothing_is_kept(cast, plan):
    for step in plan:
        actions.complete(step, by=cast.ann, result="好")
    assert kept(plan[0].chance) == (None, "")
    assert Chance.objects.without_next_step().get() == plan[0].chance


def test_the_list_is_sorted_and_filtered_by_it(as_, cast, plan):
    address = reverse("marketing:chance-list")
    day = kept(plan[0].chance)[0]
    assert plan[0].chance.title in as_(cast.ann).get(address, {"next_date_after": day}).content.decode()
    assert plan[0].chance.title not in as_(cast.ann).get(address, {"next_date_before": in_days(-30)}).content.decode()
    assert as_(cast.ann).get(address, {"sort": "-next_step"}).status_code == 200
