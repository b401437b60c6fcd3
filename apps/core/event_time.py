"""When things happened: what is entered days later still stands at its own day in the story (C3)."""

import datetime

from django.db import models
from django.utils import timezone

from apps.core.models import Entry


def happened(record, entry: Entry) -> datetime.datetime | None:
    """When a record says it happened, where the entry that begins it was written on another day (C3)."""
    at = getattr(record, getattr(record, "happens", ""), None)
    late = at and entry.version == 1 and timezone.localdate(at) != timezone.localdate(entry.at)
    return at if late else None


def move(record, history: models.QuerySet) -> None:
    """Let a record stand at the day it has now (C3)."""
    for first in history.filter(version=1):
        Entry.objects.filter(pk=first.pk).update(happened=happened(record, first))
