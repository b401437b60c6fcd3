"""Customer value: the groups by recency, frequency and monetary value, and the grid of the first two (C9)."""

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from apps.basedata.models import Parameter
from apps.customers.models.value import BEST, ENDANGERED, SCORES, ValueGroup
from apps.reports.figures import rows
from apps.reports.figures.drilldown import behind
from apps.reports.figures.ratios import mean, share, yuan
from apps.reports.figures.words import counted
from apps.reports.schema import Cell, Chart, Column, Figures, Grid, Headline, Row, Series

FIVE = [score for score, _text in SCORES]


def value(user, chosen: rows.Chosen) -> Figures:
    """Customers with their orders and amount in the period, by the value they had last night (C9)."""
    found = rows.customers(user).filter(rows.chosen_customers(chosen, "")).filter(value__isnull=False)
    sums = {"count": Count("pk"), "amount": Sum("value__amount", default=0)}
    groups = {row["value__group"]: row for row in found.values("value__group").annotate(**sums).order_by()}
    total = found.aggregate(**sums, as_of=Max("value__as_of"))
    return Figures(
        key="value",
        title=_("Customer value"),
        columns=columns(),
        rows=tuple(line(user, chosen, group, groups.get(group.value, {}), total) for group in ValueGroup),
        totals=(_("Total"), *cells(total, total)),
        headlines=headlines(user, chosen, found, total),
        charts=(chart(user, chosen, groups),),
        counts=sentence(total["as_of"]),
        grids=(grid(user, chosen, found),),
    )


def columns() -> tuple[Column, ...]:
    return (
        Column("group", _("Value group")),
        Column("customers", _("Number of customers"), "int"),
        Column("amount", _("Amount"), "money"),
        Column("share", _("Share"), "percent"),
        Column("mean", _("Amount per customer"), "money"),
    )


def cells(row: dict, total: dict) -> tuple:
    count, amount = row.get("count", 0), yuan(row.get("amount"))
    return count, amount, share(amount, total["amount"]), mean(amount, count)


def line(user, chosen: rows.Chosen, group: ValueGroup, row: dict, total: dict) -> Row:
    """One group; behind it are its customers, the most valuable first."""
    url = list_of(user, chosen, value_group=group.value)
    return Row((str(group.label), *cells(row, total)), url, _("Customers: %s") % group.label)


def list_of(user, chosen: rows.Chosen, **conditions) -> str:
    kept = {name: chosen.get(name) for name in ("owner", "region", "level")}
    return behind("customers:customer-list", user, **kept | conditions, sort="-order_total")


def headlines(user, chosen: rows.Chosen, found: QuerySet, total: dict) -> tuple[Headline, ...]:
    """The most valuable and the most endangered, as numbers and in money."""
    best, gone = Q(value__group__in=BEST), Q(value__group__in=ENDANGERED)
    amount = "value__amount"
    sums = found.aggregate(
        best=Count("pk", filter=best),
        gone=Count("pk", filter=gone),
        worth=Sum(amount, filter=gone, default=0),
        fifth=Sum(amount, filter=Q(value__m=5), default=0),
    )
    return (
        Headline(_("Customers valued"), total["count"]),
        Headline(_("Most valuable"), sums["best"], url=list_of(user, chosen, value_group=list(BEST))),
        Headline(_("Most endangered"), sums["gone"], url=list_of(user, chosen, value_group=list(ENDANGERED))),
        Headline(_("What the endangered brought"), yuan(sums["worth"]), "money"),
        Headline(_("Share of the best fifth"), share(sums["fifth"], total["amount"]), "percent"),
    )


def chart(user, chosen: rows.Chosen, groups: dict) -> Chart:
    labels = tuple(str(group.label) for group in ValueGroup)
    amounts = tuple(yuan(groups.get(group.value, {}).get("amount")) for group in ValueGroup)
    urls = tuple(list_of(user, chosen, value_group=group.value) for group in ValueGroup)
    return Chart("hbar", _("Amount by value group"), labels, (Series(_("Amount"), amounts),), "money", urls)


def grid(user, chosen: rows.Chosen, found: QuerySet) -> Grid:
    """How many customers are how recent and how frequent, and what they brought; behind each cell they are (C9)."""
    counted = found.values("value__r", "value__f").annotate(count=Count("pk"), amount=Sum("value__amount")).order_by()
    there = {(row["value__r"], row["value__f"]): row for row in counted}
    most = max((row["amount"] for row in there.values()), default=0)

    def cell(r: int, f: int) -> Cell:
        row = there.get((r, f))
        if row is None:
            return Cell(0, yuan(None), "", 0)
        shade = 1 + int(4 * row["amount"] / most) if most else 0
        return Cell(row["count"], yuan(row["amount"]), list_of(user, chosen, value_r=r, value_f=f), min(shade, 4))

    return Grid(
        _("Recency and frequency"),
        _("Recency"),
        _("Frequency"),
        tuple(FIVE),
        tuple((r, tuple(cell(r, f) for f in FIVE)) for r in reversed(FIVE)),
    )


def sentence(as_of) -> str:
    """What is counted, and as of which night."""
    months = Parameter.objects.get(code=Parameter.VALUE_MONTHS).value
    said = _(
        "Customers with orders confirmed, shipped or completed in the %(months)s months up to %(day)s, amounts in "
        "yuan. Each of recency, frequency and amount is cut into fifths, 5 is the best; important is who brought more "
        "than the average, to keep or to win back who has not been here for longer than the average."
    )
    return counted(said % {"months": months, "day": as_of or "–"})
