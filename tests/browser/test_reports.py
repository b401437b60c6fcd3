"""Journey 5: an executive reads the four analyses, opens what is behind a bar, takes the figures away (R1–R4, R6)."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import fits
from tests.reports.company import found

pytestmark = pytest.mark.browser
ANALYSES = ("contribution", "composition", "service", "loss")


@pytest.fixture
def company(cast):
    return found(cast)


def open_report(page, key):
    """From the menu, which is folded on a phone."""
    if page.locator("[data-menu]").is_visible():
        page.click("[data-menu]")
    page.click(f'#menu a[href="/reports/{key}/"]')
    expect(page).to_have_url(f"/reports/{key}/")


def show_year(page, year):
    page.select_option("#id_period", year)
    page.click(".report-filters button")
    expect(page).to_have_url(re.compile(f"period={year}"))
    expect(page.locator(".chart svg").first).to_be_visible()
    fits(page)


def table(page):
    """The rows of the table as they are read."""
    rows = page.locator(".report-table tbody tr").all()
    return [[cell.strip() for cell in row.locator("td").all_text_contents()] for row in rows]


def taken(page, link):
    """The content of the file behind a link."""
    with page.expect_download() as download:
        page.click(link)
    return BytesIO(Path(download.value.path()).read_bytes())


@pytest.mark.parametrize("width", [1440, 390])
def test_from_the_analyses_to_the_records_and_the_sheet(cast, company, page_at, login, width):
    page = page_at(width)
    login(page, cast.chief)
    for key in ANALYSES:
        open_report(page, key)
        if key != "composition":
            show_year(page, "2025")

    open_report(page, "contribution")
    show_year(page, "2025")
    rows = table(page)
    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("华信贸易", "2", "¥ 246.90"),
        ("无主工贸", "1", "¥ 123.45"),
        ("星河科技", "1", "¥ 123.45"),
        ("远航物流", "1", "¥ 123.45"),
    ]
    expect(page.locator(".report-counts")).to_contain_text("2025-01-01 – 2025-12-31")

    page.locator('.chart svg path[fill="#066fd1"]').first.click()
    expect(page).to_have_url(re.compile("/customers/orders/"))
    expect(page.locator("#rows tbody tr")).to_have_count(2)
    expect(page.locator("#rows tbody tr").first).to_contain_text("华信贸易")
    fits(page)
    page.go_back()
    expect(page.locator(".chart svg").first).to_be_visible()

    sheet = load_workbook(taken(page, 'a[href^="excel/"]')).active
    cells = [line[:4] for line in sheet.iter_rows(values_only=True) if line[0] in {row[0] for row in rows}]
    assert [(name, str(orders), f"¥ {amount:,.2f}") for name, _owner, orders, amount in cells] == [
        (row[0], row[2], row[3]) for row in rows
    ]
    assert len(sheet._charts) == 1
    assert Image.open(taken(page, 'a[href^="chart.png"]')).width > 1000


def test_without_scripts_every_figure_is_in_the_table(cast, company, page_at, login):
    page = page_at(1440, java_script_enabled=False)
    login(page, cast.chief)
    page.goto("/reports/orders/?period=2025-Q1")
    assert [row[1] for row in table(page)] == ["2", "0", "2"]
    page.click(".report-table tbody tr:first-child a")
    expect(page.locator("#rows tbody tr")).to_have_count(2)
