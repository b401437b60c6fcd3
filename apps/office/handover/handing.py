"""The handover itself (C6)."""

from datetime import timedelta

from django.utils.translation import gettext as _

from apps.auth.models import User
from apps.core import batches, flow
from apps.core.models import Batch
from apps.customers.rights import DELETE_CUSTOMER
from apps.office.handover.kinds import KINDS, Item
from apps.office.handover.sharing import Shares

HANDOVER = "office.handover"
WEEK = timedelta(days=7)


def hand_over_all(person: User, shares: Shares, *, by: User, reason: str) -> Batch:
    """Everything goes to its receiver in one transaction, by the same steps as one by one; each is told once (C6, O3).

    Stages and authorship stay. What meanwhile has ended or is somebody else's stays where it is, with the reason.
    """
    title = _("Handover from %(who)s") % {"who": person}
    with batches.together(HANDOVER, by=by, title=title, right=DELETE_CUSTOMER, lasts=WEEK) as batch:
        for kind in KINDS:
            given = {item.record: (item, to) for item, to in shares.items() if item.kind == kind and to is not None}
            batches.each(batch, given, lambda record, given=given: _give(*given[record], person, by, reason))
    return batch


def _give(item: Item, to: User, person: User, by: User, reason: str) -> None:
    holder = getattr(flow.lock(item.record), item.kind.holder)
    if holder != person:
        raise flow.Refused(_("It is not %(who)s's any more, but %(now)s's.") % {"who": person, "now": holder or "–"})
    flow.take(item.kind.step, item.record, by, {"to": to, "reason": reason})
