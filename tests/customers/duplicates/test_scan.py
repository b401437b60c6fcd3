"""All customers are looked through for pairs; what a person decided about one stays decided (C10, Z6)."""

import pytest

from apps.core import actions
from apps.customers.duplicates.scanning import CROWD, scan
from apps.customers.models import Duplicate, DuplicateKey, DuplicateScan
from apps.customers.tasks import scan_duplicates
from tests import make

pytestmark = pytest.mark.django_db
LIST = "/customers/duplicates/"


def found() -> set[tuple[str, str, str]]:
    scan()
    return {(one.first.name, one.second.name, one.kinds) for one in Duplicate.objects.filter(status="open")}


def test_pairs_are_found_by_all_they_have_in_common(cast):
    one = make.customer(cast.ann, "上海华信贸易有限公司", licence_no="91310000MA1FL8XQ30", phone="021-55501234")
    make.contact(one, mobile="13800138000")
    make.contact(one, name="李四", phone="021-55501234")
    make.customer(cast.bob, "华信贸易股份公司", licence_no="91310000ma1fl8xq3o")
    make.customer(cast.bob, "北京华信贸易有限公司", phone="138 0013 8000")
    make.customer(cast.bob, "远航物流")
    assert found() == {
        ("上海华信贸易有限公司", "华信贸易股份公司", "ln"),
        ("上海华信贸易有限公司", "北京华信贸易有限公司", "p"),
        ("华信贸易股份公司", "北京华信贸易有限公司", "n"),
    }


def test_what_is_decided_stays_and_what_has_nothing_in_common_any_more_goes(cast, as_):
    one, two, three = (make.customer(cast.ann, name, phone="021-55501234") for name in ("甲公司", "乙公司", "丙公司"))
    assert len(found()) == 3
    pair = Duplicate.objects.get(first=one, second=two)
    as_(cast.boss).post(pair.page("do-dismiss"))
    three.phone = ""
    actions.edit(three, by=cast.ann, fields=["phone"])
    assert found() == set()
    assert Duplicate.objects.get().status == "distinct"
    actions.delete(two, by=cast.boss)
    assert as_(cast.boss).get(f"{LIST}?status=distinct").context["table"].rows.data.data.count() == 0


def test_a_crowd_costs_no_more_than_its_size(cast):
    for number in range(CROWD + 2):
        make.customer(cast.ann, f"公司{number}", phone="021-55501234")
    assert len(found()) == CROWD + 1


def test_the_list_shows_what_is_to_decide_and_many_are_dismissed_at_once(cast, as_):
    for place in ("上海", "北京"):
        make.customer(cast.ann, f"{place}华信贸易有限公司")
        make.customer(cast.ann, f"{place}华信贸易")
    client = as_(cast.boss)
    assert client.post(f"{LIST}scan/").url == LIST
    scan_duplicates.call()
    assert DuplicateScan.objects.latest("pk").found == 2
    keys = ",".join(str(pk) for pk in Duplicate.objects.values_list("pk", flat=True))
    assert "公司名称相同" in client.get(LIST).content.decode()
    client.post(f"{LIST}bulk/dismiss/", {"keys": keys})
    assert set(Duplicate.objects.values_list("status", flat=True)) == {"distinct"}
    for name in ("ann", "eng", "chief", "admin", "stranger"):
        assert as_(cast[name]).get(LIST).status_code == 403


def test_the_scan_asks_no_more_for_more_customers(cast, django_assert_max_num_queries):
    for number in range(30):
        make.customer(cast.ann, f"公司{number % 10}有限公司")
    assert DuplicateKey.objects.count() == 30
    with django_assert_max_num_queries(14):
        assert scan() == 30
    with django_assert_max_num_queries(10):
        assert scan() == 30
