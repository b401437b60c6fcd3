"""Everything that refers to a customer, whichever app it is of: locked, moved to another customer, moved back (Z6)."""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import IntegrityError, models, transaction

from apps.core.models import Entry, Record
from apps.customers.models import Contact, Customer, Duplicate, DuplicateKey, Loss, Merge, Share

OURS = (Duplicate, DuplicateKey, Merge)  # say something about two customers, or follow from them
AFTER = (Contact, Share, Customer)  # locked once the customer is, as by whoever changes one
PORTION = 500
REMEMBERED = 40  # numbers by which a customer is found beside its own


def references() -> list[models.ForeignKey]:
    """The references to a customer, also of apps not yet written; churn warnings last, as orders lock them."""
    found = [
        one.field
        for one in Customer._meta.get_fields(include_hidden=True)
        if one.auto_created and not one.concrete and (one.one_to_many or one.one_to_one)
    ]
    return sorted((one for one in found if one.model not in OURS), key=lambda one: one.model is Loss)


def name_of(field: models.ForeignKey) -> str:
    return f"{field.model._meta.label_lower}.{field.name}"


def named(name: str) -> tuple[type[models.Model], str]:
    label, _dot, field = name.rpartition(".")
    return apps.get_model(label), field


def lock_both(keys: Iterable[int]) -> dict[int, Customer]:
    """Two customers with all that refers to them, locked in the order in which every step takes them.

    What others lock after its customer, and the log, whose lines nobody changes, is left to the customer's lock.
    """
    for field in references():
        if field.model not in (*AFTER, Entry):
            rows = field.model._base_manager.select_for_update(no_key=True).filter(**{f"{field.name}__in": keys})
            list(rows.order_by("pk").values_list("pk", flat=True))
    rows = Customer.everything.select_for_update(of=("self",), no_key=True).filter(pk__in=keys)
    return {one.pk: one for one in rows.order_by("pk")}


def move(old: Customer, new: Customer) -> dict[str, list[int]]:
    """Let all that refers to one customer refer to another; what cannot, since its place is taken, stays."""
    moved = {}
    for field in references():
        rows = field.model._base_manager.filter(**{field.name: old}).order_by("pk")
        keys = list(rows.values_list("pk", flat=True))
        moved[name_of(field)] = [key for some in moves(field.model, field.name, keys, old, new) for key in some]
    return {name: keys for name, keys in moved.items() if keys}


def moves(model, name: str, keys: list[int], old: Customer, new: Customer) -> Iterator[list[int]]:
    """Move the rows of these keys that still refer to the old customer; the keys of those that were moved."""
    for start in range(0, len(keys), PORTION):
        some = keys[start : start + PORTION]
        try:
            yield moved(model, name, some, old, new)
        except IntegrityError:
            for key in some:
                try:
                    yield moved(model, name, [key], old, new)
                except IntegrityError:
                    continue


@transaction.atomic
def moved(model, name: str, keys: list[int], old: Customer, new: Customer) -> list[int]:
    rows = model._base_manager.filter(pk__in=keys, **{name: old})
    found = list(rows.values_list("pk", flat=True))
    model._base_manager.filter(pk__in=found).update(**{name: new})
    return found


def name_after(*customers: Customer) -> None:
    """Let each customer be found by the numbers of those that were merged into it, the last ones first (Z6, Z7)."""
    for one in customers:
        numbers = Customer.everything.filter(merged_into=one).order_by("-deleted_at").values_list("number", flat=True)
        one.former_numbers = " ".join(numbers[:REMEMBERED])
        Customer.everything.filter(pk=one.pk).update(former_numbers=one.former_numbers)


def followed(moved: dict[str, list[int]]) -> list[str]:
    """How many records of which kind that are, a line each; the log itself is not counted."""
    kinds = ((named(name)[0], keys) for name, keys in moved.items())
    return [
        f"{model._meta.verbose_name_plural}: {len(keys)}"
        for model, keys in kinds
        if issubclass(model, Record) and model is not Customer
    ]
