"""What lies in the recycle bins, as far as a person may restore it (Z9, P4)."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from apps.core.models import Entry
from apps.core.pages import REGISTRY, Pages


@dataclass(frozen=True)
class Bin:
    """One kind of record: how many of them lie in the bin, and where."""

    pages: Pages
    count: int

    @property
    def label(self):
        return self.pages.model._meta.verbose_name_plural

    @property
    def url(self) -> str:
        return reverse(self.pages.url_name("bin"))


def binned(model, user):
    """The deleted records of an entity that this person may restore (Z9, P4)."""
    return model.everything.restorable_by(user)


def kinds_for(user) -> list[Pages]:
    """The entities whose bin this person may open (P1)."""
    found = [(pages, pages.model.rights) for pages in REGISTRY.values()]
    return [pages for pages, rights in found if rights.delete and user.has_perm(rights.delete)]


def bins_of(user) -> list[Bin]:
    """The recycle bins of this person, those with something in them first (Z9)."""
    found = [Bin(pages, binned(pages.model, user).count()) for pages in kinds_for(user)]
    return sorted(found, key=lambda one: not one.count)


def deleters(records) -> dict[int, object]:
    """Who put each of these records of one entity into the bin, by key: one query for all (P5)."""
    if not records:
        return {}
    kind = ContentType.objects.get_for_model(records[0])
    entries = Entry.objects.filter(kind=kind, object_id__in=[record.pk for record in records])
    return {
        entry.object_id: entry.by
        for entry in entries.filter(action__endswith=".delete").order_by("id").select_related("by")
    }
