"""The number of a customer that was merged leads to the one that was kept, wherever it is typed (Z6, Z7, C10)."""

import pytest
from django.core.exceptions import ValidationError

from apps.core.forms import PickField
from apps.customers.models import Activity, Customer, Duplicate, Merge
from apps.kit.importing.references import Finder
from tests import make
from tests.core.test_search import names

pytestmark = pytest.mark.django_db
CUSTOMER = Activity._meta.get_field("customer")


@pytest.fixture
def found(cast, as_):
    """The customers a number finds, one way after the other: the box, the list, the picker's help, a picker, a file."""
    client = as_(cast.boss)

    def ways(number: str) -> list[list[str]]:
        listed = client.get("/customers/customers/", {"q": number}).context["page"]
        helped = client.get(Customer.pick_address(), {"q": number}).context["records"]
        sent = client.post("/customers/activities/new/", {"customer": number})
        chosen = sent.context["form"].cleaned_data.get("customer")
        finder = Finder(CUSTOMER, Customer.objects.visible_to(cast.boss), cast.boss, "", make_missing=False)
        finder.learn({(None, number)})
        in_file = map(str, finder.known[None, number])
        some = map(str, listed), map(str, helped), [str(chosen)] if chosen else [], in_file
        return [names(cast.boss, number), *map(list, some)]

    return ways


@pytest.fixture
def three(cast):
    return [make.customer(cast.ann, name) for name in ("上海华信贸易有限公司", "华信贸易", "华信")]


def merge(client, first, second, keep="first"):
    pair = make.stored(Duplicate(first=first, second=second))
    client.post(pair.page("do-merge"), {"keep_which": keep})
    return pair


def undo(client, pair):
    client.post(Merge.objects.get(pair=pair).batch.undo_url())


def test_the_old_number_finds_the_customer_that_was_kept_until_the_merge_is_undone(cast, as_, found, three):
    first, second, _third = three
    pair = merge(as_(cast.boss), first, second)
    assert found(second.number) == [[str(first)]] * 5
    undo(as_(cast.boss), pair)
    assert found(second.number) == [[str(second)]] * 5
    assert found(first.number) == [[str(first)]] * 5


def test_through_a_chain_of_merges_every_number_leads_to_the_last_and_back_step_by_step(cast, as_, found, three):
    first, second, third = three
    earlier = merge(as_(cast.boss), first, second, keep="second")
    later = merge(as_(cast.boss), second, third, keep="second")
    assert [found(one.number) for one in three] == [[[str(third)]] * 5] * 3
    undo(as_(cast.boss), later)
    assert [found(one.number)[0] for one in three] == [[str(second)], [str(second)], [str(third)]]
    undo(as_(cast.boss), earlier)
    assert [found(one.number) for one in three] == [[[str(one)]] * 5 for one in three]


def test_a_number_leads_nobody_to_a_customer_they_may_not_see(cast, as_, three):
    first, second, _third = three
    merge(as_(cast.boss), first, second)
    assert names(cast.stranger, second.number) == []
    picker = PickField(Customer.objects.all())
    picker.offer_to(cast.stranger)
    with pytest.raises(ValidationError):
        picker.clean(second.number)
    finder = Finder(CUSTOMER, Customer.objects.visible_to(cast.stranger), cast.stranger, "", make_missing=False)
    finder.learn({(None, second.number)})
    assert finder.known == {(None, second.number): []}
