"""Each customer beside the others: recency, frequency, monetary value in fifths, eight groups, contribution (C9)."""

import csv
import datetime
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from apps.basedata.models import Parameter
from apps.core import actions
from apps.customers.actions import valuing
from apps.customers.models import Customer, Order, Value
from apps.customers.tasks import value_customers
from tests import make

pytestmark = pytest.mark.django_db
CDNOW = Path("/work/shared/data/cdnow")
DAY = datetime.timedelta(days=1)


def buyer(owner, name, *orders, status=Order.Status.COMPLETED):
    """A customer with orders (so many days ago, amount)."""
    customer, today = make.customer(owner, name), timezone.localdate()
    for days, amount in orders:
        make.stored(Order(customer=customer, date=today - days * DAY, status=status, total=Decimal(amount)))
    return customer


def scores():
    return {one.customer.name: (one.r, one.f, one.m) for one in Value.objects.select_related("customer")}


def test_fifths_who_has_the_same_gets_the_same():
    assert list(valuing.quintiles([10, 20, 30, 40, 50])) == [1, 2, 3, 4, 5]
    assert list(valuing.quintiles([1, 1, 1, 2, 3])) == [1, 1, 1, 4, 5]
    assert list(valuing.quintiles([7, 7])) == [1, 1]
    assert list(valuing.quintiles([3, 2, 1])) == [4, 2, 1]
    assert list(valuing.quintiles([])) == []


def test_scores_groups_and_shares_and_who_has_none(cast, as_):
    best = buyer(cast.ann, "最好", (1, 500), (40, 500), (80, 500))
    buyer(cast.ann, "走了的大户", (400, 2000), (430, 2000), (500, 1000))
    buyer(cast.ann, "新来的", (2, 100))
    buyer(cast.bob, "小户", (300, 50))
    buyer(cast.bob, "老小户", (350, 150), (360, 100), (370, 100))
    buyer(cast.bob, "太久", (800, 9999))
    buyer(cast.bob, "没成", (3, 9999), status=Order.Status.VOID)
    gone = buyer(cast.ann, "删了的", (3, 9999))
    actions.delete(gone, by=cast.boss)
    assert value_customers.enqueue().return_value == 5
    assert scores() == {
        "最好": (5, 3, 4), "走了的大户": (1, 3, 5), "新来的": (4, 1, 2), "小户": (3, 1, 1), "老小户": (2, 3, 3),
    }  # fmt: skip
    groups = {one.customer.name: one.get_group_display() for one in Value.objects.select_related("customer")}
    assert groups["最好"] == "重要价值客户"
    assert groups["走了的大户"] == "重要保持客户"
    assert groups["新来的"] == "一般发展客户"
    assert sum(Value.objects.values_list("share", flat=True)) == pytest.approx(1)
    assert Value.objects.get(customer=best).share == pytest.approx(1500 / 7000)

    page = as_(cast.ann).get(best.page("detail")).content.decode()
    assert "重要价值客户" in page
    assert "¥ 1,500.00" in page
    client = as_(cast.ann)
    found = client.get("/customers/customers/", {"value_group": ["011", "001"]}).context["table"].rows
    assert [row.record.name for row in found] == ["走了的大户"]
    found = client.get("/customers/customers/", {"value_r": "5", "value_f": "3"}).context["table"].rows
    assert [row.record for row in found] == [best]

    Parameter.objects.filter(code=Parameter.VALUE_MONTHS).update(value=3)
    assert valuing.refresh() == 2
    assert set(scores()) == {"最好", "新来的"}


@pytest.mark.skipif(not CDNOW.exists(), reason="the purchases of CDNOW are not on this machine")
def test_real_customers_are_as_frequent_and_recent_as_their_published_summary(cast):
    """The calibration period of CDNOW's sample: frequency and recency in weeks as others have published them."""
    end, days = datetime.date(1997, 9, 30), defaultdict(set)
    for line in (CDNOW / "CDNOW_sample.txt").read_text().splitlines():
        _key, key, day, _items, _dollars = line.split()
        day = datetime.date(int(day[:4]), int(day[4:6]), int(day[6:]))
        if day <= end:
            days[int(key)].add(day)
    with (CDNOW / "cdnow_customers_summary.csv").open() as file:
        published = {int(row["ID"]): (int(row["frequency"]), float(row["recency"])) for row in csv.DictReader(file)}
    with time_machine.travel(datetime.datetime(1997, 9, 30, 4, tzinfo=datetime.UTC)):
        region = make.item("region")
        people = Customer.objects.bulk_create(Customer(name=str(key), number=str(key), region=region) for key in days)
        keys = {int(one.name): one for one in people}
        Order.objects.bulk_create(
            Order(customer=keys[key], number=f"{key}-{day}", date=day, status=Order.Status.COMPLETED, total=1)
            for key, found in days.items()
            for day in found
        )
        assert valuing.refresh() == len(published) == 2357
    found = {int(one.customer.name): one for one in Value.objects.select_related("customer")}
    assert {key: one.orders - 1 for key, one in found.items()} == {key: one[0] for key, one in published.items()}
    for score in range(2, 6):  # nobody with a lower score has ordered later, or oftener, than one with a higher score
        assert max(max(days[key]) for key, one in found.items() if one.r < score) < min(
            max(days[key]) for key, one in found.items() if one.r >= score
        )
        lower = [published[key][0] for key, one in found.items() if one.f < score]
        higher = [published[key][0] for key, one in found.items() if one.f >= score]
        assert max(lower) < min(higher, default=10**6)
    weeks = {key: (max(found) - min(found)).days / 7 for key, found in days.items()}
    assert max(abs(weeks[key] - one[1]) for key, one in published.items()) < 0.01
