"""A won chance makes its customer with number and first contact, or links the existing one, all or nothing (M6, D3)."""

import pytest

from apps.core.flow import Refused
from apps.core.models import Entry, Notification
from apps.customers.models import Contact, Customer
from apps.marketing import actions
from apps.marketing.models import Chance
from tests import make
from tests.conftest import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def given():
    """What the form of a new customer asks for."""
    return {"region": make.item("region").pk, "level": "2", "contact": "刘建平", "phone": "13912345678"}


@pytest.mark.parametrize("name", ["ann", "boss"])
def test_the_new_customer_belongs_to_the_manager(cast, do, developing, given, name):
    answer = do(cast[name], developing, "win", **given)
    developing.refresh_from_db()
    customer = Customer.objects.get()
    assert (answer.status_code, answer.url) == (302, customer.get_absolute_url())
    assert (developing.status, developing.customer) == (Chance.Status.WON, customer)
    assert developing.closed_at is not None
    assert (customer.name, customer.owner, customer.created_by) == ("远航物流", cast.ann, cast[name])
    assert (customer.level, customer.region) == (2, make.item("region"))
    assert customer.number.startswith("KH")
    contact = Contact.objects.get()
    assert (contact.customer, contact.name, contact.mobile, contact.phone) == (customer, "刘建平", "13912345678", "")
    assert contact.is_primary


@pytest.mark.parametrize(("name", "told"), [("ann", "boss"), ("boss", "ann")])
def test_creator_and_assignee_are_told_unless_they_did_it(cast, do, developing, given, name, told):
    do(cast[name], developing, "win", **given)
    assert Notification.objects.get(entry__action="marketing.chance.win").to == cast[told]


def test_the_customer_tells_the_story(cast, do, developing, given):
    do(cast.ann, developing, "win", **given)
    story = Entry.objects.filter(customer=Customer.objects.get()).values_list("action", flat=True)
    assert set(story) == {"customers.customer.create", "customers.contact.create", "marketing.chance.win"}


def test_the_form_opens_with_the_contact_of_the_chance(cast, as_, developing):
    page = as_(cast.ann).get(developing.page("do-win")).content.decode()
    assert 'value="刘建平"' in page
    assert 'value="13912345678"' in page


@pytest.mark.parametrize("missing", ["region", "contact"])
def test_a_new_customer_needs_region_and_contact(cast, do, developing, given, missing):
    answer = do(cast.ann, developing, "win", **given | {missing: ""})
    assert (answer.status_code, answer.context["form"].errors.keys()) == (422, {missing})
    developing.refresh_from_db()
    assert developing.status == Chance.Status.DEVELOPING
    assert not Customer.objects.exists()


@pytest.mark.parametrize(("name", "status"), [("bob", 404), ("chief", 403), ("eng", 403), ("stranger", 403)])
def test_nobody_else_wins_it(cast, do, developing, given, name, status):
    assert do(cast[name], developing, "win", **given).status_code == status
    developing.refresh_from_db()
    assert developing.status == Chance.Status.DEVELOPING
    assert not Customer.objects.exists()


def test_a_creator_who_does_not_develop_it_does_not_win_it(cast, do, offered, given):
    chance = make.developing(by=cast.bob, to=cast.ann)
    assert do(cast.bob, chance, "win", **given).status_code == 403
    assert offered(cast.bob, chance) == []


def test_the_second_reads_who_was_faster_and_nothing_is_doubled(cast, do, developing, given):
    do(cast.ann, developing, "win", **given)
    answer = do(cast.boss, developing, "win", **given)
    assert answer.status_code == 409
    assert "Ann" in said(answer)
    assert (Customer.objects.count(), Contact.objects.count()) == (1, 1)
    assert Entry.objects.filter(action="marketing.chance.win").count() == 1


def test_a_customer_of_the_same_name_is_offered(cast, as_, do, developing, given):
    known = make.customer(owner=cast.bob, name="远航物流")
    page = as_(cast.ann).get(developing.page("do-win"))
    assert [key for key, _label in page.context["form"].fields["customer"].choices] == [str(known.pk), "new"]
    assert known.number in page.content.decode()
    answer = do(cast.ann, developing, "win", **given)
    assert (answer.status_code, answer.context["form"].errors.keys()) == (422, {"customer"})
    assert Customer.objects.get() == known


def test_nobody_passes_over_the_same_name_without_a_choice(cast, developing):
    make.customer(owner=cast.bob, name="远航物流")
    with pytest.raises(Refused):
        actions.win(developing, by=cast.ann, region=make.item("region"), contact="刘建平")
    assert Customer.objects.count() == 1
    assert not Contact.objects.exists()


def test_the_customer_of_the_same_name_is_linked(cast, do, developing, given):
    known = make.customer(owner=cast.bob, name="远航物流")
    assert do(cast.ann, developing, "win", **given | {"customer": known.pk}).status_code == 302
    developing.refresh_from_db()
    known.refresh_from_db()
    assert (developing.customer, known.owner) == (known, cast.bob)
    assert Contact.objects.get().customer == known
    told = Notification.objects.filter(entry__action="marketing.chance.win").values_list("to", flat=True)
    assert set(told) == {cast.boss.pk, cast.bob.pk}


def test_a_new_one_of_the_same_name_is_made_when_chosen(cast, do, developing, given):
    known = make.customer(owner=cast.bob, name="远航物流")
    assert do(cast.ann, developing, "win", **given | {"customer": "new"}).status_code == 302
    developing.refresh_from_db()
    assert developing.customer != known
    assert developing.customer.owner == cast.ann


def test_another_existing_customer_is_linked_by_its_number(cast, do, developing, given):
    known = make.customer(owner=cast.ann, name="远航国际物流股份有限公司")
    make.contact(known, name="刘建平", is_primary=True)
    do(cast.ann, developing, "win", **given | {"customer": known.number, "region": ""})
    developing.refresh_from_db()
    assert developing.customer == known
    assert Contact.objects.count() == 1


def test_a_customer_nobody_cares_for_gets_the_manager(cast, do, developing, given):
    known = make.customer(name="远航物流")
    do(cast.boss, developing, "win", **given | {"customer": known.pk})
    known.refresh_from_db()
    assert known.owner == cast.ann
    assert Entry.objects.get(action="customers.customer.edit").changes["owner"][2:] == ["", "Ann"]


def test_the_customer_chosen_when_it_was_recorded_is_linked_without_asking(cast, as_, do):
    known = make.customer(owner=cast.ann)
    chance = make.developing(by=cast.boss, to=cast.ann, customer=known)
    fields = as_(cast.ann).get(chance.page("do-win")).context["form"].fields
    assert list(fields) == ["contact", "phone"]
    assert do(cast.ann, chance, "win", contact="王芳").status_code == 302
    chance.refresh_from_db()
    assert (chance.status, chance.customer, Customer.objects.count()) == (Chance.Status.WON, known, 1)
