"""Colleagues and contacts in one place: found, called, written to, taken along as vCard (V4)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.auth.models import User
from apps.core.models import Entry
from apps.office.addresses.vcard import LONGEST
from tests import make

pytestmark = pytest.mark.django_db
BOOK = reverse("office:addresses")


def names(client, **asked):
    page = client.get(BOOK, asked)
    return [card.name for card in page.context["page"]]


@pytest.fixture
def people(cast):
    cast.bob.name, cast.bob.email = "鲍勃", "bob@example.com"
    cast.bob.mobile, cast.bob.phone = "13900001111", "021-60000000转8002"
    cast.bob.save()
    gone = make.user("gone", "客户经理", name="王离职", is_active=False)
    hers = make.customer(cast.ann, "华信贸易有限公司")
    his = make.customer(cast.bob, "远航物流")
    wang = make.contact(hers, "王芳", mobile="13812345678", phone="021-55667788转801", position="采购经理")
    li = make.contact(his, "李强", email="li@yuanhang.cn", wechat="liqiang")
    return cast, gone, wang, li


def test_found_by_name_pinyin_phone_department_and_company(people, as_):
    cast, _gone, _wang, _li = people
    ann = as_(cast.ann)
    assert {"Ann", "鲍勃", "王芳", "李强"} <= set(names(ann))
    assert "王离职" not in names(ann)
    for text, found in (
        ("王芳", ["王芳"]), ("wangf", ["王芳"]), ("lq", ["李强"]), ("5678", ["王芳"]), ("华信", ["王芳"]),
        ("yhwl", ["李强"]), ("华信 王", ["王芳"]), ("华信 李", []), ("1111", ["鲍勃"]), ("华北", ["鲍勃"]),
        ("8002", ["鲍勃"]), ("离职", []),
    ):  # fmt: skip
        assert names(ann, q=text) == found, text
    assert names(ann, who="mine") == ["王芳"]
    assert set(names(ann, who="contacts")) == {"王芳", "李强"}
    assert "王芳" not in names(ann, who="colleagues")
    page = ann.get(BOOK, {"q": "王芳"}).content.decode()
    assert 'href="tel:02155667788,801"' in page
    page = ann.get(BOOK, {"q": "鲍勃"}).content.decode()
    assert 'href="tel:13900001111"' in page
    assert 'href="tel:02160000000,8002"' in page
    assert 'href="mailto:li@yuanhang.cn"' in ann.get(BOOK, {"q": "李强"}).content.decode()


def test_a_large_company_turns_pages_and_nobody_is_on_two_or_on_none(people, as_):
    cast, _gone, _wang, _li = people
    for place in range(60):
        make.user(f"many-{place}", "客户经理", name=f"同事{place}")
    ann = as_(cast.ann)
    pages = [ann.get(BOOK, {"page": number}) for number in (1, 2)]
    found = [card.key for page in pages for card in page.context["page"]]
    assert len(pages[0].context["page"]) == 50
    assert len(found) == len(set(found)) == User.objects.filter(is_active=True).count() + 2
    assert [label for label, _count, cards in pages[1].context["parts"] if cards] == ["同事", "客户联系人"]


def test_contacts_are_for_who_may_read_them(people, as_):
    cast, _gone, wang, li = people
    for who in (cast.admin, cast.stranger):
        assert names(as_(who), q="王芳") == []
        assert "鲍勃" in names(as_(who))
        assert as_(who).get(reverse("office:card", args=["contact", wang.pk])).status_code == 404
        assert as_(who).get(reverse("office:cards")).status_code == 403
    role = cast.bob.role
    role.read_scope = "own"
    role.save()
    assert names(as_(cast.bob), who="contacts") == ["李强"]
    assert names(as_(cast.bob), q="华信") == []
    li.customer.deleted_at = timezone.now()
    li.customer.save()
    assert names(as_(cast.bob), who="contacts") == []


def test_a_vcard_is_what_rfc_2426_says(people, as_):
    cast, _gone, wang, _li = people
    wang.name, wang.position, wang.wechat = "王芳; Fang, \\王\r\nEND:VCARD", "采购经理" * 12, "fang"
    wang.save()
    answer = as_(cast.eng).get(reverse("office:card", args=["contact", wang.pk]))
    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    lines = answer.content.split(b"\r\n")
    assert max(map(len, lines)) <= LONGEST
    for line in lines:
        line.decode()  # no character is torn apart
    unfolded = answer.content.replace(b"\r\n ", b"").decode().split("\r\n")
    assert unfolded == [
        "BEGIN:VCARD", "VERSION:3.0",
        "N:王芳\\; Fang\\, \\\\王\\nEND:VCARD;;;;", "FN:王芳\\; Fang\\, \\\\王\\nEND:VCARD",
        "ORG:华信贸易有限公司", "TITLE:" + "采购经理" * 12, "TEL;TYPE=CELL,VOICE:13812345678",
        "TEL;TYPE=WORK,VOICE:021-55667788转801", "NOTE:微信 fang", "END:VCARD", "",
    ]  # fmt: skip


def test_a_found_list_is_taken_along_and_on_record(people, as_):
    cast, _gone, _wang, _li = people
    answer = as_(cast.ann).get(reverse("office:cards"), {"q": "华信", "who": "contacts"})
    assert answer.content.decode().count("FN:") == 1
    assert as_(cast.ann).get(reverse("office:cards")).content.decode().count("BEGIN:VCARD") == 9
    told = Entry.objects.filter(action="office.addresses.export", by=cast.ann)
    assert [entry.note.partition("vcf")[2][:3] for entry in told.order_by("pk")] == [" q=", ""]


def test_it_asks_as_often_for_many(people, as_, django_assert_max_num_queries):
    cast, _gone, wang, _li = people
    for place in range(30):
        make.contact(wang.customer, f"王{place}")
    ann = as_(cast.ann)
    with django_assert_max_num_queries(14):
        assert len(names(ann, q="华信")) == 31
