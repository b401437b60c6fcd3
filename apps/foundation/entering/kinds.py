"""The kinds of fields there are learn what every text and every day has in common, so that no field can be forgotten:
those of every app's models and forms, of filters, of the administration and of the login."""

from collections.abc import Callable
from functools import wraps

from django import forms
from django.db import models

from apps.foundation.entering.days import within_years
from apps.foundation.entering.keys import InReach
from apps.foundation.entering.texts import entered


def teach() -> None:
    """Texts are cleaned when a model checks or stores them, days are checked, keys have a reach (B8, B9, B13)."""
    for kind in (models.CharField, models.TextField):
        kind.to_python = cleaned(kind.to_python)  # through it goes what is stored, too
    for kind in (models.DateField, forms.DateField, forms.DateTimeField):
        kind.default_validators = [within_years]
    models.IntegerField.register_lookup(InReach)


def cleaned(method: Callable) -> Callable:
    """A method of a field that gives a text, which then is clean."""

    @wraps(method)
    def clean(field, value):
        found = method(field, value)
        return entered(found) if isinstance(found, str) else found

    return clean
