"""What happens to a sales chance: who develops it, how it stands, how it ends (M3, M6)."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.auth.models import User
from apps.basedata.models import DictItem
from apps.core import audit
from apps.core.flow import Outcome, Refused, step
from apps.core.scope import within
from apps.customers.actions.customer import take_on
from apps.customers.duplicates import candidates
from apps.customers.duplicates.candidates import Alike
from apps.customers.duplicates.keys import of
from apps.customers.models import Customer, Level
from apps.marketing import rights
from apps.marketing.models import Chance

Status = Chance.Status
DEVELOPERS = within("assignee")
CERTAIN = {Status.WON: 100, Status.LOST: 0}  # of what is closed, how probable it is


@step(
    Chance,
    gettext_lazy("Assign"),
    sources=[Status.UNASSIGNED],
    right=rights.ASSIGN_CHANCE,
    told=gettext_lazy("%(who)s assigned the sales chance “%(what)s” to you."),
    icon="user-check",
    undoable=True,
)
def assign(chance: Chance, *, by: User, to: User):
    """A supervisor assigns the chance to exactly one person who may develop it, and who is told (M3)."""
    _hand_to(chance, to, by)
    chance.status = Status.DEVELOPING
    return Outcome(tell=[to])


@step(
    Chance,
    gettext_lazy("Win"),
    sources=[Status.DEVELOPING],
    right=rights.DEVELOP_CHANCE,
    who=DEVELOPERS,
    told=gettext_lazy("%(who)s won the sales chance “%(what)s”."),
    icon="trophy",
)
def win(
    chance: Chance,
    *,
    by: User,
    customer: Customer | None = None,
    make_new: bool = False,
    region: DictItem | None = None,
    level: int = Level.REGULAR,
    contact: str = "",
    phone: str = "",
):
    """The chance is won: its customer is linked, or made with its number and first contact for the assignee (M6).

    Raises Refused when a customer of this name exists and neither linking one nor making a new one was chosen.
    """
    found = chance.known_customer() or customer
    chance.customer = take_on(
        found or Customer(name=chance.customer_name, region=region, level=level),
        by=by,
        owner=chance.assignee,
        contact=contact,
        phone=phone,
    )
    # Asked after the new one has its number: whoever makes one of the same name at this moment waits for that.
    if found is None and not make_new and alike(chance, by, but=[chance.customer.pk]):
        raise Refused(_("Choose first: link the customer that is there already, or make a new one."))
    _close(chance, Status.WON)
    told = [chance.created_by, chance.assignee, chance.customer.owner]
    return Outcome(tell=told, goto=chance.customer)


def alike(chance: Chance, user: User, *, but: Iterable[int] = ()) -> list[Alike]:
    """The customers the user may see that the chance may be with, to be linked instead of doubled (M6, Z6)."""
    keys = of(name=chance.customer_name, phones=[chance.phone])
    return [one for one in candidates.alike(keys, user, but=but) if one.open]


@step(
    Chance,
    gettext_lazy("Lose"),
    sources=[Status.DEVELOPING],
    right=rights.DEVELOP_CHANCE,
    who=DEVELOPERS,
    told=gettext_lazy("%(who)s lost the sales chance “%(what)s”."),
    icon="mood-sad",
    undoable=True,
)
def lose(chance: Chance, *, by: User, reason: DictItem, note: str = ""):
    """The chance is lost, for a reason of the dictionary; creator and assignee are told (M6)."""
    _close(chance, Status.LOST)
    chance.lost_reason, chance.lost_note = reason, note
    return Outcome(tell=[chance.created_by, chance.assignee], note=" · ".join(filter(None, [str(reason), note])))


@step(
    Chance,
    gettext_lazy("Adjust forecast"),
    sources=[Status.DEVELOPING],
    right=rights.DEVELOP_CHANCE,
    who=DEVELOPERS,
    icon="adjustments",
    undoable=True,
)
def adjust(
    chance: Chance,
    *,
    by: User,
    probability: int,
    expected_amount: Decimal | None = None,
    expected_close: datetime.date | None = None,
):
    """Say anew how probable the sale is, how much and when, which the edit form no longer does (M1, M2)."""
    chance.probability = probability
    chance.expected_amount, chance.expected_close = expected_amount, expected_close


@step(
    Chance,
    gettext_lazy("Reassign"),
    sources=[Status.DEVELOPING],
    right=rights.ASSIGN_CHANCE,
    told=gettext_lazy("%(who)s reassigned the sales chance “%(what)s”."),
    icon="arrows-exchange",
    undoable=True,
)
def reassign(chance: Chance, *, by: User, to: User, reason: str):
    """A supervisor gives the chance to somebody else, with a reason; both are told, plan and history stay (M3)."""
    before = chance.assignee
    if to == before:
        raise Refused(_("%(who)s develops this sales chance already.") % {"who": to})
    _hand_to(chance, to, by)
    return Outcome(tell=[to, before], note=f"{before} → {to} · {reason}")


@step(
    Chance,
    gettext_lazy("Withdraw"),
    sources=[Status.DEVELOPING],
    right=rights.ASSIGN_CHANCE,
    told=gettext_lazy("%(who)s withdrew the sales chance “%(what)s” from you."),
    icon="arrow-back-up",
    undoable=True,
)
def withdraw(chance: Chance, *, by: User, reason: str):
    """A supervisor takes the chance back, with a reason; whoever had it is told, the plan stays (M3)."""
    before = chance.assignee
    chance.assignee = chance.assigned_by = chance.assigned_at = None
    chance.status = Status.UNASSIGNED
    return Outcome(tell=[before], note=reason)


@step(
    Chance,
    gettext_lazy("Reopen"),
    sources=[Status.WON, Status.LOST],
    right=rights.ASSIGN_CHANCE,
    told=gettext_lazy("%(who)s reopened the sales chance “%(what)s”."),
    icon="refresh",
    undoable=True,
)
def reopen(chance: Chance, *, by: User, reason: str):
    """A supervisor takes a closed chance up again, as probable as it was; a customer already made stays linked (M6)."""
    chance.status, chance.closed_at = Status.DEVELOPING, None
    chance.probability = _probable_before(chance)
    chance.lost_reason, chance.lost_note = None, ""
    return Outcome(tell=[chance.assignee], note=reason)


def _close(chance: Chance, status: Status) -> None:
    chance.status, chance.closed_at, chance.probability = status, timezone.now(), CERTAIN[status]


def _probable_before(chance: Chance) -> int:
    """What the log says of the probability before the chance was closed; of what came closed, nobody knows."""
    closed = audit.history(chance).filter(changes__status__isnull=False).first()
    now = chance.probability if closed else Chance._meta.get_field("probability").default
    return closed.changes.get("probability", [now])[0] if closed else now


def _hand_to(chance: Chance, to: User, by: User) -> None:
    if not to.has_perm(rights.DEVELOP_CHANCE):
        raise Refused(_("%(who)s may not develop sales chances.") % {"who": to})
    chance.assignee, chance.assigned_by, chance.assigned_at = to, by, timezone.now()
