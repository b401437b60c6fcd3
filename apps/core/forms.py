"""Forms of records: who fills them in is known, pickers stay inside that person's reach, nothing typed is lost."""

from typing import ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import BooleanWidget

from apps.foundation.entering.native import DayInput, MomentInput
from apps.foundation.entering.unchanged import AsShown
from apps.foundation.filtering.retired import marked
from apps.foundation.picking import people
from apps.foundation.picking.fields import PickField
from apps.foundation.wording import listed


class CheckList(forms.CheckboxSelectMultiple):
    """Several of a few choices, in a box that opens."""

    template_name = "parts/multi.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        options = [option for _group, options, _index in context["widget"]["optgroups"] for option in options]
        context["widget"]["options"] = options
        context["widget"]["chosen"] = listed(option["label"] for option in options if option["selected"])
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


class RecordForm(Folding, AsShown, forms.ModelForm):
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
            if isinstance(field, forms.ModelChoiceField):
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
    if isinstance(field, PickField):
        field.keep(chosen)
    elif chosen:
        rows = field.queryset
        field.queryset = rows.model.objects.filter(Q(pk__in=rows.values("pk")) | Q(pk=chosen))


def offer(form: forms.BaseForm, user) -> None:
    """Dress the fields for the screen and narrow every picker to what the user may choose."""
    for field in form.fields.values():
        if isinstance(field, PickField):
            field.offer_to(user, form)
        else:
            people.describe(field)
        dress(field)


def dress(field: forms.Field) -> None:
    """Give a field's widget the classes and the native input of its kind."""
    if getattr(field, "empty_label", None) == "---------":
        field.empty_label = _("Choose …") if field.required else "–"
    if isinstance(field, forms.ModelChoiceField):
        field.label_from_instance = marked
        field.queryset.told = True  # what there is to choose from is shown
    widget = field.widget
    if isinstance(widget, forms.SelectMultiple):
        field.widget = widget = CheckList(choices=field.choices)
    elif isinstance(widget, forms.NullBooleanSelect | BooleanWidget):
        field.widget = widget = forms.Select(choices=[("", _("any")), ("true", _("yes")), ("false", _("no"))])
    elif type(widget) is forms.RadioSelect:
        widget.template_name = "parts/radio.html"
    elif isinstance(field, forms.DateTimeField):
        field.widget = widget = MomentInput()
    elif isinstance(field, forms.DateField):
        field.widget = widget = DayInput()
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        css = "form-check-input"
    elif isinstance(widget, forms.Select):
        css, widget.template_name = "form-select", "parts/select.html"
    else:
        css = "form-control"
    if isinstance(widget, forms.Textarea):
        widget.attrs["rows"] = 4  # a text area of Django brings ten of its own
    widget.attrs.setdefault("class", css)
