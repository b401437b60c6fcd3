"""Which customers may be the one somebody is about to enter, and why (C10, Z6)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from apps.customers.duplicates.keys import Key
from apps.customers.models import Contact, Customer, DuplicateKey
from apps.foundation.wording import listed

SHOWN = 5
READ = 200  # keys; a number that more have than that tells nothing


@dataclass
class Alike:
    """A customer that may be the same, what both have in common, and whether the reader may see more of it."""

    customer: Customer
    kinds: set[str] = field(default_factory=set)
    contacts: dict[int, Contact] = field(default_factory=dict)  # whose phone it is
    open: bool = False

    def add(self, row: DuplicateKey) -> None:
        self.kinds.add(row.kind)
        if row.contact:
            self.contacts[row.contact_id] = row.contact

    @property
    def name(self) -> str:
        return self.customer.pick_text() if self.open else _("A customer you may not see")

    @property
    def why(self) -> str:
        """What both have in common, in words; of what one may not see no names."""
        reasons = [str(kind.label) for kind in DuplicateKey.Kind if kind in self.kinds]
        people = listed(self.contacts.values()) if self.open else ""
        return listed(reasons) + (_(" (contact %(people)s)") % {"people": people} if people else "")

    @property
    def rank(self) -> tuple:
        """The strongest sign first, then what has most in common, then the oldest."""
        return min(self.kinds), -len(self.kinds), self.customer.pk


def alike(keys: Collection[Key], user, *, but: Iterable[int] = (), without: int | None = None) -> list[Alike]:
    """The customers most likely meant by what somebody enters (Z6, P4).

    `but`: these customers are not; `without`: the contact that is being changed.
    """
    if not keys:
        return []
    rows = DuplicateKey.objects.filter(reduce(or_, (key.likeness() for key in keys))).exclude(customer__in=but)
    if without:
        rows = rows.exclude(contact=without)
    found: dict[int, Alike] = {}
    for row in rows.select_related("customer__owner", "contact").order_by("kind", "pk")[:READ]:
        found.setdefault(row.customer_id, Alike(row.customer)).add(row)
    return opened(found.values(), user)


def alike_each(customers: Collection[int], user) -> dict[int, list[Alike]]:
    """The same for stored customers, by key; asks as often for many as for one."""
    others = DuplicateKey.objects.filter(kind=OuterRef("kind"), value=OuterRef("value"))
    other = Subquery(others.exclude(customer=OuterRef("customer")).values("pk")[:1])  # by the index, one by one
    stored = DuplicateKey.objects.filter(customer__in=customers, contact=None)
    own = list(stored.alias(other=other).filter(other__isnull=False))
    same: dict[tuple, list[DuplicateKey]] = defaultdict(list)
    rows = DuplicateKey.objects.filter(kind__in={one.kind for one in own}, value__in={one.value for one in own})
    for row in rows.select_related("customer__owner", "contact").order_by("pk"):
        same[row.kind, row.value].append(row)
    found: dict[int, dict[int, Alike]] = defaultdict(dict)
    for mine in own:
        for row in same[mine.kind, mine.value][:READ]:
            fits = mine.region == row.region or "" in (mine.region, row.region)
            if fits and row.customer_id != mine.customer_id:
                found[mine.customer_id].setdefault(row.customer_id, Alike(row.customer)).add(row)
    return {pk: opened(others.values(), user) for pk, others in found.items()}


def opened(found: Iterable[Alike], user) -> list[Alike]:
    """The best of what was found, with how much of it the user may see; the system sees all (P4)."""
    best = sorted(found, key=lambda one: one.rank)[:SHOWN]
    rows = Customer.objects.filter(pk__in=[one.customer.pk for one in best])
    seen = (rows.visible_to(user) if user else rows).values_list("pk", flat=True)
    for one in best:
        one.open = one.customer.pk in seen
    return best
