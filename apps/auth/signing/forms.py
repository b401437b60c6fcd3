"""What is typed at the door: name and password, the code of the app, and the password again before it changes."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.auth.signing import lockout
from apps.core.forms import dress

TOO_MANY = _("Too many tries. Wait 15 minutes, or log in on a device on which you have logged in before.")


class LoginForm(AuthenticationForm):
    """User name and password; too many wrong ones are not looked at any more (C3)."""

    def __init__(self, *args, address="", **kwargs):
        super().__init__(*args, **kwargs)
        self.address, self.one = address, None
        for field in self.fields.values():
            dress(field)

    def clean(self):
        name = self.cleaned_data.get("username")
        if not name or not self.cleaned_data.get("password"):
            return self.cleaned_data
        self.one = lockout.begin(name, self.address, lockout.device_of(self.request, name))
        if self.one is None:
            raise ValidationError(TOO_MANY, code="too_many")
        return super().clean()


class CodeForm(forms.Form):
    """The code of the app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Six digits from your app, or one of your recovery codes."),
        widget=forms.TextInput({"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)


class SecondForm(CodeForm):
    """The password again and a code, before the second factor changes: a session left open is not enough."""

    password = forms.CharField(
        label=_("Your password"), widget=forms.PasswordInput({"autocomplete": "current-password"}), strip=False
    )
    field_order = ("password", "code")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["code"].widget.attrs.pop("autofocus")

    def clean_password(self):
        if not self.user.check_password(self.cleaned_data["password"]):
            raise ValidationError(_("This is not your password."), code="password_incorrect")
        return self.cleaned_data["password"]
