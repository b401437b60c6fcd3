"""Two bulks over the same records at once, and two undos: each record is done once, nobody waits for ever (Z9, D1)."""

from collections import Counter

import pytest

from apps.core.models import Batch, Entry, Notification
from apps.marketing.models import Chance
from tests import make
from tests.races import at_once, forget, signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
BULK = "/marketing/chances/bulk/assign/"


@pytest.fixture
def supervisors(cast):
    return [cast.boss, make.user("boss2", "销售主管", cast.boss.department)]


def chances(cast, count):
    return [make.chance(by=cast.boss, title=f"机会{number}") for number in range(count)]


def test_each_record_is_assigned_once_whoever_is_faster(cast, supervisors):
    clients = signed_in(supervisors, 2)
    for _round in range(5):
        found = chances(cast, 6)
        forwards = {"keys": ",".join(str(one.pk) for one in found), "to": cast.ann.pk}
        backwards = {"keys": ",".join(str(one.pk) for one in reversed(found)), "to": cast.bob.pk}
        answers = at_once(clients, [BULK] * 2, forwards, backwards)
        assert [answer.status_code for answer in answers] == [302, 302]
        assert Counter(Entry.objects.values_list("action", flat=True)) == {"marketing.chance.assign": 6}
        assert sorted(Batch.objects.values_list("done", flat=True)) == [0, 6]
        assert Notification.objects.get().count == 6
        forget(Notification, Entry, Batch, Chance)


def test_two_who_undo_the_same_undo_it_once(cast, supervisors):
    clients = signed_in(supervisors, 2)
    for _round in range(5):
        clients[0].post(BULK, {"keys": ",".join(str(one.pk) for one in chances(cast, 3)), "to": cast.ann.pk})
        address = Batch.objects.get().undo_url()
        at_once(clients, [address] * 2, {})
        assert Batch.objects.exclude(undoes=None).count() == 1
        assert Entry.objects.filter(action="marketing.chance.undo").count() == 3
        assert set(Chance.objects.values_list("status", flat=True)) == {"unassigned"}
        Batch.objects.exclude(undoes=None).update(undoes=None)
        forget(Notification, Entry, Batch, Chance)
