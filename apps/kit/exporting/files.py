"""A long list on its way into a file: who asked for what, how far it is, until when it can be fetched (A10)."""

from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.rights import EXPORT, Crud

KEPT = timedelta(hours=24)


class ExportFileQuerySet(models.QuerySet):
    """Files as a query."""

    def visible_to(self, user):
        """One's own, while one may export at all (A10)."""
        return self.filter(owner=user) if user.has_perm(EXPORT) else self.none()

    def fresh(self):
        """Those that are still kept."""
        return self.filter(asked_at__gt=timezone.now() - KEPT)


class ExportFile(models.Model):
    """One export of a list by the worker, for the person who asked for it alone (A10)."""

    rights: ClassVar[Crud] = Crud(view=EXPORT)

    owner = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    list = models.CharField(max_length=100)  # the label of the entity
    query = models.TextField(blank=True)  # filters, order and columns, as in the address
    reach = models.CharField(max_length=200)  # what the owner could see when asking
    asked_at = models.DateTimeField(default=timezone.now)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    ready_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    objects = ExportFileQuerySet.as_manager()

    class Meta:
        app_label = "core"
        db_table = "core_export_file"
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-id"]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("exports")

    @property
    def path(self) -> Path:
        return settings.VAR_DIR / "exports" / f"{self.pk}.xlsx"

    @property
    def is_pending(self) -> bool:
        return self.ready_at is None and self.failed_at is None

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0

    @property
    def gone_at(self):
        """When it is deleted."""
        return self.asked_at + KEPT


def reach_of(user) -> str:
    """What a person can see, in a word that changes when it does (A10)."""
    return f"{user.role_id}/{user.department_id}/{user.scope('read_scope')}/{user.scope('chance_scope')}"
