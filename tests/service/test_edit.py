"""Correcting a problem record while somebody still works on it (V1)."""

from datetime import timedelta

import pytest

from apps.service.models import Priority, ServiceTarget

pytestmark = pytest.mark.django_db


def filled(request, **changed):
    given = {
        "customer": request.customer.pick_text(),
        "type": request.type_id,
        "priority": request.priority,
        "title": request.title,
        "request": request.request,
        "version": request.version,
    }
    return given | changed


@pytest.mark.parametrize("name", ["ann", "eng", "boss"])
def test_creator_assignee_and_supervisor_correct_it(cast, as_, assigned, name):
    answer = as_(cast[name]).post(assigned.page("edit"), filled(assigned, title="设备反复重启"))
    assert answer.status_code == 302
    assigned.refresh_from_db()
    assert assigned.title == "设备反复重启"


@pytest.mark.parametrize("name", ["bob", "admin", "chief", "stranger"])
def test_nobody_else_does(cast, as_, assigned, name):
    answer = as_(cast[name]).post(assigned.page("edit"), filled(assigned, title="设备反复重启"))
    assert answer.status_code == 403
    assigned.refresh_from_db()
    assert assigned.title != "设备反复重启"


def test_the_due_times_follow_the_priority(cast, as_, new):
    as_(cast.ann).post(new.page("edit"), filled(new, priority=Priority.URGENT))
    new.refresh_from_db()
    hours = ServiceTarget.objects.get(type=None, priority=Priority.URGENT).response_hours
    assert new.response_due == new.created_at + timedelta(hours=hours)


def test_who_only_mends_the_title_keeps_the_new_due_times_of_a_colleague(cast, as_, assigned):
    opened = filled(assigned, title="设备反复重启")
    as_(cast.ann).post(assigned.page("edit"), filled(assigned, priority=Priority.URGENT))
    assert as_(cast.eng).post(assigned.page("edit"), opened).status_code == 302
    assigned.refresh_from_db()
    hours = ServiceTarget.objects.get(type=None, priority=Priority.URGENT).response_hours
    assert (assigned.title, assigned.priority) == ("设备反复重启", Priority.URGENT)
    assert assigned.response_due == assigned.created_at + timedelta(hours=hours)


def test_once_handled_it_is_not_corrected_any_more(cast, as_, handled):
    page = as_(cast.ann).get(handled.page("detail"))
    assert not page.context["can_edit"]
    assert as_(cast.ann).post(handled.page("edit"), filled(handled, title="设备反复重启")).status_code == 409
