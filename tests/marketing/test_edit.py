"""A chance is edited or deleted only while unassigned, by its creator or a supervisor (M2)."""

import pytest
from django.forms import model_to_dict
from django.urls import reverse

from apps.core.models import Entry
from apps.marketing.models import Chance
from tests import make
from tests.conftest import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def chance(cast):
    """Recorded by ann, so that boss is her supervisor and bob a colleague of another department."""
    return make.chance(by=cast.ann)


def typed(chance, **changes):
    """The edit form as it opens, with some fields typed anew."""
    opened = model_to_dict(chance) | {"customer": "", "version": chance.version}
    return {name: "" if value is None else value for name, value in (opened | changes).items()}


@pytest.mark.parametrize("name", ["ann", "boss"])
def test_creator_and_supervisor_edit_it(cast, as_, chance, name):
    assert as_(cast[name]).post(chance.page("edit"), typed(chance, title="采购仓储系统二期")).status_code == 302
    chance.refresh_from_db()
    assert chance.title == "采购仓储系统二期"
    assert Entry.objects.get().changes == {"title": ["采购仓储系统", "采购仓储系统二期"]}


@pytest.mark.parametrize(("name", "status"), [("bob", 404), ("chief", 403), ("eng", 403), ("stranger", 403)])
@pytest.mark.parametrize("page", ["edit", "delete"])
def test_nobody_else_does(cast, as_, chance, page, name, status):
    assert as_(cast[name]).post(chance.page(page), typed(chance, title="改")).status_code == status
    assert Chance.objects.get().title == "采购仓储系统"


def test_another_customer_chosen_renames_it(cast, as_, chance):
    customer = make.customer(owner=cast.ann)
    as_(cast.ann).post(chance.page("edit"), typed(chance, customer=customer.number))
    chance.refresh_from_db()
    assert (chance.customer, chance.customer_name) == (customer, customer.name)


@pytest.mark.parametrize("name", ["ann", "boss"])
@pytest.mark.parametrize("page", ["edit", "delete"])
def test_once_assigned_nobody_does(cast, as_, developing, page, name):
    answer = as_(cast[name]).post(developing.page(page), typed(developing, title="改"))
    assert answer.status_code == 409
    assert "Boss" in said(answer)
    assert ('value="改"' in answer.content.decode()) == (page == "edit")
    assert Chance.objects.get().title == developing.title
    assert f'href="{developing.page(page)}"' not in as_(cast[name]).get(developing.page("detail")).content.decode()


@pytest.mark.parametrize("name", ["ann", "boss"])
def test_deleted_it_is_in_the_bin_and_comes_back(cast, as_, chance, name):
    client = as_(cast[name])
    assert client.post(chance.page("delete")).status_code == 302
    assert not Chance.objects.exists()
    assert client.get(chance.page("detail")).status_code == 404
    client.post(chance.page("restore"))
    assert Chance.objects.get() == chance


def test_its_plan_is_gone_and_back_with_it(cast, as_, do, plan):
    chance, step = plan[0].chance, plan[0]
    do(cast.boss, chance, "withdraw", reason="客户暂停")
    client = as_(cast.boss)
    assert "3" in client.get(chance.page("delete")).context["along"]
    client.post(chance.page("delete"))
    assert client.get(step.page("detail")).status_code == 404
    client.post(chance.page("restore"))
    assert client.get(step.page("detail")).status_code == 200


def test_a_retired_source_stays_on_old_chances_and_is_not_offered_for_new_ones(cast, as_, chance):
    retired, other = chance.source, make.item("source", "客户介绍")
    type(retired).objects.filter(pk=retired.pk).update(active=False)
    client = as_(cast.ann)
    assert retired not in client.get(reverse("marketing:chance-create")).context["form"].fields["source"].queryset
    client.post(chance.page("edit"), typed(chance, title="采购仓储系统二期"))
    chance.refresh_from_db()
    assert (chance.title, chance.source) == ("采购仓储系统二期", retired)
    client.post(chance.page("edit"), typed(chance, source=other.pk))
    assert client.post(chance.page("edit"), typed(chance, source=retired.pk, version=3)).status_code == 422
