"""Churn warnings and the measures against them: cst_lost, cst_lost_delay (C7, C8)."""

import calendar
import datetime

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.basedata.fields import DictField
from apps.basedata.models import Parameter
from apps.core.models import AliveManager, Record
from apps.core.scope import ScopedQuerySet
from apps.customers import rights
from apps.customers.models.customer import OF_CUSTOMER, Customer
from apps.customers.models.rhythm import LATE, VERY_LATE, late_after
from apps.foundation.listing.indexes import of_bin, of_list
from apps.kit.search.fields import FoundBy


def months_before(day: datetime.date, months: int) -> datetime.date:
    """The same day some calendar months earlier, or the last day of a month that is too short for it (C7)."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if years < datetime.MINYEAR:
        return datetime.date.min
    return datetime.date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


def churn_cutoff() -> datetime.date:
    """The earliest last order that still counts as recent: as many months ago as the setting says (C7)."""
    return months_before(timezone.localdate(), Parameter.objects.get(code=Parameter.CHURN_MONTHS).value)


class LossQuerySet(ScopedQuerySet):
    """Churn warnings as a query."""

    def with_first_measure(self):
        """Each with the moment of its first measure (Z3)."""
        first = DelayMeasure.objects.filter(loss=OuterRef("pk")).order_by("pk").values("at")[:1]
        return self.annotate(first_measure=Subquery(first))


class Cause(models.TextChoices):
    """By which rule somebody was warned about: the period for all, or the customer's own rhythm (C7, Z3)."""

    PERIOD = "period", _("no order within the period")
    LATE = "late", _("1.5 times the usual gap")
    VERY_LATE = "very_late", _("2 times the usual gap")


TIMES = {Cause.LATE: LATE, Cause.VERY_LATE: VERY_LATE}


class Loss(Record):
    """A customer who stopped ordering: warned, held, lost or won back (C7, C8)."""

    class Status(models.TextChoices):
        WARNED = "warned", _("Warned")
        DELAYED = "delayed", _("Loss delayed")
        LOST = "lost", _("Loss confirmed")
        RECOVERED = "recovered", _("Recovered")

    OPEN = (Status.WARNED, Status.DELAYED)

    rights = rights.LOSSES
    reach = OF_CUSTOMER
    goes_with = ("customer",)
    tones = {
        Status.WARNED: "orange",
        Status.DELAYED: "yellow",
        Status.LOST: "red",
        Status.RECOVERED: "green",
    }
    found_by = FoundBy(texts=("note",), also=("customer",))
    name_field = "customer__name"

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="losses", verbose_name=_("customer"))
    last_order_date = models.DateField(_("last order"))
    cause = models.CharField(
        _("cause"),
        max_length=10,
        choices=Cause.choices,
        default=Cause.PERIOD,
        db_default=Cause.PERIOD.value,
        editable=False,
    )
    usual_gap = models.PositiveIntegerField(_("usual gap (days)"), null=True, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.WARNED)
    reason = DictField("loss_reason", null=True, blank=True, verbose_name=_("reason"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    lost_at = models.DateField(_("lost on"), null=True)
    recovered_on = models.DateField(_("recovered on"), null=True, editable=False)

    objects = AliveManager.from_queryset(LossQuerySet)()
    everything = models.Manager.from_queryset(LossQuerySet)()

    class Meta:
        db_table = "cst_lost"
        verbose_name = _("churn warning")
        verbose_name_plural = _("churn warnings")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=models.Q(status__in=["warned", "delayed"]),
                name="one_open_loss",
            )
        ]
        indexes = [of_list("loss_in_status", "status", "-id"), of_bin("loss_in_bin")]

    def __str__(self):
        return str(self.customer)

    @property
    def because(self) -> str:
        """Why there is a warning, in words; the days count on while it is open (Z3)."""
        until = timezone.localdate(None if self.status in self.OPEN else self.created_at)
        said = {"gap": self.usual_gap, "days": (until - self.last_order_date).days}
        if self.cause == Cause.PERIOD:
            return gettext("no order for %(days)s days") % said
        return gettext("no order for %(days)s days, usually one every %(gap)s") % said

    def ended_by(self, day: datetime.date) -> bool:
        """Whether an order of this day ends the warning: the next scan would not warn again (C8, Z3)."""
        if self.status == self.Status.LOST or self.cause == Cause.PERIOD:
            return day >= churn_cutoff()
        return (timezone.localdate() - day).days < late_after(self.usual_gap, LATE)


class DelayMeasure(models.Model):
    """What was done to keep a customer, dated; as many as needed (C8)."""

    loss = models.ForeignKey(Loss, models.CASCADE, related_name="measures")
    measure = models.TextField(_("measure"), max_length=2000)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("time"), default=timezone.now)

    class Meta:
        db_table = "cst_lost_delay"
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["id"]

    def __str__(self):
        return self.measure
