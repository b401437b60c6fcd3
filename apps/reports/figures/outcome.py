"""Forecast and result: what each month promised when it began, what came, and the win rate (M7)."""

import datetime

from django.utils.translation import gettext as _

from apps.marketing.models import Chance, Forecast
from apps.reports.figures.chances import CLOSED, chances, list_of
from apps.reports.figures.drilldown import dated
from apps.reports.figures.results import Result, results, together, whole_months
from apps.reports.figures.rows import Chosen
from apps.reports.figures.words import counted, joined
from apps.reports.period import Period
from apps.reports.schema import Chart, Column, Figures, Headline, Row, Series

WON = [Chance.Status.WON]


def outcome(user, chosen: Chosen) -> Figures:
    """For each month of the period the forecast kept when it began beside what was won, and the win rate (M7)."""
    period = whole_months(chosen["period"])
    found = chances(user, chosen)
    months = results(found, period)
    total, before = together(months.values()), together(results(found, period.before).values())
    return Figures(
        key="outcome",
        title=_("Forecast and result"),
        columns=columns(),
        rows=tuple(row(chosen, period, month, result) for month, result in months.items()),
        totals=(_("Total"), *cells(total)),
        headlines=headlines(total, before),
        charts=charts(chosen, period, months),
        counts=counted(joined(sentence(), since()), period),
    )


def columns() -> tuple[Column, ...]:
    return (
        Column("month", _("Month")),
        Column("promised", _("Chances forecast"), "int"),
        Column("forecast", _("Forecast at its beginning"), "money"),
        Column("won", _("Won"), "int"),
        Column("amount", _("Won amount"), "money"),
        Column("surplus", _("More or less"), "money"),
        Column("reached", _("Reached"), "percent"),
        Column("lost", _("Lost"), "int"),
        Column("rate", _("Win rate"), "percent"),
    )


def cells(one: Result) -> tuple:
    return one.promised, one.forecast, one.won, one.amount, one.surplus, one.reached, one.lost, one.rate


def row(chosen: Chosen, period: Period, month: datetime.date, result: Result) -> Row:
    """One month; behind it are the chances won in it."""
    name = f"{month:%Y-%m}"
    return Row((name, *cells(result)), closed(chosen, period, month, WON), _("Won in %s") % name)


def closed(chosen: Chosen, period: Period, month: datetime.date, status: list[str]) -> str:
    """The list of the chances closed in a month of the period."""
    return list_of(chosen, status=status, **dated("closed_at", period.of_month(month)))


def sentence() -> str:
    return _(
        "Chances closed %(period)s, by month; before: %(before)s. Forecast: what was open and expected to close in the "
        "month when it began, expected amount × probability, in yuan. Won: the expected amount of what was won in the "
        "month. More or less, and reached: the won amount against the forecast, the running month so far. Win rate: "
        "won ÷ (won + lost), by number."
    )


def since() -> str:
    """Since when forecasts are known."""
    if (first := Forecast.objects.first()) is None:
        return _("No forecast has been kept yet: the first one is on the first day of a month.")
    return _("A forecast is kept on the first day of each month, since %(month)s.") % {"month": first}


def headlines(total: Result, before: Result) -> tuple[Headline, ...]:
    return (
        Headline(_("Forecast at its beginning"), total.forecast, "money", before.forecast),
        Headline(_("Won amount"), total.amount, "money", before.amount),
        Headline(_("Reached"), total.reached, "percent", before.reached),
        Headline(_("Won"), total.won, "int", before.won),
        Headline(_("Win rate"), total.rate, "percent", before.rate),
    )


def charts(chosen: Chosen, period: Period, months: dict[datetime.date, Result]) -> tuple[Chart, ...]:
    """What was promised, opening the chances of that forecast, beside what came; and the win rate."""
    labels = tuple(f"{month:%Y-%m}" for month in months)
    forecast = Series(_("Forecast at its beginning"), tuple(one.forecast for one in months.values()))
    amount = Series(_("Won amount"), tuple(one.amount for one in months.values()))
    rate = Series(_("Win rate"), tuple(one.rate for one in months.values()))
    promised = (list_of(chosen, forecast=month) if one.promised else "" for month, one in months.items())
    ended = (closed(chosen, period, month, CLOSED) for month in months)
    return (
        Chart("bar", _("Forecast and result by month"), labels, (forecast, amount), "money", tuple(promised)),
        Chart("line", _("Win rate by month"), labels, (rate,), "percent", tuple(ended)),
    )
