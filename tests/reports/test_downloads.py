"""Downloads hold the figures of the screen, with a chart, and are on record (R6, P5)."""

from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook
from PIL import Image

from apps.core.models import Entry
from apps.customers.actions import valuing
from apps.customers.models import DelayMeasure, Loss
from apps.reports.pages import REPORTS
from tests.reports.company import MARCH

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
KEYS = [report.key for report in REPORTS]
QUERY = {"period": "2025"}


@pytest.fixture
def company(cast, company):
    """The small company, its customers valued, one of them brought back by a measure."""
    with time_machine.travel("2026-01-05"):
        valuing.refresh()
    measured = Loss.objects.get(customer=company.hua)
    Loss.objects.filter(pk=measured.pk).update(status=Loss.Status.RECOVERED, last_order_date="2025-01-15")
    DelayMeasure.objects.create(loss=measured, measure="上门", by=cast.ann, at=MARCH)
    return company


def content(client, name: str, query: dict) -> bytes:
    answer = client.get(reverse(f"reports:{name}"), query)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return b"".join(answer)


@pytest.mark.once
@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("name", ["boss", "ann"])
def test_the_sheet_holds_the_figures_of_the_screen_and_a_chart(cast, as_, company, key, name):
    client = as_(cast[name])
    figures = client.get(reverse(f"reports:{key}"), QUERY).context["figures"]
    sheet = load_workbook(BytesIO(content(client, f"{key}-excel", QUERY))).active
    lines = [tuple(cell for cell in line[: len(figures.columns)]) for line in sheet.iter_rows(values_only=True)]
    head = lines.index(tuple(column.label for column in figures.columns))
    shown = [row.cells for row in figures.rows] + [figures.totals] * bool(figures.totals)
    wanted = [[plain(cell) for cell in cells] for cells in shown]
    assert [[plain(cell) for cell in line] for line in lines[head + 1 : head + 1 + len(wanted)]] == wanted
    assert len(sheet._charts) >= 1


def plain(cell):
    """A cell as both sides have it: numbers as such, dates as days, nothing as nothing."""
    if hasattr(cell, "date"):
        return cell.date()
    if isinstance(cell, str) or cell is None or hasattr(cell, "year"):
        return cell or None
    return round(float(cell), 6)


@pytest.mark.once
@pytest.mark.parametrize("key", KEYS)
def test_every_chart_is_a_picture(cast, as_, company, key):
    client = as_(cast.boss)
    charts = client.get(reverse(f"reports:{key}"), QUERY).context["figures"].charts
    pictures = {content(client, f"{key}-png", QUERY | {"chart": place}) for place in range(len(charts))}
    assert len(pictures) == len(charts)
    assert {Image.open(BytesIO(picture)).format for picture in pictures} == {"PNG"}
    assert content(client, f"{key}-svg", QUERY).startswith(b"<?xml")


@pytest.mark.parametrize("place", ["9", "-1", "x", "0" * 9, "9" * 5000])
def test_a_chart_that_is_not_there_is_not_found(cast, as_, company, place):
    assert as_(cast.boss).get(reverse("reports:orders-png"), {"chart": place}).status_code == 404


@pytest.mark.parametrize("name", ["orders-excel", "orders-png", "orders-svg"])
def test_that_figures_were_taken_away_is_on_record(cast, as_, company, name):
    before = Entry.objects.count()
    content(as_(cast.ann), name, {"period": "2025-Q1"})
    entry = Entry.objects.first()
    assert (Entry.objects.count(), entry.by, entry.action) == (before + 1, cast.ann, "reports.orders.export")
    assert "period=2025-Q1" in entry.note
