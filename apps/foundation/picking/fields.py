"""The field that picks one record out of very many; what was suggested, shown or typed becomes the record it means."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.foundation.picking import lookup
from apps.foundation.picking.widgets import AddressPicker, Named, Picker, is_key

AMONG = {"visible_to"}  # the queryset methods that limit a choice somewhere: what suggestions may be asked for


class PickField(forms.ModelChoiceField):
    """One record out of very many: the one suggested or shown, or the one that a typed number, name or part means (C1).

    A record that the form was opened with stays chosen whatever has become of it, as long as nobody touches it.
    """

    widget = Picker
    default_error_messages = {
        "unknown": _("Nothing is called “%(text)s” here, or you may not choose it. What you typed is kept."),
        "near": _("Nothing is called “%(text)s” here, or you may not choose it. Did you mean one of these?"),
        "several": _("“%(text)s” may mean more than one: choose one of these, or type more of it."),
        "gone": _("What was chosen here is gone, or you may not choose it any more. Choose another."),
    }

    def __init__(self, queryset, *, rows="visible_to", beside="", **kwargs):
        """`rows`: the queryset method that limits the choice; `beside`: the field whose value the suggestions fit."""
        super().__init__(queryset, **kwargs)
        AMONG.add(rows)
        self.rows = rows
        self.widget.beside = beside
        self.kept: frozenset[int] = frozenset()
        self.understood = None  # the typed part of a name, and the record it was taken for
        self.form = None

    def offer_to(self, user, form=None) -> None:
        """Narrow the choice to what this person may choose."""
        self.queryset = getattr(self.queryset, self.rows)(user)
        self.widget.address = f"{self.queryset.model.pick_address()}?among={self.rows}"
        self.form = form

    def keep(self, *keys: int | None) -> None:
        """Let these stay chosen where the form was opened with them (B1)."""
        self.kept |= frozenset(keys) - {None}

    def prepare_value(self, value):
        if isinstance(value, Named) and (value or value.key is None):
            return value
        if isinstance(value, str):
            key = value.key if isinstance(value, Named) else int(value) if is_key(value) else None
            if key is None:
                return Named(value)
            value = key
        if isinstance(value, int):
            value = self.by_key(value)
        return Named(value.pick_text(), value.pk) if value else Named("")

    def as_sent(self, name: str, value) -> dict[str, str]:
        """What a form sends where the picker shows this value."""
        shown = self.prepare_value(value)
        return dict(zip(self.widget.names(name), (str(shown), shown.companion), strict=True))

    def by_key(self, key: int):
        """The record of a key, if it may be chosen or was; what took its place where it was merged (Z6)."""
        model = self.queryset.model
        if found := self.queryset.filter(pk=key).first():
            return found
        if key in self.kept:
            return model._base_manager.filter(pk=key).first()
        return next((one.heir() for one in model.replaced(self.queryset, pk=key)), None)

    def to_python(self, value):
        key, text = getattr(value, "key", None), (value or "").replace("\x00", "").strip()
        if key is not None:
            if found := self.by_key(key):
                return found
            raise ValidationError(self.error_messages["gone"], "pick")
        return self.by_text(text) if text else None

    def by_text(self, text: str):
        """The record that a typed text means, beside what was chosen beside it if that tells which (C1)."""
        found = self.fitting(text) or lookup.meant(self.queryset, text)
        if len(found) != 1:
            self.widget.offers = found[: lookup.NEAR] or lookup.near(self.queryset, text)
            reason = "several" if found else "near" if self.widget.offers else "unknown"
            raise ValidationError(self.error_messages[reason], "pick", {"text": text})
        if text.casefold() not in lookup.called(found[0]):
            self.understood = (text, found[0])
        return found[0]

    def fitting(self, text: str) -> list:
        """What the text means among the records that belong to what was chosen beside this field."""
        beside = self.widget.beside
        chosen = beside and getattr(self.form, "cleaned_data", {}).get(beside)
        return lookup.meant(self.queryset.filter(**{beside: chosen}), text) if chosen else []

    def validate(self, value):
        forms.Field.validate(self, value)

    def has_changed(self, initial, data):
        shown, sent = self.prepare_value(initial), data or Named("")
        if getattr(sent, "key", None) is not None and shown.key is not None:
            return sent.key != shown.key
        return str(shown) != str(sent)


def understood(form) -> list[str]:
    """What parts of names in a form were taken for, as sentences, so that nobody is chosen unseen (C1)."""
    forms_of_units = [one for unit in getattr(form, "units", {}).values() for one in unit.forms]
    fields = [field for one in (form, *forms_of_units) for field in one.fields.values()]
    sentence = gettext("%(field)s: “%(text)s” was taken for “%(record)s”.")
    found = [(one.label, *one.understood) for one in fields if isinstance(one, PickField) and one.understood]
    return [
        sentence % {"field": capfirst(label), "text": text, "record": one.pick_text()} for label, text, one in found
    ]


class AddressPickField(PickField):
    """The same in a filter, whose address keeps the key (Z7)."""

    widget = AddressPicker
