"""Customer loss: who is lost or in danger, why, and what that is worth (R4)."""

from collections.abc import Iterator

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from apps.auth.models import User
from apps.basedata.models import DictItem
from apps.customers.models import Loss
from apps.customers.models.revenue import with_revenue
from apps.reports.figures import rows
from apps.reports.figures.drilldown import behind, dated
from apps.reports.figures.ratios import yuan
from apps.reports.figures.words import counted, largest
from apps.reports.period import Period
from apps.reports.schema import Chart, Column, Figures, Headline, Row, Series

Status = Loss.Status
TOP = 50


def loss(user, chosen: rows.Chosen) -> Figures:
    """Churn warnings of the period by state, reason and owner, and what each customer bought in its last year (R4)."""
    period, top = chosen["period"], chosen.get("top", TOP)
    found = rows.losses(user, chosen)
    now = with_revenue(found.filter(of_period(period)))
    total = totals(now)
    worst = now.select_related("customer__owner", "reason").order_by("-revenue", "pk")[:top]
    lines = tuple(line(record) for record in worst)
    sentence = counted(
        _(
            "Customers lost %(period)s, and churn warnings of these days that are open or recovered; before: "
            "%(before)s. Revenue is what the customer ordered in the 12 months up to its last order, in yuan. "
            "Won back by month: by the day the customer came back, whenever it was warned of."
        ),
        period,
    )
    return Figures(
        key="loss",
        title=_("Customer loss"),
        columns=columns(),
        rows=lines,
        totals=(_("Total"), "", "", None, None, "", yuan(total["worth"])),
        headlines=headlines(total, totals(with_revenue(found.filter(of_period(period.before))))),
        charts=(*charts(user, chosen, now, total), *by_month(user, chosen, found)),
        counts=largest(sentence, len(lines), total["listed"]),
    )


def of_period(period: Period) -> Q:
    """A confirmed loss belongs to the day of the loss, everything else to the day of the warning."""
    lost = Q(status=Status.LOST, lost_at__range=period.days)
    return lost | Q(~Q(status=Status.LOST), created_at__range=period.moments)


def totals(found: QuerySet) -> dict:
    """How many are in each state, what all were worth, and what the lost ones were."""
    counts = {str(one): Count("pk", filter=Q(status=one)) for one in Status}
    lost = Sum("revenue", filter=Q(status=Status.LOST))
    return found.aggregate(**counts, listed=Count("pk"), worth=Sum("revenue"), gone=lost)


def columns() -> tuple[Column, ...]:
    return (
        Column("customer", _("Customer")),
        Column("owner", _("Account manager")),
        Column("status", _("Status")),
        Column("last_order_date", _("Last order"), "date"),
        Column("lost_at", _("Lost on"), "date"),
        Column("reason", _("Reason")),
        Column("revenue", _("Revenue of 12 months"), "money"),
    )


def line(record: Loss) -> Row:
    """One warning; behind it is its own page with every measure."""
    customer = record.customer
    cells = (
        customer.name,
        str(customer.owner or ""),
        record.get_status_display(),
        record.last_order_date,
        record.lost_at if record.status == Status.LOST else None,
        str(record.reason or ""),
        yuan(record.revenue),
    )
    return Row(cells, record.get_absolute_url(), _("Churn warning of %s") % customer)


def headlines(total: dict, before: dict) -> tuple[Headline, ...]:
    """What is open is as it is now, so only what has ended is compared with the period before."""
    return (
        Headline(_("Warned"), total[Status.WARNED]),
        Headline(_("Loss delayed"), total[Status.DELAYED]),
        Headline(_("Customers lost"), total[Status.LOST], "int", before[Status.LOST]),
        Headline(_("Recovered"), total[Status.RECOVERED], "int", before[Status.RECOVERED]),
        Headline(_("Revenue lost"), yuan(total["gone"]), "money", yuan(before["gone"])),
    )


def charts(user, chosen: rows.Chosen, now: QuerySet, total: dict) -> tuple[Chart, ...]:
    """All by state, and the lost ones by reason and by owner."""
    lost = now.filter(status=Status.LOST)
    states = ((label, total[value], {"status": value}) for value, label in Status.choices)
    return (
        chart("bar", _("Churn warnings by status"), user, chosen, states),
        chart("hbar", _("Lost customers by reason"), user, chosen, by_reason(lost)),
        chart("hbar", _("Lost customers by account manager"), user, chosen, by_owner(lost)),
    )


def by_month(user, chosen: rows.Chosen, found: QuerySet) -> tuple[Chart, Chart]:
    """How many were lost, and how many came back, month by month (R4)."""
    lost = (_("Customers lost by month"), "lost_at", Status.LOST)
    back = (_("Customers won back by month"), "recovered_on", Status.RECOVERED)
    return tuple(monthly(user, chosen, found, *one) for one in (lost, back))


def monthly(user, chosen: rows.Chosen, found: QuerySet, title: str, day: str, status: str) -> Chart:
    """Those in a state, each in the month of the day it came into it."""
    period = chosen["period"]
    ended = found.filter(status=status, **{f"{day}__range": period.days})
    counts = dict(ended.values_list(TruncMonth(day)).annotate(count=Count("pk")).order_by())
    bars = [
        (f"{month:%Y-%m}", counts.get(month, 0), {"status": status} | dated(day, period.of_month(month)))
        for month in period.months
    ]
    return chart("bar", title, user, chosen, bars)


def by_reason(lost: QuerySet) -> Iterator[tuple]:
    counts = dict(lost.values_list("reason").annotate(count=Count("pk")).order_by())
    names = DictItem.objects.in_bulk([key for key in counts if key])
    for key, count in ranked(counts):
        conditions = {"status": Status.LOST, "reason": key} if key else {}
        yield str(names.get(key) or _("No reason")), count, conditions


def by_owner(lost: QuerySet) -> Iterator[tuple]:
    counts = dict(lost.values_list("customer__owner").annotate(count=Count("pk")).order_by())
    names = User.objects.in_bulk([key for key in counts if key])
    for key, count in ranked(counts):
        conditions = {"owner": key} if key else {"ownerless": "true"}
        yield str(names.get(key) or _("Nobody")), count, {"status": Status.LOST} | conditions


def ranked(counts: dict) -> list[tuple]:
    """The largest first."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0] or 0))


def chart(kind: str, title: str, user, chosen: rows.Chosen, bars) -> Chart:
    """Bars of (name, count, conditions of the list behind it)."""
    bars = list(bars)
    series = Series(_("Number of customers"), tuple(count for _name, count, _conditions in bars))
    urls = tuple(conditions and list_of(user, chosen, conditions) or "" for _name, _count, conditions in bars)
    return Chart(kind, title, tuple(str(name) for name, _count, _conditions in bars), (series,), urls=urls)


def list_of(user, chosen: rows.Chosen, conditions: dict) -> str:
    """The warnings of the chosen customers that meet some more conditions, by the date their state belongs to."""
    kept = {name: chosen.get(name) for name in ("owner", "region", "level", "reason")}
    date = "lost_at" if conditions["status"] == Status.LOST else "created_at"
    days = {} if "recovered_on_after" in conditions else dated(date, chosen["period"])
    return behind("customers:loss-list", user, **kept | days | conditions)
