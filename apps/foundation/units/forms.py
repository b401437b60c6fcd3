"""The form field of a unit: what is typed is read by its unit, and what was understood stands beside it."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.template.loader import render_to_string

from apps.foundation.entering.form_data import Typed


class UnitBound(Typed):
    """A field with what was understood of it, which stands under it wherever it is shown."""

    @property
    def meant(self) -> Decimal | None:
        """The number that the text in the field means; None where nothing stands there or it is not understood."""
        try:
            value = self.field.to_python(self.field.prepare_value(self.value()))
        except ValidationError:
            return None
        return None if value is None else Decimal(value)

    def as_widget(self, widget=None, attrs=None, only_initial=False):
        shown, value, unit = super().as_widget(widget, attrs, only_initial), self.meant, self.field.unit
        beside = {name: str(self.form[name].value() or "") for name in unit.beside}
        words = "" if value is None else unit.words(value, **beside)
        given = {"field": self, "unit": unit, "understood": words, "value": "" if value is None else f"{value:f}"}
        return shown + render_to_string("parts/unit.html", given)


class UnitField(forms.Field):
    """A number typed with its unit, in whatever way people write it."""

    widget = forms.TextInput

    def __init__(self, *, unit, whole: bool = False, max_value: int | None = None, **kwargs):
        super().__init__(**kwargs)
        if max_value is not None:
            self.validators.append(MaxValueValidator(max_value))
        self.unit, self.whole = unit, whole
        self.widget.attrs |= {"data-unit": unit.code, "autocomplete": "off"}
        if unit.beside:
            self.widget.attrs["data-beside"] = " ".join(unit.beside)

    def to_python(self, value):
        if value in self.empty_values or not str(value).strip():
            return None
        found = self.unit.read(str(value)) if isinstance(value, str) else value
        return int(found) if self.whole else found

    def prepare_value(self, value):
        return value if isinstance(value, str) or value is None else self.unit.typed(Decimal(value))

    def has_changed(self, initial, data) -> bool:
        """By what is meant, not by how it is written."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def get_bound_field(self, form, field_name):
        return UnitBound(form, self, field_name)
