"""The field that keeps the sort key of a name, and the order that uses it (Z7)."""

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from apps.foundation.sorting.pinyin import sort_key

WIDTH = 120


class SortKey(models.CharField):
    """How the field `of` is sorted; follows it wherever it is written."""

    def __init__(self, *args, of: str = "name", person: bool = False, **kwargs):
        self.of, self.person = of, person
        super().__init__(
            *args, **{"max_length": WIDTH, "blank": True, "default": "", "db_default": "", "editable": False} | kwargs
        )

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of, "person": self.person}

    def pre_save(self, model_instance, add):
        value = self.worked_out(model_instance)
        setattr(model_instance, self.attname, value)
        return value

    def worked_out(self, record) -> str:
        """The key of what the record holds now."""
        return sort_key(getattr(record, self.of) or "", person=self.person)[:WIDTH]


def keys_of(model: type[models.Model]) -> list[SortKey]:
    """The sort keys an entity has."""
    return [field for field in model._meta.concrete_fields if isinstance(field, SortKey)]


def sorted_by_key(model: type[models.Model], term):
    """A term of an order, with the sort key in place of the name it follows; other terms stay as they are."""
    if not isinstance(term, str):
        return term
    sign = "-" if term.startswith("-") else ""
    *names, last = term.removeprefix("-").split("__")
    try:
        for name in names:
            model = model._meta.get_field(name).related_model
        return next((f"{sign}{'__'.join([*names, one.name])}" for one in keys_of(model) if one.of == last), term)
    except (FieldDoesNotExist, AttributeError):
        return term


class SortedQuerySet(models.QuerySet):
    """Rows that are sorted by pinyin wherever they are sorted by a name (Z7)."""

    def order_by(self, *terms):
        return super().order_by(*(sorted_by_key(self.model, term) for term in terms))
