"""A lost chance says why, in words of the dictionary (M6, B1, D3)."""

import pytest

from apps.core.models import Entry, Notification
from apps.customers.models import Customer
from apps.marketing.models import Chance
from tests import make
from tests.conftest import said

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["ann", "boss"])
def test_it_is_lost_for_a_reason(cast, do, developing, name):
    reason = make.item("failure_reason")
    assert do(cast[name], developing, "lose", reason=reason.pk, note="报价高出两成").status_code == 302
    developing.refresh_from_db()
    assert (developing.status, developing.lost_reason) == (Chance.Status.LOST, reason)
    assert developing.lost_note == "报价高出两成"
    assert developing.closed_at is not None
    assert Entry.objects.get(action="marketing.chance.lose").note == f"{reason} · 报价高出两成"
    assert not Customer.objects.exists()


@pytest.mark.parametrize(("name", "told"), [("ann", "boss"), ("boss", "ann")])
def test_creator_and_assignee_are_told_unless_they_did_it(cast, do, developing, name, told):
    Notification.objects.all().delete()
    do(cast[name], developing, "lose", reason=make.item("failure_reason").pk)
    assert Notification.objects.get().to == cast[told]


def test_a_reason_is_needed_and_comes_from_the_right_dictionary(cast, do, developing):
    for wrong in ("", make.item("region").pk):
        answer = do(cast.ann, developing, "lose", reason=wrong)
        assert (answer.status_code, answer.context["form"].errors.keys()) == (422, {"reason"})
    developing.refresh_from_db()
    assert developing.status == Chance.Status.DEVELOPING


def test_a_retired_reason_is_not_offered(cast, do, developing):
    retired = make.item("failure_reason")
    type(retired).objects.filter(pk=retired.pk).update(active=False)
    assert do(cast.ann, developing, "lose", reason=retired.pk).status_code == 422


@pytest.mark.parametrize(("name", "status"), [("bob", 404), ("chief", 403), ("eng", 403), ("stranger", 403)])
def test_nobody_else_loses_it(cast, do, developing, name, status):
    assert do(cast[name], developing, "lose", reason=make.item("failure_reason").pk).status_code == status
    developing.refresh_from_db()
    assert developing.status == Chance.Status.DEVELOPING


def test_a_won_chance_is_not_lost(cast, do, won):
    answer = do(cast.boss, won, "lose", reason=make.item("failure_reason").pk)
    assert answer.status_code == 409
    assert "Ann" in said(answer)
