"""What a person worked with lately: looked at on this device, or changed anywhere (Z7).

What was looked at is kept in a cookie, as keys alone: reading a page writes nothing into the database.
"""

import datetime
import re
from itertools import chain

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from apps.core.models import Entry
from apps.core.views import RecordExtra
from apps.kit.search.indexer import findable_models

LOOKED_AT, CHANGED, DAYS = 20, 60, 30

Key = tuple[int, int]  # of the kind and of the record


class LookedAt(RecordExtra):
    """Who opens a record finds it again at the top of the box (Z7)."""

    def seen(self, page, record, answer):
        remember(answer, page.request, record)


def remember(response, request, record):
    """Put the record first among those looked at."""
    kind = ContentType.objects.get_for_model(record).pk
    seen = dict.fromkeys([(kind, record.pk), *looked_at(request)])
    keys = [f"{kind}-{key}" for kind, key in list(seen)[:LOOKED_AT]]
    response.set_cookie(
        settings.SEEN_COOKIE_NAME,
        ".".join([str(request.user.pk), *keys]),
        max_age=datetime.timedelta(days=DAYS),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


def looked_at(request) -> list[Key]:
    """What this person looked at on this device, the last one first."""
    person, *keys = request.COOKIES.get(settings.SEEN_COOKIE_NAME, "").split(".")
    mine = keys if person == str(request.user.pk) else []
    found = filter(None, (re.fullmatch(r"(\d{1,9})-(\d{1,18})", key) for key in mine[:LOOKED_AT]))
    return [(int(match[1]), int(match[2])) for match in found]


def changed(user) -> list[Key]:
    """What this person changed in the last weeks, the last one first."""
    since = timezone.now() - datetime.timedelta(days=DAYS)
    entries = Entry.objects.filter(by=user, at__gte=since).order_by("-id")
    return list(entries.values_list("kind", "object_id")[:CHANGED])


def recent(request) -> list[tuple[type, int]]:
    """The records this person worked with, as entity and key, the last one first."""
    models = {ContentType.objects.get_for_model(model).pk: model for model in findable_models()}
    keys = dict.fromkeys(chain(looked_at(request), changed(request.user)))
    return [(models[kind], key) for kind, key in keys if kind in models]
