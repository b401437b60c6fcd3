"""The administration of people, departments and roles (P2–P4)."""

from django.contrib import admin
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.auth.actions import give_password, turn_off_second
from apps.auth.admin_forms import SCOPES, DepartmentForm, RoleForm, UserForm
from apps.auth.administration import Administered
from apps.auth.models import Department, Role, User
from apps.auth.rights import MANAGE_USERS
from apps.auth.signing import sessions
from apps.foundation.finding import fitting


@admin.register(User)
class UserAdmin(Administered):
    """People: made with a password, given a role, disabled; never deleted, since log and records name them."""

    right = MANAGE_USERS
    form = UserForm
    list_display = ("username", "name", "role", "department", "is_active", "last_login")
    list_display_links = ("username", "name")
    list_filter = ("is_active", "role", "department")
    list_select_related = ("role", "department")
    search_fields = ("name",)  # opens the box; what it finds is said by the model
    fieldsets = (
        (None, {"fields": ("username", "name", "role", "department", "is_active")}),
        (_("Sign-in"), {"fields": ("password1", "password2", "forget_second")}),
        (_("Contact details"), {"fields": ("email", "mobile", "phone")}),
    )

    def view_on_site(self, person):
        """Beside the form: what this person may see (Z8)."""
        return reverse("accounts:sight", args=[person.pk])

    def get_search_results(self, request, queryset, search_term):
        """People as everywhere: by any part of the name, pinyin, phone in any writing (Z7)."""
        return fitting(queryset, search_term)[0], False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        given, person = form.cleaned_data, form.instance
        if change and given["password1"]:
            self.note(request, person, "password")
        if given["password1"]:
            give_password(person, by=request.user)
        if given["forget_second"]:
            turn_off_second(person, by=request.user)
        if change and (given["password1"] or not person.is_active):
            sessions.end_all(person)


@admin.register(Department)
class DepartmentAdmin(Administered):
    """The tree of departments (P4)."""

    right = MANAGE_USERS
    form = DepartmentForm
    instead = _("Move them to another department first.")
    list_display = ("name", "parent", "people")
    list_select_related = ("parent",)
    search_fields = ("name",)

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(people=Count("user", filter=Q(user__is_active=True)))

    @admin.display(description=_("active people"), ordering="people")
    def people(self, department):
        return department.people


@admin.register(Role)
class RoleAdmin(Administered):
    """Roles: readable rights by module, and how far each reaches (P2–P4)."""

    right = MANAGE_USERS
    form = RoleForm
    instead = _("Give these people another role first.")
    list_display = ("name", "people", *SCOPES)

    def get_fieldsets(self, request, obj=None):
        return [
            (None, {"fields": ["name"]}),
            (_("What these people may do"), {"fields": ["rights"]}),
            (_("How far they reach"), {"fields": SCOPES}),
        ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(people=Count("user", filter=Q(user__is_active=True)))

    @admin.display(description=_("active people"), ordering="people")
    def people(self, role):
        return role.people

    def picture(self, record):
        return super().picture(record) | {"rights": record.codes()}

    def changes(self, before, record):
        """Beside the fields, which rights were taken away and which were given."""
        had, has = before.get("rights", set()), record.codes()
        moved = {"rights": [sorted(had - has), sorted(has - had)]} if had != has else {}
        return super().changes(before, record) | moved
