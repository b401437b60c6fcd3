"""Forms of records: who fills them in is known, pickers stay inside that person's reach, nothing typed is lost."""

import re
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import BooleanWidget


class Picker(forms.TextInput):
    """A text box that suggests records while one types; without scripts the number or the whole name does (C1)."""

    template_name = "parts/picker.html"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.address = self.beside = ""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"address": self.address, "beside": self.beside}
        return context


class PickField(forms.ModelChoiceField):
    """One record out of very many, named by its number, its number and name, or its name (C1)."""

    widget = Picker
    default_error_messages = {
        "unknown": _("Nothing is called “%(text)s” here, or you may not choose it. What you typed is kept."),
        "several": _("“%(text)s” names more than one record: choose one from the list."),
    }

    def __init__(self, queryset, *, rows="visible_to", beside="", **kwargs):
        """`rows`: the queryset method that limits the choice; `beside`: the field whose value the suggestions fit."""
        super().__init__(queryset, **kwargs)
        self.rows = rows
        self.widget.beside = beside

    def offer_to(self, user) -> None:
        """Narrow the choice to what this person may choose."""
        model = self.queryset.model
        self.queryset = getattr(self.queryset, self.rows)(user)
        self.widget.address = model.pick_address()

    def prepare_value(self, value):
        if hasattr(value, "pick_text"):
            return value.pick_text()
        if isinstance(value, int):
            value = f"#{value}"
        if isinstance(value, str) and re.fullmatch(r"#\d{1,18}", value):
            found = self.queryset.filter(pk=int(value[1:])).first()
            return found.pick_text() if found else value
        return value

    def to_python(self, value):
        text = (value or "").replace("\x00", "").strip()
        if text in self.empty_values:
            return None
        model = self.queryset.model
        if match := re.search(r"#(\d{1,18})$", text):
            found = self.queryset.filter(pk=int(match[1]))[:2]
        else:
            number = text.split(" ", 1)[0]
            found = self.queryset.filter(**{model.code_field: number})[:2] if model.code_field else []
            found = found or self.queryset.filter(**{model.name_field: text})[:2]
            found = found or [one.heir() for one in model.replaced(self.queryset, **{model.code_field: number})[:2]]
        if len(found) != 1:
            raise ValidationError(self.error_messages["several" if found else "unknown"], "pick", {"text": text})
        return found[0]

    def validate(self, value):
        forms.Field.validate(self, value)

    def has_changed(self, initial, data):
        return str(self.prepare_value(initial) or "") != str(data or "")


class CheckList(forms.CheckboxSelectMultiple):
    """Several of a few choices, in a box that opens."""

    template_name = "parts/multi.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        options = [option for _group, options, _index in context["widget"]["optgroups"] for option in options]
        context["widget"]["options"] = options
        context["widget"]["chosen"] = [option["label"] for option in options if option["selected"]]
        return context


class Folding:
    """A form of which a part comes later: `folded` names the fields after the first, needed ones."""

    folded: tuple[str, ...] = ()
    unfolded = False  # everything is to be seen from the beginning

    @property
    def opens_folded(self) -> bool:
        """Whether something among them wants to be seen: what was typed there, or what is wrong with it."""
        wanted = self.is_bound and any(name in self.errors or name in self.changed_data for name in self.folded)
        return self.unfolded or wanted

    def hush(self) -> None:
        """Say nothing about what is wrong: not everything is filled in yet."""
        self.errors.clear()


class RecordForm(Folding, forms.ModelForm):
    """The form of an entity: `user` fills it in."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    units: ClassVar[dict] = {}  # what of it is chosen as a whole where two have changed it, by name

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if self.instance.pk is None:
            del self.fields["version"]
        else:
            self.fields["version"].initial = self.instance.version
        for name in self.changed_names():
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField) and not isinstance(field, PickField):
                keep_choosable(field, getattr(self.instance, f"{name}_id"))
        offer(self, user)

    def related(self) -> dict:
        """What the action needs beside the record itself, such as the lines of an order."""
        return {}

    def changed_names(self) -> list[str]:
        """The record's own fields that this form sets."""
        return [name for name in self._meta.fields if name in self.fields]


class StepForm(Folding, forms.Form):
    """What a step asks for; its fields are the step's arguments."""

    def __init__(self, *args, user, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.record = user, record
        offer(self, user)


def keep_choosable(field: forms.ModelChoiceField, chosen: int | None) -> None:
    """What a record refers to already stays choosable, also once it is retired or has left (B1)."""
    if chosen:
        rows = field.queryset
        field.queryset = rows.model.objects.filter(Q(pk__in=rows.values("pk")) | Q(pk=chosen))


def offer(form: forms.BaseForm, user) -> None:
    """Dress the fields for the screen and narrow every picker to what the user may choose."""
    for field in form.fields.values():
        if isinstance(field, PickField):
            field.offer_to(user)
        dress(field)


def dress(field: forms.Field) -> None:
    """Give a field's widget the classes and the native input of its kind."""
    if getattr(field, "empty_label", None) == "---------":
        field.empty_label = _("Choose …") if field.required else "–"
    widget = field.widget
    if isinstance(widget, forms.SelectMultiple):
        field.widget = widget = CheckList(choices=field.choices)
    elif isinstance(widget, forms.NullBooleanSelect | BooleanWidget):
        field.widget = widget = forms.Select(choices=[("", _("any")), ("true", _("yes")), ("false", _("no"))])
    elif type(widget) is forms.RadioSelect:
        widget.template_name = "parts/radio.html"
    elif isinstance(field, forms.DateTimeField):
        field.widget = widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    elif isinstance(field, forms.DateField):
        field.widget = widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        css = "form-check-input"
    elif isinstance(widget, forms.Select):
        css, widget.template_name = "form-select", "parts/select.html"
    else:
        css = "form-control"
    if isinstance(widget, forms.Textarea):
        widget.attrs["rows"] = 4  # a text area of Django brings ten of its own
    widget.attrs.setdefault("class", css)
