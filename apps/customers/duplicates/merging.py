"""Deciding about likely duplicates: two customers, or one, and back again for 30 days (C10, Z6)."""

from copy import copy
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.auth.models import User
from apps.core import audit
from apps.core.flow import Outcome, Refused, action_label, event, keep, step
from apps.customers import rights
from apps.customers.actions.order import recount
from apps.customers.duplicates.comparing import FIRST, differences, versions
from apps.customers.duplicates.references import followed, lock_both, move, name_after
from apps.customers.duplicates.settling import Settling
from apps.customers.models import Customer, Duplicate, Merge

Status = Duplicate.Status
MONTH = timedelta(days=30)
TOLD = gettext_lazy("%(who)s merged “%(what)s” with another customer.")
MERGED = event(Customer, "merge", gettext_lazy("Another customer merged into it"), told=TOLD)
GONE = event(Customer, "merged", gettext_lazy("Merged into another customer"), told=TOLD)


@step(
    Duplicate,
    gettext_lazy("Merge"),
    sources=[Status.OPEN],
    right=rights.DELETE_CUSTOMER,
    icon="copy",
    undoable=True,
    lasts=MONTH,
)
def merge(pair: Duplicate, *, by: User, keep_which: str = FIRST, seen: str = "", **chosen: str):
    """Make one customer of two: the chosen values stay, all that refers to the other follows, it goes to the bin (Z6).

    `chosen` says of each difference whose value stays. Raises Refused where one has changed since it was `seen`.
    """
    first, second = locked_pair(pair, seen)
    kept, gone = (first, second) if keep_which == FIRST else (second, first)
    before, original = audit.snapshot(kept), copy(gone)
    settling = Settling(kept, gone, by)
    for one in differences(copy(first), copy(second)):
        one.put(kept, chosen.get(one.name) or one.default(keep_which))
    owners = [kept.owner, gone.owner, User.objects.filter(pk=before["owner"]).first()]
    settling.run()
    moved = move(gone, kept)
    recount([kept.pk, gone.pk])
    settling.status()
    changes = keep(kept, before, touched=True)
    settling.note(kept, changes)
    into_bin(gone, kept)
    name_after(kept, gone)
    audit.log(gone, GONE, by=by, note=f"→ {kept.number} {kept}")
    note = "\n".join([f"{original.number} {original}", *followed(moved)])
    audit.log(kept, MERGED, by=by, changes=changes, note=note, tell=owners)
    pair.status = Status.MERGED
    Merge.objects.create(
        pair=pair, batch=audit.BATCH.get(), kept=kept, gone=gone, moved=moved, changed=settling.changed
    )
    return Outcome(goto=kept, note=f"{gone.number} {gone} → {kept.number} {kept}")


@step(
    Duplicate,
    gettext_lazy("Not a duplicate"),
    sources=[Status.OPEN],
    right=rights.DELETE_CUSTOMER,
    icon="x",
    undoable=True,
)
def dismiss(pair: Duplicate, *, by: User):
    """They are two customers; that is remembered, whatever they have in common (Z6)."""
    pair.status = Status.DISTINCT


@step(
    Duplicate,
    gettext_lazy("Look at it again"),
    sources=[Status.DISTINCT],
    right=rights.DELETE_CUSTOMER,
    icon="refresh",
    undoable=True,
)
def reconsider(pair: Duplicate, *, by: User):
    """They may be one after all (Z6)."""
    pair.status = Status.OPEN


@step(Customer, gettext_lazy("Merge with another"), right=rights.DELETE_CUSTOMER, icon="copy")
def pair_up(customer: Customer, *, by: User, other: Customer):
    """Put two customers side by side that no rule has found alike (Z6)."""
    if other == customer:
        raise Refused(_("Choose another customer."))
    first, second = sorted([customer, other], key=lambda one: one.pk)
    pair, _made = Duplicate.objects.get_or_create(first=first, second=second, defaults={"created_by": by})
    if pair.status == Status.DISTINCT:
        reconsider(pair, by=by)
    return Outcome(goto=pair, note=f"{other.number} {other}")


def locked_pair(pair: Duplicate, seen: str) -> tuple[Customer, Customer]:
    """Both customers, locked. Raises Refused where one is gone, or has changed since it was seen."""
    both = lock_both([pair.first_id, pair.second_id])
    first, second = both[pair.first_id], both[pair.second_id]
    for one in (first, second):
        if one.deleted_at:
            raise Refused(_("“%(record)s” has been deleted in the meantime.") % {"record": one})
    if seen and seen != versions(first, second):
        then = audit.history(first) | audit.history(second)
        entry = then.exclude(by=None).first()
        raise Refused(
            _("%(who)s has done “%(action)s” meanwhile: look at the values below again.")
            % {"who": entry.by if entry else _("The system"), "action": action_label(entry.action) if entry else "–"}
        )
    return first, second


def into_bin(gone: Customer, kept: Customer) -> None:
    gone.deleted_at, gone.merged_into, gone.version = timezone.now(), kept, gone.version + 1
    changed = {"deleted_at": gone.deleted_at, "merged_into": kept, "version": gone.version}
    Customer.everything.filter(pk=gone.pk).update(**changed)
