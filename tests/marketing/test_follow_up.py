"""Follow-up in one breath of a sales chance: the plan step it was, its customer's file, the next step (Z2, M5)."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.core import actions as plain
from apps.core.models import Entry
from apps.customers.models import Activity
from apps.marketing import actions
from apps.marketing.models import Chance, PlanStep
from tests import make
from tests.conftest import said

pytestmark = pytest.mark.django_db
LIST = reverse("marketing:chance-list")
GIVEN = {"title": "电话沟通", "detail": "约好周五见面"}


def in_days(count: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=count)


def test_one_form_completes_the_first_step_and_plans_the_next(as_, cast, do, plan):
    chance = plan[0].chance
    form = as_(cast.ann).get(chance.page("do-follow_up")).context["form"]
    assert (form["closes"].value(), form["title"].value()) == (plan[0].pk, "电话沟通")
    given = GIVEN | {"closes": plan[0].pk, "next_step": "签约", "next_date": in_days(5)}
    assert do(cast.ann, chance, "follow_up", **given).status_code == 302
    plan[0].refresh_from_db()
    assert (plan[0].status, plan[0].result) == ("done", "约好周五见面")
    added = PlanStep.objects.get(todo="签约")
    assert (added.date, added.order, added.done_at) == (in_days(5), 4, None)
    told = Entry.objects.filter(object_id=plan[0].pk, action="marketing.planstep.complete").get()
    assert (told.note, told.by) == ("约好周五见面", cast.ann)
    assert not Entry.objects.filter(action__endswith="follow_up").exists()


def test_the_step_it_is_opened_from_is_the_one_meant(as_, cast, plan):
    page = as_(cast.ann).get(plan[0].chance.page("do-follow_up"), {"of": plan[2].pk})
    assert page.context["form"]["closes"].value() == plan[2].pk
    assert as_(cast.ann).get(plan[0].chance.page("do-follow_up"), {"of": "x" * 30}).status_code == 200


def test_without_a_step_what_happened_is_put_on_record_as_done(cast, do, developing):
    do(cast.ann, developing, "follow_up", title="对方来电", detail="")
    done = PlanStep.objects.get()
    assert (done.todo, done.result, done.status, done.date) == ("对方来电", "对方来电", "done", in_days(0))


def test_a_customer_that_is_there_gets_the_dealing(as_, cast, do, developing):
    assert "kind" not in as_(cast.ann).get(developing.page("do-follow_up")).context["form"].fields
    customer = make.customer(cast.ann)
    Chance.objects.filter(pk=developing.pk).update(customer=customer)
    do(cast.ann, developing, "follow_up", **GIVEN, kind=make.item("activity_kind").pk)
    made = Activity.objects.get()
    assert (made.customer, made.title, made.detail) == (customer, *GIVEN.values())


@pytest.mark.parametrize(
    "wrong", [{"next_step": "签约"}, {"next_date": in_days(3)}, {"next_date": in_days(-1), "next_step": "签约"}]
)
def test_a_next_step_needs_words_and_a_day_to_come(cast, do, plan, wrong):
    answer = do(cast.ann, plan[0].chance, "follow_up", **GIVEN, closes=plan[0].pk, **wrong)
    assert answer.status_code == 422
    plan[0].refresh_from_db()
    assert plan[0].done_at is None


def test_a_step_completed_meanwhile_is_not_completed_again(cast, do, plan):
    actions.complete(plan[0], by=cast.boss, result="没人接电话")
    answer = do(cast.ann, plan[0].chance, "follow_up", **GIVEN, closes=plan[0].pk)
    assert answer.status_code == 422
    assert said(answer)
    plan[0].refresh_from_db()
    assert plan[0].result == "没人接电话"


@pytest.mark.parametrize(("name", "status"), [("boss", 302), ("bob", 404), ("chief", 403), ("eng", 403)])
def test_it_is_for_the_assignee_and_the_supervisors_above(cast, do, developing, name, status):
    assert do(cast[name], developing, "follow_up", **GIVEN).status_code == status


def test_a_step_is_put_off(cast, do, plan):
    assert do(cast.ann, plan[0], "postpone", to=in_days(1)).status_code == 302
    plan[0].refresh_from_db()
    assert plan[0].date == in_days(1)
    assert do(cast.ann, plan[0], "postpone", to=in_days(-1)).status_code == 422
    actions.complete(plan[0], by=cast.ann, result="好了")
    assert do(cast.ann, plan[0], "postpone", to=in_days(2)).status_code == 409


def test_list_and_record_say_what_comes_next_or_that_nothing_does(as_, cast, plan):
    adrift = make.developing(cast.boss, cast.ann, title="没人管的机会")
    plan[0].duration = 2
    plain.edit(plan[0], by=cast.ann, fields=["duration"])
    shown = Chance.objects.get(pk=plan[0].chance_id)
    assert (shown.next_date, shown.next_until, shown.next_step) == (in_days(-1), in_days(0), "电话沟通")
    client = as_(cast.ann)
    assert [one.pk for one in client.get(LIST, {"no_next_step": "true"}).context["table"].data] == [adrift.pk]
    assert [one.pk for one in client.get(LIST, {"no_next_step": "false"}).context["table"].data] == [plan[0].chance_id]
    assert f'href="{adrift.page("do-follow_up")}"' in client.get(LIST).content.decode()
    assert "bg-orange-lt" in client.get(adrift.get_absolute_url()).content.decode()
    assert "bg-orange-lt" not in client.get(plan[0].chance.get_absolute_url()).content.decode()


def test_the_last_day_in_the_database_is_the_one_of_the_record(cast, plan):
    for duration in (0, 1, 2, 40):
        PlanStep.objects.filter(pk=plan[0].pk).update(duration=duration)
        found = PlanStep.objects.with_last_day().get(pk=plan[0].pk)
        assert found.last_day == found.due
