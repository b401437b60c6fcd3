"""The same company in different writings has the same key, another company has another one (C10, Z6)."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apps.customers.duplicates import normal
from apps.customers.duplicates.places import CITIES, PLACES
from apps.foundation.spelling import phones

WORDS = ("华信", "远航", "科友", "东方明珠", "三一", "旺旺")
TRADES = ("贸易", "软件", "物流", "市政工程", "超市", "食品")
SAME = [
    "上海华信贸易有限公司", "上海市华信贸易有限公司", "华信贸易（上海）有限公司", "上海華信貿易有限公司",
    "上海华信贸易股份有限公司", "上海华信贸易有限责任公司", " 上海 华信·贸易 有限公司 ", "上海华信贸易（集团）公司",
    "上海华信贸易", "上海华信贸易集团有限公司", "上海华信贸易有限",
]  # fmt: skip
OTHERS = [
    "北京华信贸易有限公司", "上海华信物流有限公司", "上海华信贸易有限公司苏州分公司", "上海华欣贸易有限公司",
    "上海华信市政工程有限公司", "华信贸易有限公司",
]  # fmt: skip
PHONES = [
    "021-55501234", "(021) 5550-1234", "+86 21 5550 1234", "0086-21-55501234", "86-21-55501234", "021-55501234转801",
    "021-55501234-801", "０２１－５５５０１２３４", "02155501234 ext. 12",
]  # fmt: skip
MOBILES = ["13800138000", "+86 138-0013-8000", "8613800138000", "013800138000", "138 0013 8000"]


@pytest.mark.parametrize("name", SAME)
def test_a_company_is_known_in_every_writing(name):
    assert normal.company(name) == "上海华信贸易"


def test_other_companies_have_keys_of_their_own():
    keys = [normal.company(name) for name in [*OTHERS, SAME[0]]]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("廣東省深圳市華信貿易有限公司", "深圳华信贸易"),
        ("广西壮族自治区南宁市糖业股份有限公司", "南宁糖业"),
        ("香港特别行政区华信有限公司", "香港华信"),
        ("上海市市政工程有限公司", "上海市政工程"),
        ("华联超市有限公司", "华联超市"),
        ("华信贸易有限公司上海分公司", "华信贸易上海分公司"),
        ("集团公司", "集团"),
        ("Antonio Moreno Taquería S.A.", "antoniomorenotaqueria"),
        ("ＡＢＣ Trading Co., Ltd.", "abctrading"),
        ("（）", ""),
    ],
)
def test_names_that_are_easily_cut_wrong(name, key):
    assert normal.company(name) == key


def test_the_core_leaves_the_region_out():
    assert {normal.core(name) for name in [*SAME, OTHERS[0], OTHERS[-1]]} == {"华信贸易"}
    assert normal.core("泰安集团") == "泰安"


@given(
    place=st.sampled_from(sorted(CITIES)),
    word=st.sampled_from(WORDS),
    trade=st.sampled_from(TRADES),
    form=st.sampled_from(["", "有限公司", "股份有限公司", "有限责任公司", "集团有限公司", "（集团）股份有限公司"]),
    write=st.sampled_from(["{0}{1}", "{0}市{1}", "（{0}）{1}", " {0} {1} ", "{0}·{1}"]),
    wide=st.booleans(),
)
def test_any_writing_of_a_company_has_its_key(place, word, trade, form, write, wide):
    name = write.format(place, word + trade) + form
    name = name.translate(str.maketrans("（） ", "() ")) if not wide else name
    assert normal.company(name) == normal.company(place + word + trade)
    assert normal.core(name) == word + trade


@given(
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.text("上海市北京省(（）)有限公司集团股份 分行abc.Co-0128６転餘薴")
)
@example("上海市市市政")
@example("(上海)(北京)x")
@example("薴")
def test_a_key_is_its_own_key(text):
    for key in (normal.company, normal.core, normal.licence, normal.plain):
        assert key(key(text)) == key(text)
    for number in phones.numbers(text):
        assert phones.numbers(number) == {number}


@given(st.text("0123456789-()+ 转/x８６", min_size=5))
@example("+86(0)21-55501234")
@example("00 86868612345678901")
def test_a_number_is_its_own_key(text):
    for number in phones.numbers(text):
        assert phones.numbers(number) == {number}


def test_every_character_has_one_simplified_form():
    written = [chr(code) for code in range(0x3400, 0xA000)]
    assert [one for one in written if normal.plain(normal.plain(one)) != normal.plain(one)] == []
    assert normal.plain("臺灣電腦國際貿易後") == "台湾电脑国际贸易后"


def test_places_are_names_without_their_kind():
    assert [
        place for place in PLACES if not 2 <= len(place) <= normal.LONGEST_PLACE or place.endswith(("市", "省"))
    ] == []
    assert all(unicodedata.is_normalized("NFKC", place) for place in PLACES)


def test_a_phone_is_known_in_every_writing():
    assert set.union(*map(phones.numbers, PHONES)) == {"2155501234"}
    assert set.union(*map(phones.numbers, MOBILES)) == {"13800138000"}


def test_several_numbers_of_one_field_are_all_known():
    assert phones.numbers("021-55501234/13800138000、400-820-8820") == {"2155501234", "13800138000", "4008208820"}
    assert phones.numbers("13800138000 13900139000") == {"13800138000", "13900139000"}


def test_numbers_of_other_countries_stay_apart():
    assert phones.numbers("+49 30 0074321") == phones.numbers("0049-30-0074321") == {"+49300074321"}
    assert phones.numbers("030-0074321") == {"300074321"}


@pytest.mark.parametrize("text", ["", "-", "无", "12345", "0000000", "11111111111", "转801"])
def test_what_is_no_number_has_no_key(text):
    assert phones.numbers(text) == set()


def test_a_licence_is_known_in_every_writing():
    written = [
        "91310000MA1FL8XQ30",
        "91310000ma1fl8xq30",
        "9131 0000 MA1F L8XQ 30",
        "91310000MAIFL8XQ3O",
        "９１310000MA1FL8XQ30",
    ]
    assert {normal.licence(text) for text in written} == {"91310000MA1FL8XQ30"}
    assert normal.licence("0000000000") == normal.licence("无") == ""
