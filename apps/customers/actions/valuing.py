"""Every night each customer is put beside the others: recency, frequency, monetary value, contribution (C9).

The scores are the quintiles of Hughes, Strategic Database Marketing (1994): customers are sorted by one measure and cut
into five equal parts, the best gets 5. Who has the same gets the same: score = 1 + ⌊5 × those who have less ÷ all⌋, so
that a fifth is larger or smaller where many are alike. The eight groups compare each score with its average, as is
usual in China. Counted are orders confirmed, shipped or completed and dated within the period of the setting.
"""

import datetime
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Sum
from django.utils import timezone

from apps.basedata.models import Parameter
from apps.customers.models import Customer, Order
from apps.customers.models.loss import months_before
from apps.customers.models.value import Value

BATCH = 2000
FIELDS = ("orders", "amount", "share", "r", "f", "m", "group", "as_of")


@dataclass(frozen=True)
class Period:
    """The days whose orders count, up to the day as of which customers are valued (C9)."""

    first: datetime.date
    as_of: datetime.date

    def counted(self) -> QuerySet:
        """The orders that count: sold in the period to customers that are not in the bin."""
        return Order.objects.sold().filter(date__range=(self.first, self.as_of), customer__deleted_at=None)


def up_to(day: datetime.date) -> Period:
    return Period(months_before(day, Parameter.objects.get(code=Parameter.VALUE_MONTHS).value), day)


def period() -> Period:
    """Up to today; where nothing was sold for so long that nobody would have a value, up to the newest order (C9)."""
    now = up_to(timezone.localdate())
    if now.counted().exists():
        return now
    newest = (
        Order.objects.sold().filter(date__lte=now.as_of, customer__deleted_at=None).aggregate(day=Max("date"))["day"]
    )
    return up_to(newest) if newest else now


def refresh(as_of: datetime.date | None = None) -> int:
    """Work out the value of every customer that ordered in the period; the others have none (C9). Returns how many."""
    chosen = up_to(as_of) if as_of else period()
    keys, last, orders, fen = measured(chosen)
    total = sum(fen)
    r, f, m = map(quintiles, (last, orders, fen))
    means = [sum(scores) / len(scores) if scores else 0 for scores in (r, f, m)]
    for start in range(0, len(keys), BATCH):
        rows = []
        for place in range(start, min(start + BATCH, len(keys))):
            scores = (r[place], f[place], m[place])
            group = "".join("01"[score > mean] for score, mean in zip(scores, means, strict=True))
            amount, part = Decimal(fen[place]) / 100, fen[place] / total if total else 0
            rows.append(Value(None, keys[place], orders[place], amount, part, *scores, group, chosen.as_of))
        store(rows)
    Value.objects.filter(~Exists(chosen.counted().filter(customer=OuterRef("customer")))).delete()
    return len(keys)


def measured(chosen: Period) -> tuple[array, ...]:
    """Of each customer the key, the last order day, the number of orders and their sum in fen, in four columns."""
    rows = chosen.counted().order_by("customer").values("customer")
    sums = rows.annotate(last=Max("date"), count=Count("pk"), sum=Sum("total"))
    columns = array("q"), array("q"), array("q"), array("q")
    for row in sums.values_list("customer", "last", "count", "sum").iterator():
        found = (row[0], row[1].toordinal(), row[2], int(row[3] * 100))
        for column, value in zip(columns, found, strict=True):
            column.append(value)
    return columns


def quintiles(values: Sequence[int]) -> bytes:
    """The score of each value, 1 to 5: the same for the same (C9)."""
    score: dict[int, int] = {}
    for place, value in enumerate(sorted(values)):
        score.setdefault(value, 1 + 5 * place // len(values))
    return bytes(map(score.__getitem__, values))


@transaction.atomic
def store(rows: list[Value]) -> None:
    """Put the values of some customers in place of what they were; who was deleted for good meanwhile has none."""
    there = set(Customer.everything.filter(pk__in=[row.customer_id for row in rows]).values_list("pk", flat=True))
    Value.objects.bulk_create(
        [row for row in rows if row.customer_id in there],
        update_conflicts=True,
        unique_fields=["customer"],
        update_fields=FIELDS,
    )
