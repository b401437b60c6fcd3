"""Requests are found by type, priority, state, people and day; what is late stands out (S1, V1)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.service.models import Priority, ServiceRequest
from tests import make

pytestmark = pytest.mark.django_db
LIST = reverse("service:servicerequest-list")
HOUR = timedelta(hours=1)


def late(request, **moments):
    """The request with promises moved by so many hours from now."""
    given = {name: timezone.now() + hours * HOUR for name, hours in moments.items()}
    ServiceRequest.objects.filter(pk=request.pk).update(**given)
    request.refresh_from_db()
    return request


@pytest.fixture
def found(cast, as_):
    """The titles a supervisor finds with these filters, in their order."""

    def look(**asked):
        return [row.record.title for row in as_(cast.boss).get(LIST, asked).context["table"].rows]

    return look


def test_every_filter_leaves_what_was_asked_for(cast, found, assigned):
    first, second = make.item("service_type"), make.item("service_type", "投诉")
    other = make.customer(owner=cast.bob, name="远航物流")
    product = make.product()
    given = {"type": second, "priority": Priority.URGENT, "product": product}
    make.service(by=cast.bob, customer=other, title="发票有误", **given)
    ServiceRequest.objects.filter(title="发票有误").update(created_at=timezone.now() - timedelta(days=30))
    ServiceRequest.objects.filter(pk=assigned.pk).update(type=first)
    today = f"{timezone.localdate()}"
    assert found(type=second.pk) == found(priority=Priority.URGENT) == found(status="new") == ["发票有误"]
    assert found(customer=other.pick_text()) == found(product=product.pick_text()) == ["发票有误"]
    assert found(q="远航") == found(q="发票") == ["发票有误"]
    assert found(type=first.pk) == found(assignee=cast.eng.pk) == found(status="assigned") == ["设备无法开机"]
    assert found(created_at_after=today) == ["设备无法开机"]
    assert found(created_at_before=f"{timezone.localdate() - timedelta(days=1)}") == ["发票有误"]
    assert len(found(status=["new", "assigned"])) == len(found()) == 2


def test_the_filters_in_force_are_named_in_words(cast, as_, new):
    asked = {"priority": Priority.URGENT, "type": new.type_id, "overdue": "true"}
    chosen = as_(cast.boss).get(LIST, asked).context["filters"].chosen
    texts = {names[0]: text for names, _label, text in chosen}
    assert (texts["priority"], texts["type"]) == (str(Priority.URGENT.label), str(new.type))


def test_the_answer_is_promised_until_first_handled_then_the_solution(cast, assigned, handled):
    assert assigned.due == assigned.response_due
    assert handled.due == handled.resolution_due


def test_nothing_is_promised_any_more_in_the_archive(archived):
    assert late(archived, response_due=-9, resolution_due=-5).due is None
    assert not ServiceRequest.objects.overdue().exists()


@pytest.mark.parametrize(("answer", "solution", "is_late"), [(-1, 5, True), (1, 5, False)])
def test_a_late_answer_stands_out(cast, as_, found, new, answer, solution, is_late):
    request = late(new, response_due=answer, resolution_due=solution)
    assert request.is_overdue == is_late
    assert found(overdue="true") == ([request.title] if is_late else [])
    assert found(overdue="false") == ([] if is_late else [request.title])
    for address in (LIST, request.page("detail")):
        assert ("tabler-clock" in as_(cast.boss).get(address).content.decode()) == is_late


@pytest.mark.parametrize(("solution", "is_late"), [(-1, True), (1, False)])
def test_after_handling_a_late_solution_stands_out(found, handled, solution, is_late):
    request = late(handled, response_due=-9, resolution_due=solution)
    assert request.is_overdue == is_late
    assert found(overdue="true") == ([request.title] if is_late else [])


def test_the_list_is_sorted_by_what_is_due_next(cast, found, customer):
    for title, hours in (("第二", 5), ("第一", 1), ("第三", 9)):
        late(make.service(by=cast.ann, customer=customer, title=title), response_due=hours)
    assert found(sort="due") == ["第一", "第二", "第三"]
    assert found(sort="-due") == ["第三", "第二", "第一"]


def test_requests_stand_on_the_pages_of_customer_and_product(cast, as_, customer):
    product = make.product()
    make.service(by=cast.ann, customer=customer, product=product, title="发票有误")
    for record in (customer, product):
        assert "发票有误" in as_(cast.boss).get(record.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["admin", "stranger"])
def test_who_may_not_see_requests_has_no_list(cast, as_, new, name):
    assert as_(cast[name]).get(LIST).status_code == 403
