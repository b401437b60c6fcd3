"""Sales funnel: how far the chances of a period have come (M7)."""

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from apps.marketing.models import Chance
from apps.reports.figures.chances import chances, list_of
from apps.reports.figures.drilldown import dated
from apps.reports.figures.ratios import share, yuan
from apps.reports.figures.rows import Chosen
from apps.reports.figures.words import counted, left_out
from apps.reports.schema import Chart, Column, Figures, Headline, Row, Series

Status = Chance.Status
STAGES = (list(Status), [Status.DEVELOPING, Status.WON, Status.LOST], [Status.WON])
Sums = dict[str, tuple]  # how many and how much of each state


def funnel(user, chosen: Chosen) -> Figures:
    """Of the chances recorded in a period, how many and how much got into development, and were won, by now (M7)."""
    period = chosen["period"]
    found = chances(user, chosen)
    now, before = (sums(found.filter(created_at__range=one.moments)) for one in (period, period.before))
    lines = tuple(stages(chosen, now))
    return Figures(
        key="funnel",
        title=_("Sales funnel"),
        columns=(
            Column("stage", _("Stage")),
            Column("chances", _("Chances"), "int"),
            Column("amount", _("Expected amount"), "money"),
            Column("share", _("Of the recorded"), "percent"),
            Column("kept", _("Of the stage before"), "percent"),
        ),
        rows=lines,
        headlines=headlines(now, before),
        charts=charts(chosen, lines, now),
        counts=left_out(counted(sentence(), period), found.filter(created_at=None).count()),
    )


def sentence() -> str:
    return _(
        "Sales chances recorded %(period)s, and how far they have come by now; before: %(before)s. Taken "
        "up: somebody was to develop it, whatever came of that. Won: closed with success. "
        "Amounts are the expected ones, in yuan."
    )


def sums(found: QuerySet) -> Sums:
    rows = found.values_list("status").annotate(n=Count("pk"), sum=Sum("expected_amount")).order_by()
    return {status: (count, yuan(amount)) for status, count, amount in rows}


def reached(found: Sums, statuses: list[str]) -> tuple:
    """How many and how much are in one of the states."""
    some = [found[one] for one in statuses if one in found]
    return sum(count for count, _amount in some), yuan(sum(amount for _count, amount in some))


def stages(chosen: Chosen, now: Sums):
    """A row for each stage; behind it are its chances."""
    everything = before = reached(now, STAGES[0])[0]
    for statuses, name in zip(STAGES, (_("Recorded"), _("Taken up"), _("Won of these")), strict=True):
        count, amount = reached(now, statuses)
        asked = statuses if len(statuses) < len(Status) else None
        url = list_of(chosen, status=asked, **dated("created_at", chosen["period"]))
        yield Row((name, count, amount, share(count, everything), share(count, before)), url, _("Chances: %s") % name)
        before = count


def headlines(now: Sums, before: Sums) -> tuple[Headline, ...]:
    (made, amount), (_given, _sum), (won, won_amount) = (reached(now, one) for one in STAGES)
    (made_before, amount_before), _given, (won_before, won_amount_before) = (reached(before, one) for one in STAGES)
    return (
        Headline(_("Recorded"), made, "int", made_before),
        Headline(_("Recorded amount"), amount, "money", amount_before),
        Headline(_("Won of these"), won, "int", won_before),
        Headline(_("Amount won of these"), won_amount, "money", won_amount_before),
        Headline(_("Won of the recorded"), share(won, made), "percent", share(won_before, made_before)),
    )


def charts(chosen: Chosen, lines: tuple[Row, ...], now: Sums) -> tuple[Chart, ...]:
    """The stages by number and by amount, and in which state the chances are now."""
    labels, urls = tuple(row.cells[0] for row in lines), tuple(row.url for row in lines)
    counts, amounts = (Series(_("Chances"), tuple(row.cells[cell] for row in lines)) for cell in (1, 2))
    states = Series(_("Chances"), tuple(now.get(one, (0, 0))[0] for one in Status))
    behind = (list_of(chosen, status=one, **dated("created_at", chosen["period"])) for one in Status)
    return (
        Chart("funnel", _("Chances by stage"), labels, (counts,), "int", urls),
        Chart("funnel", _("Expected amount by stage"), labels, (amounts,), "money", urls),
        Chart("bar", _("State now"), tuple(str(one.label) for one in Status), (states,), "int", tuple(behind)),
    )
