"""The bell: messages by day and record, and which of them lead to a record their reader may still see (D3)."""

from django.utils import timezone


def by_day(messages) -> dict:
    """Messages under their day, those about one record together: `{day: [[newest, earlier, …], …]}` (D3)."""
    days: dict = {}
    for message in messages:
        day = days.setdefault(timezone.localdate(message.entry.at), {})
        day.setdefault((message.entry.kind_id, message.entry.object_id), []).append(message)
    return {day: list(records.values()) for day, records in days.items()}


def readable(messages, user) -> set[int]:
    """The keys of the messages whose record this person may still read; asks once for each kind of record (D3, P4)."""
    kinds: dict = {}
    for message in messages:
        kinds.setdefault(message.entry.kind.model_class(), []).append(message)
    found = set()
    for model, group in kinds.items():
        asked = model.objects.filter(pk__in=[message.entry.object_id for message in group])
        visible = set(asked.visible_to(user).values_list("pk", flat=True))
        found |= {message.pk for message in group if message.entry.object_id in visible}
    return found
