"""The demo company tells its story the same way every time, through the product's own actions, and its books agree."""

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db.models import Count, Sum

from apps.auth.models import User
from apps.basedata.models import Product, Warehouse
from apps.core.models import Notification
from apps.customers.models import Activity, Contact, Customer, Loss, Order
from apps.marketing.models import Chance
from apps.service.models import ServiceRequest

pytestmark = [pytest.mark.django_db, pytest.mark.slow(50), pytest.mark.once]


def test_the_demo_company_is_there_once_and_its_books_agree(nobody, client):
    call_command("seed_demo", verbosity=0)
    counts = {model: model.objects.count() for model in (Customer, Contact, Activity, Chance, ServiceRequest, Order)}
    assert list(counts.values()) == [60, 150, 400, 90, 120, 500]
    assert (Product.objects.count(), Warehouse.objects.count(), User.objects.filter(is_demo=True).count()) == (30, 3, 8)
    for model in (Chance, ServiceRequest, Order, Loss):
        assert set(model.objects.values_list("status", flat=True)) >= set(model.Status.values) - {"draft"}
    assert ServiceRequest.objects.annotate(rounds=Count("feedbacks")).filter(rounds=2).exists()

    for customer in Customer.objects.all():
        sold = customer.orders.sold()
        assert customer.order_total == (sold.aggregate(total=Sum("lines__amount"))["total"] or Decimal(0))
        assert customer.last_order_date == sold.order_by("-date").values_list("date", flat=True).first()

    assert not Customer.objects.filter(phone="").exists()
    assert 0 < Customer.objects.without_next_step().count() < 20
    stock = Product.objects.annotate(there=Sum("stocks__quantity")).values_list("there", flat=True)
    assert min(stock) > 0

    waiting = Notification.objects.filter(read_at=None).values("to").annotate(unread=Count("pk"))
    assert 0 < max(one["unread"] for one in waiting) < 20

    call_command("seed_demo", verbosity=0)
    assert Customer.objects.count() == 60
    assert "li" in client.get("/account/login/").content.decode()
