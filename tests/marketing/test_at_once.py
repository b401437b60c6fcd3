"""Two at once on things that belong together: one customer of a name, one order of a plan (M4, M6, D1)."""

import pytest

from apps.core.models import Entry, Notification
from apps.customers.models import Contact, Customer
from apps.marketing.models import Chance, PlanStep
from tests import make
from tests.marketing.conftest import planned
from tests.races import at_once, forget, rounds, signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_two_chances_of_one_name_do_not_double_the_customer(cast):
    clients = signed_in([cast.ann, cast.bob], 2)
    form = {"region": make.item("region").pk, "level": 1, "contact": "王芳"}
    for _round in rounds(25):
        pages = [make.developing(by=who, to=who).page("do-win") for who in (cast.ann, cast.bob)]
        answers = at_once(clients, pages, form)
        assert sorted(answer.status_code for answer in answers) == [302, 422]
        assert Customer.objects.get().contacts.count() == 1
        assert Chance.objects.filter(status=Chance.Status.WON).count() == 1
        forget(Notification, Entry, Contact, Chance, Customer)


def test_steps_moved_past_each_other_end_in_one_order(cast):
    clients = signed_in([cast.ann, cast.boss], 8)
    chance = make.developing(by=cast.boss, to=cast.ann)
    plan = [planned(chance, todo, by=cast.ann) for todo in ("电话沟通", "上门演示", "提交报价")]
    for _round in rounds(25):
        answers = at_once(clients, [plan[0].page("do-move_down"), plan[1].page("do-move_up")] * 4, {})
        assert {answer.status_code for answer in answers} <= {302, 422}
        assert sorted(PlanStep.objects.values_list("order", flat=True)) == [1, 2, 3]
