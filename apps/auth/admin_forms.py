"""The forms of the administration: readable rights, passwords by the rules, nobody locks the company out (P2–P4)."""

from itertools import groupby
from operator import attrgetter

from django import forms
from django.contrib.auth.forms import SetPasswordMixin
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from apps.auth.administration import AdminForm
from apps.auth.models import Department, Right, Role, User
from apps.auth.rights import MANAGE_USERS, order_of
from apps.auth.signing import totp

SCOPES = ("read_scope", "chance_scope", "report_scope", "write_scope")
LAST_ADMINISTRATOR = _(
    "Nobody could manage users any more: this is the last active person who may. Give somebody else that right first."
)


class UserForm(SetPasswordMixin, AdminForm):
    """A person; the password is set when one is typed (P1, P2)."""

    password1, password2 = SetPasswordMixin.create_password_fields()
    forget_second = forms.BooleanField(
        label=_("Turn off the second factor"),
        required=False,
        help_text=_("For who has lost the phone and the recovery codes. Make sure it is really them who ask."),
    )

    class Meta:
        model = User
        fields = ("username", "name", "role", "department", "is_active", "email", "mobile", "phone")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["password1"].required = self.fields["password2"].required = False
            self.fields["password1"].label = _("New password")
            self.fields["password2"].help_text = _("Leave both empty to keep the password.")
        self.fields["forget_second"].disabled = not (self.instance.pk and totp.is_on(self.instance))

    def clean(self):
        given = super().clean()
        if given.get("password1") != given.get("password2"):
            self.add_error("password2", self.error_messages["password_mismatch"])
        if self.stops_administering(given) and not User.objects.administered_without(pk=self.instance.pk):
            self.add_error("role" if given["is_active"] else "is_active", LAST_ADMINISTRATOR)
        return given

    def stops_administering(self, given: dict) -> bool:
        """Whether this change takes the right to manage users from a person who has it."""
        role = given.get("role")
        goes_on = given["is_active"] and role is not None and MANAGE_USERS in role.codes()
        return self.instance.has_perm(MANAGE_USERS) and not goes_on

    def _post_clean(self):
        super()._post_clean()
        self.validate_password_for_user(self.instance)

    def save(self, commit=True):
        if password := self.cleaned_data["password1"]:
            self.instance.set_password(password)
        return super().save(commit)


class DepartmentForm(AdminForm):
    """A department and the one it belongs to; the model refuses circles (P4)."""

    class Meta:
        model = Department
        fields = ("name", "parent")


class RightsIterator(ModelChoiceIterator):
    """The rights under their modules, both in the order of the product's menu."""

    def __iter__(self):
        rights = sorted(self.queryset, key=lambda right: order_of(right.code))
        for module, group in groupby(rights, key=attrgetter("module")):
            yield module, [self.choice(right) for right in group]


class RightsWidget(forms.CheckboxSelectMultiple):
    template_name = "admin/rights.html"


class RightsField(forms.ModelMultipleChoiceField):
    """Readable rights as boxes to tick, grouped by module (P2)."""

    widget = RightsWidget
    iterator = RightsIterator


class RoleForm(AdminForm):
    """A role: what it may do and how far it reaches (P2–P4)."""

    rights = RightsField(Right.objects.all(), required=False, label=_("rights"))

    class Meta:
        model = Role
        fields = ("name", "rights", *SCOPES)
        widgets = dict.fromkeys(SCOPES, forms.RadioSelect)
        help_texts = {
            "read_scope": _("Whose customers, orders, dealings and service requests these people may read."),
            "chance_scope": _("Whose sales chances they may read: those created by or assigned to these people."),
            "report_scope": _("Whose figures the reports and the dashboard count."),
            "write_scope": _("Whose records they may change or take a step on, holding the right to. Own: their own."),
        }

    def clean_rights(self):
        rights = self.cleaned_data["rights"]
        taken = self.instance.codes() - {right.code for right in rights} if self.instance.pk else set()
        if MANAGE_USERS in taken and not User.objects.administered_without(role=self.instance):
            raise ValidationError(LAST_ADMINISTRATOR)
        return rights
