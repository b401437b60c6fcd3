"""What the lock of the log cannot prevent is found: rows altered, removed or slipped in past it (checks C11)."""

import random
from datetime import timedelta
from io import StringIO

import psycopg2
import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse
from django.utils import timezone

from apps.core.models import Entry
from apps.kit.hash_chain import checkpoints, lock, retention
from apps.kit.hash_chain.models import Seal
from apps.kit.hash_chain.verifying import verify
from tests import make
from tests.rounds import rounds

pytestmark = pytest.mark.django_db


def write(count: int, days: int = 0) -> list[int]:
    """So many entries, with a gap in the middle as a transaction leaves that was rolled back; their keys."""
    kind, at = ContentType.objects.get_for_model(Entry), timezone.now() - timedelta(days=days)
    given = {
        "action": "core.entry.edit",
        "kind": kind,
        "object_id": 1,
        "at": at,
        "changes": {"b": ["1", "二"], "a": []},
    }
    first = checkpoints.highest() + 1
    keys = [first + number + (number >= count // 2) for number in range(count)]
    Entry.objects.bulk_create(Entry(pk=key, title=f"客户 {key}", **given) for key in keys)
    count_on(keys[-1])
    return keys


def count_on(key: int) -> None:
    """Let the database give the next entry a higher key."""
    if connection.vendor == "postgresql":
        connection.cursor().execute("SELECT setval('core_entry_id_seq', %s)", [key])


def sealed(*counts: int, days: int = 0) -> list[int]:
    """A log of so many entries, each lot under a seal of its own; their keys."""
    keys: list[int] = []
    checkpoints.seal()
    for count in counts:
        keys += write(count, days)
        while checkpoints.newest().last < keys[-1]:
            assert checkpoints.seal()
    return keys


def said() -> tuple[int, str]:
    """The exit code and the words of `bin/manage verify_log`."""
    words = StringIO()
    try:
        call_command("verify_log", stdout=words)
    except SystemExit as end:
        return end.code, words.getvalue()
    return 0, words.getvalue()


FAULTS = {
    "altered": lambda key: Entry.objects.filter(pk=key).update(title="x"),
    "what changed": lambda key: Entry.objects.filter(pk=key).update(changes={"b": ["1", "三"], "a": []}),
    "who did it": lambda key: Entry.objects.filter(pk=key).update(by=make.User.objects.first()),
    "removed": lambda key: Entry.objects.filter(pk=key).delete(),
    "another key": lambda key: Entry.objects.filter(pk=key).update(id=gap_of(key)),
}


def gap_of(key: int) -> int:
    """A key of the same stretch that no entry has."""
    seal = Seal.objects.get(first__lte=key, last__gte=key)
    taken = set(Entry.objects.filter(pk__range=(seal.first, seal.last)).values_list("pk", flat=True))
    return next(key for key in range(seal.first, seal.last) if key not in taken)


def slip_in(key: int) -> None:
    copy = Entry.objects.get(pk=key)
    copy.pk = gap_of(key)
    copy.save(force_insert=True)


@pytest.mark.slow
def test_one_altered_removed_or_slipped_in_row_of_many_is_found_each_time(cast):
    count = 600 if rounds(1, most=20) == 1 else 10_000
    keys, dice, faults = sealed(count // 2, count // 2), random.Random(11), [*FAULTS.values(), slip_in]
    assert verify().faults == []
    for number in range(20):
        key, mark = dice.choice(keys), transaction.savepoint()
        with make.rewriting():
            faults[number % len(faults)](key)
        touched = Seal.objects.get(first__lte=key, last__gte=key)
        assert [fault.startswith(f"Seal {touched.pk} ") for fault in verify().faults] == [True]
        transaction.savepoint_rollback(mark)
    assert verify().whole


def test_the_command_says_whether_and_where(cast):
    keys = sealed(4, 4)
    newest = checkpoints.newest()
    code, words = said()
    assert code == 0
    assert newest.chained in words
    call_command("verify_log", has=newest.chained, stdout=StringIO())
    with pytest.raises(SystemExit):
        call_command("verify_log", has="0" * 64, stdout=StringIO())
    with make.rewriting():
        Entry.objects.filter(pk=keys[5]).update(note="x")
    code, words = said()
    assert code == 1
    assert f"Seal {newest.pk} (entries {newest.first} to {newest.last}" in words
    assert f"{timezone.localtime(newest.at):%Y-%m-%d %H:%M}" in words


def test_what_may_lawfully_change_breaks_no_seal(cast):
    keys = sealed(3)
    Entry.objects.filter(pk=keys[0]).update(customer=make.customer(owner=cast.ann), happened=timezone.now())
    assert verify().whole
    columns = {field.attname for field in Entry._meta.concrete_fields}
    assert columns == set(checkpoints.COLUMNS) | lock.FREE


def test_seals_are_locked_like_the_log_and_a_change_of_one_is_found(cast):
    sealed(3, 3)
    first, second, last = Seal.objects.order_by("pk")[:3]
    for wrong in (lambda: Seal.objects.update(count=1), lambda: Seal.objects.filter(pk=last.pk).delete()):
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            wrong()
    for wrong in (
        lambda: Seal.objects.filter(pk=last.pk).update(latest=timezone.now()),
        lambda: Seal.objects.filter(pk=first.pk).delete(),
        lambda: Seal.objects.filter(pk=second.pk).delete(),
    ):
        mark = transaction.savepoint()
        with make.rewriting():
            wrong()
        assert not verify().whole
        transaction.savepoint_rollback(mark)


def test_entries_taken_off_the_end_are_missed(cast):
    sealed(3)
    keys = write(3)
    checkpoints.seal()
    with make.rewriting():
        Entry.objects.filter(pk__in=keys).delete()
    assert "are gone" in verify().faults[0]


def test_the_end_of_what_is_kept_leaves_a_chain_that_can_be_checked(cast, settings):
    settings.LOG_KEPT_DAYS = 300
    old = sealed(3, 3, days=301)
    kept = sealed(3) + write(2, days=301)
    assert retention.shorten() == len(old)
    assert set(kept) <= set(Entry.objects.values_list("pk", flat=True))
    assert Seal.objects.order_by("pk").first().last == old[-1]
    assert verify().whole
    with make.rewriting():
        Entry.objects.filter(pk=kept[0]).delete()
    assert not verify().whole


def test_a_seal_is_made_only_where_something_is_new(cast):
    sealed(2)
    while checkpoints.seal():
        pass
    count = Seal.objects.count()
    assert checkpoints.seal() == 0
    assert Seal.objects.count() == count


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one writer in at a time")
def test_who_began_before_and_ends_later_with_a_lower_key_is_not_missed(cast):
    checkpoints.seal()
    late = checkpoints.highest() + 3  # the gap: taken by a transaction that still runs
    before = checkpoints.newest()
    keys = write(4)
    other = psycopg2.connect(**connection.get_connection_params())
    other.cursor().execute("SELECT 1")
    checkpoints.seal()
    assert checkpoints.newest().reached >= keys[-1]
    assert checkpoints.seal() == 0
    assert checkpoints.newest().last == before.last
    kind = ContentType.objects.get_for_model(Entry)
    Entry.objects.create(pk=late, action="core.entry.edit", kind=kind, object_id=1, title="late")
    other.rollback()
    other.close()
    connection.cursor().execute("SELECT pg_stat_clear_snapshot()")
    assert checkpoints.seal() == 1
    assert checkpoints.newest().last >= late
    assert verify().whole


def test_the_log_says_when_it_was_sealed(cast, as_):
    sealed(1)
    page = as_(cast.admin).get(reverse("accounts:log"), headers={"Accept-Language": "zh"}).content.decode()
    assert f"{timezone.localtime(checkpoints.newest().at):%Y-%m-%d %H:%M}" in page


def test_before_the_first_seal_nothing_is_said_to_be_broken():
    """A new installation has no seal for some hours; later, none is a fault (C11)."""
    write(3)
    code, words = said()
    assert code == 0
    assert "Nothing of the operation log is sealed yet" in words
    came = MigrationRecorder.Migration.objects.filter(app="core", name="0005_add_seals")
    assert came.update(applied=timezone.now() - timedelta(days=2)) == 1
    code, words = said()
    assert code == 1
    assert "There is no seal, though the log is sealed since" in words
