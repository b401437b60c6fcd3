"""Which rows count: what a person may read, as far as the figures of their role reach, of the chosen customers (P4)."""

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.core.scope import belongs
from apps.customers.models import Customer, Loss, Order, OrderLine
from apps.foundation.finding import fitting
from apps.reports.period import Period
from apps.service.models import ServiceRequest

Chosen = Mapping[str, Any]


def reached(rows: QuerySet, user, owner: str) -> QuerySet:
    """The rows a person may read whose customer's owner lies within their role's figures (P4)."""
    return rows.visible_to(user).filter(belongs(user, user.scope("report_scope"), (owner,)))


def chosen_customers(chosen: Chosen, customer: str = "customer__") -> Q:
    """The condition that a row belongs to a customer of the chosen name, region, level and owner."""
    wanted = {
        "pk__in": chosen.get("customer") and fitting(Customer.everything.all(), chosen["customer"])[0],
        "region": chosen.get("region"),
        "level": chosen.get("level"),
        "owner": chosen.get("owner"),
    }
    return Q(**{f"{customer}{path}": value for path, value in wanted.items() if value not in (None, "")})


def orders(user, chosen: Chosen) -> QuerySet:
    """Orders of the chosen customers, in any state (R1, R5)."""
    return reached(Order.objects.all(), user, "customer__owner").filter(chosen_customers(chosen))


def customers(user) -> QuerySet:
    """Customers (R2)."""
    return reached(Customer.objects.all(), user, "owner")


def requests(user) -> QuerySet:
    """Service requests (R3)."""
    return reached(ServiceRequest.objects.all(), user, "customer__owner")


def losses(user, chosen: Chosen) -> QuerySet:
    """Churn warnings of the chosen customers and with the chosen reason (R4)."""
    rows = reached(Loss.objects.all(), user, "customer__owner").filter(chosen_customers(chosen))
    return rows.filter(reason=chosen["reason"]) if chosen.get("reason") else rows


def sold(user, chosen: Chosen, *periods: Period) -> QuerySet:
    """Orders confirmed, shipped or completed, dated in one of the periods, of the chosen category (R1, R5)."""
    dated = reduce(or_, (Q(date__range=period.days) for period in periods))
    found = orders(user, chosen).sold().filter(dated)
    if chosen.get("category"):
        found = found.filter(Exists(OrderLine.objects.filter(order=OuterRef("pk"), **of_category(chosen))))
    return found


def lines(user, chosen: Chosen, period: Period) -> QuerySet:
    """The lines of the chosen category of the orders sold in a period (R5)."""
    return OrderLine.objects.filter(order__in=sold(user, chosen, period), **of_category(chosen))


def of_category(chosen: Chosen) -> dict:
    """The condition that a line is of the chosen category."""
    return {"product__category": chosen["category"]} if chosen.get("category") else {}
