"""The assignee, or a supervisor, draws up the plan: add, edit, order and delete steps while in development (M4)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.core.flow import Refused
from apps.core.models import Entry
from apps.marketing import actions
from apps.marketing.models import PlanStep
from tests import make
from tests.conftest import said
from tests.marketing.conftest import planned

pytestmark = pytest.mark.django_db
NEW = reverse("marketing:planstep-create")


@pytest.fixture
def typed(developing):
    return {
        "chance": developing.number, "todo": "合同谈判", "date": "2026-01-15", "duration": "3", "points": "请法务同行",
    }  # fmt: skip


def titles(chance):
    return [step.todo for step in chance.steps.all()]


@pytest.mark.parametrize("name", ["ann", "boss"])
def test_a_new_step_comes_last(cast, as_, developing, plan, typed, name):
    answer = as_(cast[name]).post(NEW, typed)
    assert (answer.status_code, answer.url) == (302, developing.get_absolute_url())
    assert titles(developing) == ["电话沟通", "上门演示", "提交报价", "合同谈判"]
    added = PlanStep.objects.get(todo="合同谈判")
    assert (str(added.date), added.duration, added.points) == ("2026-01-15", 3, "请法务同行")
    assert Entry.objects.filter(action="marketing.planstep.create", by=cast[name], object_id=added.pk).exists()


def test_nobody_plans_a_chance_of_others(cast, as_, typed):
    created_only = make.developing(by=cast.bob, to=cast.ann)
    for number in (typed["chance"], created_only.number):
        answer = as_(cast.bob).post(NEW, typed | {"chance": number})
        assert (answer.status_code, answer.context["form"].errors.keys()) == (422, {"chance"})
    assert not PlanStep.objects.exists()


@pytest.mark.parametrize("name", ["admin", "eng", "chief", "stranger"])
def test_who_does_not_develop_chances_has_no_form(cast, as_, typed, name):
    assert as_(cast[name]).post(NEW, typed).status_code == 403
    assert not PlanStep.objects.exists()


def test_a_chance_not_in_development_takes_no_steps(cast, as_, won, typed):
    assert as_(cast.ann).post(NEW, typed).status_code == 422
    with pytest.raises(Refused):
        planned(won, "合同谈判", by=cast.ann)
    assert not PlanStep.objects.exists()


def test_a_step_is_edited_but_stays_in_its_chance(cast, as_, plan):
    other = make.developing(by=cast.boss, to=cast.ann)
    given = {"chance": other.number, "todo": "上门演示两次", "date": "2027-01-20", "duration": "2", "version": 1}
    answer = as_(cast.ann).post(plan[1].page("edit"), given)
    assert (answer.status_code, answer.url) == (302, plan[1].chance.get_absolute_url())
    plan[1].refresh_from_db()
    assert (plan[1].todo, plan[1].chance) == ("上门演示两次", plan[0].chance)


def test_a_step_is_deleted_and_comes_back(cast, as_, plan):
    client, chance = as_(cast.ann), plan[0].chance
    answer = client.post(plan[1].page("delete"))
    assert (answer.status_code, answer.url) == (302, chance.get_absolute_url())
    assert titles(chance) == ["电话沟通", "提交报价"]
    client.post(plan[1].page("restore"))
    assert titles(chance) == ["电话沟通", "上门演示", "提交报价"]


def test_a_step_with_a_result_is_not_deleted(cast, as_, plan):
    actions.complete(plan[0], by=cast.ann, result="约好周五见面")
    answer = as_(cast.ann).post(plan[0].page("delete"))
    assert answer.status_code == 422
    assert said(answer)
    assert PlanStep.objects.count() == 3


def test_steps_are_put_in_order(cast, do, plan):
    chance = plan[0].chance
    answer = do(cast.ann, plan[2], "move_up")
    assert (answer.status_code, answer.url) == (302, chance.get_absolute_url())
    assert titles(chance) == ["电话沟通", "提交报价", "上门演示"]
    do(cast.boss, plan[0], "move_down")
    assert titles(chance) == ["提交报价", "电话沟通", "上门演示"]


@pytest.mark.parametrize(("place", "step"), [(0, "move_up"), (2, "move_down")])
def test_the_ends_of_the_plan_stay_the_ends(cast, do, plan, place, step):
    assert do(cast.ann, plan[place], step).status_code == 422
    assert titles(plan[0].chance) == ["电话沟通", "上门演示", "提交报价"]


@pytest.mark.parametrize(("name", "status"), [("bob", 404), ("chief", 403), ("eng", 403), ("stranger", 403)])
def test_nobody_else_touches_the_plan(cast, as_, do, plan, name, status):
    before = list(PlanStep.objects.values())
    for step in ("move_up", "move_down", "complete"):
        assert do(cast[name], plan[1], step, result="好").status_code == status
    for page in ("edit", "delete"):
        assert as_(cast[name]).post(plan[1].page(page), {"todo": "改"}).status_code == status
    assert list(PlanStep.objects.values()) == before


@pytest.mark.parametrize("closed", ["won", "lost"])
def test_the_plan_of_a_closed_chance_stays_as_it_is(cast, as_, do, plan, request, closed):
    request.getfixturevalue(closed)
    assert do(cast.ann, plan[1], "move_up").status_code == 409
    assert as_(cast.ann).post(plan[1].page("delete")).status_code == 409
    page = as_(cast.ann).get(plan[0].chance.page("detail"))
    assert not any(line.complete or line.up or line.down or line.edit or line.delete for line in page.context["plan"])
    assert NEW not in page.content.decode()


def test_the_page_offers_what_can_be_done_with_each_step(cast, as_, plan):
    actions.complete(plan[0], by=cast.ann, result="约好周五见面")
    page = as_(cast.ann).get(plan[0].chance.page("detail"))
    offered = [(line.complete, line.up, line.down, line.edit, line.delete) for line in page.context["plan"]]
    assert offered == [
        (False, False, True, True, False),
        (True, True, True, True, True),
        (True, True, False, True, True),
    ]
    html = page.content.decode()
    assert plan[1].page("do-complete") in html
    assert plan[0].page("do-complete") not in html
    assert plan[0].page("do-move_up") not in html


def test_an_executive_reads_the_plan_and_changes_nothing(cast, as_, plan):
    page = as_(cast.chief).get(plan[0].chance.page("detail"))
    assert [line.planned for line in page.context["plan"]] == plan
    assert not any(line.complete or line.edit or line.delete or line.up for line in page.context["plan"])
    assert NEW not in page.content.decode()


def test_an_overdue_step_stands_out(cast, as_, plan):
    html = as_(cast.ann).get(plan[0].chance.page("detail")).content.decode()
    assert html.count("plan-overdue") == 1
    assert [step.status for step in plan] == ["overdue", "open", "open"]


def test_what_happens_to_the_plan_is_told_with_its_chance(cast, as_, plan):
    actions.complete(plan[0], by=cast.ann, result="约好周五见面")
    newest = as_(cast.ann).get(plan[0].chance.page("detail")).context["story"].entries[0]
    assert (newest.action, newest.note) == ("marketing.planstep.complete", "约好周五见面")


def test_a_long_plan_asks_no_more_often_than_a_short_one(cast, as_, plan):
    client, address = as_(cast.ann), plan[0].chance.page("detail")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    asked()
    few = asked()
    for running in range(15):
        planned(plan[0].chance, f"第 {running} 次拜访", by=cast.ann)
    assert asked() <= few
