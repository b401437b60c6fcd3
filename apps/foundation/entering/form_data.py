"""What arrives in a form, whichever form of whichever app, before any of its fields reads it."""

import datetime

from django import forms
from django.forms.renderers import TemplatesSetting

from apps.foundation.entering.days import FIRST, LAST, NATIVE
from apps.foundation.entering.texts import entered, in_one_line
from apps.foundation.picking.widgets import Named


class Typed(forms.BoundField):
    """A field of a form on the screen: what was typed into it arrives clean, a native input knows its bounds (B8)."""

    data = property(lambda self: self.cleaned(super().data))

    def cleaned(self, value):
        """What was typed, without what nobody sees; a password stays as it is, because only its hash is kept."""
        if isinstance(value, list | tuple):
            return [self.cleaned(one) for one in value]
        if not isinstance(value, str) or isinstance(self.field.widget, forms.PasswordInput):
            return value
        text = entered(value) if isinstance(self.field.widget, forms.Textarea) else in_one_line(value)
        return Named(text, value.key) if isinstance(value, Named) else text

    @property
    def as_shown(self) -> bool:
        """Whether what was sent is what the page showed; an input drops line ends and outer blanks."""
        if self.field.disabled:
            return True
        shown, sent = self.field.prepare_value(self.initial), self.data or ""
        if not isinstance(self.field, forms.ChoiceField):
            shown = self.field.widget.format_value(shown)
        shown = "" if shown is None else str(shown)
        ways = (self.cleaned(shown), entered(shown).replace("\n", ""))
        return isinstance(sent, str) and sent.strip() in [one.strip() for one in ways]

    def build_widget_attrs(self, attrs, widget=None):
        bounds = NATIVE.get(getattr(widget or self.field.widget, "input_type", ""), {})
        stored = self.initial
        if isinstance(stored, datetime.date) and not FIRST.year <= stored.year <= LAST.year:
            bounds = {}  # what is stored must not keep the browser from sending the rest
        return bounds | super().build_widget_attrs(attrs, widget)


class Renderer(TemplatesSetting):
    """Django's own, with the fields of this product."""

    bound_field_class = Typed
