"""The administration of the data dictionary and the settings (B1)."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from apps.auth.administration import HIGHEST, AdminForm, Administered
from apps.basedata.models import DictItem, DictType, Parameter
from apps.basedata.rights import MANAGE_DICT
from apps.foundation.units.forms import UnitField

YES_OR_NO = [(1, _("yes")), (0, _("no"))]


def types() -> list[tuple[str, str]]:
    """Every type with its name: those the product asks for and those the company has made (B1)."""
    own = DictItem.objects.exclude(type__in=DictType.values).order_by("type").values_list("type", flat=True).distinct()
    return [*DictType.choices, *((type, type) for type in own)]


class DictForm(AdminForm):
    """An item; a new one names its type or makes one (B1)."""

    type = forms.ChoiceField(label=_("Type"), choices=lambda: [("", "–"), *types()], required=False)
    new_type = forms.CharField(
        label=_("Or a new type"), max_length=50, required=False, help_text=_("A type only your company uses.")
    )

    class Meta:
        model = DictItem
        fields = ("type", "item", "value", "order", "active")
        help_texts = {"value": _("What files and reports know the item by. Left empty, it is the item itself.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "value" in self.fields:
            self.fields["value"].required = False
        if self.instance.pk and "type" in self.fields:
            self.fields["type"].disabled = True

    def clean(self):
        given = super().clean()
        if bool(given.get("type")) == bool(given.get("new_type")):
            self.add_error("type", _("Choose a type, or name a new one."))
        given["type"] = given.get("type") or given.get("new_type")
        given["value"] = given.get("value") or given.get("item")
        return given


class TypeFilter(admin.SimpleListFilter):
    title = _("type")
    parameter_name = "type"

    def lookups(self, request, model_admin):
        return types()

    def queryset(self, request, queryset):
        return queryset.filter(type=self.value()) if self.value() else queryset


@admin.register(DictItem)
class DictAdmin(Administered):
    """Items that may not be changed can only be read; an item in use can be retired, not deleted (B1)."""

    right = MANAGE_DICT
    form = DictForm
    instead = _("Take away its mark “in use” to retire it: it stays on old records and is not offered any more.")
    list_display = ("item", "type_name", "value", "order", "active", "editable")
    list_filter = (TypeFilter, "active")
    search_fields = ("item", "value")

    @admin.display(description=_("type"), ordering="type")
    def type_name(self, item):
        return dict(DictType.choices).get(item.type, item.type)

    def get_fieldsets(self, request, obj=None):
        names = ["type_name" if obj and not obj.editable else "type", "item", "value", "order", "active"]
        return [(None, {"fields": names if obj else [names[0], "new_type", *names[1:]]})]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.editable)

    has_delete_permission = has_change_permission

    def changes(self, before, record):
        """A new item's type by its name, not by its code."""
        changes = super().changes(before, record)
        return changes | ({"type": [*changes["type"], "", str(self.type_name(record))]} if "type" in changes else {})


class ParameterForm(AdminForm):
    """A setting: yes or no, a span of time in its unit, or a number (C7, Z3)."""

    class Meta:
        model = Parameter
        fields = ("value",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = {"label": _("value"), "max_value": HIGHEST, "whole": True, "unit": self.instance.unit}
        switch = forms.TypedChoiceField(label=_("value"), coerce=int, choices=YES_OR_NO)
        if self.instance.is_switch:
            self.fields["value"] = switch
        elif self.instance.unit:
            self.fields["value"] = UnitField(**asked)


@admin.register(Parameter)
class ParameterAdmin(Administered):
    """What a company may set; which settings there are is the product's matter (C7)."""

    right = MANAGE_DICT
    form = ParameterForm
    fields = ("called", "value")
    readonly_fields = ("called",)
    list_display = ("called", "in_words")

    @admin.display(description=_("value"), ordering="value")
    def in_words(self, setting):
        return setting.in_words(setting.value)

    def changes(self, before, record):
        """Of a switch yes or no."""
        changes = super().changes(before, record)
        if not record.is_switch:
            return changes
        return {name: [*pair, *map(record.in_words, pair)] for name, pair in changes.items()}

    @admin.display(description=_("name"), ordering="id")
    def called(self, record):
        return str(record)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
