"""What open chances promise, grouped by the month they are expected to close in and by account manager (M7)."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.auth.models import User
from apps.customers.models.loss import months_before
from apps.reports.figures.chances import OPEN
from apps.reports.figures.drilldown import dated
from apps.reports.figures.ratios import yuan
from apps.reports.period import DAY, Period, month_end

MONTHS = 12


@dataclass(frozen=True)
class Part:
    """The open chances of one account manager that are expected to close in one month."""

    month: datetime.date | None
    person: int | None
    count: int
    amount: Decimal | None
    weight: Decimal | None


@dataclass(frozen=True)
class Group:
    """Some of the open chances, the conditions of the list that has them, and whose they are where that groups."""

    name: str
    conditions: dict
    parts: list[Part] = field(default_factory=list)
    person: int | None = None

    @property
    def figures(self) -> tuple[int, Decimal, Decimal]:
        """How many, how much, and how much weighted by probability."""
        amount, weight = (yuan(sum(getattr(part, one) or 0 for part in self.parts)) for one in ("amount", "weight"))
        return sum(part.count for part in self.parts), amount, weight

    def weight_of(self, people: set) -> Decimal:
        """The weighted amount of some account managers."""
        return yuan(sum(part.weight or 0 for part in self.parts if part.person in people))


def parts_of(found: QuerySet) -> list[Part]:
    """The open chances by month and account manager; asks once."""
    month = found.open().with_weight().annotate(month=TruncMonth("expected_close"))
    rows = month.values_list("month", "assignee").annotate(
        n=Count("pk"), sum=Sum("expected_amount"), promised=Sum("weight")
    )
    return [Part(*row) for row in rows.order_by("month", "assignee")]


def by_month(parts: list[Part]) -> list[Group]:
    """This month and the next eleven; before, after and undated ones where there are any."""
    this = timezone.localdate().replace(day=1)
    months = [months_before(this, -ahead) for ahead in range(MONTHS)]
    last = month_end(months[-1])
    groups = {one: Group(f"{one:%Y-%m}", dated("expected_close", Period(one, month_end(one)))) for one in months}
    overdue = Group(_("Overdue"), {"expected_close_before": this - DAY})
    later = Group(_("Later"), {"expected_close_after": last + DAY})
    undated = Group(_("Undated"), {"undated": "true"})
    for part in parts:
        rest = undated if part.month is None else overdue if part.month < this else later
        groups.get(part.month, rest).parts.append(part)
    extra = [[group] if group.parts else [] for group in (overdue, later, undated)]
    found = [*extra[0], *groups.values(), *extra[1], *extra[2]]
    return [Group(one.name, {"status": OPEN} | one.conditions, one.parts) for one in found]


def by_person(parts: list[Part], also: set) -> Iterator[Group]:
    """Each account manager with open chances or among the others, the largest promise first; then nobody yet."""
    theirs: dict[int | None, list[Part]] = {key: [] for key in also}
    for part in parts:
        theirs.setdefault(part.person, []).append(part)
    found = [
        Group(str(one), {"status": OPEN, "assignee": one}, theirs[one.pk], one.pk)
        for one in User.objects.filter(pk__in=theirs.keys() - {None})
    ]
    yield from sorted(found, key=lambda group: -group.figures[2])
    if None in theirs:
        yield Group(_("Nobody yet"), {"status": [OPEN[0]]}, theirs[None])
