"""Product report: what was sold and what is in stock, by product and category (R5)."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.basedata.models import Category, Product, Stock
from apps.core.read_count import note, note_keys
from apps.customers.models import Order
from apps.reports.figures import rows
from apps.reports.figures.drilldown import behind, dated
from apps.reports.figures.ratios import yuan
from apps.reports.figures.words import counted, largest
from apps.reports.period import Period
from apps.reports.schema import Chart, Column, Figures, Headline, Row, Series

TOP = 50
UNSOLD = {"quantity": 0, "sales": Decimal(0), "orders": 0, "customers": 0}


def products(user, chosen: rows.Chosen) -> Figures:
    """Quantity, amount, orders and customers of each product in the period, its stock and the stock's value (R5)."""
    period = chosen["period"]
    offered = Product.objects.visible_to(user)
    if chosen.get("category"):
        offered = offered.filter(category=chosen["category"])
    groups = by_product(rows.lines(user, chosen, period))
    shown, count = ranked(groups, offered, chosen.get("top", TOP))
    table = tuple(rows_of(user, period, shown))
    total = totals(groups) | buyers(user, chosen, period) | in_stock(offered)
    before = rows.lines(user, chosen, period.before).order_by().values("product").annotate(amounts=Sum("amount"))
    before = before.aggregate(sales=Sum("amounts"), products=Count("product"))
    sentence = counted(
        _(
            "Lines of orders confirmed, shipped or completed and dated %(period)s; before: %(before)s. Amounts in "
            "yuan; stock as it is now, valued at the list price."
        ),
        period,
    )
    return Figures(
        key="products",
        counting="orders",
        title=_("Product report"),
        columns=columns(table),
        rows=table,
        totals=(_("Total"), "", *cells(total, total["stock"], total["value"])),
        headlines=headlines(total, before),
        charts=(amount_chart(table), category_chart(period, groups)),
        counts=largest(sentence, len(table), count),
    )


def by_product(lines: QuerySet) -> list[dict]:
    """What was sold of each product, the best first."""
    sold = lines.values("product", "product__category").annotate(
        quantity=Sum("quantity"),
        sales=Sum("amount"),
        orders=Count("order", distinct=True),
        customers=Count("order__customer", distinct=True),
    )
    return list(sold.order_by("-sales", "product"))


def totals(groups: list[dict]) -> dict:
    """The sums over all products, and how many were sold."""
    sums = {name: sum(row[name] for row in groups) for name in ("quantity", "sales")}
    return sums | {"products": len(groups)}


def buyers(user, chosen: rows.Chosen, period: Period) -> dict:
    """How many orders and customers there were; who bought two products counts once."""
    now, before = (Q(date__range=one.days) for one in (period, period.before))
    return rows.sold(user, chosen, period, period.before).aggregate(
        orders=Count("pk", filter=now),
        customers=Count("customer", distinct=True, filter=now),
        customers_before=Count("customer", distinct=True, filter=before),
    )


def ranked(groups: list[dict], offered: QuerySet, top: int) -> tuple[list[dict], int]:
    """What sold best, then what did not sell at all, as many as asked for; and how many there are."""
    if len(groups) >= top:
        return groups[:top], len(groups)
    unsold = offered.exclude(pk__in=[row["product"] for row in groups])
    keys = unsold.values_list("pk", flat=True)[: top - len(groups)]
    return [*groups, *(UNSOLD | {"product": key} for key in keys)], len(groups) + unsold.count()


def in_stock(offered: QuerySet) -> dict:
    """How much lies in stock of these products, and what it is worth at the list price in yuan."""
    value = Sum(F("quantity") * F("product__price"))
    return Stock.objects.filter(product__in=offered).aggregate(stock=Sum("quantity", default=0), value=value)


def rows_of(user, period: Period, shown: list[dict]) -> Iterator[Row]:
    """A row for each product; behind it are its orders."""
    keys = [row["product"] for row in shown]
    found = Product.everything.select_related("category").in_bulk(keys)
    note(found.values())
    stocks = dict(
        Stock.objects.filter(product__in=keys).values_list("product").annotate(sum=Sum("quantity")).order_by()
    )
    for row in shown:
        product, stock = found[row["product"]], stocks.get(row["product"], 0)
        conditions = {"product": product, "status": list(Order.SOLD)} | dated("date", period)
        yield Row(
            (product.name, str(product.category or ""), *cells(row, stock, stock * product.price)),
            behind("customers:order-list", user, **conditions),
            _("Orders of %s") % product,
        )


def cells(row: dict, stock, value) -> tuple:
    """The number cells of a product, or of all."""
    return row["quantity"], yuan(row["sales"]), row["orders"], row["customers"], stock, yuan(value)


def columns(lines: tuple[Row, ...]) -> tuple[Column, ...]:
    """Quantities are written without decimals where all of them are whole."""
    quantity, stock = ("decimal" if any(row.cells[cell] % 1 for row in lines) else "int" for cell in (2, 6))
    return (
        Column("product", _("Product")),
        Column("category", _("Category")),
        Column("quantity", _("Quantity"), quantity),
        Column("amount", _("Amount"), "money"),
        Column("orders", _("Orders"), "int"),
        Column("customers", _("Number of customers"), "int"),
        Column("stock", _("Stock"), stock),
        Column("value", _("Stock value"), "money"),
    )


def headlines(total: dict, before: dict) -> tuple[Headline, ...]:
    return (
        Headline(_("Amount"), yuan(total["sales"]), "money", yuan(before["sales"])),
        Headline(_("Products sold"), total["products"], "int", before["products"]),
        Headline(_("Customers who bought"), total["customers"], "int", total["customers_before"]),
        Headline(_("Stock value"), yuan(total["value"]), "money"),
    )


def amount_chart(lines: tuple[Row, ...]) -> Chart:
    series = Series(_("Amount"), tuple(row.cells[3] for row in lines))
    labels, urls = tuple(row.cells[0] for row in lines), tuple(row.url for row in lines)
    return Chart("hbar", _("Amount by product"), labels, (series,), "money", urls)


def category_chart(period: Period, groups: list[dict]) -> Chart:
    """What each category sold; behind it is this report of the category alone."""
    sums = Counter()
    for row in groups:
        sums[row["product__category"]] += yuan(row["sales"])
    names = dict(Category.everything.values_list("pk", "name"))
    note_keys((Category, key) for key in names)
    bars = [(key, amount) for key, amount in sums.most_common() if amount]
    return Chart(
        kind="pie",
        title=_("Amount by category"),
        labels=tuple(names.get(key) or _("No category") for key, _amount in bars),
        series=(Series(_("Amount"), tuple(amount for _key, amount in bars)),),
        value_kind="money",
        urls=tuple(of_category(period, key) if key else "" for key, _amount in bars),
    )


def of_category(period: Period, key: int) -> str:
    days = {"period": "days", "first": period.first, "last": period.last}
    return f"{reverse('reports:products')}?{urlencode(days | {'category': key})}"
