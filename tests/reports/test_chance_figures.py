"""Funnel, forecast, and what came of it, worked out by hand (M7, R6, P4)."""

from decimal import Decimal as D

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from apps.marketing.models import Forecast
from tests import make
from tests.reports import chances
from tests.reports.sales import figures, headlines, table
from tests.reports.test_drill_down import rows_behind

pytestmark = pytest.mark.django_db
KEYS = ("funnel", "forecast", "outcome")


@pytest.fixture(autouse=True)
def company(cast):
    with time_machine.travel(chances.NOW, tick=False), translation.override("en"):
        yield chances.found(cast)


def test_the_funnel_counts_how_far_the_chances_recorded_in_the_period_have_come(cast):
    found = figures(cast.chief, "funnel", "period=2026-Q2")
    assert table(found) == [
        ("Recorded", 8, D("4883.33"), 1.0, 1.0),
        ("Taken up", 7, D("4383.33"), 7 / 8, 7 / 8),
        ("Won of these", 1, D("900.00"), 1 / 8, 1 / 7),
    ]
    assert headlines(found)["Won of the recorded"] == (1 / 8, 1.0)
    assert headlines(found)["Amount won of these"] == (D("900.00"), D("700.00"))
    assert found.charts[2].series[0].values == (1, 5, 1, 1)


def test_the_forecast_weighs_by_probability_in_each_month(cast):
    found = figures(cast.chief, "forecast", "period=this-month")
    assert [cells for cells in table(found) if cells[1]] == [
        ("Overdue", 1, D("2000.00"), D("200.00")),
        ("2026-05", 2, D("1000.00"), D("500.00")),
        ("2026-06", 1, D("333.33"), D("100.00")),
        ("Later", 1, D("100.00"), D("100.00")),
        ("Undated", 1, D("500.00"), D("100.00")),
    ]
    assert [cells[0] for cells in table(found)][1:13] == list(found.charts[0].labels[1:13])
    assert len(found.rows) == 15
    assert found.totals == ("Total", 6, D("3933.33"), D("1000.00"))


def test_the_forecast_by_account_manager_has_the_win_rate_of_the_period(cast):
    found = figures(cast.chief, "forecast", "by=manager&period=2026-Q2")
    assert table(found) == [
        ("Ann", 3, D("1333.33"), D("600.00"), 2, 1, 2 / 3),
        ("Bob", 2, D("2100.00"), D("300.00"), 1, 0, 1.0),
        ("Nobody yet", 1, D("500.00"), D("100.00"), 0, 0, None),
    ]
    assert found.totals == ("Total", 6, D("3933.33"), D("1000.00"), 3, 1, 3 / 4)
    assert headlines(found)["Win rate"] == (3 / 4, None)
    stacked = {one.label: one.values for one in found.charts[0].series}
    assert (stacked["Ann"][1], stacked["Bob"][0], stacked["Nobody yet"][-1]) == (D("500.00"), D("200.00"), D("100.00"))


def test_more_than_eight_account_managers_are_summed_in_the_chart_by_month(cast):
    for place in range(8):
        person = make.user(f"m{place}", "客户经理", cast.ann.department)
        chances.recorded(person, person, "2026-05-01", 10, 100, "2026-05-31")
    series = figures(cast.chief, "forecast").charts[0].series
    assert [one.label for one in series][-1] == "Others"
    assert len(series) == 9
    assert sum(sum(one.values) for one in series) == D("1080.00")


def test_each_month_compares_what_it_promised_with_what_came(cast):
    found = figures(cast.chief, "outcome", "period=2026-Q2")
    assert table(found) == [
        ("2026-04", 1, D("300.00"), 1, D("900.00"), D("600.00"), 3.0, 0, 1.0),
        ("2026-05", 2, D("550.00"), 2, D("740.00"), D("190.00"), 740 / 550, 1, 2 / 3),
        ("2026-06", None, None, 0, D("0.00"), None, None, 0, None),
    ]
    assert found.totals == ("Total", 3, D("850.00"), 3, D("1640.00"), D("790.00"), 1640 / 850, 1, 3 / 4)
    assert "2026-04" in found.counts


