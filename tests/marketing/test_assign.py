"""A supervisor assigns each chance to exactly one person who may develop it (M3, D3)."""

import pytest

from apps.core.models import Entry, Notification
from apps.marketing.models import Chance
from tests import make
from tests.conftest import said

pytestmark = pytest.mark.django_db


def test_it_is_assigned_and_the_manager_is_told(cast, do, unassigned):
    assert do(cast.boss, unassigned, "assign", to=cast.ann.pk).status_code == 302
    unassigned.refresh_from_db()
    assert (unassigned.status, unassigned.assignee) == (Chance.Status.DEVELOPING, cast.ann)
    assert unassigned.assigned_by == cast.boss
    assert unassigned.assigned_at is not None
    message = Notification.objects.get()
    assert (message.to, message.entry.action) == (cast.ann, "marketing.chance.assign")


@pytest.mark.parametrize("name", ["admin", "ann", "bob", "eng", "chief", "stranger"])
def test_nobody_else_assigns(cast, do, unassigned, name):
    assert do(cast[name], unassigned, "assign", to=cast.ann.pk).status_code == 403
    unassigned.refresh_from_db()
    assert unassigned.status == Chance.Status.UNASSIGNED


def test_only_a_supervisor_sees_the_button(cast, offered):
    chance = make.chance(by=cast.ann)
    assert offered(cast.boss, chance) == ["assign"]
    assert offered(cast.ann, chance) == []
    assert offered(cast.chief, chance) == []


def test_a_supervisor_of_another_department_does_not_even_see_it(cast, do, unassigned):
    other = make.user("other", "销售主管", cast.bob.department)
    assert do(other, unassigned, "assign", to=cast.bob.pk).status_code == 404


@pytest.mark.parametrize("name", ["admin", "eng", "chief", "stranger"])
def test_only_who_may_develop_chances_is_offered(cast, do, unassigned, name):
    answer = do(cast.boss, unassigned, "assign", to=cast[name].pk)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"to"}
    unassigned.refresh_from_db()
    assert unassigned.assignee is None


def test_the_second_supervisor_reads_who_was_faster(cast, do, unassigned):
    second = make.user("second", "销售主管", cast.boss.department)
    do(cast.boss, unassigned, "assign", to=cast.ann.pk)
    answer = do(second, unassigned, "assign", to=cast.bob.pk)
    assert answer.status_code == 409
    assert "Boss" in said(answer)
    unassigned.refresh_from_db()
    assert unassigned.assignee == cast.ann
    assert Entry.objects.filter(action="marketing.chance.assign").count() == 1
