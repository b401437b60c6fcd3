"""Whatever happens in whatever order, everybody reads exactly what they may, by every way there is (checks A12).

A state machine makes, shares, hands over, merges, deletes, restores, and changes people and roles; in between somebody
reads. What they should see says `truth`, which knows nothing of the product.
"""

import re
from itertools import product

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from apps.core.models import Notification
from tests.rounds import rounds
from tests.security import truth
from tests.security.company import NUMBER, PEOPLE, Company
from tests.security.walk import told

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]
WORD = re.compile(r"canary\d+z")
CUSTOMERS = "/customers/customers/"
CLOSED = ("edit/", "do/hand_over/")  # what asks for more than reading
ALL = "?per_page=100"  # more than a sequence makes
DELETES = {
    "customers": "customers.delete_customer",
    "contacts": "customers.change_customer",
    "chances": "marketing.add_chance",
}
LISTS = (f"{CUSTOMERS}{ALL}", f"/customers/contacts/{ALL}", f"/marketing/chances/{ALL}")
# Every way to many records: what it asks for beside the right to read, and of what it tells all or only some.
WAYS = {
    f"{CUSTOMERS}{ALL}": ("customers", truth.VIEW_CUSTOMER, True),
    f"{CUSTOMERS}{ALL}&q=canary": ("customers", truth.VIEW_CUSTOMER, True),
    "/customers/customers/?figures=mine": ("customers", truth.VIEW_CUSTOMER, False),
    "/customers/customers/export/": ("customers", "core.export_rows", True),
    "/customers/customers/pick/?q=canary": ("customers", truth.VIEW_CUSTOMER, False),
    "/customers/customers/alike/?name=canary": ("customers", "customers.change_customer", False),
    f"/customers/contacts/{ALL}": ("contacts", truth.VIEW_CUSTOMER, True),
    "/customers/contacts/export/": ("contacts", "core.export_rows", True),
    "/customers/contacts/pick/?q=canary": ("contacts", truth.VIEW_CUSTOMER, False),
    f"/marketing/chances/{ALL}": ("chances", truth.VIEW_CHANCE, True),
    "/marketing/chances/board/": ("chances", truth.VIEW_CHANCE, False),
    "/marketing/chances/export/": ("chances", "core.export_rows", True),
    "/marketing/chances/pick/?q=canary": ("chances", truth.VIEW_CHANCE, False),
    "/office/addresses/": ("", "", False),
    "/office/addresses/cards.vcf": ("", "core.export_rows", False),
    "/reports/composition/": ("", "reports.view_report", False),
    "/search/?q=canary": ("", "", False),
    "/search/": ("", "", False),
    "/": ("", "", False),
}