def test_a_forecast_that_was_not_kept_is_not_known(cast):
    Forecast.objects.filter(month="2026-05-01").delete()
    found = figures(cast.chief, "outcome", "period=2026-Q2")
    assert found.totals == ("Total", 1, D("300.00"), 3, D("1640.00"), D("600.00"), 3.0, 1, 3 / 4)
    Forecast.objects.all().delete()
    found = figures(cast.chief, "outcome", "period=2026-05")
    assert found.totals == ("Total", None, None, 2, D("740.00"), None, None, 1, 2 / 3)
    assert "No forecast has been kept yet" in found.counts


def test_the_days_of_the_result_are_those_of_whole_months(cast):
    found = figures(cast.chief, "outcome", "period=days&first=2026-04-29&last=2026-05-02")
    assert [cells[:5] for cells in table(found)] == [
        ("2026-04", 1, D("300.00"), 1, D("900.00")),
        ("2026-05", 2, D("550.00"), 2, D("740.00")),
    ]


@pytest.mark.parametrize(
    ("name", "open", "recorded", "won"), [("ann", 3, 4, 2), ("bob", 2, 3, 1), ("boss", 4, 5, 2), ("chief", 6, 8, 3)]
)
def test_everybody_reads_the_figures_of_the_chances_they_may_see(cast, as_, name, open, recorded, won):
    assert figures(cast[name], "forecast").totals[1] == open
    assert figures(cast[name], "funnel", "period=2026-Q2").rows[0].cells[1] == recorded
    assert figures(cast[name], "outcome", "period=2026-Q2").totals[3] == won
    people = as_(cast[name]).get(reverse("reports:forecast")).context["form"].fields["assignee"].queryset
    assert {one.username for one in people} == {"ann": {"ann"}, "bob": {"bob"}, "boss": {"ann"}}.get(
        name, {"ann", "bob"}
    )


@pytest.mark.parametrize(
    ("key", "query", "cell"),
    [
        ("funnel", "period=2026-Q2", 1),
        ("funnel", "period=2026-Q2&assignee={ann}", 1),
        ("forecast", "by=month", 1),
        ("forecast", "by=manager", 1),
        ("outcome", "period=2026-Q2", 3),
        ("outcome", "period=2026-05&assignee={ann}", 3),
    ],
)
@pytest.mark.parametrize("name", ["boss", "chief", "ann"])
def test_the_rows_behind_a_row_are_as_many_as_it_counts(cast, as_, name, key, query, cell):
    client, found = as_(cast[name]), figures(cast[name], key, query.format(ann=cast.ann.pk))
    assert [rows_behind(client, row.url) for row in found.rows] == [row.cells[cell] for row in found.rows]


@pytest.mark.parametrize("name", ["boss", "chief", "ann"])
def test_behind_the_bars_are_the_chances_they_count(cast, as_, name):
    client = as_(cast[name])
    states = figures(cast[name], "funnel", "period=2026-Q2").charts[2]
    assert tuple(rows_behind(client, url) for url in states.urls) == states.series[0].values
    found = figures(cast[name], "outcome", "period=2026-Q2")
    promised, ended = (chart.urls for chart in found.charts)
    assert [rows_behind(client, url) if url else 0 for url in promised] == [row.cells[1] or 0 for row in found.rows]
    assert [rows_behind(client, url) for url in ended] == [row.cells[3] + row.cells[7] for row in found.rows]


@pytest.mark.parametrize("key", KEYS)
def test_it_asks_as_often_for_many_chances_as_for_few(cast, as_, key):
    client = as_(cast.chief)
    client.get(reverse(f"reports:{key}"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(f"reports:{key}"))
    for day in range(10, 20):
        chances.recorded(cast.boss, cast.ann, f"2026-04-{day}", 10, 10, f"2026-09-{day}")
        chances.recorded(cast.boss, cast.ann, f"2026-04-{day}", 10, 10, None, "won", f"2026-0{day % 5 + 1}-02T09:00")
    with CaptureQueriesContext(connection) as many:
        client.get(reverse(f"reports:{key}"))
    assert len(many) == len(few) <= 20
