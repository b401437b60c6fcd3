"""Merging while others merge, edit, order and win: one after the other, nothing lost, no fault (D1, Z6)."""

from decimal import Decimal

import pytest

from apps.customers.models import Customer, Duplicate, Merge, Order
from tests import make
from tests.races import at_once, rounds, signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def supervisors(cast):
    return [cast.boss, make.user("boss2", "销售主管", cast.boss.department)]


def pair(cast) -> Duplicate:
    one, two = make.customer(cast.ann, "华信贸易"), make.customer(cast.ann, "上海华信贸易", phone="1")
    return make.stored(Duplicate(first=one, second=two, kinds="n"))


def test_two_who_merge_the_same_pair_merge_it_once(cast, supervisors):
    clients = signed_in(supervisors, 2)
    for _round in rounds(20):
        two = pair(cast)
        answers = at_once(clients, [two.page("do-merge")] * 2, {"keep_which": "first"}, {"keep_which": "second"})
        assert sorted(answer.status_code for answer in answers) in ([302, 409], [302, 422])
        late = next(answer for answer in answers if answer.status_code != 302)
        assert "Boss" in late.content.decode()
        assert Merge.objects.filter(pair=two).count() == 1
        assert Customer.objects.filter(pk__in=[two.first_id, two.second_id]).count() == 1


def test_a_merge_and_whatever_else_is_done_with_the_one_that_goes(cast, supervisors):
    """An order confirmed, a chance won and the file edited: each before the merge or after it, never in between."""
    clients = signed_in([cast.boss, cast.ann, cast.ann, cast.ann], 4)
    region = make.item("region").pk
    for _round in rounds(20):
        two = pair(cast)
        gone = two.second
        order = make.stored(Order(customer=gone, total=Decimal(7)))
        chance = make.developing(by=cast.ann, to=cast.ann, customer=gone)
        form = {"name": gone.name, "region": region, "level": 4, "satisfaction": 3, "credit": 3, "version": 1}
        addresses = [two.page("do-merge"), order.page("do-confirm"), chance.page("do-win"), gone.page("edit")]
        sent = [{"keep_which": "first"}, {}, {"contact": "王芳"}, form]
        answers = at_once(clients, addresses, *sent)
        assert all(answer.status_code in (302, 404, 409, 422) for answer in answers)
        assert not Order.objects.filter(customer__deleted_at__isnull=False).exists()
        order.refresh_from_db()
        kept = Customer.objects.get(pk=order.customer_id)
        assert kept.order_total == (7 if order.status == "confirmed" else 0)
