"""The reports of a company that has nothing yet (R1–R6)."""

import pytest
from django.urls import reverse

from apps.reports.pages import REPORTS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize("key", [report.key for report in REPORTS])
def test_a_report_without_rows_says_so(cast, as_, key):
    page = as_(cast.boss).get(reverse(f"reports:{key}")).content.decode()
    assert "<table" not in page
    assert "data-chart=" not in page
    assert 'class="empty"' in page
