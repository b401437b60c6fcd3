"""What follows from plan and log of a chance, kept on it: lists and boards ask it of very many (M7, Z2)."""

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.core.audit import LOGGED
from apps.marketing.models import Chance, PlanStep


def note(records: Iterable, new: bool) -> None:
    """These records have moved just now, and perhaps something else comes next; called wherever something is logged.

    A new chance knows itself when it moved last: one from a file long ago, or nobody knows.
    """
    records = list(records)
    moved = {one.pk for one in records if isinstance(one, Chance) and not new}
    moved |= {one.chance_id for one in records if isinstance(one, PlanStep)}
    if moved:
        Chance.everything.filter(pk__in=moved).update(moved_at=timezone.now(), **what_comes_next())


def what_comes_next() -> dict:
    """Days and words of the first plan step still to do, by its last day; none of a chance that is closed (Z2)."""
    rows = PlanStep.objects.open().filter(chance=OuterRef("pk")).with_last_day().order_by("last_day", "order", "pk")
    words = Coalesce(Subquery(rows.values("todo")[:1]), Value(""))
    begin, until = (Subquery(rows.values(day)[:1]) for day in ("date", "last_day"))
    return {"next_date": begin, "next_until": until, "next_step": words}


LOGGED.append(note)
