"""The short look for who leads without doing the work: today's figures, each with its list and its report (Z1)."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from apps.customers.models import Customer, Loss, Order
from apps.marketing.models import Chance
from apps.service.models import ServiceRequest


@dataclass(frozen=True)
class Look:
    """A number of records, what they are worth, their list and the report that tells more."""

    label: Promise
    icon: str
    count: int
    amount: Decimal | None
    url: str
    report: str


def glance(user) -> list[Look]:
    """Orders and new customers of the month, open chances, late services, churn warnings."""
    today = timezone.localdate()
    month = today.replace(day=1)
    orders = {"status": Order.SOLD, "date_after": month, "date_before": today}
    asked = (
        (_("Orders this month"), "shopping-cart", Order.objects.sold().filter(date__range=(month, today)), "total",
         orders, "orders"),
        (_("New customers this month"), "building", Customer.objects.filter(created_at__date__gte=month), "",
         {"created_at_after": month}, "composition"),
        (_("Chances in development"), "target-arrow", Chance.objects.filter(status=Chance.Status.DEVELOPING),
         "expected_amount", {"status": [Chance.Status.DEVELOPING]}, "forecast"),
        (_("Late service requests"), "headset", ServiceRequest.objects.overdue(), "", {"overdue": "true"}, "service"),
        (_("Open churn warnings"), "heart-broken", Loss.objects.filter(status__in=Loss.OPEN), "",
         {"status": Loss.OPEN}, "loss"),
    )  # fmt: skip
    return [
        look(label, icon, rows.visible_to(user), amount, chosen, report)
        for label, icon, rows, amount, chosen, report in asked
        if user.has_perm(rows.model.rights.view)
    ]


def look(label: Promise, icon: str, rows: QuerySet, amount: str, chosen: dict, report: str) -> Look:
    found = rows.aggregate(count=Count("pk"), **{"amount": Sum(amount)} if amount else {})
    meta = rows.model._meta
    url = f"{reverse(f'{meta.app_label}:{meta.model_name}-list')}?{urlencode(chosen, doseq=True)}"
    worth = (found["amount"] or Decimal(0)) if amount else None
    return Look(label, icon, found["count"], worth, url, f"{reverse(f'reports:{report}')}?period=this-month")
