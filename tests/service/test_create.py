"""Recording a service request (S1): who may, what the system fills in, what is refused."""

from datetime import timedelta

import pytest
from django.urls import reverse

from apps.core.models import Entry
from apps.service.models import Priority, ServiceRequest, ServiceTarget
from tests import make
from tests.conftest import said

pytestmark = pytest.mark.django_db
ADDRESS = reverse("service:servicerequest-create")


@pytest.fixture
def filled(customer):
    return {
        "customer": customer.pick_text(),
        "type": make.item("service_type").pk,
        "priority": Priority.URGENT,
        "title": "设备无法开机",
        "request": "上电后没有反应",
    }


@pytest.mark.parametrize("name", ["ann", "bob", "boss", "eng"])
def test_it_is_recorded_with_number_and_due_times(cast, as_, filled, name):
    answer = as_(cast[name]).post(ADDRESS, filled)
    request = ServiceRequest.objects.get()
    assert answer.url == request.get_absolute_url()
    assert (request.status, request.created_by) == (ServiceRequest.Status.NEW, cast[name])
    assert request.number.startswith("FW")
    target = ServiceTarget.objects.for_request(request)
    assert target.priority == Priority.URGENT
    assert request.response_due == request.created_at + timedelta(hours=target.response_hours)
    assert request.resolution_due == request.created_at + timedelta(hours=target.resolution_hours)
    assert Entry.objects.get().customer == request.customer


def test_a_target_of_the_type_comes_before_that_of_the_priority(cast, as_, filled):
    type = make.item("service_type")
    ServiceTarget(type=type, priority=Priority.URGENT, response_hours=2, resolution_hours=3).save()
    as_(cast.ann).post(ADDRESS, filled)
    request = ServiceRequest.objects.get()
    assert request.response_due - request.created_at == timedelta(hours=2)


@pytest.mark.parametrize("name", ["admin", "chief", "stranger"])
def test_without_the_right_nothing_is_recorded(cast, as_, filled, name):
    assert as_(cast[name]).post(ADDRESS, filled).status_code == 403
    assert not ServiceRequest.objects.exists()


@pytest.mark.parametrize("missing", ["customer", "type", "title", "request"])
def test_what_is_needed_is_asked_for_and_what_was_typed_stays(cast, as_, filled, missing):
    answer = as_(cast.ann).post(ADDRESS, filled | {missing: ""})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [missing]
    assert all(str(value) in answer.content.decode() for value in filled.values() if value != filled[missing])
    assert not ServiceRequest.objects.exists()


def test_a_contact_of_the_customer_is_accepted(cast, as_, filled, customer):
    contact = make.contact(customer)
    as_(cast.ann).post(ADDRESS, filled | {"contact": contact.pick_text()})
    assert ServiceRequest.objects.get().contact == contact


def test_a_contact_of_another_customer_is_refused_by_name(cast, as_, filled, customer):
    foreign = make.contact(make.customer(owner=cast.ann, name="远航物流"), name="赵倩")
    answer = as_(cast.ann).post(ADDRESS, filled | {"contact": foreign.pick_text()})
    assert answer.status_code == 422
    assert all(name in said(answer) for name in ("赵倩", "远航物流", customer.name))
    assert not ServiceRequest.objects.exists()


def test_only_contacts_of_the_chosen_customer_are_suggested(cast, as_, customer):
    make.contact(customer, name="王芳")
    make.contact(make.customer(owner=cast.ann, name="远航物流"), name="赵倩")
    address = reverse("customers:contact-pick")
    answer = as_(cast.ann).get(address, {"q": "", "customer": customer.pick_text()}).content.decode()
    assert "王芳" in answer
    assert "赵倩" not in answer


def test_a_retired_type_is_not_offered(cast, as_, filled):
    retired = make.item("service_type")
    type(retired).objects.filter(pk=retired.pk).update(active=False)
    answer = as_(cast.ann).post(ADDRESS, filled)
    assert list(answer.context["form"].errors) == ["type"]
