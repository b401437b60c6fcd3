"""Which sales chances count in the reports about them, and the list behind a figure (M7)."""

from django.db.models import QuerySet

from apps.marketing.models import Chance
from apps.reports.figures.drilldown import address
from apps.reports.figures.rows import Chosen

OPEN = list(Chance.OPEN)
CLOSED = [Chance.Status.WON, Chance.Status.LOST]


def chances(user, chosen: Chosen) -> QuerySet:
    """The chances a person may read, of the chosen account manager and source (M7, P4)."""
    return Chance.objects.visible_to(user).filter(**wanted(chosen))


def list_of(chosen: Chosen, **conditions) -> str:
    """The list of the chosen chances that meet some more conditions."""
    return address("marketing:chance-list", **wanted(chosen) | conditions)


def wanted(chosen: Chosen) -> dict:
    return {name: chosen[name] for name in ("assignee", "source") if chosen.get(name)}
