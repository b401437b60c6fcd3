"""Whether the log is what was sealed: altered, removed and slipped in entries are found, and where (C11)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max
from django.utils import timezone

from apps.core.models import Entry
from apps.kit.hash_chain.checkpoints import BEGINNING, NOTHING, chain, contents, highest
from apps.kit.hash_chain.models import Cut, Seal

FIRST_SEAL_WITHIN = timedelta(days=1)  # it is made four times a day


@dataclass
class Verdict:
    """What was found wrong, as sentences, and how far that reaches."""

    faults: list[str] = field(default_factory=list)
    seals: int = 0
    newest: Seal | None = None
    open: int = 0  # entries that are not sealed yet

    @property
    def whole(self) -> bool:
        return not self.faults


def verify() -> Verdict:
    """Compare the log with its seals, from the first that is kept to the newest (C11)."""
    found, before, moment = Verdict(), None, kept_since()
    gone = Seal.objects.filter(latest__lt=moment).order_by("-pk").first()
    for seal in Seal.objects.filter(pk__gte=gone.pk if gone else 0).order_by("pk").iterator():
        found.faults += begins(seal, moment) if before is None else follows(seal, before)
        found.seals, found.newest, before = found.seals + 1, seal, seal
    if before is None:
        found.open = Entry.objects.count()
        found.faults += never_sealed()
    else:
        found.open = Entry.objects.filter(pk__gt=before.last).count()
        if highest() < before.reached:
            found.faults.append(f"Entries after {highest()} are gone: there was one with the key {before.reached}.")
    return found


def never_sealed() -> list[str]:
    """What is wrong where nothing is sealed: nothing within the day after sealing came to the installation."""
    came = MigrationRecorder.Migration.objects.filter(app="core", name="0005_add_seals").aggregate(at=Max("applied"))
    if came["at"] is None or came["at"] > timezone.now() - FIRST_SEAL_WITHIN:
        return []
    return [f"There is no seal, though the log is sealed since {timezone.localtime(came['at']):%Y-%m-%d %H:%M}."]


def kept_since() -> datetime:
    """From when on the log is kept: the last cut."""
    return Cut.objects.aggregate(before=Max("before"))["before"] or BEGINNING


def begins(seal: Seal, moment: datetime) -> list[str]:
    """What is wrong with the first seal: it is the very first, or all up to it was older than the cut and is gone."""
    faults = []
    if seal.previous != NOTHING and seal.latest >= moment:
        faults.append(f"{place(seal)}: the seals before it are gone.")
    if chain(seal) != seal.chained:
        faults.append(f"{place(seal)}: the seal itself was altered.")
    if Entry.objects.filter(pk__lte=seal.last, at__gte=moment).exists():
        faults.append(f"{place(seal)}: entries were slipped in before its end.")
    return faults


def follows(seal: Seal, before: Seal) -> list[str]:
    """What is wrong with a seal and its entries, after the one before it."""
    faults = []
    if (seal.previous, seal.first) != (before.chained, before.last + 1):
        faults.append(f"{place(seal, before)}: it does not follow the seal before it.")
    if chain(seal) != seal.chained:
        faults.append(f"{place(seal, before)}: the seal itself was altered.")
    count, digest, _latest = contents(seal.first, seal.last)
    if count != seal.count:
        faults.append(f"{place(seal, before)}: {count:,} entries instead of {seal.count:,}.")
    elif digest != seal.digest:
        faults.append(f"{place(seal, before)}: an entry was altered.")
    return faults


def place(seal: Seal, before: Seal | None = None) -> str:
    """Which seal it is, for a person: keys and days."""
    days = " to ".join(f"{timezone.localtime(one.at):%Y-%m-%d %H:%M}" for one in (before, seal) if one)
    return f"Seal {seal.pk} (entries {seal.first} to {seal.last}, sealed {days})"
