"""Each form does its work once: what comes a second time just as it was leads where the first time led (D3)."""

import hashlib
import json

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.arriving import arrived
from apps.kit.drafts.models import Sent
from apps.kit.drafts.store import address_of, typed
from apps.kit.drafts.tickets import LIFE


def content_of(request) -> str:
    """All that was filled in, as a hash: somebody who goes back and changes a field means another record."""
    files = [[name, file.name, file.size] for name, file in request.FILES.items()]
    whole = json.dumps([address_of(request), typed(request.POST), files], sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()


def marks(request, key: str):
    """The mark of this form with this content, as a query; there is none before it is sent."""
    return Sent.objects.filter(person=request.user.pk, key=key, content=content_of(request))


def led_to(request, key: str) -> str:
    """Where the very same form led when it was sent before; empty where it was not (D3)."""
    return key and marks(request, key).values_list("led_to", flat=True).first() or ""


def again(request, address: str):
    """The answer to a form that has been sent before: that, and where it led (D3)."""
    return arrived(request, address, _("This was sent twice. It was done once."))


def once(request, key: str, change):
    """The answer to a change; where the very same form has just been sent, the change is not made again (D3).

    The mark is made in the transaction of the change. Two at once meet at it: the second waits for the first to end.
    """
    with transaction.atomic():
        if not key:
            return change()
        mark = Sent(person_id=request.user.pk, key=key, content=content_of(request))
        Sent.objects.bulk_create([mark], ignore_conflicts=True)
        if address := led_to(request, key):
            return again(request, address)
        answer = change()
        marks(request, key).update(led_to=place_of(answer))
        return answer


def place_of(answer) -> str:
    """Where an answer leads."""
    swap = answer.headers.get("HX-Location")
    return json.loads(swap)["path"] if swap else answer.url


def forget_old() -> int:
    """Forget what was sent so long ago that its ticket is no longer taken (D3)."""
    return Sent.objects.filter(at__lt=timezone.now() - LIFE).delete()[0]
