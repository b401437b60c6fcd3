"""Supervisors and account managers record sales chances (M1)."""

import pytest
from django.urls import reverse

from apps.core.models import Entry
from apps.marketing.models import Chance
from tests import make
from tests.conftest import said

pytestmark = pytest.mark.django_db
NEW, LIST = reverse("marketing:chance-create"), reverse("marketing:chance-list")


@pytest.fixture
def typed():
    return {
        "title": "采购仓储系统", "customer_name": "远航物流", "customer": "", "source": make.item("source").pk,
        "probability": "70", "expected_amount": "1200000.50", "expected_close": "2027-03-31",
        "description": "两地新建仓库", "contact": "刘建平", "phone": "13912345678",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["boss", "ann", "bob"])
def test_who_sells_records_one_and_the_system_says_who_and_when(cast, as_, typed, name):
    answer = as_(cast[name]).post(NEW, typed)
    chance = Chance.objects.get()
    assert (answer.status_code, answer.url) == (302, chance.get_absolute_url())
    assert {key: str(chance.serializable_value(key)) for key in typed if key != "customer"} == {
        key: str(value) for key, value in typed.items() if key != "customer"
    }
    assert (chance.status, chance.created_by, chance.assignee) == (Chance.Status.UNASSIGNED, cast[name], None)
    assert chance.number.startswith("XS")
    assert Entry.objects.get().action == "marketing.chance.create"


@pytest.mark.parametrize("name", ["admin", "eng", "chief", "stranger"])
def test_nobody_else_does(cast, as_, typed, name):
    assert as_(cast[name]).post(NEW, typed).status_code == 403
    assert not Chance.objects.exists()
    assert b'href="new/"' not in as_(cast[name]).get(LIST).content


def test_an_existing_customer_gives_its_name(cast, as_, typed):
    customer = make.customer(owner=cast.bob, name="远航国际物流股份有限公司")
    as_(cast.ann).post(NEW, typed | {"customer": customer.number, "customer_name": "远航"})
    chance = Chance.objects.get()
    assert (chance.customer, chance.customer_name) == (customer, "远航国际物流股份有限公司")


def test_without_any_customer_it_is_refused_and_nothing_typed_is_lost(cast, as_, typed):
    answer = as_(cast.ann).post(NEW, typed | {"customer_name": " "})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"customer_name"}
    assert "两地新建仓库" in answer.content.decode()
    assert not Chance.objects.exists()


def test_an_unknown_customer_is_not_silently_dropped(cast, as_, typed):
    answer = as_(cast.ann).post(NEW, typed | {"customer": "没有这家公司", "customer_name": ""})
    assert answer.status_code == 422
    assert "没有这家公司" in said(answer)
    assert not Chance.objects.exists()


@pytest.mark.parametrize("wrong", [{"probability": "101"}, {"probability": "-1"}, {"expected_amount": "-5"}])
def test_figures_out_of_range_are_refused(cast, as_, typed, wrong):
    answer = as_(cast.ann).post(NEW, typed | wrong)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == wrong.keys()


@pytest.mark.parametrize("edge", ["0", "100"])
def test_certain_and_hopeless_are_probabilities(cast, as_, typed, edge):
    as_(cast.ann).post(NEW, typed | {"probability": edge})
    assert Chance.objects.get().probability == int(edge)
