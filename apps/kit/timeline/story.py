"""The story of a record as its pages tell it: by the day things happened, the last first, of one kind if asked (C3)."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.models import MOMENT, Entry
from apps.core.pages import REGISTRY
from apps.foundation.entering.keys import numbers
from apps.foundation.filtering.unclear import one_of

PORTION = 12


@dataclass(frozen=True)
class Kind:
    """What entries are about, with how many of them there are: the whole for its parts, such as a chance's plan."""

    model: type
    count: int

    @property
    def name(self) -> str:
        return self.model._meta.model_name

    @property
    def label(self):
        return self.model._meta.verbose_name_plural

    @property
    def icon(self) -> str:
        return REGISTRY[self.model].icon


@dataclass(frozen=True)
class Day:
    """One day's entries; `goes_on` where the portion before already stands under this day."""

    date: date
    entries: list[Entry]
    goes_on: bool


class Story:
    """A portion of what this person may read of it, as the address says: `kind=`, `before=`."""

    def __init__(self, record, user, query: QueryDict, portion: int = PORTION):
        self.record, self.portion = record, portion
        self.all = events(record, user)
        self.models = {model._meta.model_name: whole(model) for model in REGISTRY}
        self.asked, self.unclear = one_of(query, "kind", self.models.__contains__, _("kind"))
        if self.unclear:
            self.all = self.all.none()
        self.before = next(iter(numbers([query.get("before", "")])), None)

    @cached_property
    def counts(self) -> dict[type, int]:
        """How many entries there are of each kind of record, the parts counted with their whole."""
        found: dict[type, int] = {}
        for key, count in self.all.order_by().values_list("kind").annotate(Count("pk")):
            model = whole(ContentType.objects.get_for_id(key).model_class())
            found[model] = found.get(model, 0) + count
        return found

    @cached_property
    def kinds(self) -> list[Kind]:
        """The kinds there are, in the order of the menu."""
        return [Kind(model, self.counts[model]) for model in REGISTRY if model in self.counts]

    @cached_property
    def kind(self) -> Kind | None:
        """The one kind that is asked for, also where nothing of it is told."""
        model = self.models.get(self.asked)
        return Kind(model, self.counts.get(model, 0)) if model else None

    @cached_property
    def total(self) -> int:
        return self.kind.count if self.kind else sum(self.counts.values())

    @cached_property
    def above(self) -> Entry | None:
        """The last entry of the portion before."""
        return self.all.annotate(moment=MOMENT).filter(pk=self.before).first() if self.before else None

    @cached_property
    def told(self) -> list[Entry]:
        """The portion and one entry more, which says whether it goes on."""
        rows = self.all.annotate(moment=MOMENT).order_by("-moment", "-pk")
        if self.kind:
            models = [model for model in REGISTRY if whole(model) is self.kind.model]
            rows = rows.filter(kind__in=ContentType.objects.get_for_models(*models).values())
        if self.above:
            at, pk = self.above.moment, self.above.pk
            rows = rows.filter(Q(moment__lt=at) | Q(moment=at, pk__lt=pk), moment__lte=at)
        return list(rows[: self.portion + 1])

    @property
    def entries(self) -> list[Entry]:
        return self.told[: self.portion]

    @property
    def earlier(self) -> int | None:
        """Before which entry the story goes on; None where it does not."""
        return self.entries[-1].pk if len(self.told) > self.portion else None

    @cached_property
    def days(self) -> list[Day]:
        """The entries under their days."""
        above = timezone.localdate(self.above.moment) if self.above else None
        by_day = groupby(self.entries, lambda entry: timezone.localdate(entry.moment))
        return [Day(day, list(told), not place and day == above) for place, (day, told) in enumerate(by_day)]


def events(record, user):
    """What a record's page tells: of a customer all that concerns it (C3), else its own and its parts' history."""
    if record.customer_concerned() == record:
        told = readable_by(Entry.objects.filter(customer=record), user)
        return told.select_related("by", "kind").prefetch_related("object")
    told = Q(kind=ContentType.objects.get_for_model(record), object_id=record.pk)
    for rows in record.parts():
        kept = rows.known_to(user).values("pk")
        told |= Q(kind=ContentType.objects.get_for_model(rows.model), object_id__in=kept)
    return Entry.objects.filter(told).select_related("by", "kind").prefetch_related("object")


def readable_by(entries, user):
    """The entries about what this person may read, or restore, asked record by record (P4, Z9)."""
    told = Q(pk__in=())
    for model in REGISTRY:
        if user.has_perm(model.rights.view):
            known = model.everything.known_to(user).filter(pk=OuterRef("object_id"))
            told |= Q(kind=ContentType.objects.get_for_model(model)) & Exists(known)
    return entries.filter(told)


def whole(model) -> type:
    """The entity whose part this one is, or itself."""
    return whole(model._meta.get_field(model.part_of).related_model) if getattr(model, "part_of", "") else model


def portion(request) -> str:
    """Which part of the story htmx asks for: all of it anew, or what comes before; empty for the whole page."""
    target = request.htmx.target if request.htmx else ""
    return target if target in ("story", "story-earlier") else ""
