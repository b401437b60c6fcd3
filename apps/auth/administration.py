"""The administration: Django's admin, opened by our rights alone, every change on record (P2, P5)."""

from functools import update_wrapper

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, models
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.auth.views import Logout
from apps.core import audit
from apps.foundation.entering.unchanged import AsShown
from apps.foundation.filtering.unclear import not_understood
from apps.foundation.wording import listed

PER_PAGE = 25
HIGHEST = 9999  # of the numbers set here: hours, months, orders


class Administration(admin.AdminSite):
    """Django's admin in this product: one login page, and our own answer to whoever may not enter (P1)."""

    site_title = site_header = gettext_lazy("KeYou CRM")
    index_title = gettext_lazy("Administration")

    def register(self, model_or_iterable, admin_class=None, **options):
        """Take up what the product administers; the technical tables of other packages stay closed (P2)."""
        if admin_class is not None and issubclass(admin_class, Administered):
            super().register(model_or_iterable, admin_class, **options)

    def admin_view(self, view, cacheable=False):
        guarded = super().admin_view(view, cacheable)

        def inner(request, *args, **kwargs):
            if not self.has_permission(request):
                raise PermissionDenied
            return guarded(request, *args, **kwargs)

        return update_wrapper(inner, guarded)

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))

    def logout(self, request, extra_context=None):
        return Logout.as_view()(request)

    def password_change(self, request, extra_context=None):
        return redirect("accounts:password")

    def password_change_done(self, request, extra_context=None):
        return redirect("accounts:profile")


class AdminForm(AsShown, forms.ModelForm):
    """The form of a table here."""


class Listed(ChangeList):
    """A list here: what of its address is not understood finds nothing and is said, where Django would show all."""

    def get_queryset(self, request, exclude_parameters=None):
        try:
            return super().get_queryset(request, exclude_parameters)
        except IncorrectLookupParameters:
            asked = [value for values in self.filter_params.values() for value in values]
            messages.warning(request, f"{not_understood(_('Filters'), asked)} {_('So nothing is shown here.')}")
            self.filter_params = {}
            return super().get_queryset(request, exclude_parameters).none()


class Administered(admin.ModelAdmin):
    """A table that whoever holds one right maintains; what is in use stays, every change is on record (P2, P5)."""

    right = ""  # nobody may anything until a right is named
    instead = ""  # what to do where a deletion is refused
    form = AdminForm
    actions = None
    view_on_site = False
    list_per_page = PER_PAGE
    show_facets = admin.ShowFacets.NEVER

    def get_list_display(self, request):
        """The columns of the list; a mark is a word in the reader's language, not a picture."""
        return [in_a_word(self.model, name) for name in super().get_list_display(request)]

    def allowed(self, request, obj=None):
        return request.user.has_perm(self.right)

    has_module_permission = has_view_permission = has_add_permission = allowed
    has_change_permission = has_delete_permission = allowed

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.IntegerField):
            kwargs["max_value"] = HIGHEST
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget  # a plain select: no windows that open windows
        return field

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            sentence = _("Somebody saved one with the same number or name a moment ago. Nothing was changed.")
            self.message_user(request, sentence, messages.ERROR)
            return redirect(request.get_full_path())

    def get_changelist(self, request, **kwargs):
        return Listed

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": capfirst(self.opts.verbose_name_plural)})

    def delete_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, unquote(object_id))
        if record is not None and self.has_delete_permission(request, record) and (places := in_use(record)):
            sentence = _("“%(record)s” is still in use and stays: %(places)s.") % {
                "record": record,
                "places": listed(places),
            }
            self.message_user(request, f"{sentence} {self.instead}".strip(), messages.ERROR)
            return redirect(admin_urlname(self.opts, "change"), record.pk)
        return super().delete_view(request, object_id, extra_context)

    def history_view(self, request, object_id, extra_context=None):
        """Everything that was ever changed here, old and new values side by side (P5)."""
        record = self.get_object(request, unquote(object_id))
        if record is None or not self.has_view_permission(request, record):
            raise Http404
        page = Paginator(audit.history(record), PER_PAGE).get_page(request.GET.get("page"))
        words = {"title": _("History"), "subtitle": str(record), "entries": page, "object": record, "opts": self.opts}
        return TemplateResponse(request, "admin/object_history.html", self.admin_site.each_context(request) | words)

    def picture(self, record) -> dict:
        """What the log compares before and after a change."""
        return audit.snapshot(record)

    def changes(self, before: dict, record) -> dict:
        """What differs from the picture taken before, as the log keeps it (P5)."""
        return audit.differences(before, record)

    def save_model(self, request, obj, form, change):
        rows = self.model._base_manager.select_for_update(no_key=True)  # who is changed may change others meanwhile
        form.before = self.picture(get_object_or_404(rows, pk=obj.pk)) if change else {}
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        changes = self.changes(form.before, form.instance)
        if not change:
            changes = {name: pair for name, pair in changes.items() if pair[1]}
        if changes:
            self.note(request, form.instance, "edit" if change else "create", changes)

    def note(self, request, record, verb: str, changes=None) -> None:
        """Write the one Entry of a change made here (P5)."""
        audit.log(record, f"{self.opts.label_lower}.{verb}", by=request.user, changes=changes)

    def log_addition(self, request, obj, message):
        """The product's own log is written instead."""

    log_change = log_addition

    def log_deletions(self, request, queryset):
        for record in queryset:
            self.note(request, record, "delete")


def in_use(record) -> list[str]:
    """Where a record is referred to and therefore must stay, also from the recycle bin: “customers 12”."""
    found = []
    for relation in record._meta.get_fields(include_hidden=True):
        if relation.one_to_many and relation.on_delete is models.PROTECT:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: record})
            if count := rows.count():
                found.append(f"{relation.related_model._meta.verbose_name_plural} {count}")
    return found


def in_a_word(model, name: str):
    """A column of a list; of a field that is so or is not, the word for it."""
    field = next((one for one in model._meta.fields if one.name == name), None)
    if not isinstance(field, models.BooleanField):
        return name

    @admin.display(description=field.verbose_name, ordering=name)
    def shown(record):
        return _("yes") if getattr(record, name) else _("no")

    shown.__name__ = name
    return shown
