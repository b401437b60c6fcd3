"""Who may see a record and what a person may see: the rule in words is the rule that is kept (Z8, P4, C5)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.auth.models import Role
from apps.customers.models import Customer, Share
from apps.kit.access import rules as access
from tests import make
from tests.samples import SAMPLES, sample

pytestmark = pytest.mark.django_db
SCOPES = ("own", "department", "all")


def narrowed(person, **scopes):
    """Give a person a role of their own with these scopes."""
    role = Role.objects.create(name=f"范围 {person.username}", **scopes)
    role.rights.set(person.role.rights.all())
    person.role = role
    person.save()
    return type(person).objects.get(pk=person.pk)


@pytest.mark.parametrize("model", SAMPLES, ids=lambda model: model._meta.label_lower)
@pytest.mark.parametrize("scope", SCOPES)
def test_the_words_say_what_the_rows_say(cast, model, scope):
    people = [narrowed(cast[name], read_scope=scope, write_scope=scope) for name in ("ann", "bob", "boss", "eng")]
    for record in (sample(model, cast.ann), sample(model, cast.bob)):
        told = {one.person: one for one in access.of_record(record)}
        for person in [*people, cast.chief, cast.stranger, cast.admin]:
            rows = model.objects.filter(pk=record.pk)
            reads, works = rows.visible_to(person).exists(), rows.workable_by(person).exists()
            may_change = any(map(person.has_perm, access.changing(model)))
            assert (person in told) == reads, (record, person)
            assert reads is False or bool(told[person].writes) == (works and may_change), (record, person)


def test_the_page_says_who_and_why(as_, cast):
    customer = make.customer(owner=cast.ann)
    make.stored(Share(customer=customer, to=cast.bob, writes=True), by=cast.ann)
    people = {one.person: one for one in as_(cast.boss).get(customer.page("access")).context["people"]}
    assert cast.stranger not in people
    assert "客户经理" in people[cast.ann].writes
    assert "共享" in people[cast.bob].writes
    assert people[cast.chief].writes == ""


def test_more_people_ask_no_more(as_, cast):
    client, customer = as_(cast.boss), make.customer(owner=cast.ann)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(customer.page("access"))
        return len(queries)

    asked()  # what is looked up once and kept, such as content types
    few = asked()
    for number in range(10):
        make.user(f"supervisor{number}", "销售主管", cast.boss.department)
    assert asked() == few


def test_a_person_sees_what_they_reach_and_who_manages_users_sees_it_of_all(as_, cast):
    make.customer(owner=cast.ann)
    make.customer(owner=cast.bob)
    address = reverse("accounts:sight", args=[cast.ann.pk])
    for person in (cast.ann, cast.admin):
        rows = {one.label: one for one in as_(person).get(address).context["sights"]}
        one = rows[Customer._meta.verbose_name_plural]
        assert (one.all, one.reads, one.writes) == (2, 2, 1)
    assert as_(cast.boss).get(address).status_code == 403
    assert as_(cast.admin).get(reverse("accounts:sight", args=[10**9])).status_code == 404
