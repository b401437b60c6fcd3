"""The people at a customer: one of them at most is the first contact (C2)."""

from collections.abc import Collection

from django.db import transaction

from apps.core import actions, audit
from apps.core.flow import keep, lock
from apps.customers.actions.loss import lock_customer
from apps.customers.models import Contact


@transaction.atomic
def add(contact: Contact, *, by) -> Contact:
    """Store a new contact; as the first one it takes the mark over from whoever had it (C2)."""
    if contact.is_primary:
        lock_customer(contact.customer_id)
        _take_mark_from_others(contact, by)
    return actions.create(contact, by=by)


@transaction.atomic
def edit(contact: Contact, *, by, fields: Collection[str], version: int | None = None) -> Contact:
    """Change a contact; made the first one it takes the mark over from whoever had it (C2)."""
    if contact.is_primary:
        lock_customer(contact.customer_id)
        lost_it_since = "is_primary" in audit.changed_since(lock(contact), version)
        if not lost_it_since:
            _take_mark_from_others(contact, by)
    return actions.edit(contact, by=by, fields=fields, version=version)


def _take_mark_from_others(contact: Contact, by) -> None:
    """The customer is locked already, so that two who become the first at once come one after the other."""
    rows = Contact.objects.select_for_update(of=("self",)).filter(customer=contact.customer_id, is_primary=True)
    for other in rows.exclude(pk=contact.pk):
        before = audit.snapshot(other)
        other.is_primary = False
        audit.log(other, "customers.contact.edit", by=by, changes=keep(other, before))
