"""The kernel around every step: right, scope, state, log, message (house.md §4)."""

import pytest
from django.core.exceptions import PermissionDenied

from apps.core.flow import Refused
from apps.core.models import Entry, Notification
from apps.marketing import actions
from apps.marketing.models import Chance
from tests import make

pytestmark = pytest.mark.django_db


def test_a_step_changes_logs_and_tells(cast):
    chance = make.chance(by=cast.boss)
    actions.assign(chance, by=cast.boss, to=cast.ann)
    chance.refresh_from_db()
    assert (chance.status, chance.assignee, chance.version) == (Chance.Status.DEVELOPING, cast.ann, 2)
    entry = Entry.objects.get(action="marketing.chance.assign")
    assert entry.by == cast.boss
    assert entry.changes["status"] == ["unassigned", "developing"]
    assert entry.changes["assignee"][2:] == ["", "Ann"]
    assert Notification.objects.get().to == cast.ann


def test_the_second_reads_who_was_faster(cast):
    chance = make.chance(by=cast.boss)
    actions.assign(chance, by=cast.boss, to=cast.ann)
    with pytest.raises(Refused, match="Boss"):
        actions.assign(chance, by=cast.boss, to=cast.bob)
    assert Entry.objects.filter(action="marketing.chance.assign").count() == 1


@pytest.mark.parametrize("name", ["admin", "ann", "bob", "eng", "chief", "stranger"])
def test_without_the_right_nothing_changes(cast, name):
    chance = make.chance(by=cast.boss)
    with pytest.raises(PermissionDenied):
        actions.assign(chance, by=cast[name], to=cast.ann)
    chance.refresh_from_db()
    assert chance.status == Chance.Status.UNASSIGNED
    assert not Entry.objects.exists()
