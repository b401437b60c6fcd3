"""A supervisor takes a closed chance up again, with a reason; a customer already made stays (M6, D3)."""

import pytest

from apps.core.models import Notification
from apps.customers.models import Customer
from apps.marketing.models import Chance

pytestmark = pytest.mark.django_db


def test_a_lost_chance_is_in_development_again(cast, do, lost):
    Notification.objects.all().delete()
    assert do(cast.boss, lost, "reopen", reason="客户回心转意").status_code == 302
    lost.refresh_from_db()
    assert (lost.status, lost.assignee) == (Chance.Status.DEVELOPING, cast.ann)
    assert (lost.lost_reason, lost.lost_note, lost.closed_at) == (None, "", None)
    message = Notification.objects.get()
    assert (message.to, message.entry.note) == (cast.ann, "客户回心转意")


def test_a_won_chance_keeps_its_customer_and_wins_the_same_again(cast, do, won):
    customer = won.customer
    do(cast.boss, won, "reopen", reason="合同作废")
    won.refresh_from_db()
    assert (won.status, won.customer) == (Chance.Status.DEVELOPING, customer)
    assert do(cast.ann, won, "win").status_code == 302
    won.refresh_from_db()
    assert (won.status, won.customer, Customer.objects.count()) == (Chance.Status.WON, customer, 1)


def test_without_a_reason_it_stays_closed(cast, do, lost):
    assert do(cast.boss, lost, "reopen", reason="").status_code == 422
    lost.refresh_from_db()
    assert lost.status == Chance.Status.LOST


@pytest.mark.parametrize("name", ["ann", "bob", "chief", "eng", "admin", "stranger"])
def test_nobody_else_reopens(cast, do, lost, name):
    assert do(cast[name], lost, "reopen", reason="再试一次").status_code == 403
    lost.refresh_from_db()
    assert lost.status == Chance.Status.LOST


def test_only_the_supervisor_sees_the_button(cast, offered, lost):
    assert offered(cast.boss, lost) == ["reopen"]
    assert offered(cast.ann, lost) == []


def test_what_is_open_is_not_reopened(cast, do, developing):
    assert do(cast.boss, developing, "reopen", reason="再试一次").status_code == 409
