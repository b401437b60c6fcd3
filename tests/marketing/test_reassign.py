"""Before it is closed a supervisor gives a chance to somebody else, with a reason; plan and history stay (M3, D3)."""

import pytest

from apps.core.flow import Refused
from apps.core.models import Entry, Notification
from apps.marketing import actions
from apps.marketing.models import Chance
from tests.conftest import said

pytestmark = pytest.mark.django_db


def test_it_goes_to_somebody_else_with_its_plan_and_both_are_told(cast, do, developing, plan):
    Notification.objects.all().delete()
    assert do(cast.boss, developing, "reassign", to=cast.bob.pk, reason="客户迁往北京").status_code == 302
    developing.refresh_from_db()
    assert (developing.status, developing.assignee) == (Chance.Status.DEVELOPING, cast.bob)
    assert list(developing.steps.all()) == plan
    entry = Entry.objects.get(action="marketing.chance.reassign")
    assert entry.changes["assignee"][2:] == ["Ann", "Bob"]
    assert entry.note == "Ann → Bob · 客户迁往北京"
    assert {message.to for message in Notification.objects.filter(entry=entry)} == {cast.ann, cast.bob}


def test_whoever_had_it_no_longer_works_on_it(cast, as_, do, developing):
    do(cast.boss, developing, "reassign", to=cast.bob.pk, reason="客户迁往北京")
    assert as_(cast.ann).get(developing.page("detail")).status_code == 404
    assert do(cast.ann, developing, "lose", reason=1).status_code == 404


@pytest.mark.parametrize("given", [{"reason": ""}, {"reason": " "}])
def test_without_a_reason_it_stays_where_it_is(cast, do, developing, given):
    assert do(cast.boss, developing, "reassign", to=cast.bob.pk, **given).status_code == 422
    developing.refresh_from_db()
    assert developing.assignee == cast.ann


def test_it_is_not_given_to_the_same_person(cast, do, developing):
    answer = do(cast.boss, developing, "reassign", to=cast.ann.pk, reason="再来一次")
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"to"}
    with pytest.raises(Refused, match="Ann"):
        actions.reassign(developing, by=cast.boss, to=cast.ann, reason="再来一次")


@pytest.mark.parametrize(("name", "status"), [("ann", 403), ("bob", 403), ("chief", 403), ("eng", 403)])
def test_nobody_else_reassigns(cast, do, developing, name, status):
    assert do(cast[name], developing, "reassign", to=cast.bob.pk, reason="换人").status_code == status
    developing.refresh_from_db()
    assert developing.assignee == cast.ann


def test_the_manager_does_not_see_the_button(cast, offered, developing):
    assert offered(cast.ann, developing) == ["follow_up", "plan_next", "win", "lose", "adjust"]
    assert offered(cast.boss, developing) == ["follow_up", "plan_next", "win", "lose", "adjust", "reassign", "withdraw"]


def test_a_closed_chance_is_not_reassigned(cast, do, won):
    answer = do(cast.boss, won, "reassign", to=cast.bob.pk, reason="换人")
    assert answer.status_code == 409
    assert "Ann" in said(answer)
