"""The kernel's tables: the record everything is, the log entry that is the event, the message in the bell."""

from functools import cache
from typing import ClassVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.rights import Crud
from apps.core.scope import Reach, ScopedQuerySet


class AliveManager(models.Manager.from_queryset(ScopedQuerySet)):
    """Everything but what is in the recycle bin."""

    def get_queryset(self):
        return super().get_queryset().filter(deleted_at__isnull=True)


class Record(models.Model):
    """What people work on: who made it and when, a version against lost updates, a bin instead of deletion."""

    rights: ClassVar[Crud]
    reach: ClassVar[Reach] = Reach()
    found_by: ClassVar = None  # a `FoundBy`; None only where it has no pages, since each list and picker searches
    code_field: ClassVar[str] = ""  # what a person types to name one record, beside its name
    name_field: ClassVar[str] = "name"
    counted: ClassVar[tuple[str, ...]] = ()  # fields that follow from other records, so that the log does not keep them
    heir_field: ClassVar[str] = ""  # the reference to the record that took this one's place when it went to the bin
    happens: ClassVar[str] = ""  # the field that says when it happened, where that may be long before it is entered
    goes_with: ClassVar[tuple[str, ...]] = ()  # the references to records it goes to the bin and comes back with
    outlives: ClassVar[tuple[str, ...]] = ()  # the references to records it stays without
    gone: ClassVar[str] = ""  # the word for what is not used any more, where it is offered or filtered by
    part_of: ClassVar[str] = ""  # the reference to the record this one is only a part of: locked and shown with it

    created_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False, db_index=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    deleted_at = models.DateTimeField(_("deleted at"), null=True, editable=False)

    objects = AliveManager()
    everything = models.Manager.from_queryset(ScopedQuerySet)()

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return self.page("detail")

    def begin(self, by) -> None:
        """Fill in what the system itself decides when the record is made, such as its number."""

    def derive(self) -> None:
        """Work out the fields that follow from others, after an edit."""

    def keeps_because(self) -> str:
        """Why this record may not be deleted now, as a sentence; empty where it may."""
        return ""

    def goes_along(self) -> str:
        """What goes to the recycle bin with this record, as a sentence; empty where nothing does."""
        return ""

    def heir(self):
        """The record that took this one's place, so that its address and its number lead there; else None (Z6)."""
        return getattr(self, self.heir_field) if self.heir_field else None

    @classmethod
    def replaced(cls, rows: models.QuerySet, **called) -> models.QuerySet:
        """The records called so whose place one of the rows has taken (Z6)."""
        if not cls.heir_field:
            return cls.everything.none()
        return cls.everything.filter(**called, **{f"{cls.heir_field}__in": rows}).select_related(cls.heir_field)

    def whole(self):
        """The record a person looks at after a change of this one: what it is a part of, else itself."""
        return getattr(self, self.part_of) if self.part_of else self

    def parts(self) -> tuple[models.QuerySet, ...]:
        """The rows that are parts of this record: their story is told with its own."""
        return ()

    def customer_concerned(self):
        """The customer whose timeline shows what happens to this record, or None."""
        return getattr(self, "customer", None)

    def pick_text(self) -> str:
        """How a picker names this record; which one is meant its key says, beside the text (C1)."""
        return f"{getattr(self, self.code_field)} {self}" if self.code_field else str(self)

    def pick_hint(self) -> str:
        """What tells this record from others of its name, and that it is not used any more, beside it in a picker."""
        beside = getattr(self, self.found_by.beside) if self.found_by and self.found_by.beside else ""
        return " · ".join(str(one) for one in (beside, self.gone) if one)

    @classmethod
    def pick_address(cls) -> str:
        """Where a picker asks for suggestions."""
        return reverse(f"{cls._meta.app_label}:{cls._meta.model_name}-pick")

    def page(self, role: str, *args) -> str:
        """The address of one of this record's pages: detail, edit, delete, history."""
        name = f"{self._meta.app_label}:{self._meta.model_name}-{role}"
        return reverse(name, args=[self.pk, *args]) if args else pattern(name, get_script_prefix()) % self.pk


