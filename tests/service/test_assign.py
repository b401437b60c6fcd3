"""A supervisor assigns a request, and gives it to somebody else with a reason (S2, D3)."""

import pytest

from apps.core.models import Entry, Notification
from apps.service import actions
from apps.service.models import ServiceRequest
from tests import make
from tests.conftest import REFUSED, said

pytestmark = pytest.mark.django_db


def test_it_is_assigned_and_the_engineer_is_told(cast, do, new):
    assert do(cast.boss, new, "assign", to=cast.eng.pk).status_code == 302
    new.refresh_from_db()
    assert (new.status, new.assignee, new.assigned_by) == (ServiceRequest.Status.ASSIGNED, cast.eng, cast.boss)
    assert new.assigned_at is not None
    message = Notification.objects.get()
    assert (message.to, message.entry.action) == (cast.eng, "service.servicerequest.assign")


@pytest.mark.parametrize("name", ["admin", "ann", "bob", "eng", "chief", "stranger"])
def test_nobody_else_assigns(cast, as_, do, new, name):
    assert do(cast[name], new, "assign", to=cast.eng.pk).status_code == 403
    new.refresh_from_db()
    assert new.status == ServiceRequest.Status.NEW
    assert b'data-step="assign"' not in as_(cast[name]).get(new.page("detail")).content


def test_a_supervisor_of_another_department_does_not_assign(cast, do, new):
    other = make.user("other", "销售主管", cast.bob.department)
    assert do(other, new, "assign", to=cast.bob.pk).status_code == 403
    assert not Entry.objects.exclude(action=REFUSED).exists()


@pytest.mark.parametrize("name", ["chief", "admin", "stranger"])
def test_only_who_may_handle_requests_is_offered(cast, do, new, name):
    assert do(cast.boss, new, "assign", to=cast[name].pk).status_code == 422
    new.refresh_from_db()
    assert new.assignee is None


def test_a_colleague_who_has_left_is_not_offered(cast, do, new):
    type(cast.eng).objects.filter(pk=cast.eng.pk).update(is_active=False)
    assert do(cast.boss, new, "assign", to=cast.eng.pk).status_code == 422


def test_the_second_supervisor_reads_who_was_faster(cast, do, new):
    second = make.user("second", "销售主管", cast.boss.department)
    do(cast.boss, new, "assign", to=cast.eng.pk)
    answer = do(second, new, "assign", to=cast.ann.pk)
    assert answer.status_code == 409
    assert "Boss" in said(answer)
    new.refresh_from_db()
    assert new.assignee == cast.eng
    assert Notification.objects.count() == 1


def test_it_goes_to_somebody_else_with_a_reason_and_both_are_told(cast, do, assigned):
    actions.record_work(assigned, by=cast.eng, solution="远程检查")
    Notification.objects.all().delete()
    assert do(cast.boss, assigned, "reassign", to=cast.ann.pk, reason="工程师休假").status_code == 302
    assigned.refresh_from_db()
    assert (assigned.assignee, assigned.status) == (cast.ann, ServiceRequest.Status.ASSIGNED)
    assert assigned.works.count() == 1
    entry = Entry.objects.get(action="service.servicerequest.reassign")
    assert entry.note == "工程师休假"
    assert {message.to for message in Notification.objects.filter(entry=entry)} == {cast.ann, cast.eng}


def test_without_a_reason_it_stays_where_it_is(cast, do, assigned):
    assert do(cast.boss, assigned, "reassign", to=cast.ann.pk, reason=" ").status_code == 422
    assigned.refresh_from_db()
    assert assigned.assignee == cast.eng


@pytest.mark.parametrize("name", ["ann", "eng", "bob", "chief"])
def test_nobody_else_reassigns(cast, do, offered, assigned, name):
    assert do(cast[name], assigned, "reassign", to=cast.ann.pk, reason="换人").status_code == 403
    assert "reassign" not in offered(cast[name], assigned)
    assigned.refresh_from_db()
    assert assigned.assignee == cast.eng
