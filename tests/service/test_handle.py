"""The assignee has handled a request (S3)."""

import pytest

from apps.core.models import Notification
from apps.service import actions
from apps.service.models import ServiceRequest
from tests.conftest import said
from tests.service.conftest import work_and_handle

pytestmark = pytest.mark.django_db
Status = ServiceRequest.Status


def test_it_is_handled_and_the_creator_is_told(cast, do, assigned):
    actions.record_work(assigned, by=cast.eng, solution="更换电源模块")
    assert do(cast.eng, assigned, "handle").status_code == 302
    assigned.refresh_from_db()
    assert assigned.status == Status.HANDLED
    assert assigned.handled_at is not None
    assert Notification.objects.get(entry__action="service.servicerequest.handle").to == cast.ann


def test_without_a_work_record_it_is_refused(cast, do, assigned):
    answer = do(cast.eng, assigned, "handle")
    assert answer.status_code == 422
    assert said(answer)
    assigned.refresh_from_db()
    assert (assigned.status, assigned.handled_at) == (Status.ASSIGNED, None)


def test_every_round_needs_work_of_its_own(cast, do, unhappy):
    assert do(cast.eng, unhappy, "handle").status_code == 422
    actions.record_work(unhappy, by=cast.eng, solution="更换主板")
    assert do(cast.eng, unhappy, "handle").status_code == 302


def test_it_is_handled_when_its_last_round_is(cast, handled):
    first = handled.handled_at
    unhappy = actions.feed_back(handled, by=cast.ann, result="又坏了", satisfaction=1).record
    assert unhappy.handled_at is None
    assert work_and_handle(unhappy, cast.eng).handled_at > first


@pytest.mark.parametrize("name", ["ann", "boss", "bob", "admin", "chief", "stranger"])
def test_only_the_assignee_handles_it(cast, as_, do, assigned, name):
    actions.record_work(assigned, by=cast.eng, solution="更换电源模块")
    assert do(cast[name], assigned, "handle").status_code == 403
    assert b'data-step="handle"' not in as_(cast[name]).get(assigned.page("detail")).content
    assigned.refresh_from_db()
    assert assigned.status == Status.ASSIGNED


def test_a_request_in_the_pool_is_not_handled(cast, do, new):
    type(new).objects.filter(pk=new.pk).update(assignee=cast.eng)
    assert do(cast.eng, new, "handle").status_code == 409
