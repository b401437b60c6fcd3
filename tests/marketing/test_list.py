"""Everybody sees the chances in their reach, searched, filtered and newest first (M2, P4)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.marketing.models import Chance
from tests import make

pytestmark = pytest.mark.django_db
LIST = reverse("marketing:chance-list")


@pytest.fixture
def listed(as_):
    """The titles a person reads in the list, from top to bottom."""

    def read(person, **query):
        rows = as_(person).get(LIST, query).context["table"].page.object_list
        return [row.title for row in rows]

    return read


@pytest.fixture
def chances(cast):
    """One of ann, one of bob, one of boss that ann develops; in this order."""
    make.chance(by=cast.ann, title="安的机会", expected_amount=100)
    make.chance(by=cast.bob, title="鲍的机会", customer_name="北方矿业", source=None)
    make.developing(by=cast.boss, to=cast.ann, title="指派的机会", expected_amount=900)


def test_an_account_manager_sees_own_and_assigned_ones(cast, chances, listed):
    assert listed(cast.ann) == ["指派的机会", "安的机会"]
    assert listed(cast.bob) == ["鲍的机会"]


def test_a_supervisor_sees_the_department_and_an_executive_all(cast, chances, listed):
    assert listed(cast.boss) == ["指派的机会", "安的机会"]
    assert listed(cast.chief) == ["指派的机会", "鲍的机会", "安的机会"]


@pytest.mark.parametrize("name", ["admin", "eng", "stranger"])
def test_who_does_not_sell_has_no_list(cast, as_, chances, name):
    assert as_(cast[name]).get(LIST).status_code == 403


def test_what_is_out_of_reach_is_not_there(cast, as_, chances):
    assert as_(cast.bob).get(Chance.objects.get(title="安的机会").page("detail")).status_code == 404


def test_it_is_searched_and_filtered(cast, chances, listed):
    assert listed(cast.chief, q="北方") == ["鲍的机会"]
    assert listed(cast.chief, created_by=cast.boss.pk) == ["指派的机会"]
    assert listed(cast.chief, assignee=cast.ann.pk) == ["指派的机会"]
    assert listed(cast.chief, status="unassigned") == ["鲍的机会", "安的机会"]
    assert listed(cast.chief, source=make.item("source").pk, expected_amount_max="500") == ["安的机会"]


def test_it_shows_who_recorded_it_and_when(cast, as_, chances):
    table = as_(cast.bob).get(LIST).context["table"]
    (row,) = table.lines()
    recorded = timezone.localtime(Chance.objects.get(created_by=cast.bob).created_at)
    assert f">{cast.bob}</td>" in row.cells
    assert f"{recorded:%Y-%m-%d %H:%M}" in as_(cast.bob).get(row.record.page("detail")).content.decode()


def test_a_customer_shows_its_chances(cast, as_):
    customer = make.customer(owner=cast.ann)
    make.chance(by=cast.ann, customer=customer)
    page = as_(cast.ann).get(customer.page("detail"))
    panel = next(panel for panel in page.context["panels"] if panel.pages.model is Chance)
    assert panel.count == 1
