"""Customer contribution: what each customer spent (R1)."""

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from apps.core.read_count import note
from apps.customers.models import Customer, Order
from apps.reports.figures import rows
from apps.reports.figures.drilldown import behind, dated
from apps.reports.figures.overall import how_many, overall
from apps.reports.figures.ratios import change, mean, share, yuan
from apps.reports.figures.words import counted, largest
from apps.reports.schema import Chart, Column, Figures, Headline, Row, Series

TOP = 20


def contribution(user, chosen: rows.Chosen) -> Figures:
    """Orders confirmed, shipped or completed and dated in the period, and their amount in yuan, by customer (R1)."""
    period, top = chosen["period"], chosen.get("top", TOP)
    now, before = (Q(date__range=one.days) for one in (period, period.before))
    sold = rows.sold(user, chosen, period, period.before)
    sums = {
        "orders": Count("pk", filter=now),
        "amount": Sum("total", filter=now, default=0),
        "orders_before": Count("pk", filter=before),
        "amount_before": Sum("total", filter=before, default=0),
    }
    every = {
        "all_customers": how_many(orders__gt=0),
        "all_customers_before": how_many(orders_before__gt=0),
        "all_listed": how_many(),
    }
    by_customer = sold.order_by().values("customer").annotate(**sums).annotate(**overall(*sums), **every)
    best = list(by_customer.order_by("-amount", "-amount_before", "customer")[:top])
    total = {name.removeprefix("all_"): best[0][name] if best else 0 for name in (*overall(*sums), *every)}
    names = Customer.everything.select_related("owner").in_bulk([row["customer"] for row in best])
    note(names.values())
    lines = tuple(line(user, period, names[row["customer"]], row, total) for row in best)
    sentence = counted(
        _("Orders confirmed, shipped or completed and dated %(period)s; before: %(before)s. Amounts in yuan."), period
    )
    return Figures(
        key="contribution",
        counting="orders",
        title=_("Customer contribution"),
        columns=columns(),
        rows=lines,
        totals=(_("Total"), "", *sums_of(total, total)),
        headlines=headlines(total),
        charts=(chart(lines),),
        counts=largest(sentence, len(lines), total["listed"]),
    )


def columns() -> tuple[Column, ...]:
    return (
        Column("customer", _("Customer")),
        Column("owner", _("Account manager")),
        Column("orders", _("Orders"), "int"),
        Column("amount", _("Amount"), "money"),
        Column("share", _("Share"), "percent"),
        Column("orders_before", _("Orders before"), "int"),
        Column("amount_before", _("Amount before"), "money"),
        Column("change", _("Growth"), "percent"),
    )


def line(user, period, customer: Customer, row: dict, total: dict) -> Row:
    """One customer; behind it are its orders of the period."""
    conditions = {"customer": customer, "status": list(Order.SOLD)} | dated("date", period)
    return Row(
        (customer.name, str(customer.owner or ""), *sums_of(row, total)),
        behind("customers:order-list", user, **conditions),
        _("Orders of %(customer)s") % {"customer": customer},
    )


def sums_of(row: dict, total: dict) -> tuple:
    """The number cells of a customer, or of all."""
    amount, before = yuan(row["amount"]), yuan(row["amount_before"])
    part = share(amount, total["amount"])
    return row["orders"], amount, part, row["orders_before"], before, change(amount, before)


def headlines(total: dict) -> tuple[Headline, ...]:
    amount, before = yuan(total["amount"]), yuan(total["amount_before"])
    return (
        Headline(_("Amount"), amount, "money", before),
        Headline(_("Orders"), total["orders"], "int", total["orders_before"]),
        Headline(_("Customers who bought"), total["customers"], "int", total["customers_before"]),
        Headline(
            _("Mean order value"),
            mean(amount, total["orders"]),
            "money",
            mean(before, total["orders_before"]),
        ),
    )


def chart(lines: tuple[Row, ...]) -> Chart:
    return Chart(
        kind="hbar",
        title=_("Amount by customer"),
        labels=tuple(row.cells[0] for row in lines),
        series=(Series(_("Amount"), tuple(row.cells[3] for row in lines)),),
        value_kind="money",
        urls=tuple(row.url for row in lines),
    )
