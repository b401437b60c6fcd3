"""What a merge forgets, of a customer or beside it, would be lost with the customer that goes (Z6)."""

from collections.abc import Iterator

from django.core.checks import Error, register

from apps.core import unique_marks
from apps.core.models import Record
from apps.customers.duplicates.comparing import STAYS, UNITS
from apps.customers.duplicates.references import name_of, references
from apps.customers.duplicates.settling import ONE_EACH
from apps.customers.models import Customer
from apps.foundation.sorting.fields import SortKey


@register
def a_merge_knows_every_field(app_configs=None, **kwargs) -> list[Error]:
    """Refuse a field of a customer of which a merge does not know what becomes (Z6)."""
    return [Error(sentence, id="customers.E001") for sentence in forgotten()]


@register
def a_merge_settles_what_is_there_once(app_configs=None, **kwargs) -> list[Error]:
    """Refuse a reference to a customer that cannot follow where both have one, unless it is said what becomes of it."""
    return [Error(sentence, id="customers.E002") for sentence in left_behind()]


def forgotten() -> Iterator[str]:
    """The fields that are neither offered at a merge, nor follow from others, nor stay for a reason."""
    offered = {name for unit in UNITS.values() for name in unit}
    known = offered | {*Customer.counted, Customer.heir_field, *STAYS} | {field.name for field in Record._meta.fields}
    for field in Customer._meta.concrete_fields:
        if field.name not in known and not field.primary_key and not isinstance(field, SortKey):
            yield (
                f"customers.Customer.{field.name}: two customers may be merged; offer the field in `UNITS` of "
                "duplicates/comparing.py, or say in `STAYS` why the kept customer's stays."
            )


def left_behind() -> Iterator[str]:
    """The references of which the row of the customer that goes would stay with it, without a word."""
    for field in references():
        once = [one for one in unique_marks.alone(field.model) if field.name in one.fields]
        stays = any(one.fields != (field.name,) or not unique_marks.marks_of(one) for one in once)
        if stays and name_of(field) not in ONE_EACH:
            yield (
                f"{field.model._meta.label}.{field.name}: a customer has one of it at most; settle at a merge what "
                "becomes of the other, and say so in `ONE_EACH` of duplicates/settling.py."
            )
