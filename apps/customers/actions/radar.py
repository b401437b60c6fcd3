"""The daily scan: who has not ordered within the period (C7), and who is late by its own rhythm (Z3)."""

import datetime
from itertools import groupby
from operator import itemgetter

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.auth.models import User
from apps.basedata.models import Parameter
from apps.basedata.rights import MANAGE_DICT
from apps.core import audit
from apps.core.flow import event
from apps.core.models import Entry
from apps.customers.actions import loss
from apps.customers.models import Customer, Loss, Order
from apps.customers.models.loss import TIMES, Cause, churn_cutoff
from apps.customers.models.rhythm import LATE, LEAST_GAP, late_after, usual_gap

DAY = datetime.timedelta(days=1)

WARN_LATE = event(Loss, "warn_late", _("Warning given by rhythm"), told=_("“%(what)s” orders later than it used to."))
WARN_AGAIN = event(
    Loss, "warn_again", _("Second churn warning"), told=_("“%(what)s” has stayed away twice as long as it used to.")
)

WAIT = event(Parameter, "churn_waits", _("Churn warnings wait"), told=_("Very many churn warnings wait for your word."))


def scan() -> int:
    """Warn about everybody who stays away, by the period for all first; returns how many warnings (C7, Z3)."""
    return loss.scan() + (scan_rhythms() if Parameter.is_on(Parameter.CHURN_RHYTHM) else 0)


def scan_or_ask(*, confirmed: bool = False) -> int:
    """The scan of every night: of very many at once, as after old orders came in, it asks and writes nothing (C7)."""
    most = Parameter.objects.get(code=Parameter.CHURN_MOST)
    if not confirmed and (count := waiting()) > most.value:
        ask(most, count)
        return 0
    return scan()


def waiting() -> int:
    """How many customers a scan would warn about now (C7, Z3)."""
    cutoff = churn_cutoff()
    count = loss.unwarned().filter(last_order_date__lt=cutoff).count()
    if Parameter.is_on(Parameter.CHURN_RHYTHM):
        keys = loss.unwarned().filter(last_order_date__gte=cutoff).order_by("pk").values_list("pk", flat=True)
        found = list(keys)
        count += sum(len(lateness(found[start : start + loss.BATCH])) for start in range(0, len(found), loss.BATCH))
    return count


def ask(most: Parameter, count: int) -> None:
    """Tell who maintains the settings, once a day, how many warnings wait and how they are let out (C7)."""
    if Entry.objects.filter(action=WAIT, at__gte=timezone.now() - DAY).exists():
        return
    note = _(
        "%(count)s customers would be warned about at once, %(most)s is the most. Nothing was written. "
        "If it is right, set “%(setting)s” higher, or run bin/manage scan_churn --confirm."
    )
    said = {"count": f"{count:,}", "most": f"{most.value:,}", "setting": most}
    audit.log(most, WAIT, by=None, note=str(note) % said, tell=User.objects.allowed(MANAGE_DICT))


def scan_rhythms() -> int:
    """Warn about who has not ordered for 1.5 times its usual gap, and again at twice the gap (Z3)."""
    found, last = 0, 0
    while last is not None:
        warned, last = _scan_after(last)
        found += warned
    return found


@transaction.atomic
def _scan_after(key: int) -> tuple[int, int | None]:
    """Look at the next customers by key: how many warnings there were, and the key to go on from.

    The rhythms are worked out without a lock; a customer that has ordered meanwhile is left alone. Warnings are locked
    before customers, as everywhere.
    """
    told = Loss.objects.filter(customer=OuterRef("pk"), status__in=Loss.OPEN).exclude(cause=Cause.LATE)
    quiet = timezone.localdate() - late_after(LEAST_GAP, LATE) * DAY
    silent = Customer.objects.filter(~Exists(told), status=Customer.Status.NORMAL, last_order_date__lte=quiet)
    keys = list(silent.filter(pk__gt=key).order_by("pk").values_list("pk", flat=True)[: loss.BATCH])
    late = lateness(keys)
    opened = Loss.objects.select_for_update(of=("self",)).filter(customer__in=late, status__in=Loss.OPEN)
    warned = {one.customer_id: one for one in opened.order_by("pk")}
    locked = silent.filter(pk__in=late).select_for_update(of=("self",), no_key=True).order_by("pk")
    customers = [one for one in locked if one.last_order_date == late[one.pk][0]]
    fresh = [one for one in customers if one.pk not in warned]
    worse = [warned[one.pk] for one in customers if one.pk in warned and late[one.pk][2] == Cause.VERY_LATE]
    return _warn(fresh, late) + _warn_again(worse, late), keys[-1] if keys else None


def lateness(keys: list[int]) -> dict[int, tuple]:
    """Of these customers those that are late, each with its last order day, its usual gap and how late it is (Z3)."""
    rows = Order.objects.sold().filter(customer__in=keys).order_by("customer", "date")
    today, found = timezone.localdate(), {}
    for key, orders in groupby(rows.values_list("customer", "date").distinct().iterator(), itemgetter(0)):
        days = [day for _key, day in orders]
        gap = usual_gap(days)
        causes = [one for one, times in TIMES.items() if gap and (today - days[-1]).days >= late_after(gap, times)]
        if causes:
            found[key] = (days[-1], gap, causes[-1])
    return found


def _warn(customers: list[Customer], late: dict[int, tuple]) -> int:
    """A warning for each, but for who has been warned about meanwhile."""
    now = timezone.now()
    rows = [
        Loss(customer=one, last_order_date=day, usual_gap=gap, cause=cause, created_at=now)
        for one in customers
        for day, gap, cause in [late[one.pk]]
    ]
    Loss.objects.bulk_create(rows, ignore_conflicts=True)
    made = Loss.objects.filter(customer__in=customers, created_at=now).select_related("customer__owner")
    losses = list(made)
    audit.log_many(losses, WARN_LATE, by=None, tell=lambda one: [one.customer.owner])
    return len(losses)


def _warn_again(losses: list[Loss], late: dict[int, tuple]) -> int:
    """The second warning, on the same row."""
    for one in losses:
        _day, one.usual_gap, one.cause = late[one.customer_id]
        one.version += 1
    Loss.objects.bulk_update(losses, ["usual_gap", "cause", "version"])
    audit.log_many(losses, WARN_AGAIN, by=None, tell=lambda one: [one.customer.owner])
    return len(losses)
