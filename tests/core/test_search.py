"""One box finds everything a person may see, and what they may do (Z7)."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from hypothesis import given
from hypothesis import strategies as st

from apps.auth.models import User
from apps.core import actions
from apps.customers.models import Contact, Customer, Order
from apps.kit.search import highlighting, list_search, lookup, results, tokens
from apps.kit.search.models import Findable
from apps.kit.search.offers import offers
from apps.marketing import actions as marketing
from apps.marketing.models import Chance
from crm.menu import places
from tests import make

pytestmark = pytest.mark.django_db
BOX = reverse("search")
OFFERS, RECENT = _("Actions"), _("Recent")


def found(person, text: str, last=()) -> dict[str, list[str]]:
    """What a person finds, by kind: the names of the lines in their order."""
    person = User.objects.get(pk=person.pk)
    able = offers(person, places(person))
    groups = results.found(person, text, lookup.words_of(text), list(last), able)
    return {str(one.label): titles(one) for one in groups}


def titles(group) -> list[str]:
    return ["".join(part for part, _mark in line.title) for line in group.lines]


def names(person, text: str) -> list[str]:
    """The names of all records a person finds."""
    return [name for kind, some in found(person, text).items() if kind != OFFERS for name in some]


@pytest.fixture
def groups(as_):
    """What the page of a person shows."""
    return lambda person, text: {str(one.label): one for one in as_(person).get(BOX, {"q": text}).context["groups"]}


@pytest.fixture(params=["among the newest", "by the index", "by the index, of very many"])
def everywhere(request, monkeypatch):
    """Each of the ways records are looked for, alone."""
    monkeypatch.setattr(lookup, "NEWEST", 1000 if request.param == "among the newest" else 0)
    if request.param == "by the index, of very many":
        monkeypatch.setattr(lookup, "FEW", 0)


WAYS = {
    "two Chinese characters": "京科",
    "a longer part": "科技（北京）有",
    "the whole name": "北京科技(北京)有限公司A8",
    "initials": "bjkj",
    "initials, in capitals": "BJKJ",
    "initials from the middle": "kjbj",
    "full pinyin": "beijingkeji",
    "full pinyin, unfinished": "beijingk",
    "full pinyin as an input method writes it": "bei'jing'ke'ji",
    "pinyin of the last characters": "gongsi",
    "Latin letters in the name": "a8",
    "the number": "kh-2001",
    "the beginning of the number": "KH20",
    "the end of the number": "2001",
    "the last four digits of the phone": "7788",
    "the phone without its area code": "55667788",
    "the phone": "021-55667788",
    "two words": "有限 bj",
    "one character": "京",
}


PHONES = {
    "a mobile as it is": "13800138000",
    "with the country code": "+86 138 0013 8000",
    "with the country code in front": "0086-13800138000",
    "of full width": "１３８００１３８０００",
    "with a label": "电话：138-0013-8000",
    "with the label of an app": "微信号 138 0013 8000",
    "with a label that is cut short": "Mob. 138 0013 8000",
    "with an extension": "138 0013 8000 转 12",
    "with an extension by a sign": "138 0013 8000#12",
    "with an extension in English": "13800138000 extension 12",
    "its end": "0013 8000",
    "its beginning with the country code": "+86 138 0013",
    "with the name": "张伟 (+86)13800138000",
}
STORED = ["13800138000", "+86 138 0013 8000", "0086-138-0013-8000", "电话：１３８００１３８０００", "138 0013 8000转12"]


@pytest.mark.parametrize("stored", STORED)
def test_a_phone_is_found_in_any_spelling_wherever_one_looks(cast, as_, stored):
    """One form for the box, lists, pickers, the filter by contact, the address book and the administration (Z6, Z7)."""
    customer = make.customer(cast.ann, "华信贸易", phone="021-55667788")
    contact = make.contact(customer, name="张伟", mobile=stored)
    make.contact(make.customer(cast.ann, "远航物流"), name="李娜", mobile="13900139000")
    make.user("zhang", name="张伟", mobile=stored)
    lost = []
    for way, text in PHONES.items():
        ask = as_(cast.ann).get
        places = {
            "list": ask("/customers/contacts/", {"q": text}).context["table"],
            "filter": ask("/customers/customers/", {"contact": text}).context["table"],
        }
        found = {name: [row.record.pk for row in table.rows] for name, table in places.items()}
        right = {"list": [contact.pk], "filter": [customer.pk]}
        picked = ask("/customers/contacts/pick/", {"q": text}).content.decode()
        cards = [card.name for card in ask("/office/addresses/", {"q": text}).context["page"]]
        admin = as_(cast.admin).get("/admin/accounts/user/", {"q": text}).context["cl"].result_list
        right_elsewhere = "张伟" in picked and "李娜" not in picked and cards == ["张伟", "张伟"]
        in_box = names(cast.ann, text) if "张伟" not in text else ["张伟"]
        if found != right or not right_elsewhere or [one.name for one in admin] != ["张伟"] or "张伟" not in in_box:
            lost.append((way, found, cards, in_box))
    assert lost == []


def test_a_landline_is_found_with_and_without_what_stands_before_it(cast):
    make.customer(cast.ann, "华信贸易", phone="0571-88881234 转 801")
    for text in (
        "88881234",
        "8888 1234",
        "0571-8888 1234",
        "+86 (0)571 8888-1234",
        "客服热线：0571 88881234 分机 801",
        "86-571-88881234",
        "86 571 8888 1234",
    ):
        assert names(cast.ann, text) == ["华信贸易"], text


def test_traditional_characters_and_simplified_ones_find_each_other(cast):
    for stored, others in (("華信貿易", ["华信", "華信", "huaxin"]), ("台湾电脑", ["臺灣", "電腦", "台灣电脑"])):
        customer = make.customer(cast.ann, stored)
        assert [text for text in others if names(cast.ann, text) != [stored]] == []
        actions.delete(customer, by=cast.boss)


READ = {
    "晟": "sheng",
    "褚": "chu",
    "莎": "sha",
    "阚": "kan",
    "覃": "qin",
    "番": "pan",
    "〇": "ling",
    "漯": "luo",
    "郄": "qie",
}


@pytest.mark.parametrize(("character", "reading"), READ.items())
def test_a_name_is_found_by_its_own_reading(cast, character, reading):
    make.customer(cast.ann, f"{character}远物流")
    assert names(cast.ann, f"{reading}yuan") == [f"{character}远物流"]
    assert names(cast.ann, reading[0] + "y") == [f"{character}远物流"]


MISSES = ["京技", "bkjj", "ingbei", "6677", "778", "科技 远航", "zz", "科技 OR 远航", "技京'--", '"科京', "jx%"]


def test_a_customer_is_found_by_every_way_and_by_no_other(cast, everywhere):
    make.customer(cast.ann, "北京科技（北京）有限公司 A8", number="KH-2001", phone="021-55667788 转 801")
    make.customer(cast.ann, "远航物流", phone="010-11112222")
    lost = [way for way, text in WAYS.items() if names(cast.ann, text) != ["北京科技（北京）有限公司 A8"]]
    assert lost == []
    assert [text for text in MISSES if names(cast.ann, text)] == []


def test_a_character_of_several_readings_is_found_by_each(cast):
    make.customer(cast.ann, "重庆长行绿地")
    for text in ("zqchld", "cqzxld", "chongqing", "zhongqing", "changhang", "zhangxing", "lvdi", "ludi"):
        assert names(cast.ann, text) == ["重庆长行绿地"], text


LETTERS = st.text(st.sampled_from("北京科技重长行绿地有限公司Aß8a -（）·ñЖ②"), min_size=2, max_size=14)


@given(name=LETTERS, size=st.integers(2, 5), data=st.data())
def test_any_two_or_more_neighbouring_characters_of_a_name_find_it(name, size, data):
    at = data.draw(st.integers(0, len(name) - 2))
    for word in lookup.words_of(name[at : at + size]):
        filed = tokens.of_name(name)
        asked = tokens.wanted(word)
        assert any(all(term in filed or begins(term, filed) for term in way) for way in asked), (word, asked, filed)
        assert highlighting.find(word, name)


def begins(term: str, filed: set[str]) -> bool:
    return term.endswith("*") and any(one.startswith(term[:-1]) for one in filed)


def test_every_kind_is_found(cast):
    customer = make.customer(cast.ann, "华信贸易", number="K-90017")
    make.contact(customer, "李华信", mobile="13800090017")
    make.chance(cast.ann, "华信的仓库", number="C-90017")
    make.service(cast.ann, customer, "华信要培训", number="S-90017")
    make.stored(Order(customer=customer, number="O-90017"))
    make.product("P-90017", "华信终端")
    assert set(found(cast.ann, "90017")) == {"销售机会", "客户", "联系人", "订单", "服务请求", "产品"}
    assert set(found(cast.ann, "hx")) == {"销售机会", "客户", "联系人", "服务请求", "产品"}


def test_only_what_a_person_may_read_is_found(cast, everywhere):
    make.chance(cast.ann, "秘密的机会", phone="13912345678")
    for text in ("秘密", "mmdjh", "mimide", "5678", "13912345678"):
        assert names(cast.ann, text) == names(cast.boss, text) == ["秘密的机会"], text
        assert names(cast.bob, text) == names(cast.eng, text) == names(cast.stranger, text) == [], text


def test_what_is_deleted_is_gone_and_comes_back(cast, everywhere):
    customer = make.customer(cast.ann, "华信贸易")
    make.contact(customer, "李华信")
    actions.delete(customer, by=cast.boss)
    assert names(cast.boss, "华信") == []
    actions.restore(Customer.everything.get(), by=cast.boss)
    assert names(cast.boss, "华信") == ["华信贸易", "李华信"]


def test_a_new_name_is_found_and_the_old_one_is_not(cast, everywhere):
    customer = make.customer(cast.ann, "华信贸易")
    customer.name = "远航物流"
    actions.edit(customer, by=cast.ann, fields=["name"])
    assert names(cast.ann, "华信") == names(cast.ann, "hxmy") == []
    assert names(cast.ann, "yhwl") == ["远航物流"]


def test_what_a_step_makes_is_found(cast, everywhere):
    chance = make.developing(cast.boss, cast.ann, customer_name="沐风电子")
    marketing.win(chance, by=cast.ann, region=make.item("region"), contact="赵敏", phone="13700001234")
    assert "沐风电子" in names(cast.ann, "mfdz")
    assert names(cast.ann, "1234") == ["赵敏"]
    assert Contact.objects.get().customer.name == "沐风电子"


def test_imported_rows_are_found(cast, everywhere, tmp_path):
    file = tmp_path / "customers.csv"
    file.write_text("客户编号,客户名称,地区,电话\nA1,禾芯电子,华东,13900007777\n", encoding="utf-8")
    call_command("import_rows", "customers", str(file), verbosity=0)
    assert names(cast.ann, "hxdz") == names(cast.ann, "7777") == ["禾芯电子"]
    file.write_text("客户编号,客户名称\nA1,铭朗电子\n", encoding="utf-8")
    call_command("import_rows", "customers", str(file), verbosity=0)
    assert names(cast.ann, "禾芯") == []
    assert names(cast.ann, "mldz") == ["铭朗电子"]


def test_everything_is_filed_anew_from_the_records(cast):
    kept, gone = make.customer(cast.ann, "华信贸易"), make.customer(cast.ann, "远航物流")
    before = list(Findable.objects.order_by("pk").values_list("kind", "object_id", "terms"))
    Findable.objects.filter(object_id=kept.pk).delete()
    Findable.objects.filter(object_id=gone.pk).update(terms=" ")
    call_command("rebuild_search", verbosity=0)
    assert sorted(Findable.objects.values_list("kind", "object_id", "terms")) == sorted(before)
    Customer.everything.filter(pk=gone.pk).delete()
    call_command("rebuild_search", verbosity=0)
    assert Findable.objects.of(Customer).count() == 1
    assert names(cast.ann, "hxmy") == ["华信贸易"]


def test_the_name_itself_comes_first_then_its_beginning_then_the_newest(cast):
    for name in ("华信", "上海华信", "华信贸易", "北京华信"):
        make.customer(cast.ann, name)
    assert names(cast.ann, "华信") == ["华信", "华信贸易", "北京华信", "上海华信"]


def test_what_one_worked_with_comes_first_and_stands_there_before_anything_is_typed(cast, as_, groups):
    seen, changed, *_others = [make.customer(cast.ann, f"华信{place}") for place in "东南西北"]
    client = as_(cast.ann)
    actions.edit(changed, by=cast.ann, fields=[], note="电话")
    client.get(seen.get_absolute_url())
    assert client.cookies["seen"]["httponly"]
    assert titles(groups(cast.ann, "华信")["客户"]) == ["华信东", "华信南", "华信北", "华信西"]
    assert titles(groups(cast.ann, "")[RECENT]) == ["华信东", "华信南"]
    assert RECENT not in groups(cast.bob, ""), "the same device, another person"


def test_what_one_may_not_read_any_more_is_not_among_the_recent(cast, as_, groups):
    chance = make.developing(cast.boss, cast.ann, title="秘密的机会")
    as_(cast.ann).get(chance.get_absolute_url())
    assert titles(groups(cast.ann, "")[RECENT]) == titles(groups(cast.ann, "秘密")["销售机会"]) == ["秘密的机会"]
    Chance.objects.update(assignee=cast.bob, created_by=cast.boss)
    assert RECENT not in groups(cast.ann, "")
    assert "销售机会" not in groups(cast.ann, "秘密")


def test_what_a_person_may_begin_is_offered(cast, as_):
    for text in ("新建客户", "xjkh", "xinjiankehu", "new customer", "CUSTOMER new"):
        assert found(cast.ann, text)[OFFERS] == ["新建客户"], text
        assert OFFERS not in found(cast.chief, text), text
    link = f'href="{reverse("customers:customer-create")}" data-dialog'
    assert link in as_(cast.ann).get(BOX, {"q": "xjkh"}).content.decode()


def test_pages_of_the_menu_are_offered_as_far_as_they_open(cast):
    assert found(cast.ann, "订单报表")[OFFERS] == found(cast.ann, "ddbb")[OFFERS] == ["订单报表"]
    assert OFFERS not in found(cast.eng, "ddbb")
    assert found(cast.stranger, "password")[OFFERS] == ["修改密码"]


def test_the_match_is_marked(cast, as_):
    make.customer(cast.ann, "上海华信贸易 <b>", phone="021-55667788")
    page = as_(cast.ann).get(BOX, {"q": "hxmy 7788"}).content.decode()
    assert "上海<mark>华信贸易</mark> &lt;b&gt;" in page
    assert "021-5566<mark>7788</mark>" in page


def test_more_than_is_shown_leads_to_the_list_that_finds_it_too(cast, as_, groups):
    for place in range(8):
        make.customer(cast.ann, f"华信{place}")
    group = groups(cast.ann, "华信")["客户"]
    assert len(group.lines) == 6
    assert as_(cast.ann).get(group.more_url).context["table"].page.paginator.count == 8
    by_pinyin = groups(cast.ann, "hx")["客户"]
    assert as_(cast.ann).get(by_pinyin.more_url).context["table"].page.paginator.count == 8


@pytest.mark.parametrize(
    ("limits", "counted"),
    [
        ({}, 10_000),
        ({"FEW_ROWS": 0}, 10_000),
        ({"FEW_ROWS": 0, "COMMON": 1}, 1000),
        ({"FEW_ROWS": 0, "KNOWN": 0}, 10_000),
    ],
    ids=["of few rows", "rare", "common", "many"],
)
def test_a_list_finds_what_the_box_finds_however_common_a_word_is(cast, as_, monkeypatch, limits, counted):
    """By a part, pinyin, a number or a text; also by what the customer is called; every word has to be found."""
    for name, value in limits.items():
        monkeypatch.setattr(list_search, name, value)
    wanted = make.customer(cast.ann, "华信贸易有限公司", phone="021-55667788", address="重庆市渝中区")
    make.customer(cast.ann, "华联信用贸易有限公司")
    contact = make.contact(wanted, "欧阳修", mobile="13912345678")

    def found(model, text):
        answer = as_(cast.ann).get(reverse(f"customers:{model}-list"), {"q": text})
        assert answer.context["filters"].enough == counted or not answer.context["table"].page
        return list(answer.context["table"].page)

    if (
        "COMMON" not in limits and "KNOWN" not in limits
    ):  # few are compared letter by letter: this one has every pair of letters of the word
        decoy = make.customer(cast.ann, "华信、信贸、贸易")
        assert found("customer", "华信贸易") == [wanted]
        actions.delete(decoy, by=cast.boss)
    for text in ("华信贸易", "hxmy", "huaxin", "7788", "渝中", "华信 重庆", "华信-贸易 渝中区"):
        assert found("customer", text) == [wanted], text
    for text in ("欧阳", "ouyang", "5678", "华信", "欧阳 华信"):
        assert found("contact", text) == [contact], text
    for text in ("渝中 欧阳", "绝无此名", "-"):
        assert found("contact", text) == [], text
