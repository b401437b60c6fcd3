"""A field of a customer that a merge forgets would be lost with the customer that goes (Z6)."""

from collections.abc import Iterator

from django.core.checks import Error, register

from apps.core.models import Record
from apps.customers.duplicates.comparing import STAYS, UNITS
from apps.customers.models import Customer
from apps.foundation.sorting.fields import SortKey


@register
def a_merge_knows_every_field(app_configs=None, **kwargs) -> list[Error]:
    """Refuse a field of a customer of which a merge does not know what becomes (Z6)."""
    return [Error(sentence, id="customers.E001") for sentence in forgotten()]


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
