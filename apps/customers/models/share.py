"""One customer opened to one colleague who would not reach it otherwise: cst_share (C5)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.models import AliveManager, Record
from apps.core.scope import Reach, ScopedQuerySet
from apps.customers import rights
from apps.customers.models.customer import Customer
from apps.kit.search.fields import FoundBy


class ShareQuerySet(ScopedQuerySet):
    def open_to(self, user, *, to_write: bool):
        """What is shared with a person today, for reading or also for writing (C5)."""
        rows = self.filter(Q(until=None) | Q(until__gte=timezone.localdate()), to=user, deleted_at=None)
        return rows.filter(writes=True) if to_write else rows


class Share(Record):
    """That a colleague may read one customer, or also change it, until a day (C5)."""

    rights = rights.SHARES
    reach = Reach(read=("customer__owner", "to"), write=("customer__owner",))
    found_by = FoundBy(also=("customer", "to"))
    name_field = "to__name"
    part_of = "customer"
    goes_with = ("customer",)

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="shares", verbose_name=_("customer"))
    to = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("colleague"))
    writes = models.BooleanField(
        _("may also change it"), default=False, help_text=_("Without this mark the colleague only reads.")
    )
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("Including this day; empty: for good."))

    objects = AliveManager.from_queryset(ShareQuerySet)()
    everything = models.Manager.from_queryset(ShareQuerySet)()

    class Meta:
        db_table = "cst_share"
        verbose_name = _("sharing")
        verbose_name_plural = _("shared with")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "to"],
                condition=Q(deleted_at__isnull=True),
                name="shared_once_with_a_person",
            )
        ]

    def __str__(self):
        return f"{self.customer} → {self.to}"
