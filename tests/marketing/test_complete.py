"""Each step of the plan gets its result and the time it was done (M5)."""

import datetime

import pytest
from django.utils import timezone

from apps.core.models import Entry
from apps.marketing import actions
from tests import make
from tests.conftest import said

pytestmark = pytest.mark.django_db


def local(moment) -> str:
    """A moment as a browser sends it."""
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize("name", ["ann", "boss"])
def test_it_gets_its_result_and_its_time(cast, do, plan, name):
    yesterday = timezone.now() - datetime.timedelta(days=1)
    answer = do(cast[name], plan[0], "complete", result="约好周五见面", done_at=local(yesterday))
    assert (answer.status_code, answer.url) == (302, plan[0].chance.get_absolute_url())
    plan[0].refresh_from_db()
    assert (plan[0].result, plan[0].status) == ("约好周五见面", "done")
    assert local(plan[0].done_at) == local(yesterday)
    assert Entry.objects.get(action="marketing.planstep.complete").note == "约好周五见面"


@pytest.mark.parametrize("wrong", [{"result": " "}, {"done_at": ""}, {"done_at": "vorgestern"}])
def test_result_and_time_are_needed(cast, do, plan, wrong):
    given = {"result": "约好周五见面", "done_at": local(timezone.now())} | wrong
    answer = do(cast.ann, plan[0], "complete", **given)
    assert (answer.status_code, answer.context["form"].errors.keys()) == (422, wrong.keys())
    plan[0].refresh_from_db()
    assert plan[0].done_at is None


def test_nothing_was_done_in_the_future(cast, do, plan):
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    assert do(cast.ann, plan[0], "complete", result="约好周五见面", done_at=local(tomorrow)).status_code == 422
    plan[0].refresh_from_db()
    assert (plan[0].done_at, plan[0].result) == (None, "")


def test_the_second_reads_who_was_faster(cast, do, plan):
    given = {"done_at": local(timezone.now())}
    do(cast.ann, plan[0], "complete", result="约好周五见面", **given)
    answer = do(cast.boss, plan[0], "complete", result="没人接电话", **given)
    assert answer.status_code == 409
    assert "Ann" in said(answer)
    assert "没人接电话" in answer.content.decode()
    plan[0].refresh_from_db()
    assert plan[0].result == "约好周五见面"


def test_who_closed_the_chance_meanwhile_was_faster_too(cast, as_, do, plan):
    actions.lose(plan[0].chance, by=cast.boss, reason=make.item("failure_reason"))
    answer = do(cast.ann, plan[0], "complete", result="约好周五见面", done_at=local(timezone.now()))
    assert answer.status_code == as_(cast.ann).get(plan[0].page("do-complete")).status_code == 409
    assert "Boss" in said(answer)
    assert "约好周五见面" in answer.content.decode()
    plan[0].refresh_from_db()
    assert plan[0].done_at is None


def test_a_result_is_corrected_but_not_taken_away(cast, as_, do, plan):
    do(cast.ann, plan[0], "complete", result="约好周五见面", done_at=local(timezone.now()))
    given = {"todo": plan[0].todo, "date": plan[0].date, "duration": "1", "version": "2"}
    client = as_(cast.ann)
    assert client.post(plan[0].page("edit"), given | {"result": ""}).status_code == 422
    client.post(plan[0].page("edit"), given | {"result": "约好周六见面"})
    plan[0].refresh_from_db()
    assert plan[0].result == "约好周六见面"


def test_what_is_not_done_has_no_result_to_edit(cast, as_, plan):
    assert "result" not in as_(cast.ann).get(plan[0].page("edit")).context["form"].fields


@pytest.mark.parametrize(("name", "status"), [("bob", 404), ("chief", 403), ("eng", 403), ("stranger", 403)])
def test_nobody_else_completes_it(cast, do, plan, name, status):
    given = {"result": "约好周五见面", "done_at": local(timezone.now())}
    assert do(cast[name], plan[0], "complete", **given).status_code == status
    plan[0].refresh_from_db()
    assert plan[0].done_at is None
