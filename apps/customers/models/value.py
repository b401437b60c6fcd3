"""What a customer is worth, next to the others: recency, frequency, monetary value: cst_value (C9)."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.basedata.models import Parameter
from apps.core.fields import MoneyField
from apps.customers.models.customer import Customer

SCORES = [(score, str(score)) for score in range(1, 6)]


class ValueGroup(models.TextChoices):
    """The eight groups by recency, frequency and monetary value, each above the average (1) or not (0) (C9)."""

    R1F1M1 = "111", _("Important: the best")
    R1F0M1 = "101", _("Important: to develop")
    R0F1M1 = "011", _("Important: to keep")
    R0F0M1 = "001", _("Important: to win back")
    R1F1M0 = "110", _("Ordinary: the best")
    R1F0M0 = "100", _("Ordinary: to develop")
    R0F1M0 = "010", _("Ordinary: to keep")
    R0F0M0 = "000", _("Ordinary: to win back")


BEST = (ValueGroup.R1F1M1,)
ENDANGERED = (ValueGroup.R0F1M1, ValueGroup.R0F0M1)  # they brought much, and have not been here for long


class Value(models.Model):
    """The value of a customer that ordered within the period, as of a day; made anew every night (C9)."""

    customer = models.OneToOneField(Customer, models.CASCADE, related_name="value", verbose_name=_("customer"))
    orders = models.PositiveIntegerField(_("orders in the period"))
    amount = MoneyField(_("amount in the period"))
    share = models.FloatField(_("share of all"))
    r = models.PositiveSmallIntegerField(_("recency"), choices=SCORES)
    f = models.PositiveSmallIntegerField(_("frequency"), choices=SCORES)
    m = models.PositiveSmallIntegerField(_("monetary value"), choices=SCORES)
    group = models.CharField(_("value group"), max_length=3, choices=ValueGroup.choices, db_index=True)
    as_of = models.DateField(_("as of"))

    class Meta:
        db_table = "cst_value"
        verbose_name = _("customer value")
        verbose_name_plural = _("customer values")
        ordering = ["-amount"]

    def __str__(self):
        return f"{self.customer}: R{self.r} F{self.f} M{self.m}"

    @property
    def period(self) -> str:
        """Of which months all this is, in words: what stands beside the figures (C9)."""
        months = Parameter.objects.get(code=Parameter.VALUE_MONTHS).value
        return gettext("%(months)s months up to %(day)s") % {"months": months, "day": self.as_of}

    @property
    def percent(self) -> str:
        """The share of all as a person reads it."""
        return f"{self.share:.2%}"
