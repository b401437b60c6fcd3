"""Works out the sort keys of what was stored before there were any, or before a character was read otherwise (Z7)."""

from django.apps import apps
from django.db import models, transaction

from apps.foundation.sorting.fields import keys_of

PORTION = 1000


def sorted_models() -> list[type[models.Model]]:
    """The entities that are sorted by pinyin."""
    return [model for model in apps.get_models() if keys_of(model)]


def rebuild(model: type[models.Model], *, missing: bool = False) -> int:
    """Work out the sort keys of an entity anew, or only where there is none; how many records that were."""
    fields = keys_of(model)
    rows = model._base_manager.order_by("pk")
    if missing:
        lacking = (models.Q(**{one.name: ""}) & ~models.Q(**{one.of: ""}) for one in fields)
        rows = rows.filter(models.Q(*lacking, _connector=models.Q.OR))
    last, count = 0, 0
    while keys := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:PORTION]):
        with transaction.atomic():
            locked = model._base_manager.select_for_update(of=("self",), no_key=True).filter(pk__in=keys)
            found = list(locked.order_by("pk"))
            for field in fields:
                for record in found:
                    field.pre_save(record, add=False)
            model._base_manager.bulk_update(found, [field.name for field in fields])
        last, count = keys[-1], count + len(keys)
    return count
