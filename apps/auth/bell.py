"""The bell: messages by day and record, and which of them lead to a record their reader may still see (D3)."""

from django.urls import reverse
from django.utils import timezone

from apps.auth.models import User
from apps.auth.rights import VIEW_LOG
from apps.core import flow


def by_day(messages) -> dict:
    """Messages under their day, those about one record together: `{day: [[newest, earlier, …], …]}` (D3)."""
    days: dict = {}
    for message in messages:
        day = days.setdefault(timezone.localdate(message.entry.at), {})
        day.setdefault((message.entry.kind_id, message.entry.object_id), []).append(message)
    return {day: list(records.values()) for day, records in days.items()}


def readable(messages, user) -> set[int]:
    """The keys of the messages whose record this person may still read; asks once for each kind of record (D3, P4).

    These tell of it by name, and those that say that it was taken from this person; of all others only that they were.
    """
    kinds: dict = {}
    for message in messages:
        kinds.setdefault(message.entry.kind.model_class(), []).append(message)
    found = set()
    for model, group in kinds.items():
        if not flow.has_pages(model):  # about a person or a setting: for who reads the log, or may change it
            found |= {message.pk for message in group if user.has_perm(getattr(model, "right", VIEW_LOG))}
            continue
        asked = model.objects.filter(pk__in=[message.entry.object_id for message in group])
        visible = set(asked.visible_to(user).values_list("pk", flat=True))
        found |= {message.pk for message in group if message.entry.object_id in visible}
    for message in messages:
        message.tells = message.pk in found or takes_away(message.entry, user)
    return found


def takes_away(entry, user) -> bool:
    """Whether an entry is what took a record from this person: they know which it was."""
    model = entry.kind.model_class()
    paths = {*model.reach.read, *model.reach.write} if flow.has_pages(model) and hasattr(model, "reach") else ()
    return any(entry.changes.get(path, [None])[0] == user.pk for path in paths)


def leads_to(message):
    """Where a message leads: to the record, to all of its batch, of a person to what they did (D3)."""
    about = message.entry.object
    if isinstance(about, User):
        return f"{reverse('accounts:log')}?by={about.pk}"
    return (message.count > 1 and message.entry.batch) or about or "accounts:messages"
