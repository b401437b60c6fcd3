"""A confirmed order is shipped; that changes neither stock nor figures (O1)."""

import pytest

from apps.core.models import Notification
from apps.customers.models import Order
from tests.customers.conftest import quantities

pytestmark = pytest.mark.django_db


def test_it_is_shipped(cast, do, customer, confirmed, terminal):
    customer.refresh_from_db()
    before = customer.order_total
    assert do(cast.ann, confirmed, "ship").status_code == 302
    confirmed.refresh_from_db()
    customer.refresh_from_db()
    assert (confirmed.status, customer.order_total) == (Order.Status.SHIPPED, before)
    assert quantities(terminal) == [0, 1]


def test_the_owner_is_told_by_a_supervisor(cast, do, confirmed):
    do(cast.boss, confirmed, "ship")
    assert Notification.objects.get().to == cast.ann


def test_a_draft_is_not_shipped(cast, do, draft):
    assert do(cast.ann, draft, "ship").status_code == 409


@pytest.mark.parametrize("name", ["admin", "bob", "eng", "chief", "stranger"])
def test_nobody_else_ships(cast, do, confirmed, name):
    assert do(cast[name], confirmed, "ship").status_code == 403
