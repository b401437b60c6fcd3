"""When something last happened to a chance or its plan, kept on the chance: the board asks it of very many (M7)."""

from collections.abc import Iterable

from django.utils import timezone

from apps.core.search.keeping import ALONG
from apps.marketing.models import Chance, PlanStep


def note(records: Iterable, _new: bool) -> None:
    """These records have moved just now; called wherever something is logged."""
    records = list(records)
    moved = {one.pk for one in records if isinstance(one, Chance)}
    moved |= {one.chance_id for one in records if isinstance(one, PlanStep)}
    if moved:
        Chance.everything.filter(pk__in=moved).update(moved_at=timezone.now())


ALONG.append(note)
