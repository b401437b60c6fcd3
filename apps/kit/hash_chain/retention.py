"""How long the log is kept, and its end: cut off by a setting, never by hand, and on record (P5)."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.core import audit
from apps.core.models import Entry, Notification
from apps.kit.hash_chain.models import Cut, Seal

PORTION = 5000


def shorten() -> int:
    """Drop what is older than the company keeps its log; how many entries. Nothing where it is kept for good.

    What a seal that is kept covers stays with it, so that it can be checked; the newest seal before the cut stays as
    the beginning of the chain (C11).
    """
    if not settings.LOG_KEPT_DAYS:
        return 0
    before = timezone.now() - timedelta(days=settings.LOG_KEPT_DAYS)
    begins = Seal.objects.filter(latest__lt=before).order_by("-pk").first()
    old = Entry.objects.filter(at__lt=before).order_by("pk")
    old = old.filter(pk__lte=begins.last) if begins else old
    if not old.exists():
        return 0
    with transaction.atomic():
        cut = Cut.objects.create(before=before)
        count = old.count()
        audit.log(cut, "core.cut.create", by=None, note=str(count))
    while keys := list(old.values_list("pk", flat=True)[:PORTION]):
        with transaction.atomic():
            Notification.objects.filter(entry__in=keys).delete()
            Entry.objects.filter(pk__in=keys).delete()
    if begins:
        Seal.objects.filter(pk__lt=begins.pk).delete()
    return count
