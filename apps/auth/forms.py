"""One's own profile, settings and password."""

from django import forms
from django.conf import settings
from django.contrib.auth.forms import PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from apps.auth.models import User
from apps.core import flow
from apps.core.forms import dress
from apps.core.models import Way
from apps.foundation.entering.unchanged import AsShown


class ProfileForm(AsShown, forms.ModelForm):
    """What people may change about themselves."""

    class Meta:
        model = User
        fields = ("name", "email", "mobile", "phone")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)


class NoticesForm(forms.Form):
    """How one is told of each kind of record one may read: `{label: way}` (D3)."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        mailed = bool(settings.EMAIL_URL and user.email)
        self.notice = "" if mailed else _("E-mail needs a mail server and the address in your profile.")
        ways = [one for one in Way if mailed or one not in (Way.NOW, Way.DIGEST)]
        for model in flow.telling_models():
            if user.has_perm(model.rights.view):
                label = model._meta.label_lower
                field = forms.ChoiceField(label=model._meta.verbose_name_plural, choices=[(w, w.label) for w in ways])
                field.initial = user.way_to_tell(label)
                dress(field)
                self.fields[label] = field


class PasswordForm(PasswordChangeForm):
    """A new password, for who knows the old one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)

    def clean(self):
        given = super().clean()
        if "new_password1" in given and given["new_password1"] == given.get("old_password"):
            self.add_error("new_password1", _("This is the password you have. Choose another one."))
        return given
