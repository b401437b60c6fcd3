"""Contacts: many for each customer, at most one of them the first (C2)."""

import pytest
from django.urls import reverse

from apps.core.models import Entry
from apps.customers.models import Contact
from tests import make

pytestmark = pytest.mark.django_db
NEW = reverse("customers:contact-create")


@pytest.fixture
def first(customer):
    return make.contact(customer, "王芳", is_primary=True)


def test_a_contact_is_added_changed_and_deleted(as_, cast, customer):
    client = as_(cast.ann)
    client.post(NEW, {"customer": customer.number, "name": "李雷", "mobile": "13800000000"})
    contact = Contact.objects.get()
    assert (contact.customer, contact.is_primary) == (customer, False)
    client.post(contact.page("edit"), {"customer": customer.number, "name": "李蕾", "version": 1})
    contact.refresh_from_db()
    assert contact.name == "李蕾"
    client.post(contact.page("delete"))
    assert not Contact.objects.exists()


def test_another_first_contact_takes_the_mark_over(as_, cast, customer, first):
    data = {"customer": customer.number, "name": "李雷", "is_primary": "on"}
    assert as_(cast.ann).post(NEW, data).status_code == 302
    first.refresh_from_db()
    assert not first.is_primary
    assert Contact.objects.get(is_primary=True).name == "李雷"
    entry = Entry.objects.get(action="customers.contact.edit", object_id=first.pk)
    assert entry.changes == {"is_primary": [True, False]}


def test_so_does_one_that_becomes_the_first(as_, cast, customer, first):
    second = make.contact(customer, "李雷")
    data = {"customer": customer.number, "name": "李雷", "is_primary": "on", "version": 1}
    assert as_(cast.ann).post(second.page("edit"), data).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_primary, second.is_primary) == (False, True)


def test_the_first_contact_of_another_customer_keeps_the_mark(as_, cast, customer):
    other = make.contact(make.customer(cast.ann, "别家"), "赵六", is_primary=True)
    as_(cast.ann).post(NEW, {"customer": customer.number, "name": "李雷", "is_primary": "on"})
    other.refresh_from_db()
    assert other.is_primary


def test_an_old_form_does_not_take_the_mark_back_unseen(as_, cast, customer, first):
    second = make.contact(customer, "李雷")
    client = as_(cast.ann)
    client.post(second.page("edit"), {"customer": customer.number, "name": "李雷", "is_primary": "on", "version": 1})
    old = {"customer": customer.number, "name": "王芳", "is_primary": "on", "version": 1, "position": "采购"}
    assert client.post(first.page("edit"), old).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.position, first.is_primary, second.is_primary) == ("采购", False, True)


def test_a_first_contact_back_from_the_bin_finds_its_place_taken(as_, cast, customer, first):
    client = as_(cast.ann)
    client.post(first.page("delete"))
    client.post(NEW, {"customer": customer.number, "name": "李雷", "is_primary": "on"})
    answer = client.post(first.page("restore"), follow=True)
    assert answer.status_code == 200
    assert "王芳" in answer.content.decode()
    assert dict(Contact.objects.values_list("name", "is_primary")) == {"李雷": True, "王芳": False}


@pytest.mark.parametrize(
    ("name", "status"), [("bob", 422), ("eng", 403), ("chief", 403), ("admin", 403), ("boss", 302)]
)
def test_contacts_belong_to_who_maintains_the_customer(as_, cast, customer, first, name, status):
    data = {"customer": customer.number, "name": "李雷", "is_primary": "on"}
    assert as_(cast[name]).post(NEW, data).status_code == status
    first.refresh_from_db()
    assert first.is_primary == (status != 302)


@pytest.mark.parametrize("name", ["bob", "eng", "chief"])
def test_who_reads_does_not_change(as_, cast, customer, first, name):
    data = {"customer": customer.number, "name": "改名", "is_primary": "on", "version": 1}
    assert as_(cast[name]).post(first.page("edit"), data).status_code == 403
    assert as_(cast[name]).post(first.page("delete")).status_code == 403
