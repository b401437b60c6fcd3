"""The settings and the service targets a company may change (B1, C7, S6, P5)."""

import pytest
from django.urls import reverse

from apps.basedata.models import Parameter
from apps.core.models import Entry
from apps.service.models import ServiceTarget
from tests import make

pytestmark = pytest.mark.django_db
ADD_TARGET = reverse("admin:service_servicetarget_add")


def change(record):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def test_the_churn_period_is_set_and_that_is_on_record(as_, cast):
    months = Parameter.objects.get(code=Parameter.CHURN_MONTHS)
    as_(cast.admin).post(change(months), {"value": "9"})
    months.refresh_from_db()
    assert months.value == 9
    entry = Entry.objects.get()
    assert (entry.action, entry.by, entry.changes) == ("basedata.parameter.edit", cast.admin, {"value": [6, 9]})


@pytest.mark.parametrize("value", ["0", "-1", "", "x", "99999999999"])
def test_a_setting_is_a_whole_number_from_one(as_, cast, value):
    months = Parameter.objects.get(code=Parameter.CHURN_MONTHS)
    answer = as_(cast.admin).post(change(months), {"value": value})
    assert answer.status_code == 200
    months.refresh_from_db()
    assert months.value == 6


def test_settings_are_neither_added_nor_deleted(as_, cast):
    months, client = Parameter.objects.get(code=Parameter.CHURN_MONTHS), as_(cast.admin)
    assert client.post(reverse("admin:basedata_parameter_add"), {"value": "1"}).status_code == 403
    assert client.post(reverse("admin:basedata_parameter_delete", args=[months.pk]), {"post": "yes"}).status_code == 403
    client.post(change(months), {"value": "6", "name": "x", "code": "x"})
    months.refresh_from_db()
    assert months.code == Parameter.CHURN_MONTHS


def test_a_target_of_a_type_is_added_and_counts_for_new_requests(as_, cast):
    kind = make.item("service_type", "投诉")
    given = {"type": kind.pk, "priority": 4, "response_hours": 2, "resolution_hours": 5}
    as_(cast.admin).post(ADD_TARGET, given)
    assert Entry.objects.get().action == "service.servicetarget.create"
    request = make.service(cast.ann, make.customer(owner=cast.ann), type=kind, priority=4)
    assert (request.response_due - request.created_at).total_seconds() == 2 * 3600
    assert (request.resolution_due - request.created_at).total_seconds() == 5 * 3600


@pytest.mark.parametrize("kind", ["", "投诉"])
def test_there_is_one_target_for_a_type_and_priority(as_, cast, kind):
    given = {"type": kind and make.item("service_type", kind).pk, "priority": 4}
    given |= {"response_hours": 2, "resolution_hours": 5}
    client = as_(cast.admin)
    client.post(ADD_TARGET, given)
    count = ServiceTarget.objects.count()
    answer = client.post(ADD_TARGET, given)
    (sentence,) = answer.context["adminform"].form.non_field_errors()
    assert "one_target" not in sentence
    assert ServiceTarget.objects.count() == count


def test_a_target_nobody_could_reach_is_refused(as_, cast):
    given = {"type": make.item("service_type").pk, "priority": 4, "response_hours": 2, "resolution_hours": 99999999999}
    assert "errornote" in as_(cast.admin).post(ADD_TARGET, given).content.decode()


def test_the_hours_of_a_target_are_changed_and_that_is_on_record(as_, cast):
    target = ServiceTarget.objects.get(priority=4)
    as_(cast.admin).post(
        change(target), {"response_hours": 3, "resolution_hours": target.resolution_hours, "priority": 1}
    )
    target.refresh_from_db()
    assert (target.response_hours, target.priority) == (3, 4)
    assert Entry.objects.get().changes == {"response_hours": [1, 3]}
