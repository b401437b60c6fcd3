"""What was decided about a customer that is merged holds for the one that is kept, until the merge is undone (Z6)."""

import pytest

from apps.customers.duplicates.scanning import scan
from apps.customers.models import Duplicate, Merge
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(cast):
    """Three customers with one phone; the last two are known to be two."""
    found = [make.customer(cast.ann, name, phone="021-55501234") for name in ("甲公司", "乙公司", "丙公司")]
    make.stored(Duplicate(first=found[1], second=found[2], kinds="p", status="distinct"))
    return found


def pairs() -> dict[str, str]:
    return {str(one): one.status for one in Duplicate.objects.all()}


def merge(client, first, second, keep="first"):
    pair, _made = Duplicate.objects.get_or_create(first=first, second=second)
    client.post(pair.page("do-merge"), {"keep_which": keep})
    return pair


def undo(client, pair):
    client.post(Merge.objects.filter(pair=pair).latest("pk").batch.undo_url())


@pytest.mark.parametrize("known", [True, False], ids=["asked about already", "not asked about yet"])
def test_a_decision_passes_to_the_kept_one_and_back(cast, as_, three, known):
    first, second, _third = three
    if known:
        scan()
    before = pairs()
    pair = merge(as_(cast.boss), first, second)
    assert pairs()["甲公司 / 丙公司"] == "distinct"
    assert scan() == 0
    assert pairs()["甲公司 / 丙公司"] == "distinct"
    undo(as_(cast.boss), pair)
    assert pairs() == before | {"甲公司 / 乙公司": "open"}
    assert scan() == 2


def test_it_passes_on_through_a_chain(cast, as_, three):
    first, second, _third = three
    last = make.customer(cast.ann, "丁公司", phone="021-55501234")
    earlier = merge(as_(cast.boss), first, second)
    later = merge(as_(cast.boss), first, last, keep="second")
    assert pairs()["丙公司 / 丁公司"] == "distinct"
    undo(as_(cast.boss), later)
    assert "丙公司 / 丁公司" not in pairs()
    undo(as_(cast.boss), earlier)
    assert "甲公司 / 丙公司" not in pairs()


def test_what_somebody_said_of_the_kept_one_since_stays(cast, as_, three):
    first, second, third = three
    pair = merge(as_(cast.boss), first, second)
    made = Duplicate.objects.get(first=first, second=third)
    as_(cast.boss).post(made.page("do-reconsider"))
    undo(as_(cast.boss), pair)
    assert pairs()["甲公司 / 丙公司"] == "open"
