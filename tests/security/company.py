"""A company in which anything happens in any order: the product and the truth about it, side by side (checks A12)."""

from datetime import timedelta

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from apps.auth.models import Department, Role, User
from apps.core import actions
from apps.core.flow import Refused
from apps.core.rights import DECLARED
from apps.customers.actions.customer import hand_over
from apps.customers.duplicates.merging import merge
from apps.customers.models import Duplicate, Share
from apps.marketing.actions import chance as chances
from tests import make
from tests.security import truth

PEOPLE = ("ann", "bob", "boss", "eng", "chief", "stranger")
ROLES = ("销售主管", "客户经理", "服务工程师", "高管", "系统管理员")
SCOPES = ("own", "department", "all")
NUMBER = st.integers(0, 59)


class Company(RuleBasedStateMachine):
    """What can happen: people make, share, hand over, merge, delete, restore; roles, scopes, departments change."""

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
