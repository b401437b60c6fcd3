"""Periods by name and the ones before them (R1–R5)."""

import datetime

import pytest

from apps.reports.period import Period, counted_from, named


@pytest.mark.parametrize(
    ("name", "these", "before"),
    [
        ("2025", "2025-01-01 – 2025-12-31", "2024-01-01 – 2024-12-31"),
        ("2025-Q1", "2025-01-01 – 2025-03-31", "2024-10-01 – 2024-12-31"),
        ("2025-Q4", "2025-10-01 – 2025-12-31", "2025-07-01 – 2025-09-30"),
        ("2024-02", "2024-02-01 – 2024-02-29", "2024-01-01 – 2024-01-31"),
        ("2025-03", "2025-03-01 – 2025-03-31", "2025-02-01 – 2025-02-28"),
    ],
)
def test_a_named_period_is_compared_with_the_one_before(name, these, before):
    assert (str(named(name)), str(named(name).before)) == (these, before)


@pytest.mark.parametrize("name", ["", "1", "25", "2025-Q5", "2025-13", "2025-00", "20255", "days", "1899", "2025 "])
def test_what_is_no_period_has_no_days(name):
    assert named(name) is None


@pytest.mark.parametrize(
    ("name", "these", "before"),
    [
        ("last-12-months", "2025-12-01 – 2026-11-21", "2024-12-01 – 2025-11-21"),
        ("this-month", "2026-11-01 – 2026-11-21", "2026-10-01 – 2026-10-21"),
        ("this-quarter", "2026-10-01 – 2026-11-21", "2026-07-01 – 2026-08-21"),
        ("last-quarter", "2026-07-01 – 2026-09-30", "2026-04-01 – 2026-06-30"),
        ("this-year", "2026-01-01 – 2026-11-21", "2025-01-01 – 2025-11-21"),
        ("last-year", "2025-01-01 – 2025-12-31", "2024-01-01 – 2024-12-31"),
    ],
)
def test_a_period_that_runs_is_compared_with_the_same_days_of_the_one_before(name, these, before):
    found = counted_from(datetime.date(2026, 11, 21))[name]
    assert (str(found), str(found.before)) == (these, before)


def test_the_end_of_a_month_is_compared_with_the_end_of_the_one_before():
    found = counted_from(datetime.date(2026, 2, 28))["this-month"]
    assert str(found.before) == "2026-01-01 – 2026-01-31"
    leap = counted_from(datetime.date(2024, 2, 29))["this-year"]
    assert str(leap.before) == "2023-01-01 – 2023-02-28"


def test_any_days_are_compared_with_as_many_days_before():
    found = Period(datetime.date(2025, 3, 10), datetime.date(2025, 3, 19))
    assert str(found.before) == "2025-02-28 – 2025-03-09"


def test_days_that_are_whole_months_are_compared_with_as_many_months():
    found = Period(datetime.date(2025, 1, 1), datetime.date(2025, 2, 28))
    assert str(found.before) == "2024-11-01 – 2024-12-31"


def test_the_moments_of_a_period_are_those_of_the_companys_clock():
    first, last = named("2025-01").moments
    assert (first.isoformat(), last.isoformat()) == ("2025-01-01T00:00:00+08:00", "2025-01-31T23:59:59.999999+08:00")
