"""The way of a column through the model: which field it ends at, what that is called, what is joined for it."""

from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.utils.text import capfirst


class Titled:
    """A table whose columns are called by their own words or those of their field, whatever rows it is given later."""

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        for name, column in cls.base_columns.items():
            field = field_at(cls._meta.model, names_of(column.accessor or name))
            called = column.verbose_name or getattr(field, "verbose_name", "")
            if not called:
                raise ImproperlyConfigured(f"{cls.__name__}.{name} is no field: give the column a verbose_name.")
            column.verbose_name = capfirst(called)


def names_of(accessor) -> list[str]:
    """The names on the way of a column."""
    return str(accessor).replace(".", "__").split("__")


def field_at(model, names: list[str]):
    """The field at the end of these names; None where they end at something else."""
    *way, last = names
    try:
        for name in way:
            model = model._meta.get_field(name).related_model
        return model._meta.get_field(last)
    except (FieldDoesNotExist, AttributeError):
        return None


def walk(model, names: list[str]) -> str:
    """The longest run of forward references at the start of a column's path, joined for select_related."""
    path = []
    for name in names:
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            break
        if not (field.many_to_one or field.one_to_one):
            break
        path.append(name)
        model = field.related_model
    return "__".join(path)
