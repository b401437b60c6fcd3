"""Keeps what is found true to the records, in the transaction that changes them (Z7)."""

from collections.abc import Iterable

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Exists, OuterRef

from apps.foundation.database.bulk_insert import add_rows
from apps.kit.search.models import Findable
from apps.kit.search.tokens import of_record

PORTION = 1000
ROW = ("kind_id", "object_id", "terms")


def findable_models() -> list[type[models.Model]]:
    """The entities that say what they are found by."""
    return [model for model in apps.get_models() if is_findable(model)]


def file(records: list, new: bool) -> None:
    """Let records be found by what they are called now; called wherever something is logged (Z7).

    Of what is `new` nothing is filed yet, and nothing is asked.
    """
    found = {one[:2]: one for one in map(row, filter(is_findable, records))}
    if new:
        add_rows(Findable, ROW, [*found.values()])
    elif found:
        kinds, keys = map(set, zip(*found, strict=True))
        stored = Findable.objects.filter(kind__in=kinds, object_id__in=keys)
        store(set(found.values()).difference(stored.values_list(*ROW)))


def is_findable(record) -> bool:
    by = getattr(record, "found_by", None)
    return by is not None and bool(by.filed)


def row(record) -> tuple[int, int, str]:
    """What one record is filed under; the number of its kind stands before every term."""
    kind = ContentType.objects.get_for_model(record).pk
    terms = f" {kind:x}".join(["", *of_record(record)])
    return kind, record.pk, f"{terms} "


def store(found: Iterable[tuple[int, int, str]]) -> None:
    Findable.objects.bulk_create(
        [Findable(**dict(zip(ROW, one, strict=True))) for one in found],
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=["terms"],
        batch_size=PORTION,
    )


def rebuild(model) -> int:
    """File every record of an entity anew and forget those that are gone; returns how many there are."""
    count = file_all(model, model._base_manager.all())
    Findable.objects.of(model).exclude(object_id__in=model._base_manager.values("pk")).delete()
    return count


def complete(model) -> int:
    """File the records of an entity that are not filed yet; returns how many there were."""
    filed = Findable.objects.of(model)
    if filed.count() == model._base_manager.count():
        return 0
    return file_all(model, model._base_manager.exclude(Exists(filed.filter(object_id=OuterRef("pk")))))


def file_all(model, rows: models.QuerySet) -> int:
    """File rows in the order of their keys, some at a time; each stays as it is meanwhile."""
    last, count = 0, 0
    waiting = rows.order_by("pk").values_list("pk", flat=True)
    while keys := list(waiting.filter(pk__gt=last)[:PORTION]):
        with transaction.atomic():
            locked = model._base_manager.select_for_update(of=("self",), no_key=True).filter(pk__in=keys)
            store(map(row, locked.order_by("pk").only(*model.found_by.filed)))
        last, count = keys[-1], count + len(keys)
    return count
