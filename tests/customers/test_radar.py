"""The radar warns by each customer's own rhythm: 1.5 times and twice its usual gap, beside the fixed period (Z3)."""

import datetime
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from apps.basedata.models import Parameter
from apps.core.models import Entry, Notification
from apps.customers.actions import loss, radar
from apps.customers.actions.order import recount
from apps.customers.models import Customer, Loss, Order
from apps.customers.models.rhythm import LATE, VERY_LATE, late_after, usual_gap
from tests import make

pytestmark = pytest.mark.django_db
CDNOW = Path("/work/shared/data/cdnow/CDNOW_sample.txt")
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def switched_on(db, cast):
    Parameter.objects.filter(code=Parameter.CHURN_RHYTHM).update(value=1)


def buyer(owner, *days_ago, name="老客户", status=Order.Status.COMPLETED):
    """A customer with orders so many days ago."""
    customer, today = make.customer(owner, name), timezone.localdate()
    for days in days_ago:
        make.stored(Order(customer=customer, date=today - days * DAY, status=status, total=Decimal(100)))
    recount([customer.pk])
    return customer


def warnings():
    return {one.customer.name: one.cause for one in Loss.objects.select_related("customer")}


@pytest.mark.parametrize(
    ("gaps", "usual"),
    [([31, 31], 31), ([30, 31, 200], 31), ([10, 20], 15), ([3, 4], 4), ([31], None), ([], None)],
)
def test_the_usual_gap_is_the_median_of_two_gaps_at_least(gaps, usual):
    days = [datetime.date(2026, 1, 1)]
    for gap in gaps:
        days.append(days[-1] + gap * DAY)
    assert usual_gap(days) == usual


def test_late_is_one_and_a_half_times_very_late_twice_nobody_after_a_weekend():
    assert [late_after(gap, times) for gap in (1, 30, 31) for times in (LATE, VERY_LATE)] == [11, 14, 45, 60, 47, 62]


def test_who_is_warned_about(cast):
    buyer(cast.ann, 99, 69, 44, 44, name="两个间隔")  # 30 and 25: late after 42 days
    buyer(cast.ann, 100, 70, 41, name="还早")  # gap 30: late after 45
    buyer(cast.ann, 105, 75, 45, name="晚了")
    buyer(cast.ann, 120, 90, 60, name="很晚")
    buyer(cast.ann, 160, 100, name="只有两天")
    buyer(cast.ann, 160, 100, 100, 100, name="同一天三单")
    buyer(cast.ann, 105, 75, 45, name="草稿", status=Order.Status.DRAFT)
    buyer(cast.ann, 400, 370, 340, name="半年以上")
    lost = buyer(cast.ann, 105, 75, 45, name="已流失")
    Customer.objects.filter(pk=lost.pk).update(status=Customer.Status.LOST)
    assert radar.scan() == 4
    assert warnings() == {"两个间隔": "late", "晚了": "late", "很晚": "very_late", "半年以上": "period"}
    assert radar.scan() == 0


def test_the_setting_switches_it_off(cast, as_):
    buyer(cast.ann, 105, 75, 45)
    Parameter.objects.filter(code=Parameter.CHURN_RHYTHM).update(value=0)
    assert radar.scan() == 0
    switch = Parameter.objects.get(code=Parameter.CHURN_RHYTHM)
    address = f"/admin/basedata/parameter/{switch.pk}/change/"
    assert as_(cast.admin).post(address, {"value": "2"}).status_code == 200
    assert as_(cast.admin).post(address, {"value": "1"}).status_code == 302
    assert radar.scan() == 1