@cache
def pattern(name: str, _prefix: str) -> str:
    """The address of a record's page with room for its key: a list names many, and looking one up is dear."""
    return reverse(name, args=[0]).replace("%", "%%").replace("/0/", "/%d/")


class Batch(models.Model):
    """One thing a person did to one record or many, remembered so that it can be undone as one (Z9)."""

    action = models.CharField(max_length=80)
    title = models.CharField(_("what was done"), max_length=200)
    right = models.CharField(max_length=80)  # what it took, and takes to undo it
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    undo_until = models.DateTimeField(null=True)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone")
    done = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)  # of each record that stayed as it was: its name, its address, the reason

    class Meta:
        db_table = "core_batch"
        ordering = ["-id"]
        indexes = [models.Index(fields=["by", "-id"], name="batch_of_person")]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("batch", args=[self.pk])

    def undo_url(self) -> str:
        """Where it is undone; empty where it never can be."""
        return reverse("undo", args=[self.pk]) if self.undo_until and self.done else ""


MOMENT = Coalesce("happened", "at")  # when what an entry tells happened


class Entry(models.Model):
    """One thing that happened: a line of the record's history and of the customer's timeline (P5)."""

    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    action = models.CharField(_("action"), max_length=80)
    kind = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name=_("kind"))
    object_id = models.BigIntegerField()
    object = GenericForeignKey("kind", "object_id")
    title = models.CharField(_("record"), max_length=300)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, related_name="entries", verbose_name=_("customer")
    )
    version = models.PositiveIntegerField(default=1)
    changes = models.JSONField(_("changes"), default=dict)
    note = models.TextField(_("note"), blank=True)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="entries", db_index=False)
    happened = models.DateTimeField(null=True)  # where that was on another day than it was entered

    class Meta:
        db_table = "core_entry"
        verbose_name = _("operation")
        verbose_name_plural = _("operation log")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["kind", "object_id", "-id"], name="entry_of_record"),
            models.Index(models.F("customer"), MOMENT.desc(), models.F("id").desc(), name="entry_of_customer"),
            models.Index(fields=["-at"], name="entry_by_time"),
            models.Index(fields=["batch"], name="entry_of_batch", condition=models.Q(batch__isnull=False)),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.title}"


class Way(models.TextChoices):
    """How a person wants to be told things of one kind (D3)."""

    OFF = "off", _("not at all")
    PRODUCT = "product", _("here only")
    NOW = "now", _("here and by e-mail at once")
    DIGEST = "digest", _("here and by e-mail at 8:00")


class Notification(models.Model):
    """A message in somebody's bell: one entry that concerns them (D3)."""

    to = models.ForeignKey("accounts.User", models.CASCADE, related_name="notifications")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="notifications")
    count = models.PositiveIntegerField(default=1)  # of how many records of the entry's batch this one message tells
    read_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.PRODUCT)
    mailed_at = models.DateTimeField(null=True)
    tells = False  # whether its reader may know which record it is about: whoever shows it finds out

    class Meta:
        db_table = "core_notification"
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["to", "entry"], name="one_message_per_entry")]
        indexes = [
            models.Index(fields=["to"], name="unread_message", condition=models.Q(read_at__isnull=True)),
            models.Index(
                fields=["to"],
                name="message_to_mail",
                condition=models.Q(mailed_at__isnull=True, way__in=[Way.NOW, Way.DIGEST]),
            ),
        ]

    def __str__(self):
        return f"{self.entry} → {self.to}"


class Sequence(models.Model):
    """The last running number given out under a key, such as the customers of one day."""

    key = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "core_sequence"
        verbose_name = _("running number")

    def __str__(self):
        return f"{self.key}: {self.last}"


def running_number(prefix: str, count: int = 1) -> str:
    """The next number of today under a prefix, such as KH2611210001; unique also when many are made at once (C1).

    With `count` above one that many are reserved and the first is returned. Runs in the transaction that uses it.
    """
    key = f"{prefix}{timezone.localdate():%y%m%d}"
    with transaction.atomic():
        Sequence.objects.bulk_create([Sequence(key=key)], ignore_conflicts=True)
        Sequence.objects.filter(key=key).update(last=F("last") + count)
        last = Sequence.objects.values_list("last", flat=True).get(key=key)
    return f"{key}{last - count + 1:04d}"
