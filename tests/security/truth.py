"""Who may read what, written from the words of the requirements and in plain Python: what the product is held against.

Nothing of the product is used here. A role reads own records, those of a department and below, or all; what nobody owns
is in every department's reach; a customer can be shared with one colleague until a day; the bin is read by nobody.
"""

from dataclasses import dataclass, field


@dataclass
class Role:
    """What people in it may do, and how far they read customers and chances."""

    rights: frozenset[str]
    customers: str = "own"
    chances: str = "own"


@dataclass
class Person:
    """Somebody with a role or none, in a department or none."""

    name: str
    role: Role | None = None
    department: str | None = None
    active: bool = True

    def may(self, right: str) -> bool:
        return self.active and self.role is not None and right in self.role.rights


@dataclass(eq=False)
class Thing:
    """A customer, a contact or a chance: the word in its name, and whose it is."""

    word: str
    owners: list[Person | None]
    deleted: bool = False
    merged: bool = False
    customer: "Thing | None" = None
    shared: dict[str, bool] = field(default_factory=dict)  # with whom, and whether that still lasts
    told: set[str] = field(default_factory=set)  # words of those that were merged into it

    @property
    def in_bin(self) -> bool:
        """Whether it lies in the bin, itself or with its customer."""
        return self.deleted or (self.customer is not None and self.customer.deleted)


BELOW = {"总部": {"总部", "华东部", "华北部"}, "华东部": {"华东部"}, "华北部": {"华北部"}}
VIEW_CUSTOMER, VIEW_CHANCE = "customers.view_customer", "marketing.view_chance"


def belongs(person: Person, scope: str, owners: list[Person | None]) -> bool:
    """Whether something with these owners is as near to a person as a scope goes."""
    named = [one for one in owners if one is not None]
    if scope == "own":
        return person in named
    if scope == "department":
        near = BELOW.get(person.department, set())
        return not named or any(one is person or one.department in near for one in named)
    return True


def reads_customer(person: Person, customer: Thing, *, in_bin: bool = False) -> bool:
    """Whether a person reads a customer; with `in_bin`, would if it were not in the bin."""
    if not person.may(VIEW_CUSTOMER) or (customer.deleted and not in_bin):
        return False
    return belongs(person, person.role.customers, customer.owners) or customer.shared.get(person.name, False)


def reads_contact(person: Person, contact: Thing, *, in_bin: bool = False) -> bool:
    """A contact is read with its customer."""
    return (in_bin or not contact.deleted) and reads_customer(person, contact.customer)


def reads_chance(person: Person, chance: Thing, *, in_bin: bool = False) -> bool:
    """A chance is read by who made it and who develops it, as far as the role's own scope for chances goes."""
    if not person.may(VIEW_CHANCE) or (chance.deleted and not in_bin):
        return False
    return belongs(person, person.role.chances, chance.owners)


READS = {"customers": reads_customer, "contacts": reads_contact, "chances": reads_chance}
