"""Two and eight at once on one thing: exactly one wins, one entry, one message; the others read who was faster (D1).

A hundred times each on PostgreSQL by the steps themselves, ten times by their dialogs; fewer on SQLite, where one
writer waits for the other. Never a fault on either.
"""

import pytest
from django.utils import timezone

from apps.core.models import Notification
from apps.customers.models import Customer
from apps.marketing.actions.chance import assign, win
from apps.service.actions import feed_back
from apps.service.models import Work
from tests import make
from tests.races import judge, rounds, runners, sending, signed_in, taking

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
both_numbers = pytest.mark.parametrize("count", [2, 8])


@pytest.fixture
def bosses(cast):
    return [cast.boss, make.user("boss2", "销售主管", cast.boss.department)]


@pytest.fixture
def sellers(cast):
    return [cast.ann, cast.boss]


def assigned_once(found, chance, to):
    entry = judge(found, chance, "marketing.chance.assign", {"Boss", "Boss2"})
    assert Notification.objects.get(entry=entry).to == to


def one_customer(found, chance, owner):
    judge(found, chance, "marketing.chance.win", {"Ann", "Boss"})
    customer = Customer.objects.get(name=chance.customer_name)
    assert customer.owner == owner
    assert customer.contacts.count() == 1


def archived_once(found, request):
    judge(found, request, "service.servicerequest.feed_back", {"Boss", "Boss2"})
    assert request.feedbacks.count() == 1


def ready_to_win(cast, place):
    return make.developing(by=cast.boss, to=cast.ann, customer_name=f"远航物流第{place}公司")


def ready_for_feedback(cast, customer):
    request = make.service(by=cast.ann, customer=customer, assignee=cast.ann, status="handled")
    make.stored(Work(request=request, solution="更换电源", at=timezone.now()), by=cast.ann)
    return request


@both_numbers
def test_one_assignment_wins(cast, bosses, count):
    with runners(count) as them:
        for _place in rounds(100):
            chance = make.chance(by=cast.boss)
            assigned_once(them.race(taking(assign, chance, bosses, count, to=cast.ann)), chance, cast.ann)


@both_numbers
def test_one_assignment_wins_by_its_dialog(cast, bosses, count):
    clients = signed_in(bosses, count)
    with runners(count) as them:
        for _place in rounds(10, 3):
            chance = make.chance(by=cast.boss)
            found = them.race(sending(clients, chance.page("do-assign"), {"to": cast.ann.pk}))
            assigned_once(found, chance, cast.ann)


@both_numbers
def test_one_win_makes_one_customer(cast, sellers, count):
    given = {"region": make.item("region"), "contact": "王芳", "phone": "021-5550"}
    with runners(count) as them:
        for place in rounds(100):
            chance = ready_to_win(cast, place)
            one_customer(them.race(taking(win, chance, sellers, count, **given)), chance, cast.ann)


@both_numbers
def test_one_win_makes_one_customer_by_its_dialog(cast, sellers, count):
    form = {"region": make.item("region").pk, "level": 1, "contact": "王芳", "phone": "021-5550"}
    clients = signed_in(sellers, count)
    with runners(count) as them:
        for place in rounds(10, 3):
            chance = ready_to_win(cast, place)
            one_customer(them.race(sending(clients, chance.page("do-win"), form)), chance, cast.ann)


@both_numbers
def test_one_feedback_archives(cast, bosses, count):
    customer = make.customer(owner=cast.ann)
    with runners(count) as them:
        for _place in rounds(100):
            request = ready_for_feedback(cast, customer)
            found = them.race(taking(feed_back, request, bosses, count, result="很好", satisfaction=5))
            archived_once(found, request)


@both_numbers
def test_one_feedback_archives_by_its_dialog(cast, bosses, count):
    customer = make.customer(owner=cast.ann)
    clients = signed_in(bosses, count)
    with runners(count) as them:
        for _place in rounds(10, 3):
            request = ready_for_feedback(cast, customer)
            form = {"result": "很好", "satisfaction": 5, "source": "phone"}
            archived_once(them.race(sending(clients, request.page("do-feed_back"), form)), request)
