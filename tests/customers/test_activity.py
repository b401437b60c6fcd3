"""Dealings with a customer and its timeline (C3)."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.core.models import Entry
from apps.customers.models import Activity
from tests import make
from tests.conftest import said

pytestmark = pytest.mark.django_db
NEW = reverse("customers:activity-create")


@pytest.fixture
def given(customer):
    kind = make.item("activity_kind").pk
    return {"customer": customer.number, "kind": kind, "title": "演示新品", "at": "2026-11-20T14:05"}


def test_a_dealing_is_recorded_in_local_time_and_joins_the_timeline(as_, cast, customer, given):
    contact = make.contact(customer)
    data = given | {"contact": contact.pick_text(), "next_step": "报价", "next_date": "2026-11-30"}
    assert as_(cast.eng).post(NEW, data).status_code == 302
    activity = Activity.objects.get()
    assert activity.at == datetime.datetime.fromisoformat("2026-11-20T14:05+08:00")
    assert (activity.contact, activity.created_by) == (contact, cast.eng)
    page = as_(cast.ann).get(customer.page("detail"))
    assert page.context["story"].entries[0].title == "演示新品"
    assert "2026-11-20 14:05" in page.content.decode()


def test_the_form_starts_with_now(as_, cast):
    typed = as_(cast.ann).get(NEW).context["form"]["at"]
    shown = str(typed).split('value="')[1][:16]
    assert abs(datetime.datetime.fromisoformat(f"{shown}+08:00") - timezone.now()) < datetime.timedelta(minutes=2)


def test_a_contact_of_somebody_else_is_refused_with_a_sentence(as_, cast, given):
    stranger = make.contact(make.customer(cast.ann, "别家公司"), "赵六")
    answer = as_(cast.ann).post(NEW, given | {"contact": stranger.pick_text()})
    assert answer.status_code == 422
    assert all(name in said(answer) for name in ("赵六", "别家公司", "华信贸易有限公司"))
    assert not Activity.objects.exists()


def test_only_the_customers_own_contacts_are_suggested(as_, cast, customer):
    make.contact(customer, "王芳")
    make.contact(make.customer(cast.ann, "别家公司"), "王芳")
    address = reverse("customers:contact-pick")
    page = as_(cast.ann).get(address, {"q": "王芳", "customer": customer.pick_text()}).content.decode()
    assert page.count('role="option"') == 1


@pytest.mark.parametrize(
    ("name", "status"), [("bob", 302), ("boss", 302), ("eng", 302), ("chief", 403), ("admin", 403)]
)
def test_dealings_are_recorded_by_whoever_may_for_any_customer_they_read(as_, cast, given, name, status):
    assert as_(cast[name]).post(NEW, given).status_code == status


@pytest.mark.parametrize(("name", "allowed"), [("ann", True), ("boss", True), ("bob", False), ("eng", False)])
def test_a_dealing_is_changed_by_its_author_and_the_supervisors_above(as_, cast, customer, given, name, allowed):
    activity = make.activity(customer, cast.ann)
    answer = as_(cast[name]).post(activity.page("edit"), given | {"version": 1})
    assert answer.status_code == (302 if allowed else 403)
    activity.refresh_from_db()
    assert activity.title == ("演示新品" if allowed else "电话回访")


def test_sent_unchanged_the_form_changes_nothing(as_, cast, customer, given):
    as_(cast.ann).post(NEW, given | {"at": "2026-11-20T14:05"})
    made = Activity.objects.get()
    form = as_(cast.ann).get(made.page("edit")).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"at": "2026-11-20T14:05", "version": 1}
    sent |= {"customer": customer.number}
    assert as_(cast.ann).post(made.page("edit"), sent).status_code == 302
    assert not Entry.objects.filter(action="customers.activity.edit").exists()
