"""One report, three outputs: screen, workbook and picture say the same, in Chinese, on any machine (R6, B8)."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from PIL import Image

from apps.reports.outputs import fonts, formats
from apps.reports.outputs.excel import workbook
from apps.reports.outputs.picture import picture
from apps.reports.outputs.screen import options
from apps.reports.schema import Chart, Column, Figures, Headline, Row, Series

pytestmark = pytest.mark.slow

KINDS = ("bar", "hbar", "line", "pie", "stacked", "funnel")
TRICKY = ("=1+1", "+86 138 0000", "-1", "@SUM(A1)", "\t=cmd", "华信贸易有限公司")


def chart(kind="bar", labels=("喆堃镕商贸", "星澜科技"), values=(Decimal("12300.00"), Decimal("450.50")), **more):
    series = (Series("金额", tuple(values)),)
    return Chart(kind, "客户贡献分析", tuple(labels), series, value_kind="money", **more)


def figures(names=TRICKY, **more):
    columns = (Column("name", "客户"), Column("amount", "金额", "money"), Column("day", "日期", "date"))
    rows = tuple(Row((name, Decimal(place * 100), date(2026, 11, 21))) for place, name in enumerate(names))
    given = {
        "columns": columns,
        "rows": rows,
        "counts": "统计口径：已确认、已发货、已完成的订单",
        "totals": ("合计", sum((row.cells[1] for row in rows), Decimal(0)), None),
        "headlines": (Headline("金额", Decimal(1500), "money", Decimal(1200)),),
        "charts": (chart(),),
        "filters": (("地区", "华东"),),
    }
    return Figures("contribution", "客户贡献分析", **given | more)


def sheet_of(found):
    return openpyxl.load_workbook(BytesIO(workbook(found))).worksheets[0]


def test_the_workbook_holds_the_figures_of_the_screen():
    sheet = sheet_of(figures())
    lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=8, max_col=3)]
    assert lines[0] == ["客户", "金额", "日期"]
    assert [line[0] for line in lines[1:-1]] == list(TRICKY)
    assert [line[1] for line in lines[1:-1]] == [0, 100, 200, 300, 400, 500]
    assert lines[-1][:2] == ["合计", 1500]
    assert lines[1][2].date() == date(2026, 11, 21)
    assert sheet["A6"].value == 1500


def test_no_text_becomes_a_formula():
    sheet = sheet_of(figures())
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n", "d"}
    assert all(sheet.cell(9 + place, 1).quotePrefix for place in range(5))


@pytest.mark.parametrize("kind", KINDS)
def test_excel_draws_the_chart_itself_from_cells(kind):
    with ZipFile(BytesIO(workbook(figures(charts=(chart(kind),))))) as package:
        drawn = package.read("xl/charts/chart1.xml").decode()
    assert "客户贡献分析" in drawn
    assert "!$B$2:$B$3" in drawn.replace("'", "")


def test_a_workbook_without_rows_opens():
    empty = figures(names=(), totals=None, charts=(chart(labels=(), values=()),))
    assert sheet_of(empty)["A8"].value == "客户"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [0, 1, 3, 40])
def test_every_chart_becomes_a_picture(kind, count):
    drawn = chart(kind, [f"客户{place}" for place in range(count)], range(1, count + 1), others=True)
    png, svg = (picture(drawn, figures(), format) for format in ("png", "svg"))
    assert Image.open(BytesIO(png)).width == 1600
    assert b"<text" not in svg, "a text in an SVG needs a font on the reader's machine"
    assert picture(drawn, figures(), "svg") == svg, "the same figures make the same file"


def test_a_machine_without_chinese_fonts_uses_the_font_that_comes_along(monkeypatch):
    fonts.chinese.cache_clear()
    monkeypatch.setattr(fonts, "installed", lambda name: False)
    assert fonts.chinese() == fonts.bundled()
    fonts.chinese.cache_clear()
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 only this test needs it

    known = FT2Font(str(next(fonts.BUNDLED.glob("*.otf")))).get_charmap()
    assert {letter for letter in "客户贡献分析喆堃镕¥–，。0A" if ord(letter) not in known} == set()


def test_the_screen_gets_every_value_and_where_it_leads():
    found = options(chart(urls=("/a", "/b")))
    assert found["option"]["series"][0]["data"] == [12300.0, 450.5]
    assert found["option"]["xAxis"]["data"] == ["喆堃镕商贸", "星澜科技"]
    assert (found["kind"], found["urls"]) == ("money", ["/a", "/b"])
    assert found["option"]["tooltip"]["renderMode"] == "richText", "an HTML tooltip breaks the content security policy"


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (Decimal("12300"), "money", "¥ 12,300.00"),
        (Decimal("-5.5"), "money", "-¥ 5.50"),
        (0.1234, "percent", "12.3%"),
        (1204, "int", "1,204"),
        (3.456, "hours", "3.5"),
        (date(2026, 11, 21), "date", "2026-11-21"),
        (None, "money", "–"),
        ("0012", "int", "0012"),
    ],
)
def test_a_figure_reads_as_people_write_it(value, kind, text):
    assert formats.show(value, kind) == text
