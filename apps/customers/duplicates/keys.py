"""Keeps the keys of customers and their contacts true to them, in the transaction that changes them (C10, Z6)."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from apps.core.audit import LOGGED
from apps.customers.duplicates import normal
from apps.customers.models import Contact, Customer, DuplicateKey
from apps.foundation.database.bulk_insert import add_rows
from apps.foundation.spelling.phones import numbers

Kind = DuplicateKey.Kind
PORTION = 1000
LONGEST = DuplicateKey._meta.get_field("value").max_length


class Key(NamedTuple):
    """One thing by which a customer is known."""

    kind: str
    value: str
    region: str = ""

    def likeness(self) -> Q:
        """The condition that a stored key says the same: a name without region is like one with any (Z6)."""
        same = Q(kind=self.kind, value=self.value)
        return same & Q(region__in=["", self.region]) if self.region else same


def of(*, name: str = "", phones: Iterable[str] = (), licence: str = "") -> set[Key]:
    """What is known by a name, phones and a licence number, whatever way they are written (Z6)."""
    company = normal.company(name) or normal.plain(name).strip()
    region, core = normal.divided(company)
    known = [number for phone in phones for number in numbers(phone)]
    found = [
        (Kind.NAME, core, region),
        (Kind.LICENCE, normal.licence(licence)),
        *((Kind.PHONE, one) for one in known),
    ]
    return {Key(kind, value[:LONGEST], *rest) for kind, value, *rest in found if value}


def of_customer(customer) -> set[Key]:
    return of(name=customer.name, phones=[customer.phone], licence=customer.licence_no)


def of_contact(contact) -> set[Key]:
    return of(phones=[contact.mobile, contact.phone])


def renew(records: Iterable, new: bool = False) -> None:
    """Put the keys of customers and contacts right; called with whatever was logged or stored, or is new (Z6)."""
    customers = {one.pk: one for one in records if isinstance(one, Customer)}
    contacts = {one.pk for one in records if isinstance(one, Contact)}
    if new and not contacts:
        store(own(customers.values()))
    elif customers or contacts:
        meant = Q(customer__in=customers) | Q(contact__in=contacts)
        stored = {(one.customer_id, one.contact_id, key(one)): one.pk for one in DuplicateKey.objects.filter(meant)}
        now = wanted(customers, contacts)
        DuplicateKey.objects.filter(pk__in=[pk for row, pk in stored.items() if row not in now]).delete()
        store(row for row in now if row not in stored)


def wanted(customers: dict, contacts: Iterable[int] = ()) -> set[tuple]:
    """Customer, contact and key of all rows these should have; what is in the bin is nobody's duplicate."""
    alive = [one for one in customers.values() if one.deleted_at is None]
    people = Contact.objects.filter(Q(customer__in=alive) | Q(pk__in=contacts, customer__deleted_at=None))
    return own(alive) | {(one.customer_id, one.pk, key) for one in people for key in of_contact(one)}


def own(customers: Iterable[Customer]) -> set[tuple]:
    """The same without the keys of contacts."""
    return {(one.pk, None, key) for one in customers for key in of_customer(one)}


def key(row: DuplicateKey) -> Key:
    return Key(row.kind, row.value, row.region)


def store(found: Iterable[tuple]) -> None:
    names = ("customer_id", "contact_id", *Key._fields)
    add_rows(DuplicateKey, names, [(customer, contact, *key) for customer, contact, key in found])


def rebuild(*, missing: bool = False) -> int:
    """Make the keys of every customer anew, or of those that have none; some at a time. How many customers (Z6)."""
    rows = Customer.everything.order_by("pk")
    if missing:
        named = DuplicateKey.objects.filter(customer=OuterRef("pk"), kind=Kind.NAME)
        rows = rows.filter(~Exists(named), deleted_at=None)
    last, count = 0, 0
    while keys := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:PORTION]):
        with transaction.atomic():
            locked = Customer.everything.select_for_update(of=("self",), no_key=True).filter(pk__in=keys)
            renew(list(locked.order_by("pk")))
        last, count = keys[-1], count + len(keys)
    return count


LOGGED.append(renew)
