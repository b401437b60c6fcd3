"""Looking through all customers for likely duplicates, by what they have in common (C10, Z6)."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, groupby

from django.db.models import Count, Window
from django.utils import timezone

from apps.customers.models import Duplicate, DuplicateKey, DuplicateScan

CROWD = 10  # of more that have the same, each is compared with the first alone
PORTION = 1000
MOST = 200  # a phone that more customers have is that of a house, or nobody's

Pairs = dict[tuple[int, int], str]


def scan() -> int:
    """Find all pairs of customers that have a key in common; returns how many are open (Z6).

    What was decided stays decided; an open pair that has nothing in common any more is forgotten.
    """
    looked = DuplicateScan.objects.create()
    found = pairs()
    known = {
        (one.first_id, one.second_id): one
        for one in Duplicate.objects.only("first", "second", "kinds", "status").iterator(PORTION)
    }
    new = [Duplicate(first_id=a, second_id=b, kinds=kinds) for (a, b), kinds in found.items() if (a, b) not in known]
    other = [one for both, one in known.items() if both in found and one.kinds != found[both]]
    for one in other:
        one.kinds = found[one.first_id, one.second_id]
    gone = [
        one.pk for both, one in known.items() if one.kinds and one.status == Duplicate.Status.OPEN and both not in found
    ]
    for start in range(0, len(new), PORTION):
        Duplicate.objects.bulk_create(new[start : start + PORTION], ignore_conflicts=True)
    Duplicate.objects.bulk_update(other, ["kinds"], batch_size=PORTION)
    for start in range(0, len(gone), PORTION):
        still = Duplicate.objects.filter(
            pk__in=gone[start : start + PORTION], status=Duplicate.Status.OPEN, merges=None
        )
        still.delete()
    looked.ended_at, looked.found = timezone.now(), Duplicate.objects.filter(status=Duplicate.Status.OPEN).count()
    looked.save(update_fields=["ended_at", "found"])
    return looked.found


def pairs() -> Pairs:
    """Every two customers that have keys in common, the older first, with the kinds of these keys."""
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    for (kind, _value), rows in groupby(shared_keys(), key=lambda row: row[:2]):
        for both in within({customer: region for _kind, _value, customer, region in rows}):
            found[both].add(kind)
    return {both: "".join(sorted(kinds)) for both, kinds in found.items()}


def shared_keys() -> Iterator[tuple[str, str, int, str]]:
    """The keys that are there more than once, sorted: kind, value, customer, region; the database does the work."""
    together = Window(Count("pk"), partition_by=["value"])
    for kind in DuplicateKey.Kind:
        rows = DuplicateKey.objects.filter(kind=kind).annotate(have=together).filter(have__gt=1)
        names = "kind", "value", "customer", "region"
        yield from rows.order_by("value", "customer").values_list(*names).iterator(PORTION)


def within(regions: dict[int, str]) -> Iterator[tuple[int, int]]:
    """The pairs among customers with the same key, each with the region of its name: none of two regions."""
    customers = list(regions)
    if len(customers) > MOST:
        return
    both = combinations(customers, 2) if len(customers) <= CROWD else ((customers[0], one) for one in customers[1:])
    yield from (pair for pair in both if len({regions[pair[0]], regions[pair[1]]} - {""}) < 2)
