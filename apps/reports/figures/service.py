"""Customer service: how many requests, how quickly answered and solved, how content the customers are (R3)."""

from collections.abc import Iterator

from django.db.models import Avg, Count, DateField, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.reports.figures import rows
from apps.reports.figures.drilldown import behind, dated
from apps.reports.figures.grouping import GROUPINGS
from apps.reports.figures.median import Median
from apps.reports.figures.ratios import hours, share
from apps.reports.figures.words import counted, left_out
from apps.reports.period import Period
from apps.reports.schema import Chart, Column, Figures, Headline, Row, Series

NOTHING = {"requests": 0}


def service(user, chosen: rows.Chosen) -> Figures:
    """Requests created in the period: number, mean satisfaction, hours to first handling and archive, in time (R3)."""
    period, by = chosen["period"], chosen["by"]
    wanted = {name: chosen[name] for name in ("type", "assignee") if chosen.get(name)}
    found = rows.requests(user).filter(**wanted)
    now, before = (found.filter(created_at__range=one.moments) for one in (period, period.before))
    lines = tuple(by_group(user, wanted, now, period, by))
    total, total_before = (cells(one.aggregate(**measures())) for one in (now, before))
    sentence = _(
        "Service requests created %(period)s; before: %(before)s. Hours run from creation to the first handling, which "
        "is the first work record, and to the archive; in time: of the requests with a target, those done by then, as "
        "soon as they are done or late. The mean of satisfaction is that of the customers who answered."
    )
    return Figures(
        key="service",
        counting="requests",
        title=_("Customer service"),
        columns=columns(by),
        rows=lines,
        totals=(_("Total"), *total),
        headlines=headlines(total, total_before),
        charts=charts(lines),
        counts=left_out(counted(sentence, period), found.filter(created_at=None).count()),
    )


def by_group(user, wanted: dict, now: QuerySet, period: Period, by: str) -> Iterator[Row]:
    """A row for each type, month or assignee; behind it are its requests."""
    month = TruncMonth("created_at", output_field=DateField())
    groups = {row[by]: row for row in now.annotate(month=month).values(by).annotate(**measures()).order_by(by)}
    for key, name, conditions in GROUPINGS[by].groups(groups, wanted, period):
        conditions = wanted | dated("created_at", period) | conditions
        url = behind("service:servicerequest-list", user, **conditions)
        yield Row((name, *cells(groups.get(key, NOTHING))), url, _("Requests: %s") % name)


def measures() -> dict:
    """What is measured of any set of requests."""
    handling, archive = F("responded_at") - F("created_at"), F("closed_at") - F("created_at")
    now = timezone.now()
    return {
        "requests": Count("pk"),
        "content": Avg("satisfaction"),
        "handling_mean": Avg(handling),
        "handling_median": Median(handling),
        "archive_mean": Avg(archive),
        "archive_median": Median(archive),
        "answers": Count("pk", filter=Q(response_due__lt=now) | Q(response_due__gte=now, responded_at__lte=now)),
        "answers_in_time": Count("pk", filter=Q(responded_at__lte=F("response_due"))),
        "solutions": Count("pk", filter=Q(resolution_due__lt=now) | Q(resolution_due__gte=now, closed_at__lte=now)),
        "solutions_in_time": Count("pk", filter=Q(closed_at__lte=F("resolution_due"))),
    }


def columns(by: str) -> tuple[Column, ...]:
    return (
        Column(by, str(GROUPINGS[by].label)),
        Column("requests", _("Requests"), "int"),
        Column("satisfaction", _("Mean satisfaction"), "decimal"),
        Column("handling_mean", _("Handling, mean hours"), "hours"),
        Column("handling_median", _("Handling, median hours"), "hours"),
        Column("archive_mean", _("Archive, mean hours"), "hours"),
        Column("archive_median", _("Archive, median hours"), "hours"),
        Column("answered", _("Answered in time"), "percent"),
        Column("solved", _("Solved in time"), "percent"),
    )


def cells(row: dict) -> tuple:
    """The number cells of a group, or of all."""
    times = ("handling_mean", "handling_median", "archive_mean", "archive_median")
    return (
        row["requests"],
        row.get("content"),
        *(hours(row.get(name)) for name in times),
        share(row.get("answers_in_time", 0), row.get("answers", 0)),
        share(row.get("solutions_in_time", 0), row.get("solutions", 0)),
    )


def headlines(total: tuple, before: tuple) -> tuple[Headline, ...]:
    """The cells of all beside those of the period before."""
    heads = (
        (_("Requests"), 0, "int"),
        (_("Mean satisfaction"), 1, "decimal"),
        (_("Mean hours to first handling"), 2, "hours"),
        (_("Mean hours to archive"), 4, "hours"),
        (_("Solved in time"), 7, "percent"),
    )
    return tuple(Headline(label, total[cell], kind, before[cell]) for label, cell, kind in heads)


def charts(lines: tuple[Row, ...]) -> tuple[Chart, ...]:
    """How many, how quick, how content."""
    labels, urls = tuple(row.cells[0] for row in lines), tuple(row.url for row in lines)

    def series(label: str, cell: int) -> Series:
        return Series(label, tuple(row.cells[cell] for row in lines))

    times = series(_("To first handling"), 3), series(_("To archive"), 5)
    return (
        Chart("bar", _("Requests"), labels, (series(_("Requests"), 1),), "int", urls),
        Chart("bar", _("Mean hours"), labels, times, "hours", urls),
        Chart("bar", _("Mean satisfaction"), labels, (series(_("Mean satisfaction"), 2),), "decimal", urls),
    )