class Readers(Company):
    """The company, and somebody who reads in between."""

    def teardown(self):
        """At the end everybody looks at every list: whatever went wrong on the way, somebody sees it."""
        try:
            for who, way in product(range(len(PEOPLE)), LISTS):
                self.look(who, way)
        finally:
            super().teardown()

    def client(self, person: truth.Person) -> Client:
        """The browser of this person; who was disabled has one that was logged in before."""
        if person.name not in self.clients:
            self.clients[person.name] = Client()
            self.clients[person.name].force_login(self.user(person))
        return self.clients[person.name]

    def readable(self, person: truth.Person) -> dict[str, set[str]]:
        """The words this person may read, by kind."""
        return {
            kind: {one.word for one in getattr(self, kind) if may(person, one)} for kind, may in truth.READS.items()
        }

    def messages(self, person: truth.Person) -> set[str]:
        """The words this person was told: a message stays, also where its record is out of reach by now."""
        told = Notification.objects.filter(to__username=person.name).values_list("entry__title", "entry__note")
        return set(WORD.findall(str(list(told))))

    @rule(who=NUMBER, way=st.sampled_from(sorted(WAYS)))
    def look(self, who, way):
        """Open one of the ways to many records."""
        person, (kind, right, all_of_it) = self.person(who), WAYS[way]
        answer = self.client(person).get(way)
        if not person.active:
            assert answer.status_code == 302, way
            return
        view = {"chances": truth.VIEW_CHANCE, "": ""}.get(kind, truth.VIEW_CUSTOMER)
        if not all(map(person.may, filter(None, (right, view)))):
            assert answer.status_code == 403, (person, way)
            return
        assert answer.status_code == 200, (person, way)
        seen, may = set(WORD.findall(told(answer))) - {"canary"}, self.readable(person)
        assert seen <= set.union(self.messages(person) if way == "/" else set(), *may.values()), (person, way)
        if all_of_it:
            assert seen & {one.word for one in getattr(self, kind)} == may[kind], (person, way)

    @rule(who=NUMBER, kind=st.sampled_from(["customers", "contacts", "chances"]), which=NUMBER, page=NUMBER)
    def open(self, who, kind, which, page):
        """Open one record by one of its addresses."""
        person, things = self.person(who), getattr(self, kind)
        thing = things[which % len(things)]
        address = f"/{'marketing' if kind == 'chances' else 'customers'}/{kind}/{self.records[thing][1]}/"
        ways = [address, f"{address}history/", f"{address}access/", f"{address}edit/", f"{address}do/hand_over/"]
        ways += {"customers": [f"/office/visits/{self.records[thing][1]}/"]}.get(kind, [])
        ways += {"contacts": [f"/office/addresses/contact/{self.records[thing][1]}.vcf"]}.get(kind, [])
        way = ways[page % len(ways)]
        answer = self.client(person).get(way)
        may = truth.READS[kind](person, thing)
        if way.endswith("history/") and thing.in_bin and answer.status_code == 200:
            # The history of what is in the bin is still there, for who reads the bin.
            assert truth.READS[kind](person, thing, in_bin=True), (person, way)
            assert person.may(DELETES[kind]) or person.may(DELETES["customers"]), (person, way)
        elif not may:
            assert answer.status_code in ((403, 404) if person.active and not thing.merged else (302, 403, 404)), way
        elif not way.endswith(CLOSED):
            assert answer.status_code == 200, (person, way)
            assert thing.word in told(answer), (person, way)
        if answer.status_code == 200:
            # The story of a customer also tells of its contacts that are in the bin, to who may restore them.
            known = [one for one in self.contacts if not one.deleted or person.may(DELETES["contacts"])]
            own = {one.word for one in (thing, *known) if thing in (one, one.customer)}
            allowed = set.union(own, *self.readable(person).values())
            allowed |= {word for one in self.customers if truth.reads_customer(person, one) for word in one.told}
            assert set(WORD.findall(told(answer))) <= allowed, (person, way)

    @rule(who=NUMBER)
    def look_into_the_bin(self, who):
        """The bin tells of what is in it, to who could read it and may delete."""
        person = self.person(who)
        answer = self.client(person).get(f"{CUSTOMERS}bin/")
        may = {one.word for one in self.customers if truth.reads_customer(person, one, in_bin=True)}
        if not person.may("customers.delete_customer"):
            assert answer.status_code in (302, 403)
        else:
            assert set(WORD.findall(told(answer))) <= may, person

    @rule(who=NUMBER)
    def look_at_the_bell(self, who):
        """A message leads only to what its reader may still read."""
        person = self.person(who)
        answer = self.client(person).get("/account/messages/")
        if person.active:
            keys = answer.context["open"]
            leading = {message.entry.title for message in answer.context["page"] if message.pk in keys}
            assert set(WORD.findall(" ".join(leading))) <= set.union(*self.readable(person).values()), person


def test_everybody_reads_exactly_what_they_may_whatever_happened_before(cast):
    given = settings(
        max_examples=rounds(4, most=500),
        stateful_step_count=50 if rounds(4, most=500) > 4 else 15,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],  # a shorter example costs minutes, and is not needed to see what is wrong
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Readers, settings=given)
