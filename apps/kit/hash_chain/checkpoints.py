"""Seals over the log: what its lock cannot keep a database owner from, they find (C11).

Nobody waits for a seal. A transaction that is still running may hold a lower key than an entry that is there already,
so a seal goes no further than the highest key the seal before it saw, and only once every transaction that had begun by
then has ended. Whoever took a key up to that one had begun before it was seen; SQLite lets one writer in at a time.
"""

import hashlib
import json
import logging
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from apps.core.models import Entry
from apps.kit.hash_chain.models import Seal

PORTION = 10_000  # entries: what a broken seal names is no longer than that
CLOCKS = timedelta(minutes=1)  # by which the clocks of the program and the database may differ
NOTHING = ""  # what the first seal has before it
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
# All but what may lawfully change (lock.FREE). A column that comes later is empty in older entries: left out of them.
COLUMNS = ("id", "at", "by_id", "action", "kind_id", "object_id", "title", "version", "changes", "note", "batch_id")
RUNNING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND xact_start <= %s
"""

logger = logging.getLogger(__name__)


def seal() -> int:
    """Seal what is in the log and can no longer be joined by anything; how many seals that took (C11)."""
    last, made = newest(), 0
    if last is None or last.last == last.reached < highest():
        keep(after(last, last.last if last else 0, highest()))
        return 1
    while last.last < last.reached and is_settled(last.at):
        keys = Entry.objects.filter(pk__gt=last.last, pk__lte=last.reached).order_by("pk").values_list("pk", flat=True)
        end = next(iter(keys[PORTION - 1 : PORTION]), last.reached)
        keep(after(last, end, highest() if end == last.reached else last.reached))
        last, made = newest(), made + 1
    return made


def newest() -> Seal | None:
    return Seal.objects.order_by("-pk").first()


def highest() -> int:
    """The highest key in the log."""
    return Entry.objects.aggregate(pk=Max("pk"))["pk"] or 0


def is_settled(moment: datetime) -> bool:
    """Whether every transaction that had begun by then has ended."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(RUNNING, [moment + CLOCKS])
        return cursor.fetchone()[0] == 0


def after(previous: Seal | None, last: int, reached: int) -> Seal:
    """The seal that follows another and goes as far as a key, not yet stored."""
    first = previous.last + 1 if previous else 0
    count, digest, latest = contents(first, last)
    made = Seal(first=first, last=last, count=count, digest=digest, reached=max(reached, last))
    made.latest = max(filter(None, (latest, previous and previous.latest, BEGINNING)))
    made.previous, made.at = previous.chained if previous else NOTHING, timezone.now()
    made.chained = chain(made)
    return made


def contents(first: int, last: int) -> tuple[int, str, datetime | None]:
    """How many entries have these keys, the digest of all they hold, and the latest moment among them."""
    count, latest, found = 0, None, hashlib.sha256()
    for row in Entry.objects.filter(pk__range=(first, last)).order_by("pk").values_list(*COLUMNS).iterator():
        held = {name: value for name, value in zip(COLUMNS, row, strict=True) if value is not None}
        held["at"] = held["at"].astimezone(UTC).isoformat()
        found.update(json.dumps(held, sort_keys=True).encode() + b"\n")
        count, latest = count + 1, max(row[1], latest or row[1])
    return count, found.hexdigest(), latest


def chain(seal: Seal) -> str:
    """The digest of a seal and of all before it."""
    moments = [moment.astimezone(UTC).isoformat() for moment in (seal.latest, seal.at)]
    said = (seal.previous, seal.first, seal.last, seal.count, seal.digest, seal.reached, *moments)
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def keep(seal: Seal) -> None:
    """Store a seal, and say it in the program's log: out of reach of who owns the database."""
    Seal.objects.bulk_create([seal], ignore_conflicts=True)
    logger.info("The operation log is sealed up to entry %s: %s", seal.last, seal.chained)