def test_the_owner_is_told_again_at_twice_the_gap_on_the_same_warning_with_the_reason_in_words(cast, as_):
    customer = buyer(cast.ann, 109, 78, 47)
    radar.scan()
    found = Loss.objects.get()
    loss.delay(found, by=cast.ann, measure="上门拜访")
    with time_machine.travel(timezone.now() + 15 * DAY):
        assert radar.scan() == 1
        assert radar.scan() == 0
        page = as_(cast.ann).get(customer.page("detail")).content.decode()
        assert "已 62 天未下单，平时 31 天一单" in page
        assert "已 62 天未下单，平时 31 天一单" in as_(cast.ann).get("/customers/losses/").content.decode()
    found = Loss.objects.get()
    assert (found.cause, found.status, found.usual_gap) == ("very_late", "delayed", 31)
    told = Notification.objects.filter(to=cast.ann, entry__by=None).order_by("pk")
    assert [one.entry.action.rpartition(".")[2] for one in told] == ["warn_late", "warn_again"]
    bell = as_(cast.ann).get("/account/messages/").content.decode()
    assert "已达平时下单间隔的两倍" in bell


def test_an_order_in_the_rhythm_ends_it_one_entered_late_does_not(cast, enter, bracket, do):
    customer = buyer(cast.ann, 109, 78, 47)
    radar.scan()
    order = enter((bracket, 1), customer=customer, date=timezone.localdate() - 47 * DAY)
    assert do(cast.ann, order, "confirm").status_code == 302
    assert Loss.objects.get().status == Loss.Status.WARNED
    order = enter((bracket, 1), customer=customer, date=timezone.localdate() - 20 * DAY)
    do(cast.ann, order, "confirm")
    found = Loss.objects.get()
    assert (found.status, found.recovered_on) == (Loss.Status.RECOVERED, timezone.localdate())
    assert Entry.objects.get(action="customers.loss.recover").note == order.number
    assert radar.scan() == 0


def test_many_are_looked_at_in_few_queries(cast, django_assert_max_num_queries, monkeypatch):
    monkeypatch.setattr(loss, "BATCH", 10)
    for number in range(12):
        buyer(cast.ann, 109, 78, 47, name=f"客户{number}")
    with django_assert_max_num_queries(60):
        assert radar.scan_rhythms() == 12


@pytest.mark.skipif(not CDNOW.exists(), reason="the purchases of CDNOW are not on this machine")
def test_real_rhythms_say_the_same_as_counting_by_hand(cast):
    """The purchases of 1997 and 1998 of CDNOW's sample, looked at on 1998-03-01."""
    seen, days = datetime.date(1998, 3, 1), defaultdict(set)
    for line in CDNOW.read_text().splitlines():
        _key, key, day, _items, _dollars = line.split()
        day = datetime.date(int(day[:4]), int(day[4:6]), int(day[6:]))
        if day <= seen:
            days[key].add(day)
    some = {key: sorted(found) for key, found in days.items() if len(found) > 2}
    by_hand = {}
    for key, found in some.items():
        gaps = sorted((two - one).days for one, two in zip(found, found[1:], strict=False))
        middle = (gaps[(len(gaps) - 1) // 2] + gaps[len(gaps) // 2]) / 2
        silent = (seen - found[-1]).days
        if found[-1] >= datetime.date(1997, 9, 1) and silent >= 1.5 * max(round(middle), 7):
            by_hand[key] = "very_late" if silent >= 2 * max(round(middle), 7) else "late"
    with time_machine.travel(datetime.datetime(1998, 3, 1, 12, tzinfo=datetime.UTC)):
        region = make.item("region")
        people = [Customer(name=key, number=key, region=region, last_order_date=some[key][-1]) for key in some]
        keys = {one.name: one for one in Customer.objects.bulk_create(people)}
        Order.objects.bulk_create(
            Order(customer=keys[key], number=f"{key}-{day}", date=day, status=Order.Status.COMPLETED)
            for key, found in some.items()
            for day in found
        )
        radar.scan()
    found = warnings()
    assert len(by_hand) > 100
    assert {key: cause for key, cause in found.items() if cause != "period"} == by_hand
