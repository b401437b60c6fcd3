"""What happens to customers: whose they are, and what becomes of them in another module's step."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.auth.models import User
from apps.core import audit
from apps.core.actions import enter
from apps.core.flow import Outcome, Refused, keep, lock, step
from apps.customers import rights
from apps.customers.models import Contact, Customer
from apps.foundation.spelling.phones import is_mobile, numbers


@step(
    Customer,
    gettext_lazy("Hand over"),
    right=rights.DELETE_CUSTOMER,
    told=gettext_lazy("%(who)s handed the customer “%(what)s” over."),
    icon="arrows-exchange",
    undoable=True,
)
def hand_over(customer: Customer, *, by: User, to: User, reason: str = ""):
    """A supervisor gives the customer to another account manager; both are told, all else stays as it is (C6, O3)."""
    before = customer.owner
    if to == before:
        raise Refused(_("%(who)s has this customer already.") % {"who": to})
    if not to.has_perm(rights.CHANGE_CUSTOMER):
        raise Refused(_("%(who)s may not look after customers.") % {"who": to})
    customer.owner = to
    return Outcome(tell=[to, before], note=" · ".join(filter(None, [f"{before or '–'} → {to}", reason])))


@transaction.atomic
def take_on(customer: Customer, *, by: User, owner: User, contact: str = "", phone: str = "") -> Customer:
    """Make a customer that was won, or take up an existing one, with its first contact (M6).

    It belongs to the owner unless it belongs to somebody already.
    """
    if customer.pk is None:
        customer.owner = owner
        enter(customer, by=by)
    else:
        customer = _entrusted(customer, owner, by)
    if contact and not customer.contacts.filter(name=contact).exists():
        first = not customer.contacts.filter(is_primary=True).exists()
        number = {"mobile" if any(map(is_mobile, numbers(phone))) else "phone": phone}
        enter(Contact(customer=customer, name=contact, is_primary=first, **number), by=by)
    return customer


def _entrusted(customer: Customer, owner: User, by: User) -> Customer:
    locked = lock(customer)
    before = audit.snapshot(locked)
    locked.owner = locked.owner or owner
    if changes := keep(locked, before):
        audit.log(locked, "customers.customer.edit", by=by, changes=changes)
    return locked
