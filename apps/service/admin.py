"""The administration of the service targets (S1, S6)."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from apps.auth.administration import Administered
from apps.basedata.rights import MANAGE_DICT
from apps.service.models import ServiceTarget


@admin.register(ServiceTarget)
class TargetAdmin(Administered):
    """Within how many hours a request of a type and priority is to be answered and solved."""

    right = MANAGE_DICT
    fields = ("type", "priority", "response_hours", "resolution_hours")
    list_display = ("priority", "type", "response_hours", "resolution_hours")
    list_select_related = ("type",)
    empty_value_display = _("any type")

    def get_readonly_fields(self, request, obj=None):
        return ("type", "priority") if obj else ()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, empty_label=self.empty_value_display, **kwargs)
