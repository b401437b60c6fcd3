"""By what service requests are counted: type, month or assignee, each group with the records behind it (R3)."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.auth.models import User
from apps.basedata.models import DictItem, DictType
from apps.reports.figures.drilldown import dated
from apps.reports.period import Period

Group = tuple[object, str, dict]  # the value that is grouped by, its name, the filters of the list behind it


@dataclass(frozen=True)
class Grouping:
    """What the groups are called together, and which there are, given the found ones, the filters and the period."""

    label: Promise
    groups: Callable[[Collection, dict, Period], Iterator[Group]]


def types(found: Collection, wanted: dict, _period: Period) -> Iterator[Group]:
    """The chosen type, else all types in use."""
    one = Q(pk=wanted["type"].pk) if "type" in wanted else Q(active=True) | Q(pk__in=found)
    for item in DictItem.objects.filter(one, type=DictType.SERVICE_TYPE):
        yield item.pk, str(item), {"type": item}


def months(_found: Collection, _wanted: dict, period: Period) -> Iterator[Group]:
    """Every month of the period."""
    for month in period.months:
        yield month, f"{month:%Y-%m}", dated("created_at", period.of_month(month))


def assignees(found: Collection, _wanted: dict, _period: Period) -> Iterator[Group]:
    """Everybody who has a request, and nobody where one waits for somebody."""
    for person in User.objects.filter(pk__in=[key for key in found if key is not None]):
        yield person.pk, str(person), {"assignee": person}
    if None in found:
        yield None, _("Nobody yet"), {"unassigned": "true"}


GROUPINGS = {
    "type": Grouping(gettext_lazy("Type"), types),
    "month": Grouping(gettext_lazy("Month"), months),
    "assignee": Grouping(gettext_lazy("Assigned to"), assignees),
}
