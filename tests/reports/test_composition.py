"""Customer composition counts the customers of each kind, none left out (R2, P4)."""

import pytest

from apps.customers.models import Customer
from tests import make
from tests.reports.sales import figures, headlines, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(cast):
    """Four normal customers and a lost one; one of them belongs to nobody."""
    north, east = make.item("region", "华北"), make.item("region", "华东")
    make.customer(cast.ann, "甲", level=1, region=north, credit=5)
    make.customer(cast.ann, "乙", level=3, region=north, credit=3)
    make.customer(cast.bob, "丙", level=3, region=east, credit=3)
    make.customer(None, "丁", level=3, region=east, credit=3)
    lost = make.customer(cast.bob, "戊", level=5, region=east, credit=1)
    Customer.objects.filter(pk=lost.pk).update(status=Customer.Status.LOST)


def test_every_level_is_counted_and_what_nobody_has_is_0(known, cast):
    found = figures(cast.boss, "composition")
    assert [row[1:] for row in table(found)] == [(1, 0.25), (0, 0.0), (3, 0.75), (0, 0.0), (0, 0.0)]
    assert found.totals[1:] == (4, 1.0)


@pytest.mark.parametrize(
    ("status", "counts", "total"),
    [("lost", [0, 0, 0, 0, 1], 1), ("all", [1, 0, 3, 0, 1], 5), ("normal", [1, 0, 3, 0, 0], 4)],
)
def test_the_status_is_a_filter(known, cast, status, counts, total):
    found = figures(cast.boss, "composition", f"status={status}")
    assert [row[1] for row in table(found)] == counts
    assert found.totals[1] == total


def test_by_region_every_region_in_use_is_there(known, cast):
    found = dict(row[:2] for row in table(figures(cast.boss, "composition", "by=region")))
    assert (found.pop("华北"), found.pop("华东")) == (2, 2)
    assert len(found) == 7
    assert set(found.values()) == {0}


def test_a_retired_region_stays_while_somebody_has_it(known, cast):
    for name in ("华北", "海外"):
        item = make.item("region", name)
        item.active = False
        item.save()
    found = dict(row[:2] for row in table(figures(cast.boss, "composition", "by=region")))
    assert found["华北"] == 2
    assert "海外" not in found


def test_by_credit_and_satisfaction_all_five_stars_are_there(known, cast):
    credit, satisfaction = (
        [row[1] for row in table(figures(cast.boss, "composition", f"by={by}"))] for by in ("credit", "satisfaction")
    )
    assert (credit, satisfaction) == ([0, 0, 3, 0, 1], [0, 0, 4, 0, 0])


def test_by_owner_everybody_who_may_have_customers_is_there_and_nobody_where_nobody_has_one(known, cast):
    found = [row[:2] for row in table(figures(cast.boss, "composition", "by=owner"))]
    assert sorted(found[:-1]) == [("Ann", 2), ("Bob", 1), ("Boss", 0)]
    assert found[-1][1] == 1


def test_an_account_manager_sees_own_figures_only(known, cast):
    assert [row[:2] for row in table(figures(cast.ann, "composition", "by=owner"))] == [("Ann", 2)]
    assert figures(cast.bob, "composition", "status=all").totals[1] == 2


def test_the_headlines_say_who_is_new_who_buys_and_who_never_did(known, cast):
    Customer.objects.filter(name="甲").update(created_at="2020-01-01T00:00Z", last_order_date="2020-06-01")
    Customer.objects.filter(name="乙").update(last_order_date="2199-01-01")
    values = [value for value, _before in headlines(figures(cast.boss, "composition")).values()]
    assert values == [4, 3, 1, 2]
