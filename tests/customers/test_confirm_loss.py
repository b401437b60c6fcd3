"""The owner gives a customer up, with a reason; the customer becomes lost (C8)."""

import pytest
from django.utils import timezone

from apps.core.models import Entry
from apps.customers.actions import loss
from apps.customers.models import Customer, Loss
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def why(db):
    return {"reason": make.item("loss_reason").pk, "note": "被低价抢走"}


@pytest.mark.parametrize("delayed_first", [True, False])
def test_the_customer_is_lost_as_of_today_with_the_reason(cast, do, customer, warned, why, delayed_first):
    if delayed_first:
        loss.delay(warned, by=cast.ann, measure="上门拜访")
    assert do(cast.ann, warned, "confirm_loss", **why).status_code == 302
    warned.refresh_from_db()
    customer.refresh_from_db()
    assert (warned.status, warned.lost_at) == (Loss.Status.LOST, timezone.localdate())
    assert (warned.reason_id, warned.note) == (why["reason"], "被低价抢走")
    assert customer.status == Customer.Status.LOST
    assert "被低价抢走" in Entry.objects.get(action="customers.loss.confirm_loss").note


def test_a_lost_customer_is_not_warned_about_again(cast, do, customer, warned, why):
    Customer.objects.filter(pk=customer.pk).update(last_order_date=warned.last_order_date)
    do(cast.ann, warned, "confirm_loss", **why)
    assert loss.scan() == 0


def test_a_reason_of_the_dictionary_is_needed(cast, do, customer, warned):
    for reason in ("", "999999", make.item("region").pk):
        answer = do(cast.ann, warned, "confirm_loss", reason=reason)
        assert "reason" in answer.context["form"].errors
    customer.refresh_from_db()
    assert customer.status == Customer.Status.NORMAL


def test_a_retired_reason_is_not_offered(cast, do, warned, why):
    type(make.item("loss_reason")).objects.filter(pk=why["reason"]).update(active=False)
    assert do(cast.ann, warned, "confirm_loss", **why).status_code == 422


def test_the_second_reads_who_was_faster(cast, do, warned, why):
    do(cast.boss, warned, "confirm_loss", **why)
    answer = do(cast.ann, warned, "confirm_loss", **why)
    assert answer.status_code == 409
    assert "Boss" in answer.content.decode()


@pytest.mark.parametrize("name", ["admin", "bob", "eng", "chief", "stranger"])
def test_nobody_else_confirms(cast, do, customer, warned, why, name):
    assert do(cast[name], warned, "confirm_loss", **why).status_code == 403
    customer.refresh_from_db()
    assert customer.status == Customer.Status.NORMAL
