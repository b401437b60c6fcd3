"""Names stand in the order of their pinyin, surnames by theirs, wherever rows are sorted by a name (Z7)."""

import hashlib
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from apps.auth.models import User
from apps.core import pages
from apps.customers.models import Contact, Customer
from apps.foundation.sorting import pinyin
from apps.foundation.sorting.fields import keys_of, sorted_by_key
from apps.foundation.sorting.pinyin import sort_key
from apps.foundation.sorting.rebuild import sorted_models
from apps.foundation.spelling import spelling
from tests import make

COMPANIES = [
    "3M中国", "A8科技", "阿里巴巴", "北京科技", "重庆长行", "東方明珠", "东方明珠二厂", "六安茶业", "鹿鸣", "下关沱茶",
    "厦门远航", "中兴", "重工机械", "カナ商社",
]  # fmt: skip
PEOPLE = ["艾青", "区小明", "仇英", "单田芳", "尉迟恭", "解晓东", "曾国藩", "查良镛", "翟天临"]


def test_companies_stand_by_pinyin_letters_and_digits_before_them():
    assert sorted({*COMPANIES}, key=sort_key) == COMPANIES


def test_people_stand_by_the_reading_of_their_surname():
    in_order = sorted(PEOPLE, key=lambda name: sort_key(name, person=True))
    assert in_order == ["艾青", "区小明", "仇英", "单田芳", "解晓东", "尉迟恭", "曾国藩", "查良镛", "翟天临"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_key_is_sorted_alike_by_every_database(one, other):
    for key in (sort_key(one), sort_key(other)):
        assert set(key) <= set(pinyin.DIGITS)
        assert len(key) <= 120


@pytest.mark.django_db
def test_lists_pickers_and_people_are_sorted_so(cast, as_):
    for name in reversed(COMPANIES):
        make.customer(cast.ann, name)
    table = as_(cast.ann).get("/customers/customers/?sort=name").context["table"]
    assert [row.record.name for row in table.rows] == COMPANIES
    table = as_(cast.ann).get("/customers/customers/?sort=-name").context["table"]
    assert [row.record.name for row in table.rows] == COMPANIES[::-1]
    suggested = as_(cast.ann).get("/customers/customers/pick/?q=东方").content.decode()
    assert suggested.index("東方明珠") < suggested.index("东方明珠二厂")
    for number, name in enumerate(reversed(PEOPLE)):
        make.contact(Customer.objects.first(), name=name)
        make.user(f"u{number}", name=name)
    by_name = sorted(PEOPLE, key=lambda name: sort_key(name, person=True))
    table = as_(cast.ann).get("/customers/contacts/?sort=name").context["table"]
    assert [row.record.name for row in table.rows] == by_name
    assert list(User.objects.filter(name__in=PEOPLE).values_list("name", flat=True)) == by_name
    cards = as_(cast.ann).get("/office/addresses/").context["page"]
    assert [card.name for card in cards if card.name in PEOPLE] == by_name * 2


@pytest.mark.django_db
def test_the_key_follows_the_name(cast, do, as_):
    customer = make.customer(cast.ann, "华信贸易")
    assert customer.name_key == sort_key("华信贸易")
    page = as_(cast.ann).get(customer.page("edit")).context["form"]
    form = {name: value for name in page.fields if (value := page[name].value()) is not None}
    assert as_(cast.ann).post(customer.page("edit"), form | {"name": "安信贸易"}).status_code == 302
    customer.refresh_from_db()
    assert (customer.name, customer.name_key) == ("安信贸易", sort_key("安信贸易"))
    assert "name_key" not in customer.entries.order_by("-pk").first().changes


@pytest.mark.django_db
def test_keys_are_worked_out_anew_for_what_was_written_past_the_product(cast):
    names = dict.fromkeys(["华信贸易", "远航物流"])
    names = {name: make.customer(cast.ann, name).pk for name in names}
    Customer.objects.filter(pk=names["华信贸易"]).update(name_key="")
    Customer.objects.filter(pk=names["远航物流"]).update(name_key="zz")
    call_command("rebuild_search", missing=True, verbosity=0)
    keys = dict(Customer.objects.values_list("name", "name_key"))
    assert keys == {"华信贸易": sort_key("华信贸易"), "远航物流": "zz"}
    call_command("rebuild_search", verbosity=0)
    assert Customer.objects.get(name="远航物流").name_key == sort_key("远航物流")


def test_every_name_that_is_found_by_pinyin_is_sorted_by_it():
    """Whoever declares a name declares its sort key (Z7)."""
    reverse("home")  # loads every page
    lacking = []
    for model, found in pages.REGISTRY.items():
        names = {"name", *(model.found_by.names if model.found_by else ())} - {"model"}  # of a product: letters, digits
        shown = names & set(found.table.base_columns)
        lacking += [f"{model.__name__}.{name}" for name in shown - {one.of for one in keys_of(model)}]
    assert len(pages.REGISTRY) > 10
    assert lacking == []


def test_an_order_by_a_reference_s_name_is_by_its_key():
    assert sorted_by_key(Contact, "-customer__owner__name") == "-customer__owner__name_key"
    assert sorted_by_key(Contact, "customer__number") == "customer__number"
    assert sorted_by_key(Customer, "unknown__name") == "unknown__name"
    assert {Customer, Contact, User} <= set(sorted_models())


def test_who_changes_the_readings_files_anew():
    """A reading more or less changes terms and keys: then a migration empties both, and says so here."""
    text = Path(spelling.TABLE).read_bytes() + repr((pinyin.WORDS, pinyin.SURNAMES)).encode()
    assert hashlib.sha256(text).hexdigest()[:12] == FILED_ANEW["core.0008_file_anew"]


FILED_ANEW = {"core.0008_file_anew": "42158d59b2f8"}
