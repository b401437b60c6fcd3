"""Customer value by group and by recency and frequency, each cell with the customers behind it (C9, P4)."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from apps.customers.actions import valuing
from apps.reports.outputs import formats
from tests import make
from tests.reports.sales import figures, headlines, sale, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def valued(cast):
    """Ten customers, one recent and large, one large that stays away."""
    today = timezone.localdate()
    for place in range(10):
        customer = make.customer(cast.ann if place % 2 else cast.bob, f"客户{place}")
        for order in range(1 + place % 3):
            day = today - datetime.timedelta(days=300 - 30 * place + 40 * order)
            sale(customer, str(day), str(100 * (place + 1) if place else 5000))
    valuing.refresh()
    return cast


@pytest.mark.parametrize("name", ["boss", "ann"])
def test_groups_and_cells_count_what_their_lists_show(valued, as_, name):
    found, client = figures(valued[name], "value"), as_(valued[name])

    def behind(url):
        context = client.get(url).context
        assert context["filters"].form.errors == {}
        return context["table"].page.paginator.count

    assert [behind(row.url) for row in found.rows] == [row.cells[1] for row in found.rows]
    cells = [cell for _head, cells in found.grids[0].rows for cell in cells if cell.count]
    assert [behind(cell.url) for cell in cells] == [cell.count for cell in cells]
    heads = [one for one in found.headlines if one.url]
    assert [behind(one.url) for one in heads] == [one.value for one in heads]
    whole = {"boss": 10, "ann": 5}[name]
    assert found.totals[1] == sum(cell.count for cell in cells) == whole
    assert found.totals[2] == sum(row.cells[2] for row in found.rows) == sum(cell.amount for cell in cells)
    if name == "boss":
        assert list(headlines(found).values())[3][0] == Decimal(5000 + 3 * 600)  # 客户0 and 客户5
        assert table(found)[3][0] == "重要挽留客户"


def test_the_page_and_its_workbook(valued, as_):
    client = as_(valued.boss)
    page = client.get("/reports/value/").content.decode()
    assert page.count('<td class="grid-') == 25
    assert client.get("/reports/value/excel/").status_code == 200


def test_before_the_first_night_it_says_so(cast, as_):
    assert as_(cast.boss).get("/reports/value/").status_code == 200


@pytest.mark.parametrize(
    ("yuan", "chinese", "english"),
    [
        ("0", "0", "0"),
        ("999.5", "1,000", "1,000"),
        ("9999", "9,999", "10.0K"),
        ("86080", "8.6万", "86.1K"),
        ("11698864.30", "1,170万", "11.7M"),
        ("123456789", "1.2亿", "123M"),
    ],
)
def test_an_amount_in_few_letters(yuan, chinese, english):
    for language, text in (("zh-hans", chinese), ("en", english)):
        with translation.override(language):
            assert formats.compact(Decimal(yuan)) == text
