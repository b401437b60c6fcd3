"""Churn: who stops ordering is warned about, held, lost or won back (C7, C8, domain.md §3)."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core import audit
from apps.core.flow import Outcome, Refused, event, keep, step
from apps.customers import rights
from apps.customers.models import Customer, DelayMeasure, Loss, Order
from apps.customers.models.loss import churn_cutoff

Status = Loss.Status
BATCH = 1000

WARN = event(Loss, "warn", _("Warning given"), told=_("“%(what)s” has not ordered for a long time."))
RECOVER = event(Loss, "recover", _("Recovered"), told=_("“%(what)s” has ordered again."))


@step(
    Loss,
    _("Delay the loss"),
    sources=Loss.OPEN,
    right=rights.WORK_LOSS,
    told=_("%(who)s took a measure to keep “%(what)s”."),
    icon="hand-stop",
)
def delay(loss: Loss, *, by, measure: str):
    """Record a measure to keep the customer, each time a new dated one (C8)."""
    DelayMeasure.objects.create(loss=loss, measure=measure, by=by)
    loss.status = Status.DELAYED
    return Outcome(tell=[loss.customer.owner], note=measure)


@step(
    Loss,
    _("Confirm the loss"),
    sources=Loss.OPEN,
    right=rights.WORK_LOSS,
    told=_("%(who)s confirmed that “%(what)s” is lost."),
    icon="heart-broken",
    tone="danger",
)
def confirm_loss(loss: Loss, *, by, reason, note: str = ""):
    """Give the customer up, with the reason; the customer becomes lost as of today (C8)."""
    customer = lock_customer(loss.customer_id)
    loss.status, loss.reason, loss.note, loss.lost_at = Status.LOST, reason, note, timezone.localdate()
    _set_status(customer, Customer.Status.LOST)
    return Outcome(tell=[customer.owner], note=f"{reason}: {note}" if note else str(reason))


@step(
    Loss,
    _("Win back"),
    sources=[Status.LOST],
    right=rights.WORK_LOSS,
    told=_("%(who)s won back “%(what)s”."),
    icon="heart-handshake",
)
def win_back(loss: Loss, *, by):
    """A lost customer is back to normal (C8)."""
    customer = lock_customer(loss.customer_id)
    loss.status, loss.recovered_on = Status.RECOVERED, timezone.localdate()
    _set_status(customer, Customer.Status.NORMAL)
    return Outcome(tell=[customer.owner])


def lock_customer(pk: int) -> Customer:
    """The same for one customer."""
    return lock_customers([pk])[pk]


def lock_customers(keys: Collection[int]) -> dict[int, Customer]:
    """The customers by key, locked after their churn warnings: the order in which every step takes them.

    Raises Refused while one of them is in the recycle bin.
    """
    ended = [*Loss.OPEN, Status.LOST]
    list(Loss.objects.select_for_update(of=("self",)).filter(customer__in=keys, status__in=ended).order_by("pk"))
    rows = Customer.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk")
    found = {customer.pk: customer for customer in rows}
    if len(found) < len(keys):
        raise Refused(_("The customer is in the recycle bin: restore it first."))
    return found


def follow_last_order(customers: Collection[int]) -> None:
    """Let open warnings tell the last order as it is, once orders were corrected (C8, O5)."""
    last = Customer.objects.filter(pk=OuterRef("customer")).values("last_order_date")
    ordered = Customer.objects.filter(pk__in=customers, last_order_date__isnull=False)
    Loss.objects.filter(customer__in=ordered, status__in=Loss.OPEN).update(last_order_date=Subquery(last))


def order_confirmed(order: Order, *, told: bool = True) -> None:
    """A new order ends the open warning of its customer and wins a lost one back (C8, Z3).

    An old order entered late does not: the customer would be warned about again the next day. `told`: its account
    manager gets a message.
    """
    customer = order.customer
    tell = [customer.owner] if told else ()
    for loss in Loss.objects.filter(customer=customer, status__in=[*Loss.OPEN, Status.LOST]):
        if loss.ended_by(order.date):
            before, action = audit.snapshot(loss), win_back.step.code if loss.status == Status.LOST else RECOVER
            loss.status, loss.recovered_on = Status.RECOVERED, timezone.localdate()
            changes = keep(loss, before)
            audit.log(loss, action, by=None, changes=changes, note=order.number, tell=tell)
    if order.date >= churn_cutoff():
        _set_status(customer, Customer.Status.NORMAL)


def unwarned() -> QuerySet:
    """Customers that are not lost and that nobody has been warned about (C7)."""
    opened = Loss.objects.filter(customer=OuterRef("pk"), status__in=Loss.OPEN)
    return Customer.objects.filter(~Exists(opened), status=Customer.Status.NORMAL)


def scan() -> int:
    """Warn, once, about every customer that ordered before but not within the period (C7); returns how many."""
    found, last = 0, 0
    while last is not None:
        warned, last = _scan_after(last)
        found += warned
    return found


@transaction.atomic
def _scan_after(key: int) -> tuple[int, int | None]:
    """Warn about the next of them by key: how many, and the key to go on from (None: nobody is left).

    The customers are locked, and a warning that another scan has opened meanwhile is left alone.
    """
    silent = unwarned().filter(pk__gt=key, last_order_date__lt=churn_cutoff())
    customers = list(silent.select_for_update(of=("self",), no_key=True).order_by("pk")[:BATCH])
    if not customers:
        return 0, None
    now = timezone.now()
    Loss.objects.bulk_create(
        [Loss(customer=one, last_order_date=one.last_order_date, created_at=now) for one in customers],
        ignore_conflicts=True,
    )
    losses = list(Loss.objects.filter(customer__in=customers, created_at=now).select_related("customer__owner"))
    audit.log_many(losses, WARN, by=None, tell=lambda loss: [loss.customer.owner])
    return len(losses), customers[-1].pk


def _set_status(customer: Customer, status: str) -> None:
    Customer.objects.filter(pk=customer.pk).exclude(status=status).update(status=status)
