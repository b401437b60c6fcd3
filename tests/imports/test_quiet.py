"""After old orders came in: no messages, the scan asks first, and customer value is as of a day (C7, C9, D3)."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from apps.basedata.models import Parameter
from apps.core.models import Entry, Notification
from apps.customers.actions import radar, valuing
from apps.customers.actions.order import recount
from apps.customers.models import Customer, Loss, Order
from apps.customers.models.value import Value
from apps.reports.figures.value import value
from tests import make

pytestmark = pytest.mark.django_db
OLD = datetime.date(1998, 6, 30)


@pytest.fixture
def history(cast):
    """Six customers whose orders are of 1997 and 1998."""
    customers = [make.customer(cast.ann, name=f"老客户{number}") for number in range(6)]
    for number, customer in enumerate(customers):
        for day in (OLD, OLD - datetime.timedelta(days=30 * number)):
            make.stored(Order(customer=customer, date=day, status="completed", total=Decimal(100 + number)))
    recount([one.pk for one in customers])
    Parameter.objects.filter(code=Parameter.CHURN_MOST).update(value=5)
    return customers


def asked():
    return Notification.objects.filter(entry__action=radar.WAIT)


@pytest.mark.parametrize("rhythm", [0, 1])
def test_a_scan_that_would_warn_about_very_many_writes_nothing_and_asks_once(history, cast, rhythm):
    Parameter.objects.filter(code=Parameter.CHURN_RHYTHM).update(value=rhythm)
    assert [radar.scan_or_ask(), radar.scan_or_ask()] == [0, 0]
    assert not Loss.objects.exists()
    assert [*asked().values_list("to", flat=True)] == [cast.admin.pk]
    assert "6" in asked().get().entry.note
    assert radar.scan_or_ask(confirmed=True) == 6
    assert radar.scan_or_ask(confirmed=True) == 0


def test_who_is_asked_is_led_to_the_setting_and_sets_it_higher(history, cast, as_):
    radar.scan_or_ask()
    answer = as_(cast.admin).post(reverse("accounts:message", args=[asked().get().pk]), follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == Parameter.objects.get(code=Parameter.CHURN_MOST).get_absolute_url()
    Parameter.objects.filter(code=Parameter.CHURN_MOST).update(value=6)
    assert radar.scan_or_ask() == 6


def test_as_many_as_the_setting_allows_need_no_word(history, cast):
    Parameter.objects.filter(code=Parameter.CHURN_MOST).update(value=6)
    assert radar.scan_or_ask() == 6
    assert not asked().exists()


def test_an_import_that_ends_warnings_tells_nobody_and_logs_each(bring, file, cast):
    customer = make.customer(cast.ann, name="华信")
    make.stored(Loss(customer=customer, last_order_date=OLD))
    bring("orders", file("a.csv", f"number,customer,date,status\n1,华信,{timezone.localdate()},completed\n"))
    assert Loss.objects.get().status == Loss.Status.RECOVERED
    assert Entry.objects.filter(action="customers.loss.recover").count() == 1
    assert not Notification.objects.exists()


def test_old_orders_are_valued_as_of_the_newest_day(history, cast):
    assert valuing.refresh() == 6
    assert {*Value.objects.values_list("as_of", flat=True)} == {OLD}
    assert str(OLD) in value(cast.chief, {}).counts


def test_another_day_can_be_chosen(history):
    call_command("value_customers", "--as-of", "1998-05-01", verbosity=0)
    assert {*Value.objects.values_list("as_of", "orders")} == {(datetime.date(1998, 5, 1), 1)}


def test_one_order_of_now_makes_it_today(history):
    make.stored(Order(customer=history[0], date=timezone.localdate(), status="completed", total=Decimal(1)))
    valuing.refresh()
    assert [*Value.objects.values_list("as_of", flat=True)] == [timezone.localdate()]
    assert Customer.objects.count() == 6
