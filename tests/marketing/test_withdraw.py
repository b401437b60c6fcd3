"""A supervisor takes a chance back, with a reason; whoever had it is told (M3, D3)."""

import pytest

from apps.core.models import Entry, Notification
from apps.marketing.models import Chance

pytestmark = pytest.mark.django_db


def test_it_is_unassigned_again_and_the_manager_is_told(cast, do, developing, plan):
    Notification.objects.all().delete()
    assert do(cast.boss, developing, "withdraw", reason="客户暂停").status_code == 302
    developing.refresh_from_db()
    assert developing.status == Chance.Status.UNASSIGNED
    assert (developing.assignee, developing.assigned_by, developing.assigned_at) == (None, None, None)
    assert list(developing.steps.all()) == plan
    message = Notification.objects.get()
    assert (message.to, message.entry.note) == (cast.ann, "客户暂停")


def test_then_it_is_assigned_and_edited_like_a_new_one(cast, do, offered, developing):
    do(cast.boss, developing, "withdraw", reason="客户暂停")
    developing.refresh_from_db()
    assert offered(cast.boss, developing) == ["assign"]
    assert Chance.objects.editable_by(cast.boss).get() == developing
    assert do(cast.boss, developing, "assign", to=cast.bob.pk).status_code == 302


def test_without_a_reason_it_stays(cast, do, developing):
    assert do(cast.boss, developing, "withdraw").status_code == 422
    developing.refresh_from_db()
    assert developing.status == Chance.Status.DEVELOPING


@pytest.mark.parametrize("name", ["ann", "bob", "chief", "eng", "admin", "stranger"])
def test_nobody_else_withdraws(cast, do, developing, name):
    assert do(cast[name], developing, "withdraw", reason="不想做").status_code == 403
    assert not Entry.objects.filter(action="marketing.chance.withdraw").exists()


def test_a_closed_chance_is_not_withdrawn(cast, do, lost):
    assert do(cast.boss, lost, "withdraw", reason="客户暂停").status_code == 409
