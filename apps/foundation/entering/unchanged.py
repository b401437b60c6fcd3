"""Saving what was not changed changes nothing: what comes back as it was shown keeps what is stored, to the digit."""

from django import forms
from django.core.exceptions import ValidationError

WHOLE = (forms.ModelChoiceField, forms.BooleanField, forms.FileField, forms.MultiValueField)  # these show all they hold


class AsShown:
    """Mixed into every form of a model. A page shows a moment without its seconds, an input takes a text without its
    outer blanks, a choice that is not offered any more is none: what a person has not touched stays as it is (D2).
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept: dict = {}  # the fields that came back as they were shown, with what is stored
        for name, field in self.fields.items() if self.instance.pk else ():
            if isinstance(field, forms.ChoiceField) and not isinstance(field, WHOLE):
                offer_stored(field, self.initial.get(name))

    def _clean_fields(self):
        super()._clean_fields()
        self.kept = {one.name: self.initial[one.name] for one in self if self.keeps(one)}
        for name, value in self.kept.items():
            self._errors.pop(name, None)
            self.cleaned_data[name] = value

    def keeps(self, bound) -> bool:
        """Whether a field holds what its record does, and came back as it was shown."""
        if not self.instance.pk or bound.name not in self.initial or isinstance(bound.field, WHOLE):
            return False
        return bound.as_shown and not (bound.field.required and not bound.data)

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {name for name in self.kept if not self.fits(name)}

    def fits(self, name: str) -> bool:
        """Whether the model would take today what it holds; if not, it stays until somebody changes it."""
        try:
            self.instance._meta.get_field(name).clean(self.kept[name], self.instance)
        except ValidationError:
            return False
        return True


def offer_stored(field: forms.ChoiceField, stored) -> None:
    """Let a choice offer what is stored, also where it is not offered any more (B1)."""
    if stored not in (None, "") and not field.valid_value(stored):
        field.choices = [*field.choices, (stored, str(stored))]
