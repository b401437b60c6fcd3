"""One customer is opened to one colleague, for reading or for changes, until a day (C5)."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.core.models import Entry, Notification
from apps.customers.models import Contact, Share
from tests import make
from tests.conftest import said
from tests.core.test_access import narrowed

pytestmark = pytest.mark.django_db
NEW = reverse("customers:share-create")


@pytest.fixture
def bob(cast):
    """A colleague who only reads their own customers."""
    return narrowed(cast.bob, read_scope="own")


def share(as_, by, customer, to, **given):
    return as_(by).post(NEW, {"customer": customer.number, "to": to.pk} | given)


def test_shared_for_reading_it_is_read_with_all_that_belongs_to_it(as_, cast, customer, confirmed, bob):
    contact = make.contact(customer)
    records = (customer, contact, confirmed)
    assert [as_(bob).get(one.get_absolute_url()).status_code for one in records] == [404, 404, 404]
    assert share(as_, cast.ann, customer, bob).status_code == 302
    assert [as_(bob).get(one.get_absolute_url()).status_code for one in records] == [200, 200, 200]
    assert [as_(bob).get(one.page("edit")).status_code for one in (customer, contact)] == [403, 403]
    assert Notification.objects.get(to=bob).entry.action == "customers.share.create"


def test_shared_for_changes_it_is_changed_but_not_passed_on(as_, cast, customer, bob):
    share(as_, cast.ann, customer, bob, writes="on")
    given = {"name": customer.name, "region": customer.region_id, "level": 3, "phone": "021-5555", "version": 1}
    assert as_(bob).post(customer.page("edit"), given | {"satisfaction": 3, "credit": 3}).status_code == 302
    customer.refresh_from_db()
    assert customer.phone == "021-5555"
    as_(bob).post(reverse("customers:contact-create"), {"customer": customer.number, "name": "王芳"})
    assert Contact.objects.get().customer == customer
    assert share(as_, bob, customer, cast.eng).status_code == 422
    assert Share.objects.count() == 1


def test_it_ends_after_the_day_and_when_it_is_taken_back(as_, cast, customer, bob):
    today = timezone.localdate()
    share(as_, cast.ann, customer, bob, until=today)
    (one,) = Share.objects.all()
    assert as_(bob).get(customer.get_absolute_url()).status_code == 200
    Share.objects.update(until=today - datetime.timedelta(days=1))
    assert as_(bob).get(customer.get_absolute_url()).status_code == 404
    Share.objects.update(until=None)
    assert as_(bob).get(customer.get_absolute_url()).status_code == 200
    as_(cast.ann).post(one.page("delete"))
    assert as_(bob).get(customer.get_absolute_url()).status_code == 404
    assert Entry.objects.filter(action="customers.share.delete", customer=customer).exists()


def test_only_who_it_belongs_to_shares_it_and_only_once(as_, cast, customer):
    assert share(as_, cast.bob, customer, cast.eng).status_code == 422
    assert share(as_, cast.ann, customer, cast.eng).status_code == 302
    answer = share(as_, cast.ann, customer, cast.eng)
    assert "已" in said(answer)
    assert Share.objects.count() == 1
    assert as_(cast.chief).get(NEW).status_code == 403
