"""Dealings with a customer: cst_activity (C3)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.basedata.fields import DictField
from apps.core.models import Record
from apps.core.scope import Reach
from apps.customers import rights
from apps.customers.models.contact import Contact
from apps.customers.models.customer import Customer
from apps.customers.models.sharing import shared
from apps.foundation.listing.indexes import of_bin, of_list
from apps.kit.search.fields import FoundBy


class Activity(Record):
    """One visit, call, mail or meeting, and what comes next (C3)."""

    rights = rights.ACTIVITIES
    reach = Reach(
        read=("customer__owner", "created_by"), write=("created_by",), shared=shared("customer", writing=False)
    )
    found_by = FoundBy(texts=("title", "detail", "place"), also=("customer",))
    name_field = "title"
    goes_with = ("customer",)
    outlives = ("contact",)  # who was met is part of what happened
    happens = "at"

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="activities", verbose_name=_("customer"))
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("contact")
    )
    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    kind = DictField("activity_kind", verbose_name=_("kind"))
    title = models.CharField(_("subject"), max_length=200)
    place = models.CharField(_("place"), max_length=200, blank=True)
    detail = models.TextField(_("detail"), max_length=2000, blank=True)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_date = models.DateField(_("next date"), null=True, blank=True)

    class Meta:
        db_table = "cst_activity"
        verbose_name = _("dealing")
        verbose_name_plural = _("dealings")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["customer", "-at"], name="activity_of_customer"),
            of_list("activity_in_list", "-at", "-id"),
            of_list("activity_of_kind", "kind", "-at", "-id"),
            of_bin("activity_in_bin"),
        ]

    def __str__(self):
        return self.title

    def outcome(self) -> str:
        """What came of it and what comes next, for the log."""
        planned = f"→ {self.next_date or ''} {self.next_step}".rstrip("→ ")
        return " ".join(filter(None, [self.detail, planned]))
