"""Who was lost is won back by the owner or a supervisor (C8)."""

import pytest

from apps.core.models import Entry
from apps.customers.actions import loss
from apps.customers.models import Customer, Loss
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def lost(cast, warned):
    return loss.confirm_loss(warned, by=cast.ann, reason=make.item("loss_reason")).record


@pytest.mark.parametrize("name", ["ann", "boss"])
def test_the_customer_is_back_to_normal(cast, do, customer, lost, name):
    assert do(cast[name], lost, "win_back").status_code == 302
    lost.refresh_from_db()
    customer.refresh_from_db()
    assert (lost.status, customer.status) == (Loss.Status.RECOVERED, Customer.Status.NORMAL)
    assert lost.reason is not None  # why it was lost stays known
    assert Entry.objects.get(action="customers.loss.win_back").by == cast[name]


def test_only_who_was_lost_is_won_back(cast, do, warned):
    assert do(cast.ann, warned, "win_back").status_code == 409


@pytest.mark.parametrize("name", ["admin", "bob", "eng", "chief", "stranger"])
def test_nobody_else_wins_back(cast, do, customer, lost, name):
    assert do(cast[name], lost, "win_back").status_code == 403
    customer.refresh_from_db()
    assert customer.status == Customer.Status.LOST
