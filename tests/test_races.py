"""Two and eight at once on one thing: exactly one wins, one entry, one message; the others read who was faster (D1).

A hundred times each on PostgreSQL, fewer on SQLite, where one writer waits for the other; never a fault on either.
"""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from apps.core.models import Entry, Notification
from apps.customers.models import Contact, Customer
from apps.marketing.models import Chance
from apps.service.models import Feedback, ServiceRequest, Work
from tests import make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
IN_DIALOG = {"HX-Request": "true", "HX-Target": "dialog-body"}
WON = 204  # the dialog closes and the page leads on


def rounds(most: int = 100) -> range:
    return range(most if connection.vendor == "postgresql" else 10)


def at_once(clients, addresses, *forms, headers=None):
    """Send a form from every client at the same moment, each to its address, the forms in turn; the answers."""
    start, answers = threading.Barrier(len(clients)), [None] * len(clients)

    def send(place):
        start.wait()
        answers[place] = clients[place].post(addresses[place], forms[place % len(forms)], headers=headers)
        connection.close()

    threads = [threading.Thread(target=send, args=(place,)) for place in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def signed_in(people, count):
    """So many clients, each somebody of these people in turn."""
    found = []
    for place in range(count):
        client = Client(raise_request_exception=False)
        client.force_login(people[place % len(people)])
        found.append(client)
    return found


def judge(answers, action, names):
    """One answer leads on, all others refuse with a sentence that names the winner; one entry was written."""
    assert [answer.status_code for answer in answers].count(WON) == 1
    entry = Entry.objects.get(action=action)
    for answer in answers:
        if answer.status_code != WON:
            assert answer.status_code in (409, 422)
            assert entry.by.name in answer.content.decode()
    assert entry.by.name in names
    return entry


def forget(*models):
    """Empty what a round has made, so that the next counts from nothing."""
    with make.rewriting():
        for model in models:
            getattr(model, "everything", model.objects).all().delete()


@pytest.mark.parametrize("count", [2, 8])
def test_one_assignment_wins(cast, count):
    second = make.user("boss2", "销售主管", cast.boss.department)
    clients = signed_in([cast.boss, second], count)
    for _round in rounds():
        chance = make.chance(by=cast.boss)
        answers = at_once(clients, [chance.page("do-assign")] * count, {"to": cast.ann.pk}, headers=IN_DIALOG)
        judge(answers, "marketing.chance.assign", {"Boss", "Boss2"})
        assert Notification.objects.get().to == cast.ann
        forget(Notification, Entry, Chance)


@pytest.mark.parametrize("count", [2, 8])
def test_one_win_makes_one_customer(cast, count):
    clients = signed_in([cast.ann, cast.boss], count)
    for _round in rounds():
        chance = make.developing(by=cast.boss, to=cast.ann)
        form = {"region": make.item("region").pk, "level": 1, "contact": "王芳", "phone": "021-5550"}
        answers = at_once(clients, [chance.page("do-win")] * count, form, headers=IN_DIALOG)
        judge(answers, "marketing.chance.win", {"Ann", "Boss"})
        assert Customer.objects.get().owner == cast.ann
        assert Contact.objects.count() == 1
        forget(Notification, Entry, Chance, Contact, Customer)


@pytest.mark.parametrize("count", [2, 8])
def test_one_feedback_archives(cast, count):
    clients = signed_in([cast.ann, cast.boss], count)
    customer = make.customer(owner=cast.ann)
    for _round in rounds():
        request = make.service(by=cast.ann, customer=customer, assignee=cast.ann, status="handled")
        make.stored(Work(request=request, solution="更换电源", at=timezone.now()), by=cast.ann)
        form = {"result": "很好", "satisfaction": 5}
        answers = at_once(clients, [request.page("do-feed_back")] * count, form, headers=IN_DIALOG)
        judge(answers, "service.servicerequest.feed_back", {"Ann", "Boss"})
        assert Feedback.objects.count() == 1
        forget(Notification, Entry, Feedback, Work, ServiceRequest)
