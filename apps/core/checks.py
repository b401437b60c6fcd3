"""An entity that does not say what it goes to the bin with, or what it is called, does not start (Z9, C1)."""

from collections.abc import Iterator

from django.apps import apps
from django.core.checks import Error, register
from django.core.exceptions import FieldError
from django.db import models

from apps.core.models import Record
from apps.core.scope import ScopedQuerySet


@register
def every_entity_is_scoped(app_configs=None, **kwargs) -> list[Error]:
    """Refuse an entity of which a reference to another one, or the scope of its rows, is left open (P4, Z9)."""
    return [
        Error(sentence, id="core.E001")
        for model in apps.get_models()
        if issubclass(model, Record)
        for sentence in open_in(model)
    ]


def open_in(model) -> Iterator[str]:
    """What an entity leaves open, in sentences."""
    said = {*model.goes_with, *model.outlives, model.heir_field}
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and issubclass(field.related_model, Record) and field.name not in said:
            yield f"{model._meta.label}.{field.name}: say in `goes_with` or `outlives` whether it goes to the bin too."
    for name in filter(None, (model.name_field, model.code_field)):
        try:
            model.objects.filter(**{name: ""})
        except FieldError:
            yield f"{model._meta.label}: it is not called by `{name}`; say in `name_field` by what pickers find it."
    for name in ("objects", "everything"):
        if not isinstance(getattr(model, name).all(), ScopedQuerySet):
            yield f"{model._meta.label}.{name}: its rows know no scope; make it from a ScopedQuerySet."
