"""Keeping what was typed, giving it back, forgetting it once it is sent or a month old (Z15)."""

import json
from urllib.parse import urlsplit

from django.contrib.auth import get_user_model
from django.http import QueryDict
from django.utils import timezone

from apps.foundation.entering.texts import entered
from apps.kit.drafts.models import Draft
from apps.kit.drafts.tickets import LIFE, opened

MOST = 50  # of one person; the oldest make room
SIZE = 100_000  # characters of one form
OWN = {"csrfmiddlewaretoken", "draft", "drafting"}  # what belongs to the sending, not to what was typed
SHOWN = 3


def address_of(request) -> str:
    """The address of a form: without where it leads back to and which draft it was opened with."""
    query = request.GET.copy()
    for name in ("back", "draft"):
        query.pop(name, None)
    return f"{request.path}?{query.urlencode()}".rstrip("?")


def typed(data: QueryDict) -> dict[str, list[str]]:
    """What a person typed, by the name of the input; never a password, never a file."""
    return {
        name: [entered(value) for value in values]
        for name, values in data.lists()
        if name not in OWN and "password" not in name
    }


def keep(person: int, key: str, request) -> Draft | None:
    """Keep what a form holds now, in place of what it held before; None where it is too much to keep (Z15)."""
    address, fields = address_of(request), typed(request.POST)
    if len(address) > Draft._meta.get_field("address").max_length or len(json.dumps(fields, ensure_ascii=False)) > SIZE:
        return None
    given = {"address": address, "fields": fields, "saved_at": timezone.now()}
    draft, new = Draft.objects.update_or_create(person_id=person, key=key, defaults=given)
    if new:
        kept = Draft.objects.filter(person=person).order_by("-saved_at").values_list("pk", flat=True)
        Draft.objects.filter(pk__in=list(kept[MOST : 2 * MOST])).delete()
    return draft


def keep_unheard(request) -> Draft | None:
    """Keep a form that cannot be heard, because the session has ended or another has begun: by its ticket (Z15).

    Whoever holds the ticket has had this person's form on the screen; it opens nothing but this.
    """
    page = getattr(request.resolver_match.func, "view_class", None) if request.resolver_match else None
    found = opened(request.POST.get("draft", "")) if getattr(page, "takes_drafts", False) else None
    if found is None or not get_user_model().objects.filter(pk=found[0], is_active=True).exists():
        return None
    return keep(*found, request)


def forget(person: int, key: str) -> None:
    """Forget what was kept of a form: it was sent, or is not wanted any more."""
    Draft.objects.filter(person=person, key=key).delete()


def forget_old() -> int:
    """Forget what nobody has come back to for a month; how many these were (Z15)."""
    return Draft.objects.filter(saved_at__lt=timezone.now() - LIFE).delete()[0]


def resumed(request) -> Draft | None:
    """The draft the address asks for, if it is this person's and belongs to this form."""
    key = request.GET.get("draft", "")
    return key and Draft.objects.filter(person=request.user.pk, key=key, address=address_of(request)).first() or None


def offered(request, **where) -> list[Draft]:
    """What this person has typed into this form before and not sent, the latest first; `where` it was, if elsewhere."""
    recent = Draft.objects.filter(person=request.user.pk, saved_at__gte=timezone.now() - LIFE)
    return list(recent.filter(**where or {"address": address_of(request)}).order_by("-saved_at")[:SHOWN])


def as_sent(draft: Draft) -> QueryDict:
    """What was kept, as if the form had just been sent."""
    data = QueryDict(mutable=True)
    for name, values in draft.fields.items():
        data.setlist(name, values)
    return data


def resuming(draft: Draft, request) -> str:
    """The address under which the form opens with what was kept of it."""
    path, _mark, text = draft.address.partition("?")
    query = QueryDict(text, mutable=True)
    query.update({name: request.GET[name] for name in ("back",) if name in request.GET} | {"draft": draft.key})
    return f"{path}?{query.urlencode()}"


def belongs(person: int, address: str) -> bool:
    """Whether an address opens a form with what this person has typed into it."""
    key = QueryDict(urlsplit(address).query).get("draft", "")
    return bool(key) and Draft.objects.filter(person=person, key=key).exists()
