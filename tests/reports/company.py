"""A small company with something for every report: customers of two departments, and one that belongs to nobody."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from apps.basedata.models import Category
from apps.customers.models import Customer, Loss, Order
from apps.marketing.models import Chance
from apps.service.models import ServiceRequest
from tests import make
from tests.reports.sales import sale

MARCH = timezone.make_aware(datetime.datetime.fromisoformat("2025-03-10T09:00"))
Status = Order.Status


def found(cast) -> SimpleNamespace:
    """Customers of ann, of bob and of nobody, with orders, requests and churn warnings of 2025."""
    north, east = make.item("region", "华北"), make.item("region", "华东")
    hua = make.customer(cast.ann, "华信贸易", region=north, level=1)
    xing = make.customer(cast.ann, "星河科技", region=east, level=3, credit=5)
    yuan = make.customer(cast.bob, "远航物流", region=north, level=3)
    free = make.customer(None, "无主工贸", region=east, level=2)
    drinks = make.stored(Category(name="饮料"))
    tea, brie = make.product("P-1", "绿茶", category=drinks), make.product("P-2", "布里")
    make.stock(tea, 7)
    for customer, day, product, status in (
        (hua, "2025-01-01", tea, Status.COMPLETED),
        (hua, "2025-01-31", tea, Status.CONFIRMED),
        (hua, "2025-02-01", brie, Status.DRAFT),
        (xing, "2025-03-31", brie, Status.SHIPPED),
        (yuan, "2025-03-31", tea, Status.COMPLETED),
        (yuan, "2025-12-31", brie, Status.VOID),
        (free, "2025-06-30", brie, Status.COMPLETED),
        (free, "2024-12-31", brie, Status.COMPLETED),
    ):
        sale(customer, day, "100", "23.45", product=product, status=status)
    requested(hua, "咨询", cast.eng)
    requested(hua, "投诉", None)
    requested(yuan, "投诉", cast.bob)
    requested(free, "建议", cast.eng)
    warned(hua, Loss.Status.WARNED)
    warned(xing, Loss.Status.LOST)
    warned(yuan, Loss.Status.LOST)
    warned(free, Loss.Status.RECOVERED)
    chance(cast, Chance.Status.DEVELOPING)
    chance(cast, Chance.Status.WON)
    return SimpleNamespace(hua=hua, xing=xing, yuan=yuan, free=free)


def requested(customer, kind: str, assignee) -> None:
    """A service request of March 2025."""
    request = make.service(customer.owner, customer, type=make.item("service_type", kind))
    ServiceRequest.objects.filter(pk=request.pk).update(created_at=MARCH, assignee=assignee)


def warned(customer: Customer, status: str) -> None:
    """A churn warning of March 2025, with a reason where the customer is lost."""
    loss = make.stored(Loss(customer=customer, last_order_date=MARCH.date(), status=status))
    lost = {"lost_at": datetime.date(2025, 12, 31), "reason": make.item("loss_reason")}
    Loss.objects.filter(pk=loss.pk).update(created_at=MARCH, **lost if status == Loss.Status.LOST else {})


def chance(cast, status: str) -> None:
    """A sales chance of ann, recorded in March 2025."""
    made = make.developing(cast.boss, cast.ann, status=status, expected_amount=100, expected_close=MARCH.date())
    Chance.objects.filter(pk=made.pk).update(created_at=MARCH, closed_at=MARCH if status == Chance.Status.WON else None)
