"""Within how many hours a request is answered and solved: cst_service_target (S6)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.basedata.fields import DictField
from apps.foundation.units.fields import HoursField


class Priority(models.IntegerChoices):
    LOW = 1, _("Low")
    MEDIUM = 2, _("Medium")
    HIGH = 3, _("High")
    URGENT = 4, _("Urgent")


class TargetQuerySet(models.QuerySet):
    def for_request(self, request):
        """The target of the request's type and priority, else that of the priority alone (S6)."""
        rows = self.filter(priority=request.priority)
        return rows.filter(type=request.type).first() or rows.filter(type=None).first()


class ServiceTarget(models.Model):
    """Within how many hours a request is answered and solved (S1, S6)."""

    type = DictField("service_type", null=True, blank=True, verbose_name=_("type"))
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices)
    response_hours = HoursField(_("hours to the first answer"))
    resolution_hours = HoursField(_("hours to the solution"))

    objects = TargetQuerySet.as_manager()

    class Meta:
        db_table = "cst_service_target"
        verbose_name = _("service target")
        verbose_name_plural = _("service targets")
        ordering = ["-priority", "id"]
        constraints = [
            models.UniqueConstraint(fields=["type", "priority"], name="one_target_per_type"),
            models.UniqueConstraint(
                fields=["priority"],
                condition=models.Q(type__isnull=True),
                name="one_target_for_any_type",
                violation_error_message=_("There already is a target for this type and priority: change that one."),
            ),
        ]

    def __str__(self):
        return f"{self.type or _('any')} · {self.get_priority_display()}"
