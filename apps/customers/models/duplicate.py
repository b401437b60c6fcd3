"""Likely duplicates: what tells them, the pairs that were found, and what became of them (C10, Z6)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.models import AliveManager, Batch, Record
from apps.core.scope import Reach, ScopedQuerySet
from apps.customers import rights
from apps.customers.models.contact import Contact
from apps.customers.models.customer import Customer
from apps.foundation.wording import listed
from apps.kit.search.fields import FoundBy


class DuplicateKey(models.Model):
    """One thing two files of the same customer have in common; of customers outside the bin, kept by keys.py (Z6)."""

    class Kind(models.TextChoices):  # the strongest sign first, also by the alphabet
        LICENCE = "l", _("same licence number")
        NAME = "n", _("same company name")
        PHONE = "p", _("same phone")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="+")  # whose phone it is
    kind = models.CharField(max_length=1, choices=Kind.choices)
    value = models.CharField(max_length=200)
    region = models.CharField(max_length=20, blank=True)  # that a company name begins with

    class Meta:
        db_table = "cst_duplicate_key"
        verbose_name = "duplicate key"
        indexes = [models.Index(fields=["kind", "value"], name="customers_with_the_same")]

    def __str__(self):
        return f"{self.kind}{self.region} {self.value}"


class DuplicateQuerySet(ScopedQuerySet):
    """Pairs as a query: whoever decides about one has to reach both customers (P4)."""

    def visible_to(self, user):
        """Pairs of which the user may read both; what is in the bin otherwise than by a merge is no duplicate."""
        seen = Customer.everything.reached_by(user).values(
            "pk"
        )  # who was merged is in the bin, and lives on in the other
        there = Q(first__deleted_at=None, second__deleted_at=None) | Q(status=Duplicate.Status.MERGED)
        return super().visible_to(user).filter(there, first__in=seen, second__in=seen)

    def workable_by(self, user):
        own = Customer.everything.workable_by(user).values("pk")
        return super().workable_by(user).filter(first__in=own, second__in=own)


class Duplicate(Record):
    """Two customers that may be one (Z6)."""

    class Status(models.TextChoices):
        OPEN = "open", _("Likely duplicate")
        DISTINCT = "distinct", _("Two customers")
        MERGED = "merged", _("Merged")

    rights = rights.DUPLICATES
    reach = Reach(read=("first__owner", "second__owner"), write=("first__owner", "second__owner"))
    tones = {Status.OPEN: "orange", Status.DISTINCT: "secondary", Status.MERGED: "green"}
    found_by = FoundBy(also=("first", "second"))
    name_field = "first__name"
    outlives = ("first", "second")  # a pair says itself whose it is and what is in the bin

    first = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))  # the older one
    second = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("may be the same as"))
    kinds = models.CharField(max_length=5, blank=True)  # of what both have; empty where a person said so
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.OPEN)

    objects = AliveManager.from_queryset(DuplicateQuerySet)()
    everything = models.Manager.from_queryset(DuplicateQuerySet)()

    class Meta:
        db_table = "cst_duplicate"
        verbose_name = _("likely duplicate")
        verbose_name_plural = _("likely duplicates")
        ordering = ["-status", "-id"]  # open ones first
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="one_pair_of_two")]

    def __str__(self):
        return f"{self.first} / {self.second}"

    @property
    def why(self) -> str:
        """What both have in common, in words."""
        found = listed(kind.label for kind in DuplicateKey.Kind if kind in self.kinds)
        return found or str(_("marked by a colleague"))


class Merge(models.Model):
    """What a merge moved and changed, so that it can be taken back (Z6)."""

    pair = models.ForeignKey(Duplicate, models.PROTECT, related_name="merges")
    batch = models.OneToOneField(Batch, models.PROTECT, null=True, related_name="merge")
    kept = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    gone = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    moved = models.JSONField(default=dict)  # {"customers.order.customer": [keys of the rows that followed]}
    changed = models.JSONField(default=list)  # [["customers.contact", key, {field: [old, new]}]]

    class Meta:
        db_table = "cst_merge"
        verbose_name = "merge"

    def __str__(self):
        return f"{self.gone} → {self.kept}"


class DuplicateScan(models.Model):
    """One look through all customers for duplicates."""

    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    found = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "cst_duplicate_scan"
        verbose_name = "scan for duplicates"
        ordering = ["-id"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}: {self.found}"
