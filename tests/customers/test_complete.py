"""A shipped order is completed when it is delivered and paid (O1)."""

import pytest

from apps.customers.models import Order

pytestmark = pytest.mark.django_db


def test_it_is_completed_and_nothing_more_can_be_done(cast, do, offered, shipped):
    assert do(cast.ann, shipped, "complete").status_code == 302
    shipped.refresh_from_db()
    assert shipped.status == Order.Status.COMPLETED
    assert offered(cast.ann, shipped) == []


def test_it_still_counts(cast, customer, completed):
    customer.refresh_from_db()
    assert customer.order_total == completed.total


def test_only_what_was_shipped_is_completed(cast, do, confirmed):
    assert do(cast.ann, confirmed, "complete").status_code == 409


@pytest.mark.parametrize("name", ["admin", "bob", "eng", "chief", "stranger"])
def test_nobody_else_completes(cast, do, shipped, name):
    assert do(cast[name], shipped, "complete").status_code == 403
