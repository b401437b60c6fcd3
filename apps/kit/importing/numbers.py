"""Running numbers of many records at once, and numbers from files that are not to be given out again."""

import re
from collections.abc import Iterable, Iterator

from django.utils import timezone

from apps.core.models import Sequence, running_number


def block(prefix: str, count: int) -> Iterator[str]:
    """As many consecutive numbers of today under a prefix (C1)."""
    first = running_number(prefix, count)
    day, start = first[: len(prefix) + 6], int(first[len(prefix) + 6 :])
    return (f"{day}{start + offset:04d}" for offset in range(count))


def keep_clear_of(prefix: str, taken: Iterable[str]) -> None:
    """See to it that numbers of today or later that a file brought along are not given out a second time (C1)."""
    form = re.compile(rf"({prefix}\d{{6}})(\d{{4,9}})")
    today, last = f"{prefix}{timezone.localdate():%y%m%d}", {}
    for number in taken:
        found = form.fullmatch(number)
        if found and found[1] >= today:
            last[found[1]] = max(last.get(found[1], 0), int(found[2]))
    for key, number in last.items():
        Sequence.objects.bulk_create([Sequence(key=key)], ignore_conflicts=True)
        Sequence.objects.filter(key=key, last__lt=number).update(last=number)
