"""What a batch did, record by record and by who has it now; its undo (Z9, C6)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.core import batches, flow
from apps.core.models import Batch
from apps.core.pages import REGISTRY, Pages
from apps.kit.bulk import undoing
from apps.kit.bulk.views import summary

LATEST = 50


@dataclass
class Line:
    """One record of a batch; `open` says whether the reader may see more of it than its name."""

    record: object
    title: str
    open: bool


@dataclass
class Kind:
    """The records of one entity that came to one person, with the fields that matter most."""

    pages: Pages
    names: list[str]
    lines: list[Line] = field(default_factory=list)

    @property
    def label(self):
        return self.pages.model._meta.verbose_name_plural


@dataclass
class Share:
    """What came to one person; what is nobody's in particular has no person."""

    person: object
    kinds: dict = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(len(kind.lines) for kind in self.kinds.values())


def reachable(user, pk: int) -> Batch:
    """The batch, for who made it, who could undo it and whom it was told to; 404 for everybody else (P4)."""
    batch = get_object_or_404(Batch.objects.select_related("by", "undoes", "undone__by"), pk=pk)
    told = user.notifications.filter(entry__batch=batch)
    if batch.by != user and not told.exists() and not (user.has_perm(batch.right) and knows_some(batch, user)):
        raise Http404
    return batch


def knows_some(batch: Batch, user) -> bool:
    """Whether this person reads the past of one of the batch's records at least (P4)."""
    return any(known.exists() for _model, _entries, known in known_of(batch, user))


def known_of(batch: Batch, user) -> Iterator[tuple]:
    """By kind the batch's entries, each under its record's key, and the records whose past this person reads (P4)."""
    stories: dict[type, dict] = {}
    for entry in batch.entries.select_related("kind").order_by("id"):
        stories.setdefault(entry.kind.model_class(), {})[entry.object_id] = entry
    for model, entries in stories.items():
        yield model, entries, model.everything.filter(pk__in=entries).known_to(user)


@require_safe
def report(request, pk):
    """What was done to which record and who has it now, what was refused and why, the undo; prints as a sheet (C6)."""
    batch = reachable(request.user, pk)
    mine = batch.by == request.user
    may_undo = not undoing.stays_because(batch, request.user) and batch.undo_url()
    context = {
        "batch": batch,
        "undone": getattr(batch, "undone", None),
        "shares": shares(batch, request.user, all_titles=mine),
        "refused": refused(batch, request.user) if mine else [],
        "undo": batch.undo_url() if may_undo else "",
    }
    return render(request, "pages/batch.html", context)


def shares(batch: Batch, user, *, all_titles: bool) -> list[Share]:
    """The records of a batch by who has them now and by kind: those this person may read, or all by name (C6, P4)."""
    found: dict[int | None, Share] = {}
    people = get_user_model().objects.in_bulk()
    for model, entries, known in known_of(batch, user):
        open_ones = set(known.visible_to(user).values_list("pk", flat=True))
        alive = model.objects.filter(pk__in=entries)
        told = model.everything.filter(Q(pk__in=alive.values("pk")) | Q(pk__in=known.values("pk")))
        rows = told if all_titles else known.visible_to(user)
        for record in rows.select_related(*(one.name for one in model._meta.fields if one.many_to_one)).order_by("pk"):
            entry = entries[record.pk]
            key, taken = receiver(model, entry)
            share = found.setdefault(key, Share(people.get(key)))
            pages = REGISTRY[model]
            kind = share.kinds.setdefault(model, Kind(pages, [name for name in pages.head if name != taken]))
            kind.lines.append(Line(record, entry.title, record.pk in open_ones))
    return sorted(found.values(), key=lambda share: (share.person is None, share.person and share.person.name))


def refused(batch: Batch, user) -> list[list]:
    """What stayed as it was and why, by its name where this person may know of it still (P4)."""
    keys: dict[type, set[int]] = {}
    about = [record_of(address) for _name, address, _reason in batch.refused]
    for model, key in filter(None, about):
        keys.setdefault(model, set()).add(key)
    known = {
        (model, key)
        for model, some in keys.items()
        for key in model.everything.filter(pk__in=some).known_to(user).values_list("pk", flat=True)
    }
    unknown = [_("what you may not read any more"), ""]
    return [
        [*(line[:2] if one is None or one in known else unknown), line[2]]
        for one, line in zip(about, batch.refused, strict=True)
    ]


def record_of(address: str) -> tuple[type, int] | None:
    """The entity and the key that the address of a record's page names; None where there is no address."""
    if not address:
        return None
    found = resolve(urlsplit(address).path)
    return found.func.view_initkwargs["pages"].model, found.kwargs["pk"]


def receiver(model, entry) -> tuple[int | None, str]:
    """Who got the record by what the entry says, and by which field."""
    for name in model.reach.write:
        if name in entry.changes:
            return entry.changes[name][1], name
    return None, ""


@require_POST
def undo(request, pk):
    """Undo a batch; where something stays as it is, show what and why (Z9)."""
    batch = reachable(request.user, pk)
    try:
        back = undoing.undo(batch, request.user)
    except flow.Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(batch.get_absolute_url())
    messages.success(request, batches.with_said(summary(back), back))
    there = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(there, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(there if safe and not back.refused else back.get_absolute_url())


@require_safe
def latest(request):
    """What this person did to many records lately, to look at or undo (Z9)."""
    many = Q(done__gt=1) | ~Q(refused=[])
    found = Batch.objects.filter(many, by=request.user).select_related("undone__by")[:LATEST]
    return render(request, "pages/batches.html", {"batches": found})
