"""The bell: what people were told, by day, read or not, and only as far as they may look (D3, P4)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.core.models import Notification
from apps.customers.actions.order import void
from apps.customers.models import Order
from apps.marketing import actions
from tests import make

pytestmark = pytest.mark.django_db
MESSAGES, READ_ALL = reverse("accounts:messages"), reverse("accounts:read-all")


def told(cast, to=None, title="采购仓储系统"):
    """A chance assigned to somebody, and the message about it."""
    chance = make.chance(by=cast.boss, title=title)
    actions.assign(chance, by=cast.boss, to=to or cast.ann)
    return chance, Notification.objects.filter(to=to or cast.ann).first()


def address(message):
    return reverse("accounts:message", args=[message.pk])


def page(client):
    return client.get(MESSAGES).content.decode()


def test_a_message_says_who_did_what(as_, cast):
    told(cast)
    shown = page(as_(cast.ann))
    assert "Boss" in shown
    assert "采购仓储系统" in shown
    assert "message-new" in shown
    assert '<span class="badge bg-red bell-count">1</span>' in shown


def test_the_note_of_what_happened_is_told_once(as_, cast):
    order = make.stored(Order(customer=make.customer(cast.ann)), by=cast.ann)
    void(order, by=cast.boss, reason="客户重复下单")
    assert page(as_(cast.ann)).count("客户重复下单") == 1


def test_opening_a_message_marks_it_read_and_leads_to_the_record(as_, cast):
    told(cast)
    chance, message = told(cast)
    answer = as_(cast.ann).post(address(message))
    assert answer["Location"] == chance.get_absolute_url()
    assert list(Notification.objects.exclude(read_at=None)) == [message]
    assert page(as_(cast.ann)).count("message-new") == 1


def test_following_a_link_changes_nothing(as_, cast):
    _chance, message = told(cast)
    assert as_(cast.ann).get(address(message))["Location"] == MESSAGES
    message.refresh_from_db()
    assert message.read_at is None


def test_nobody_opens_the_message_of_somebody_else(as_, cast):
    _chance, message = told(cast)
    assert as_(cast.bob).post(address(message)).status_code == 404
    message.refresh_from_db()
    assert message.read_at is None


def test_all_are_read_at_once_and_only_ones_own(as_, cast):
    told(cast)
    told(cast)
    told(cast, to=cast.bob)
    as_(cast.ann).post(READ_ALL)
    assert not Notification.objects.filter(to=cast.ann, read_at=None).exists()
    assert Notification.objects.filter(to=cast.bob, read_at=None).count() == 1


def test_a_message_whose_record_is_out_of_reach_leads_nowhere(as_, cast):
    chance, message = told(cast)
    assert address(message) in page(as_(cast.ann))
    actions.reassign(chance, by=cast.boss, to=cast.bob, reason="休假")
    shown = page(as_(cast.ann))
    assert "采购仓储系统" in shown
    assert address(message) not in shown


def test_messages_of_two_days_stand_under_two_days(as_, cast):
    _chance, message = told(cast)
    message.entry.at -= timedelta(days=1)
    with make.rewriting():
        message.entry.save()
    told(cast)
    assert page(as_(cast.ann)).count("message-day") == 2


def test_an_empty_bell_says_so(as_, cast):
    assert "bg-red" not in page(as_(cast.ann))
    assert "empty-title" in page(as_(cast.ann))


def test_twenty_messages_ask_as_often_as_one(as_, cast):
    client = as_(cast.ann)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            page(client)
        return len(queries)

    told(cast)
    page(client)
    few = asked()
    for _more in range(19):
        told(cast)
    assert asked() == few
