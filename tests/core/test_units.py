"""A number with a unit is read as people write it, said back in both languages, and asked about where it is unclear."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from apps.basedata.models import Parameter
from apps.core.models import Entry
from apps.customers.discounts import DISCOUNT, NET_PRICE
from apps.foundation.units.fields import Measured
from apps.foundation.units.kinds import DAYS, HOURS, MONTHS, PERCENT, TEN_THOUSAND, UNITS
from apps.foundation.units.reading import Asks
from tests import make

FIELDS = [
    field for model in apps.get_models() for field in model._meta.concrete_fields if isinstance(field, Measured)
]  # fmt: skip
STARS = ("satisfaction", "credit")
BOTH = pytest.mark.parametrize("language", ["zh-hans", "en"])

READ = [
    (PERCENT, "60", 60), (PERCENT, "60 %", 60), (PERCENT, "６０％", 60), (PERCENT, "六成", 60), (PERCENT, "6 成", 60),
    (PERCENT, "0", 0), (PERCENT, "100", 100), (PERCENT, "1 %", 1),
    (TEN_THOUSAND, "500", 500), (TEN_THOUSAND, "500万", 500), (TEN_THOUSAND, "1.2亿", 12_000), (TEN_THOUSAND, "0", 0),
    (TEN_THOUSAND, "5,000,000 元", 500), (TEN_THOUSAND, "￥5000000", 500), (TEN_THOUSAND, "5 million", 500),
    (TEN_THOUSAND, "半亿", 5000), (TEN_THOUSAND, "99999.99", Decimal("99999.99")), (TEN_THOUSAND, "２０ 亿元", 200_000),
    (DAYS, "3", 3), (DAYS, "3 天", 3), (DAYS, "2 weeks", 14), (MONTHS, "半年", 6), (MONTHS, "1 年", 12),
    (HOURS, "2 天", 48), (HOURS, "4h", 4),
    (DISCOUNT, "9 折", "0.1"), (DISCOUNT, "9折", "0.1"), (DISCOUNT, "95折", "0.05"), (DISCOUNT, "9.5折", "0.05"),
    (DISCOUNT, "88折", "0.12"), (DISCOUNT, "９．５折", "0.05"), (DISCOUNT, "10折", 0), (DISCOUNT, "1折", "0.9"),
    (DISCOUNT, "全价", 0), (DISCOUNT, "不打折", 0), (DISCOUNT, "0", 0), (DISCOUNT, "0.0", 0), (DISCOUNT, "九折", "0.1"),
    (DISCOUNT, "打九五折", "0.05"), (DISCOUNT, "半价", "0.5"), (DISCOUNT, "10 % off", "0.1"), (DISCOUNT, "10%", "0.1"),
    (DISCOUNT, "90% off", "0.9"), (DISCOUNT, "12.34 %", "0.1234"),
    (NET_PRICE, "8,640", 8640), (NET_PRICE, "¥ 8640.50", "8640.5"), (NET_PRICE, "0", 0),
    (NET_PRICE, "0.0315元", "0.0315"),
]  # fmt: skip
REFUSED = [
    (PERCENT, "101"), (PERCENT, "-1"), (PERCENT, "60.5"), (PERCENT, "10%%"), (PERCENT, "50% of 50%"), (PERCENT, "高"),
    (TEN_THOUSAND, "$90,000"), (TEN_THOUSAND, "90 元"), (TEN_THOUSAND, "-1"), (TEN_THOUSAND, "1.2.3"),
    (TEN_THOUSAND, "1e9"), (TEN_THOUSAND, "若干"), (DAYS, "1.5"), (DAYS, "半天"), (DAYS, "3 小时"), (HOURS, "-2"),
    (DISCOUNT, "0 折"), (DISCOUNT, "120 折"), (DISCOUNT, "100折"), (DISCOUNT, "-5"), (DISCOUNT, "-10%"),
    (DISCOUNT, "100 %"), (DISCOUNT, "120%"), (DISCOUNT, "买一送一"), (DISCOUNT, "折"), (DISCOUNT, "免费"),
    (DISCOUNT, "12.345 %"), (DISCOUNT, "8.88888 折"), (DISCOUNT, "10%%"), (DISCOUNT, "1e-1"), (DISCOUNT, "9成"),
    (NET_PRICE, "-1"), (NET_PRICE, "1.0000001"), (NET_PRICE, "9 折"), (NET_PRICE, "NaN"), (NET_PRICE, "八千"),
]  # fmt: skip
ASKED = [
    (PERCENT, "0.6"), (PERCENT, "1"), (TEN_THOUSAND, "5000000"), (TEN_THOUSAND, "100000"), (DISCOUNT, "0.9"),
    (DISCOUNT, ".15"), (DISCOUNT, "1"), (DISCOUNT, "0.9 折"), (DISCOUNT, "90 %"),
]  # fmt: skip
BY_LANGUAGE = [
    ("9", "0.1", "0.09"),
    ("8.8", "0.12", "0.088"),
    ("95", "0.05", None),
    ("88", "0.12", None),
    ("5", "0.5", "0.05"),
]
BY_LANGUAGE += [("10", None, "0.1"), ("20", None, "0.2"), ("3", None, "0.03"), ("50", "0.5", "0.5")]


@BOTH
@pytest.mark.parametrize(("unit", "text", "value"), READ)
def test_what_people_write_is_read(language, unit, text, value):
    with translation.override(language):
        assert unit.read(text) == Decimal(value)


@BOTH
@pytest.mark.parametrize(("unit", "text"), REFUSED)
def test_what_means_nothing_gets_a_sentence(language, unit, text):
    with translation.override(language), pytest.raises(ValidationError) as refused:
        unit.read(text)
    assert not isinstance(refused.value, Asks)


@BOTH
@pytest.mark.parametrize(("unit", "text"), ASKED)
def test_what_can_mean_two_things_is_asked(language, unit, text):
    with translation.override(language), pytest.raises(Asks):
        unit.read(text)


@pytest.mark.parametrize(("text", "chinese", "english"), BY_LANGUAGE)
def test_a_bare_discount_is_read_in_the_way_of_the_language_or_asked(text, chinese, english):
    for language, value in (("zh-hans", chinese), ("en", english)):
        with translation.override(language):
            if value is None:
                with pytest.raises(Asks):
                    DISCOUNT.read(text)
            else:
                assert DISCOUNT.read(text) == Decimal(value)


@BOTH
def test_whatever_is_kept_is_shown_so_that_it_is_read_again_as_the_same(language):
    kept = {
        PERCENT: range(101),
        TEN_THOUSAND: [*range(300), *(Decimal(n) * 7919 / 100 for n in range(1, 300)), 99_999, 100_000, 12_345_678],
        DISCOUNT: [Decimal(n) / 10_000 for n in range(10_000)],
        NET_PRICE: [Decimal(n) / 1_000_000 for n in range(0, 3_000_000, 9973)],
        DAYS: range(100), MONTHS: range(1, 100), HOURS: range(100),
    }  # fmt: skip
    assert kept.keys() == {*UNITS.values()}
    with translation.override(language):
        for unit, values in kept.items():
            assert [one for one in values if unit.read(unit.typed(Decimal(one))) != one] == []


def test_what_was_understood_is_said_in_both_languages():
    assert DISCOUNT.words(Decimal("0.1"), price="9600") == "9 折 = 10 % off = ¥ 8,640"
    assert DISCOUNT.words(Decimal(0), price="9,600.00") == "全价 = full price = ¥ 9,600"
    assert DISCOUNT.words(Decimal("0.05"), price="9.99") == "9.5 折 = 5 % off = ¥ 9.4905"
    assert DISCOUNT.words(Decimal("0.1"), price="abc") == "9 折 = 10 % off"
    assert NET_PRICE.words(Decimal(8800), price="9600") == "≈ 9.167 折 = 8.33 % off = ¥ 8,800"
    assert TEN_THOUSAND.words(Decimal(12_000)) == "1.2 亿 = 120 million = ¥ 120,000,000"
    assert PERCENT.words(Decimal(60)) == "60 % = 6 成"


def test_the_fields_that_have_a_unit():
    named = sorted(f"{field.model._meta.model_name}.{field.name} {field.unit.code}" for field in FIELDS)
    assert named == [
        "chance.probability percent",
        "customer.annual_turnover wan",
        "customer.registered_capital wan",
        "forecastline.probability percent",
        "orderline.discount discount",
        "orderline.net_price net_price",
        "planstep.duration days",
        "servicetarget.resolution_hours hours",
        "servicetarget.response_hours hours",
    ]
    assert all(field.formfield().unit is field.unit for field in FIELDS)


@pytest.mark.parametrize("code", sorted(UNITS))
@pytest.mark.django_db
def test_while_one_types_the_page_is_told(as_, cast, code):
    page = as_(cast.ann).get(reverse("understood", args=[code]), {"text": "60", "price": "100"})
    assert page.status_code == 200
    for text in ("", " ", "\x00", "9" * 500, "<b>", "1e999999999", "Infinity"):
        answer = as_(cast.ann).get(reverse("understood", args=[code]), {"text": text, "price": text})
        assert answer.status_code == 200
        assert "<b>" not in answer.content.decode()


@pytest.mark.django_db
def test_the_page_is_told_what_is_asked(as_, cast):
    address = reverse("understood", args=["discount"])
    page = as_(cast.ann).get(address, {"text": "9折", "price": "9600"}).content.decode()
    assert 'data-value="0.1' in page
    assert "9 折 = 10 % off = ¥ 8,640" in page
    assert "field-ask" in as_(cast.ann).get(address, {"text": "0.9"}).content.decode()
    assert as_(cast.ann).get(reverse("understood", args=["none"])).status_code == 404


@pytest.mark.django_db
def test_a_clerk_types_capital_as_people_say_it(as_, cast):
    customer = make.customer(owner=cast.ann)
    data = {
        "version": 1,
        "name": customer.name,
        "region": customer.region_id,
        "level": 1,
        "satisfaction": 3,
        "credit": 3,
    }
    answer = as_(cast.ann).post(customer.page("edit"), data | {"registered_capital": "5000000"})
    assert list(answer.context["form"].errors) == ["registered_capital"]
    sent = as_(cast.ann).post(customer.page("edit"), data | {"registered_capital": "500万", "annual_turnover": "1.2亿"})
    assert sent.status_code == 302
    customer.refresh_from_db()
    assert (customer.registered_capital, customer.annual_turnover) == (500, 12_000)
    page = as_(cast.ann).get(customer.page("edit")).content.decode()
    assert "1.2 亿 = 120 million = ¥ 120,000,000" in page


@pytest.mark.django_db
def test_a_probability_is_asked_about_where_it_can_be_a_part(as_, cast):
    chance = make.developing(by=cast.boss, to=cast.ann)
    send = as_(cast.ann).post
    assert "probability" in send(chance.page("do-adjust"), {"probability": "0.6"}).context["form"].errors
    assert send(chance.page("do-adjust"), {"probability": "六成"}).status_code == 302
    chance.refresh_from_db()
    assert chance.probability == 60


@pytest.mark.django_db
def test_a_setting_is_yes_or_no_or_a_span_of_time(as_, cast):
    switch, months = (Parameter.objects.get(code=one) for one in (Parameter.CHURN_RHYTHM, Parameter.CHURN_MONTHS))
    page = as_(cast.admin).get(reverse("admin:basedata_parameter_change", args=[switch.pk])).content.decode()
    assert "<select" in page
    as_(cast.admin).post(reverse("admin:basedata_parameter_change", args=[switch.pk]), {"value": "1"})
    as_(cast.admin).post(reverse("admin:basedata_parameter_change", args=[months.pk]), {"value": "半年"})
    switch.refresh_from_db()
    months.refresh_from_db()
    assert (switch.value, months.value) == (1, 6)
    entry = Entry.objects.filter(action="basedata.parameter.edit").last()
    assert entry.changes["value"][2:] in (["否", "是"], ["no", "yes"])
