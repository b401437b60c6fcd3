"""A new confirmed order ends a warning and wins a lost customer back by itself (C8)."""

import datetime

import pytest
from django.utils import timezone

from apps.core.models import Entry, Notification
from apps.customers.actions import loss
from apps.customers.actions import order as orders
from apps.customers.models import Customer, Loss
from tests import make

pytestmark = pytest.mark.django_db


def test_a_confirmed_order_ends_the_warning_and_the_system_says_so(as_, cast, do, draft, warned):
    assert do(cast.boss, draft, "confirm").status_code == 302
    warned.refresh_from_db()
    assert warned.status == Loss.Status.RECOVERED
    entry = Entry.objects.get(action="customers.loss.recover")
    assert (entry.by, entry.note, entry.customer) == (None, draft.number, warned.customer)
    assert Notification.objects.filter(entry=entry, to=cast.ann).exists()
    assert as_(cast.ann).get(warned.customer.page("detail")).context["loss"] is None


def test_a_delayed_loss_recovers_too(cast, draft, warned):
    loss.delay(warned, by=cast.ann, measure="上门拜访")
    orders.confirm(draft, by=cast.ann)
    warned.refresh_from_db()
    assert warned.status == Loss.Status.RECOVERED


def test_a_draft_recovers_nothing(draft, warned):
    warned.refresh_from_db()
    assert warned.status == Loss.Status.WARNED


def test_a_refused_order_recovers_nothing(cast, do, enter, terminal, warned):
    do(cast.ann, enter((terminal, 99)), "confirm")
    warned.refresh_from_db()
    assert warned.status == Loss.Status.WARNED


def test_an_old_order_entered_late_recovers_nothing(cast, do, enter, bracket, warned):
    order = enter((bracket, 1), date=timezone.localdate() - datetime.timedelta(days=200))
    assert do(cast.ann, order, "confirm").status_code == 302
    warned.refresh_from_db()
    assert warned.status == Loss.Status.WARNED


def test_a_lost_customer_that_orders_is_won_back(cast, do, customer, draft, warned):
    loss.confirm_loss(warned, by=cast.ann, reason=make.item("loss_reason"))
    do(cast.ann, draft, "confirm")
    warned.refresh_from_db()
    customer.refresh_from_db()
    assert (warned.status, customer.status) == (Loss.Status.RECOVERED, Customer.Status.NORMAL)
    assert Entry.objects.get(action="customers.loss.win_back").by is None


def test_warnings_of_others_and_closed_ones_stay(cast, draft, warned):
    other = make.stored(Loss(customer=make.customer(cast.ann, "别家"), last_order_date=warned.last_order_date))
    closed = Loss(customer=warned.customer, last_order_date=warned.last_order_date, status=Loss.Status.RECOVERED)
    make.stored(closed)
    orders.confirm(draft, by=cast.ann)
    other.refresh_from_db()
    assert other.status == Loss.Status.WARNED
    assert Entry.objects.filter(action="customers.loss.recover").count() == 1


def test_when_the_order_turns_void_the_next_scan_warns_again(cast, customer, enter, bracket, draft, warned):
    orders.confirm(enter((bracket, 1), date=warned.last_order_date), by=cast.ann)
    orders.confirm(draft, by=cast.ann)
    assert loss.scan() == 0
    orders.void(draft, by=cast.ann, reason="客户取消")
    assert loss.scan() == 1
    assert customer.losses.filter(status=Loss.Status.WARNED).exists()
