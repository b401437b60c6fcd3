"""A request is answered by the first thing anybody does for it, not by the end of the work (S3, S6)."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from apps.service import actions
from apps.service.models import ServiceRequest
from tests.service.conftest import work_and_handle

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def created(request, hours: int):
    """The request as if it had been created so many hours ago."""
    ServiceRequest.objects.filter(pk=request.pk).update(created_at=timezone.now() - hours * HOUR)
    request.refresh_from_db()
    return request


def test_nobody_has_answered_by_assigning_or_taking_it(cast, new, assigned):
    assert assigned.responded_at is None
    actions.reassign(assigned, by=cast.boss, to=cast.ann, reason="换人")
    assert assigned.due == assigned.response_due
    taken = actions.take(type(new).objects.create(**copied(new)), by=cast.eng).record
    assert taken.responded_at is None


def copied(request) -> dict:
    names = ("type", "title", "customer", "request", "created_by")
    return {name: getattr(request, name) for name in names} | {"number": "FW-2"}


def test_the_first_work_record_answers_it_whatever_follows(cast, assigned):
    first = timezone.now() - 2 * HOUR
    request = actions.record_work(created(assigned, 5), by=cast.eng, solution="远程检查", at=first).record
    assert (request.responded_at, request.due) == (first, request.resolution_due)
    unhappy = actions.feed_back(work_and_handle(request, cast.eng), by=cast.ann, result="又坏了", satisfaction=1).record
    again = work_and_handle(unhappy, cast.eng)
    assert (again.responded_at, again.handled_at > first) == (first, True)


def test_of_works_recorded_in_another_order_the_earliest_answers(cast, assigned):
    request = actions.record_work(created(assigned, 5), by=cast.eng, solution="更换", at=timezone.now() - HOUR).record
    earlier = timezone.now() - 3 * HOUR
    assert actions.record_work(request, by=cast.eng, solution="电话", at=earlier).record.responded_at == earlier


def test_what_was_done_before_it_was_written_down_answers_it_at_once(cast, assigned):
    before = assigned.created_at - HOUR
    assert actions.record_work(assigned, by=cast.eng, solution="电话里就解决了", at=before).record.responded_at == (
        assigned.created_at
    )


@pytest.mark.parametrize(("answer", "is_late"), [(-1, False), (1, False)])
def test_once_answered_the_answer_is_not_late_any_more(cast, assigned, answer, is_late):
    request = actions.record_work(assigned, by=cast.eng, solution="远程检查").record
    ServiceRequest.objects.update(response_due=timezone.now() + answer * HOUR)
    request.refresh_from_db()
    assert (request.is_overdue, ServiceRequest.objects.overdue().exists()) == (is_late, is_late)


def test_old_requests_get_it_from_their_works_and_the_log(cast, new, archived):
    first = archived.works.order_by("at").first().at
    last = archived.handled_at
    imported = type(new)(**copied(new), status="archived", handled_at=last, closed_at=last)
    imported.save()
    back = type(new)(**copied(new) | {"number": "FW-3"}, status="assigned", handled_at=last, round=2)
    back.save()
    ServiceRequest.objects.filter(pk=archived.pk).update(responded_at=None, handled_at=first)
    import_module("apps.service.migrations.0002_responded_at").read_from_works_and_log(apps, None)
    for request in (archived, imported, back):
        request.refresh_from_db()
    assert archived.responded_at == first
    assert abs(archived.handled_at - last) < timedelta(seconds=1)
    assert imported.responded_at == last
    assert (back.responded_at, back.handled_at) == (last, None)
