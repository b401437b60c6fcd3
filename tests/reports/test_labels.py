"""One label, one figure: what is called the same is the same number wherever it stands, and has a period (R6, R7)."""

import pytest
import time_machine

from apps.customers.actions import valuing
from apps.reports.pages import REPORTS
from tests.reports import chances
from tests.reports.company import found as company_of
from tests.reports.sales import figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def every(cast):
    """The figures of every report for the same days."""
    company_of(cast)
    with time_machine.travel(chances.NOW):
        chances.found(cast)
        valuing.refresh()
        return {one.key: figures(cast.chief, one.key, "period=2025") for one in REPORTS}


def test_a_label_on_two_reports_is_one_number(every):
    said: dict = {}
    for key, report in every.items():
        for one in report.headlines:
            said.setdefault(one.label, {})[key] = one.value
    several = {label: values for label, values in said.items() if len(values) > 1}
    assert {label: values for label, values in several.items() if len(set(values.values())) > 1} == {}
    assert len(several) >= 5, "nothing is compared any more"


def test_a_headline_that_is_also_a_column_is_its_total(every):
    for key, report in every.items():
        totals = dict(zip((column.label for column in report.columns), report.totals or (), strict=False))
        said = {one.label: one.value for one in report.headlines if totals.get(one.label) is not None}
        assert said == {label: totals[label] for label in said}, key


def test_every_report_says_of_which_days_it_is(every):
    for report in every.values():
        assert any(part in report.counts for part in ("2025-01-01", "2026-05-20", "as they are now", "现有", "目前"))
