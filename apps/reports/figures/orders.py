"""Order report: orders by month and by status (R5)."""

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from apps.customers.models import Order
from apps.foundation.wording import listed
from apps.reports.figures import rows
from apps.reports.figures.drilldown import behind, dated
from apps.reports.figures.ratios import mean, yuan
from apps.reports.figures.words import counted
from apps.reports.period import Period
from apps.reports.schema import Chart, Column, Figures, Headline, Row, Series

NONE = {"orders": 0, "amount": None}


def orders(user, chosen: rows.Chosen) -> Figures:
    """Orders, amount and mean value in yuan by month of the order date, and by status (R5).

    Months count what is sold unless a status is chosen; the statuses count every order of the period.
    """
    period, asked = chosen["period"], chosen.get("status") or []
    found = rows.orders(user, chosen)
    counting = found.filter(status__in=asked or Order.SOLD)
    total, before = (sums(counting.filter(date__range=one.days)) for one in (period, period.before))
    lines = tuple(by_month(user, chosen, counting, period))
    every = found.filter(date__range=period.days)
    sentence = _("Orders dated %(period)s; before: %(before)s; amounts in yuan. Status: {states}.")
    return Figures(
        key="orders",
        counting="orders",
        title=_("Order report"),
        columns=(
            Column("month", _("Month")),
            Column("orders", _("Orders"), "int"),
            Column("amount", _("Amount"), "money"),
            Column("mean", _("Mean value"), "money"),
        ),
        rows=lines,
        totals=(_("Total"), total["orders"], yuan(total["amount"]), mean(yuan(total["amount"]), total["orders"])),
        headlines=headlines(total, before),
        charts=(*month_charts(lines), status_chart(user, chosen, every, asked or Order.Status.values)),
        counts=counted(sentence.format(states=status_names(asked or Order.SOLD)), period),
    )


def sums(counting: QuerySet) -> dict:
    return counting.aggregate(orders=Count("pk"), amount=Sum("total"), customers=Count("customer", distinct=True))


def by_month(user, chosen: rows.Chosen, counting: QuerySet, period: Period):
    """A row for each month of the period, with what was ordered in it; behind it are its orders."""
    dates = counting.filter(date__range=period.days).annotate(month=TruncMonth("date"))
    months = dates.values("month").annotate(orders=Count("pk"), amount=Sum("total")).order_by("month")
    found = {row["month"]: row for row in months}
    for month in period.months:
        row = found.get(month, NONE)
        name, amount = f"{month:%Y-%m}", yuan(row["amount"])
        status = list(chosen.get("status") or Order.SOLD)
        url = list_of(user, chosen, status=status, **dated("date", period.of_month(month)))
        yield Row((name, row["orders"], amount, mean(amount, row["orders"])), url, _("Orders of %s") % name)


def list_of(user, chosen: rows.Chosen, **conditions) -> str:
    """The orders of the chosen owner and region that meet some more conditions."""
    kept = {name: chosen.get(name) for name in ("owner", "region")}
    return behind("customers:order-list", user, **kept, **conditions)


def headlines(total: dict, before: dict) -> tuple[Headline, ...]:
    amount, amount_before = yuan(total["amount"]), yuan(before["amount"])
    means = mean(amount, total["orders"]), mean(amount_before, before["orders"])
    return (
        Headline(_("Amount"), amount, "money", amount_before),
        Headline(_("Orders"), total["orders"], "int", before["orders"]),
        Headline(_("Mean order value"), means[0], "money", means[1]),
        Headline(_("Customers who bought"), total["customers"], "int", before["customers"]),
    )


def month_charts(lines: tuple[Row, ...]) -> tuple[Chart, Chart]:
    labels, urls = tuple(row.cells[0] for row in lines), tuple(row.url for row in lines)
    amounts = Series(_("Amount"), tuple(row.cells[2] for row in lines))
    counts = Series(_("Orders"), tuple(row.cells[1] for row in lines))
    return (
        Chart("bar", _("Amount by month"), labels, (amounts,), "money", urls),
        Chart("line", _("Orders by month"), labels, (counts,), "int", urls),
    )


def status_chart(user, chosen: rows.Chosen, every: QuerySet, statuses: list[str]) -> Chart:
    """How many orders of the period are in which state; what nobody has is 0."""
    counts = dict(every.values_list("status").annotate(count=Count("pk")).order_by())
    names = dict(Order.Status.choices)
    urls = (list_of(user, chosen, status=one, **dated("date", chosen["period"])) for one in statuses)
    series = Series(_("Orders"), tuple(counts.get(one, 0) for one in statuses))
    return Chart("bar", _("Orders by status"), tuple(str(names[one]) for one in statuses), (series,), urls=tuple(urls))


def status_names(statuses: list[str]) -> str:
    """The chosen statuses in words."""
    names = dict(Order.Status.choices)
    return listed(names[one] for one in statuses)
