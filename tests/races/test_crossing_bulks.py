"""Two hand the same records to and fro at once: nobody waits for ever, nothing is lost or done twice (D5)."""

import pytest

from apps.core.models import Batch, Entry
from apps.marketing.models import Chance
from tests import make
from tests.races import at_once, rounds, signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
BULK = "/marketing/chances/bulk/reassign/"


def test_what_crosses_ends_with_somebody_and_every_change_is_on_record(cast):
    clients, count = signed_in([cast.boss], 2), len(rounds(6, 6, most=1000))
    cara = make.user("cara", "客户经理", cast.boss.department)
    people = (cast.ann, cara)
    chances = [make.developing(by=cast.boss, to=people[number % 2]) for number in range(count)]
    keys = [str(one.pk) for one in chances]
    for _round in rounds(3, 3, most=20):
        forms = (
            {"keys": ",".join(keys), "to": cast.ann.pk, "reason": "对调"},
            {"keys": ",".join(reversed(keys)), "to": cara.pk, "reason": "对调"},
        )
        answers = at_once(clients, [BULK] * 2, *forms)
        assert [answer.status_code for answer in answers] == [302, 302]
    assert Chance.objects.filter(assignee__in=people, status="developing").count() == count
    done = sum(Batch.objects.values_list("done", flat=True))
    assert Entry.objects.filter(action="marketing.chance.reassign").count() == done > 0
    versions = dict(Chance.objects.values_list("pk", "version"))
    assert sum(versions.values()) - count == done
