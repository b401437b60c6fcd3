"""Customer composition: how many customers are of which kind (R2)."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_filters.conf import settings

from apps.auth.models import User
from apps.basedata.models import DictItem, DictType
from apps.core.scope import belongs
from apps.customers.models import Customer
from apps.customers.rights import CHANGE_CUSTOMER
from apps.reports.figures import rows
from apps.reports.figures.drilldown import behind, dated
from apps.reports.figures.ratios import share
from apps.reports.figures.words import counted, left_out
from apps.reports.period import Period, counted_from
from apps.reports.schema import Chart, Column, Figures, Headline, Row, Series

Value = tuple[int | None, str]
BY = ("level", "region", "credit", "satisfaction", "owner")


def composition(user, chosen: rows.Chosen) -> Figures:
    """Number and share of customers of each level, region, credit, satisfaction or owner; nobody has it: 0 (R2)."""
    by, states = chosen["by"], dict(Customer.Status.choices)
    status = chosen["status"] if chosen["status"] in states else ""
    kept = rows.customers(user).filter(**{"status": status} if status else {})
    counts = dict(kept.values_list(by).annotate(count=Count("pk")).order_by(by))
    total = sum(counts.values())
    head = str(by_label(by))
    lines = tuple(
        Row(
            (str(label), counts.get(key, 0), share(counts.get(key, 0), total)),
            behind("customers:customer-list", user, **condition(by, key), status=status),
            f"{head}: {label}",
        )
        for key, label in values(user, by, counts)
    )
    return Figures(
        key="composition",
        counting="customers",
        title=_("Customer composition"),
        columns=(
            Column(by, head),
            Column("customers", _("Number of customers"), "int"),
            Column("share", _("Share"), "percent"),
        ),
        rows=lines,
        totals=(_("Total"), total, share(total, total)),
        headlines=headlines(user, kept, status),
        charts=charts(head, lines),
        counts=left_out(
            counted(_("Customers as they are now, with the status: %s.") % states.get(status, _("any"))),
            kept.filter(created_at=None).count(),
            _("Not counted as new or old: %(count)s customers of which nobody knows since when."),
        ),
    )


def by_label(by: str) -> Promise:
    """What the customers are counted by, as a heading."""
    return capfirst(Customer._meta.get_field(by).verbose_name)


def values(user, by: str, counts: dict) -> Iterable[Value]:
    """Every value there is in its order, those no longer in use that somebody still has, and unknown where it is so."""
    if by == "owner":
        return owners(user, counts)
    return [*known(by, counts), *([(None, _("unknown"))] if None in counts else [])]


def known(by: str, counts: dict) -> Iterable[Value]:
    if by == "region":
        rows = DictItem.objects.filter(Q(active=True) | Q(pk__in=filter(None, counts)), type=DictType.REGION)
        return rows.values_list("pk", "item")
    return Customer._meta.get_field(by).choices


def owners(user, counts: dict) -> list[Value]:
    """The people who may have customers or still have some, and nobody where a customer has nobody."""
    reach = belongs(user, user.scope("report_scope"), ("pk",))
    able = User.objects.allowed(CHANGE_CUSTOMER).filter(reach)
    kept = [key for key in counts if key is not None]
    people = User.objects.filter(Q(pk__in=able.values("pk")) | Q(pk__in=kept))
    found = [(person.pk, str(person)) for person in people]
    return [*found, (None, _("Nobody"))] if None in counts else found


def condition(by: str, key: int | None) -> dict:
    """The filter of the customer list behind one value."""
    nobody = {"ownerless": "true"} if by == "owner" else {by: settings.NULL_CHOICE_VALUE}
    return nobody if key is None else {by: key}


def headlines(user, kept: QuerySet, status: str) -> tuple[Headline, ...]:
    year = counted_from(timezone.localdate())["last-12-months"]
    figures = kept.aggregate(
        customers=Count("pk"),
        new=Count("pk", filter=made_in(year)),
        new_before=Count("pk", filter=made_in(year.before)),
        buying=Count("pk", filter=Q(last_order_date__gte=year.first)),
        never=Count("pk", filter=Q(last_order_date=None)),
    )
    new = behind("customers:customer-list", user, **dated("created_at", year), status=status)
    return (
        Headline(_("Number of customers"), figures["customers"]),
        Headline(_("New in the last 12 months"), figures["new"], "int", figures["new_before"], new),
        Headline(_("Bought in the last 12 months"), figures["buying"]),
        Headline(_("Never ordered"), figures["never"]),
    )


def made_in(period: Period) -> Q:
    return Q(created_at__range=period.moments)


def charts(head: str, lines: tuple[Row, ...]) -> tuple[Chart, ...]:
    """The same numbers as bars, to compare, and as a ring, to see the shares."""
    labels = tuple(row.cells[0] for row in lines)
    series = (Series(_("Number of customers"), tuple(row.cells[1] for row in lines)),)
    urls = tuple(row.url for row in lines)
    title = _("Customers by %(what)s") % {"what": head.lower()}
    shares = _("Shares by %(what)s") % {"what": head.lower()}
    return Chart("bar", title, labels, series, urls=urls), Chart("pie", shares, labels, series, urls=urls)
