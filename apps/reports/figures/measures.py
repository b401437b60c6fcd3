"""What the measures against churn brought back, in money (Z3)."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import DateField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.auth.models import User
from apps.core.fields import MoneyField
from apps.customers.models import DelayMeasure, Loss, Order
from apps.reports.figures import rows
from apps.reports.figures.drilldown import behind, dated
from apps.reports.figures.ratios import share, yuan
from apps.reports.figures.words import counted, largest
from apps.reports.period import Period
from apps.reports.schema import Chart, Column, Figures, Headline, Row, Series
from apps.reports.schema import Value as Cell

Status = Loss.Status
TOP = 50


@dataclass
class Group:
    """Warnings with a measure that belong together: how many, how many came back, what those ordered since."""

    name: str
    detail: str
    conditions: dict
    url: str = ""
    count: int = 0
    back: int = 0
    amount: Decimal = Decimal(0)

    def add(self, loss: Loss) -> None:
        self.count += 1
        if loss.status == Status.RECOVERED:
            self.back += 1
            self.amount += loss.brought

    @property
    def cells(self) -> tuple[Cell, ...]:
        return self.count, self.back, share(self.back, self.count), yuan(self.amount)


def measures(user, chosen: rows.Chosen) -> Figures:
    """Warnings first acted upon in the period: how many came back, and what those customers have ordered since (Z3)."""
    period, by, top = chosen["period"], chosen.get("by") or "month", chosen.get("top", TOP)
    found = rows.losses(user, chosen)
    groups = grouped(acted_upon(found, period), by, period)
    total, before = together(groups), together(grouped(acted_upon(found, period.before), by, period.before))
    ordered = groups if by == "month" else sorted(groups, key=lambda one: (-one.amount, -one.count))
    shown = ordered[:top]
    sentence = counted(
        _(
            "Churn warnings first acted upon %(period)s; before: %(before)s. Came back: those recovered by now. "
            "Ordered since: orders confirmed, shipped or completed and dated after the last order before the warning, "
            "until the customer stayed away again, in yuan. Whether the measure was the reason no figure says: compare "
            "with those nothing was done about."
        ),
        period,
    )
    return Figures(
        key="measures",
        title=_("What measures brought back"),
        columns=columns(by),
        rows=tuple(line(user, chosen, by, one) for one in shown),
        totals=(*named(by, _("Total"), ""), *total.cells),
        headlines=headlines(total, before, untouched(found, period)),
        charts=(chart(user, chosen, shown),),
        counts=largest(sentence, len(shown), len(groups)),
    )


def acted_upon(found: QuerySet, period: Period) -> QuerySet:
    """The warnings first acted upon in a period, each with what its customer has ordered since (Z3)."""
    first = found.with_first_measure().filter(first_measure__range=period.moments)
    later = Loss.objects.filter(customer=OuterRef("customer"), pk__gt=OuterRef("pk")).order_by("pk")
    far = Value(datetime.date.max, output_field=DateField())
    first = first.annotate(until=Coalesce(Subquery(later.values("last_order_date")[:1]), far))
    since = {"date__gt": OuterRef("last_order_date"), "date__lte": OuterRef("until")}
    sold = Order.objects.sold().filter(customer=OuterRef("customer"), **since).order_by().values("customer")
    brought = Subquery(sold.annotate(sum=Sum("total")).values("sum"))
    measure = DelayMeasure.objects.filter(loss=OuterRef("pk")).order_by("-pk").values("measure")[:1]
    return first.annotate(
        brought=Coalesce(brought, 0, output_field=MoneyField()), last_measure=Subquery(measure)
    ).select_related("customer__owner")


def of_month(loss: Loss, period: Period) -> Group:
    day = timezone.localdate(loss.first_measure)
    return Group(f"{day:%Y-%m}", "", dated("first_measure", period.of_month(day.replace(day=1))))


def of_owner(loss: Loss, period: Period) -> Group:
    owner: User | None = loss.customer.owner
    who = {"owner": owner} if owner else {"ownerless": "true"}
    return Group(str(owner or _("Nobody")), "", who | dated("first_measure", period))


def of_measure(loss: Loss, _period: Period) -> Group:
    return Group(loss.customer.name, loss.last_measure[:80], {}, loss.get_absolute_url())


BY: dict[str, tuple] = {
    "month": (gettext_lazy("Month"), of_month, lambda loss: timezone.localdate(loss.first_measure).replace(day=1)),
    "owner": (gettext_lazy("Account manager"), of_owner, lambda loss: loss.customer.owner_id),
    "measure": (gettext_lazy("Measure"), of_measure, lambda loss: loss.pk),
}


def grouped(found: Iterable[Loss], by: str, period: Period) -> list[Group]:
    """The warnings by month, account manager or one by one; months in their order."""
    _label, make, key = BY[by]
    groups: dict[object, Group] = {}
    for loss in found:
        if key(loss) not in groups:
            groups[key(loss)] = make(loss, period)
        groups[key(loss)].add(loss)
    return sorted(groups.values(), key=lambda one: one.name) if by == "month" else list(groups.values())


def together(groups: list[Group]) -> Group:
    found = Group("", "", {})
    for one in groups:
        found.count, found.back, found.amount = (
            found.count + one.count,
            found.back + one.back,
            found.amount + one.amount,
        )
    return found


def untouched(found: QuerySet, period: Period) -> float | None:
    """The share that came back of the period's warnings nothing was done about."""
    left = found.filter(measures__isnull=True, created_at__range=period.moments)
    return share(left.filter(status=Status.RECOVERED).count(), left.count())


def columns(by: str) -> tuple[Column, ...]:
    names = {"measure": (Column("customer", _("Customer")), Column("measure", _("Last measure")))}
    return (
        *names.get(by, (Column("group", str(BY[by][0])),)),
        Column("count", _("Acted upon"), "int"),
        Column("back", _("Came back"), "int"),
        Column("share", _("Share"), "percent"),
        Column("amount", _("Ordered since"), "money"),
    )


def named(by: str, name: str, detail: str) -> tuple[str, ...]:
    """The first cells of a row: what is measured one by one says what was done."""
    return (name, detail) if by == "measure" else (name,)


def line(user, chosen: rows.Chosen, by: str, group: Group) -> Row:
    """One group; behind it are its warnings."""
    url = group.url or list_of(user, chosen, group.conditions)
    return Row((*named(by, group.name, group.detail), *group.cells), url, _("Churn warnings: %s") % group.name)


def list_of(user, chosen: rows.Chosen, conditions: dict) -> str:
    kept = {name: chosen.get(name) for name in ("owner", "region", "level")}
    return behind("customers:loss-list", user, **kept | conditions)


def headlines(total: Group, before: Group, untouched: float | None) -> tuple[Headline, ...]:
    return (
        Headline(_("Acted upon"), total.count, "int", before.count),
        Headline(_("Came back"), total.back, "int", before.back),
        Headline(_("Share that came back"), share(total.back, total.count), "percent"),
        Headline(_("Of those nothing was done about"), untouched, "percent"),
        Headline(_("Ordered since"), yuan(total.amount), "money", yuan(before.amount)),
    )


def chart(user, chosen: rows.Chosen, groups: list[Group]) -> Chart:
    """What came back in money; behind a bar are the warnings that were recovered."""
    urls = (one.url or list_of(user, chosen, one.conditions | {"status": Status.RECOVERED}) for one in groups)
    series = Series(_("Ordered since"), tuple(yuan(one.amount) for one in groups))
    return Chart(
        "hbar", _("Ordered since the measure"), tuple(one.name for one in groups), (series,), "money", tuple(urls)
    )
