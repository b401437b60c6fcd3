"""Whatever happens in whatever order, everybody reads exactly what they may, by every way there is (checks A12).

A state machine makes, shares, hands over, merges, deletes, restores, and changes people and roles; in between somebody
reads. What they should see says `truth`, which knows nothing of the product.
"""

import re
from datetime import timedelta
from itertools import product

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from apps.auth.models import Department, Role, User
from apps.core import actions
from apps.core.flow import Refused
from apps.core.models import Notification
from apps.core.rights import DECLARED
from apps.customers.actions.customer import hand_over
from apps.customers.duplicates.merging import merge
from apps.customers.models import Duplicate, Share
from apps.marketing.actions import chance as chances
from tests import make
from tests.rounds import rounds
from tests.security import truth
from tests.security.walk import told

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]
WORD = re.compile(r"canary\d+z")
PEOPLE = ("ann", "bob", "boss", "eng", "chief", "stranger")
ROLES = ("销售主管", "客户经理", "服务工程师", "高管", "系统管理员")
SCOPES = ("own", "department", "all")
NUMBER = st.integers(0, 59)
CUSTOMERS = "/customers/customers/"
CLOSED = ("edit/", "do/hand_over/")  # what asks for more than reading
LISTS = (CUSTOMERS, "/customers/contacts/", "/marketing/chances/")
# Every way to many records: what it asks for beside the right to read, and of what it tells all or only some.
WAYS = {
    CUSTOMERS: ("customers", truth.VIEW_CUSTOMER, True),
    "/customers/customers/?q=canary": ("customers", truth.VIEW_CUSTOMER, True),
    "/customers/customers/?figures=mine": ("customers", truth.VIEW_CUSTOMER, False),
    "/customers/customers/export/": ("customers", "core.export_rows", True),
    "/customers/customers/pick/?q=canary": ("customers", truth.VIEW_CUSTOMER, False),
    "/customers/customers/alike/?name=canary": ("customers", "customers.change_customer", False),
    "/customers/contacts/": ("contacts", truth.VIEW_CUSTOMER, True),
    "/customers/contacts/export/": ("contacts", "core.export_rows", True),
    "/customers/contacts/pick/?q=canary": ("contacts", truth.VIEW_CUSTOMER, False),
    "/marketing/chances/": ("chances", truth.VIEW_CHANCE, True),
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


class Company(RuleBasedStateMachine):
    """The product and the truth about it, side by side."""

    @initialize()
    def begin(self):
        cache.clear()
        self.place = transaction.atomic()
        self.place.__enter__()
        for name, scope in (("客户经理", "own"), ("服务工程师", "own"), ("销售主管", "department")):
            Role.objects.filter(name=name).update(read_scope=scope)
        self.roles = {name: self.role(Role.objects.get(name=name)) for name in ROLES}
        self.people, self.clients = {}, {}
        for user in User.objects.filter(username__in=PEOPLE).select_related("role", "department"):
            role = self.roles[user.role.name] if user.role else None
            self.people[user.username] = truth.Person(user.username, role, user.department and user.department.name)
        everything = Role.objects.create(name="all", read_scope="all", chance_scope="all", write_scope="all")
        everything.rights.set(type(everything).rights.rel.model.objects.filter(code__in=DECLARED))
        self.god = make.user("god", "all")
        self.customers, self.contacts, self.chances, self.records, self.count = [], [], [], {}, 0
        self.add_customer(0)
        self.add_contact(0)
        self.add_chance(1, 0)

    def teardown(self):
        """At the end everybody looks at every list: whatever went wrong on the way, somebody sees it."""
        try:
            for who, way in product(range(len(PEOPLE)), LISTS):
                self.look(who, way)
        finally:
            transaction.set_rollback(True)
            self.place.__exit__(None, None, None)

    def role(self, found: Role) -> truth.Role:
        return truth.Role(frozenset(found.codes()), found.read_scope, found.chance_scope)

    def person(self, number: int) -> truth.Person:
        return self.people[PEOPLE[number % len(PEOPLE)]]

    def user(self, person: truth.Person) -> User:
        return User.objects.select_related("role", "department").get(username=person.name)

    def fresh(self, thing: truth.Thing):
        kind, key = self.records[thing]
        return kind.everything.get(pk=key)

    def known(self, things: list, record, word: str, owners: list, **more) -> None:
        thing = truth.Thing(word, owners, **more)
        things.append(thing)
        self.records[thing] = (type(record), record.pk)

    def word(self) -> str:
        self.count += 1
        return f"canary{self.count}z"

    def tried(self, action, *args, **given) -> bool:
        """Whether the product let it happen."""
        try:
            with transaction.atomic():
                action(*args, by=self.god, **given)
        except (Refused, PermissionDenied):
            return False
        return True

    @rule(who=NUMBER)
    def add_customer(self, who):
        owner, word = self.person(who) if who % 7 else None, self.word()
        record = make.customer(owner=owner and self.user(owner), name=f"{word}公司")
        self.known(self.customers, record, word, [owner])

    @rule(which=NUMBER)
    def add_contact(self, which):
        customer, word = self.customers[which % len(self.customers)], self.word()
        if not customer.deleted:
            record = make.contact(self.fresh(customer), name=word)
            self.known(self.contacts, record, word, [], customer=customer)

    @rule(who=NUMBER, to=NUMBER)
    def add_chance(self, who, to):
        creator, word = self.person(who), self.word()
        record = make.chance(by=self.user(creator), title=f"{word}机会")
        self.known(self.chances, record, word, [None, creator])
        self.assign(len(self.chances) - 1, to)

    @rule(which=NUMBER, to=NUMBER)
    def assign(self, which, to):
        chance, person = self.chances[which % len(self.chances)], self.person(to)
        record = self.fresh(chance)
        step, more = (chances.reassign, {"reason": "x"}) if record.assignee_id else (chances.assign, {})
        if person.active and self.tried(step, record, to=self.user(person), **more):
            chance.owners[0] = person

    @rule(which=NUMBER)
    def withdraw(self, which):
        chance = self.chances[which % len(self.chances)]
        if self.tried(chances.withdraw, self.fresh(chance), reason="x"):
            chance.owners[0] = None

    @rule(which=NUMBER, to=NUMBER, lasts=st.booleans())
    def share(self, which, to, lasts):
        customer, person = self.customers[which % len(self.customers)], self.person(to)
        if customer.deleted or person.name in customer.shared:
            return
        until = timezone.localdate() - timedelta(days=not lasts)
        make.stored(Share(customer=self.fresh(customer), to=self.user(person), until=until), by=self.god)
        customer.shared[person.name] = lasts

    @rule(which=NUMBER)
    def unshare(self, which):
        customer = self.customers[which % len(self.customers)]
        rows = Share.objects.filter(customer=self.fresh(customer))
        for share in rows.select_related("to") if not customer.deleted else ():
            if self.tried(actions.delete, share):
                del customer.shared[share.to.username]

    @rule(which=NUMBER, to=NUMBER)
    def hand_over(self, which, to):
        customer, person = self.customers[which % len(self.customers)], self.person(to)
        if person.active and not customer.deleted and self.tried(hand_over, self.fresh(customer), to=self.user(person)):
            customer.owners[0] = person

    @rule(which=NUMBER, other=NUMBER)
    def merge(self, which, other):
        kept, gone = self.customers[which % len(self.customers)], self.customers[other % len(self.customers)]
        if (
            kept is gone
            or kept.deleted
            or gone.deleted
            or None in kept.owners
            or kept.shared.keys() & gone.shared.keys()
        ):
            return
        first, second = self.fresh(kept), self.fresh(gone)
        pair = make.stored(Duplicate(first=first, second=second, kinds="n"), by=self.god)
        assert self.tried(merge, pair, keep_which="first")
        gone.deleted = gone.merged = True
        kept.shared |= gone.shared
        kept.told |= {gone.word} | gone.told
        for contact in self.contacts:
            contact.customer = kept if contact.customer is gone else contact.customer

    @rule(kind=st.sampled_from(["customers", "contacts", "chances"]), which=NUMBER)
    def delete(self, kind, which):
        thing = getattr(self, kind)[which % len(getattr(self, kind))]
        if not (thing.deleted or (thing.customer and thing.customer.deleted)):
            thing.deleted = self.tried(actions.delete, self.fresh(thing))

    @rule(kind=st.sampled_from(["customers", "contacts", "chances"]), which=NUMBER)
    def restore(self, kind, which):
        thing = getattr(self, kind)[which % len(getattr(self, kind))]
        if thing.deleted and self.tried(actions.restore, self.fresh(thing)):
            assert not thing.merged
            thing.deleted = False

    @rule(who=NUMBER, which=NUMBER)
    def change_role(self, who, which):
        person, name = self.person(who), [*ROLES, None][which % 6]
        person.role = self.roles[name] if name else None
        role = Role.objects.get(name=name) if name else None
        User.objects.filter(username=person.name).update(role=role)

    @rule(which=NUMBER, customers=st.sampled_from(SCOPES), chances=st.sampled_from(SCOPES))
    def change_scope(self, which, customers, chances):
        name = ROLES[which % len(ROLES)]
        self.roles[name].customers, self.roles[name].chances = customers, chances
        Role.objects.filter(name=name).update(read_scope=customers, chance_scope=chances)

    @rule(who=NUMBER, which=NUMBER)
    def change_department(self, who, which):
        person, name = self.person(who), [*truth.BELOW, None][which % 4]
        person.department = name
        found = Department.objects.get(name=name) if name else None
        User.objects.filter(username=person.name).update(department=found)

    @rule(who=NUMBER)
    def disable_or_enable(self, who):
        person = self.person(who)
        person.active = not person.active
        User.objects.filter(username=person.name).update(is_active=person.active)
        if person.active:
            self.clients.pop(person.name, None)

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
        # The history of what is in the bin is still there, for who could read it.
        may = truth.READS[kind](person, thing, in_bin=way.endswith("history/"))
        if not may:
            assert answer.status_code in ((403, 404) if person.active and not thing.merged else (302, 403, 404)), way
        elif not way.endswith(CLOSED):
            assert answer.status_code == 200, (person, way)
            assert thing.word in told(answer), (person, way)
        if answer.status_code == 200:
            # The story of a customer also tells of its contacts that are in the bin.
            own = {one.word for one in (thing, *self.contacts) if thing in (one, one.customer)}
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
    run_state_machine_as_test(Company, settings=given)
