"""Sales forecast: expected amount × probability of the open chances, by month and by account manager (M7)."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from apps.marketing.models import Chance
from apps.reports.figures.chances import chances, list_of
from apps.reports.figures.promises import Group, by_month, by_person, parts_of
from apps.reports.figures.ratios import share, yuan
from apps.reports.figures.rows import Chosen
from apps.reports.figures.words import counted
from apps.reports.period import Period
from apps.reports.schema import Chart, Column, Figures, Headline, Row, Series

Status = Chance.Status
Ends = dict[int | None, tuple[int, int, Decimal]]  # of each account manager: how many won, how many lost, how much won
MOST_PEOPLE = 8


def forecast(user, chosen: Chosen) -> Figures:
    """What the open chances promise, and how many of those closed in the period were won (M7)."""
    period = chosen["period"]
    found = chances(user, chosen)
    parts, now, before = parts_of(found), ends(found, period), ends(found, period.before)
    months, people = by_month(parts), list(by_person(parts, set(now)))
    total = Group(_("Total"), {}, parts)
    by_people = chosen["by"] == "manager"
    return Figures(
        key="forecast",
        title=_("Sales forecast"),
        columns=columns(by_people),
        rows=tuple(row(chosen, one, now if by_people else None) for one in (people if by_people else months)),
        totals=(total.name, *total.figures, *(rates(now.values()) if by_people else ())),
        headlines=headlines(total, now, before),
        charts=charts(chosen, months, people),
        counts=counted(
            _(
                "Open sales chances as they are now, by the month they are expected to close in; forecast: expected "
                "amount × probability, in yuan, nothing where no amount is expected. Win rate: won ÷ (won + lost), by "
                "number, of the chances closed %(period)s; before: %(before)s."
            ),
            period,
        ),
    )


def ends(found: QuerySet, period: Period) -> Ends:
    """How the chances closed in a period ended, by account manager."""
    won, lost = Q(status=Status.WON), Q(status=Status.LOST)
    rows = found.filter(won | lost, closed_at__range=period.moments).values_list("assignee").order_by()
    sums = rows.annotate(
        of_won=Count("pk", filter=won), of_lost=Count("pk", filter=lost), sum=Sum("expected_amount", filter=won)
    )
    return {person: (of_won, of_lost, yuan(amount)) for person, of_won, of_lost, amount in sums}


def rates(found: Iterable[tuple]) -> tuple[int, int, float | None]:
    """How many were won and lost in all, and the win rate: won ÷ (won + lost) (M7)."""
    won, lost = (sum(end[place] for end in found) for place in (0, 1))
    return won, lost, share(won, won + lost)


def columns(by_people: bool) -> tuple[Column, ...]:
    promises = (
        Column("chances", _("Chances"), "int"),
        Column("amount", _("Expected amount"), "money"),
        Column("forecast", _("Forecast"), "money"),
    )
    if not by_people:
        return (Column("month", _("Expected close")), *promises)
    closed = (Column("won", _("Won"), "int"), Column("lost", _("Lost"), "int"))
    return (Column("manager", _("Account manager")), *promises, *closed, Column("rate", _("Win rate"), "percent"))


def row(chosen: Chosen, group: Group, ends: Ends | None) -> Row:
    """A month, or an account manager with the chances closed in the period; behind it are its open chances."""
    closed = () if ends is None else rates([ends[group.person]] if group.person in ends else [])
    url = list_of(chosen, **group.conditions)
    return Row((group.name, *group.figures, *closed), url, _("Open chances: %s") % group.name)


def headlines(total: Group, now: Ends, before: Ends) -> tuple[Headline, ...]:
    """What is open is as it is now, so only what has ended is compared with the period before."""
    count, amount, weight = total.figures
    won, won_before = (yuan(sum(end[2] for end in one.values())) for one in (now, before))
    return (
        Headline(_("Forecast"), weight, "money"),
        Headline(_("Expected amount"), amount, "money"),
        Headline(_("Open chances"), count),
        Headline(_("Win rate"), rates(now.values())[2], "percent", rates(before.values())[2]),
        Headline(_("Won amount"), won, "money", won_before),
    )


def charts(chosen: Chosen, months: list[Group], people: list[Group]) -> tuple[Chart, ...]:
    """The forecast by month, a colour for each of the largest account managers, and by account manager."""
    series = [
        Series(one.name, tuple(month.weight_of({one.person}) for month in months)) for one in people[:MOST_PEOPLE]
    ]
    if rest := {one.person for one in people[MOST_PEOPLE:]}:
        series.append(Series(_("Others"), tuple(month.weight_of(rest) for month in months)))
    bars = Series(_("Forecast"), tuple(one.figures[2] for one in people))
    return (
        chart("stacked", _("Forecast by month"), chosen, months, tuple(series)),
        chart("hbar", _("Forecast by account manager"), chosen, people, (bars,)),
    )


def chart(kind: str, title: str, chosen: Chosen, groups: list[Group], series: tuple[Series, ...]) -> Chart:
    """A bar for each group; behind it are its open chances."""
    urls = tuple(list_of(chosen, **one.conditions) for one in groups)
    return Chart(kind, title, tuple(one.name for one in groups), series, "money", urls)
