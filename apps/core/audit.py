"""The log: what a record looked like, what changed, who did it and whom it is told to (P5, D3)."""

import datetime
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core import event_time, schedule
from apps.core.models import Batch, Entry, Notification, Way
from apps.core.rights import DECLARED
from apps.foundation.entering.texts import entered
from apps.foundation.sorting.fields import SortKey
from apps.foundation.wording import side_by_side

BATCH: ContextVar[Batch | None] = ContextVar("batch", default=None)  # what is being logged now is part of it
REMARK: ContextVar[str] = ContextVar("remark", default="")  # what is being logged now carries it as its note
LOGGED: list[Callable[[list, bool], None]] = []  # what follows where records are logged: (records, are they all new)
IGNORED = {"id", "version", "created_at", "created_by", "password", "last_login"}


def snapshot(record: models.Model) -> dict:
    """The stored values of a record by field name, as JSON can keep them."""
    return {
        field.name: plain(field.value_from_object(record))
        for field in record._meta.concrete_fields
        if field.name not in IGNORED and not isinstance(field, SortKey)
    }


def plain(value):
    """A value as JSON keeps it: texts clean, decimals and dates as text, a moment as that of UTC, files by name."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return entered(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    return str(value)


def differences(before: dict, record: models.Model) -> dict:
    """What changed since the snapshot: {field: [old, new]}; references add their texts: [old, new, text, text]."""
    after = snapshot(record)
    changed = {name: [before.get(name), after[name]] for name in after if before.get(name) != after[name]}
    for name, pair in changed.items():
        field = record._meta.get_field(name)
        if field.is_relation:
            old = field.related_model._base_manager.filter(pk=pair[0]).first() if pair[0] else None
            pair += ["" if old is None else str(old), str(getattr(record, name) or "")]
    return changed


@dataclass(frozen=True)
class Change:
    """What somebody else did to one field: the value before, and who wrote what when."""

    old: object
    text: str
    by: object
    at: datetime.datetime


def changed_since(record, version: int | None) -> dict[str, Change]:
    """What others changed on a record since the version a form was opened with (D2)."""
    if version is None or version == record.version:
        return {}
    found: dict[str, Change] = {}
    for entry in history(record).filter(version__gt=version).order_by("id"):
        for name, pair in entry.changes.items():
            old = found[name].old if name in found else pair[0]
            found[name] = Change(old, describe(record._meta.get_field(name), pair, 1), entry.by, entry.at)
    return found


def describe(field: models.Field, pair: list, side: int) -> str:
    """The old (0) or new (1) value of a logged change in words."""
    value = pair[2 + side] if len(pair) > 2 else pair[side]
    if field.choices:
        value = dict(field.flatchoices).get(value, value)
    if isinstance(field, models.DateTimeField) and value:
        value = f"{timezone.localtime(datetime.datetime.fromisoformat(value)):%Y-%m-%d %H:%M}"
    if isinstance(value, list):  # the codes of rights taken away (0) or given (1)
        value = side_by_side(f"{'−+'[side]}{DECLARED.get(code, code)}" for code in value)
    if isinstance(value, bool):
        value = _("yes") if value else _("no")
    return "" if value is None else str(value)


def in_words(record, name: str) -> str:
    """What a field of a record holds now, as the log says it."""
    field = record._meta.get_field(name)
    texts = ["", str(getattr(record, name) or "")] if field.is_relation else []
    return describe(field, [None, plain(field.value_from_object(record)), *texts], 1)


def log(record, action: str, *, by, changes=None, note: str = "", tell=()) -> Entry:
    """Write the one Entry of what happened, and a message to everybody it concerns but its author (P5, D3)."""
    entry = entry_of(record, action, by=by, changes=changes, note=note)
    entry.save(force_insert=True)
    if getattr(record, "happens", "") in entry.changes:
        event_time.move(record, history(record))
    renew([record])
    send(messages(entry, tell))
    return entry


def renew(records: Iterable, *, new: bool = False) -> None:
    """Let what follows from records, such as by what they are found, follow them now; of the `new` nothing is there."""
    records = list(records)
    for follow in LOGGED:
        follow(records, new)


def log_many(records, action: str, *, by, tell) -> None:
    """The same for one thing that happened to many records at once; `tell` names the people one record concerns."""
    entries = Entry.objects.bulk_create(entry_of(record, action, by=by) for record in records)
    renew(records)
    told = [one for record, entry in zip(records, entries, strict=True) for one in messages(entry, tell(record))]
    send(told)


@contextmanager
def under(batch: Batch):
    """Log everything inside as part of a batch; whoever it concerns gets one message for all of it (Z9, D3)."""
    batch.waiting, batch.said = [], []
    token = BATCH.set(batch)
    try:
        yield
    finally:
        BATCH.reset(token)
    first: dict[int, Notification] = {}
    for message in batch.waiting:
        kept = first.setdefault(message.to_id, message)
        kept.count += kept is not message
    send(list(first.values()))


@contextmanager
def remark(text: str):
    """Log everything inside with this note, where it has none of its own."""
    token = REMARK.set(text)
    try:
        yield
    finally:
        REMARK.reset(token)


def send(told: list[Notification]) -> None:
    """Put messages into the bells; what somebody wants by e-mail at once is asked for, once it is sure (D3)."""
    if batch := BATCH.get():
        batch.waiting += told
        return
    Notification.objects.bulk_create(told)
    if any(message.way == Way.NOW for message in told):
        for task in schedule.MAILERS:
            task.enqueue()


def entry_of(record, action: str, *, by, changes=None, note: str = "") -> Entry:
    """The line of the log about one record, not yet stored."""
    entry = Entry(
        by=by,
        action=action,
        kind=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        title=str(record)[:300],
        customer=record.customer_concerned() if hasattr(record, "customer_concerned") else None,
        version=getattr(record, "version", 1),
        changes=changes or {},
        note=note or REMARK.get(),
        batch=BATCH.get(),
    )
    entry.happened = event_time.happened(record, entry)
    return entry


def messages(entry: Entry, tell) -> list[Notification]:
    """A message to each of these people but its author, those who have left and those who want none (D3)."""
    label = entry.kind.model_class()._meta.label_lower
    people = {person.pk: person for person in tell if person is not None and person.is_active and person != entry.by}
    ways = {pk: people[pk].way_to_tell(label) for pk in sorted(people)}
    return [Notification(to_id=pk, entry=entry, way=way) for pk, way in ways.items() if way != Way.OFF]


def history(record):
    """Everything that happened to one record, newest first."""
    kind = ContentType.objects.get_for_model(record)
    return Entry.objects.filter(kind=kind, object_id=record.pk).select_related("by", "kind")
