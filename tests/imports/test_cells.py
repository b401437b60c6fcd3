"""Cells of a workbook: what they show is what is taken; what is no value is refused with the way out (B9)."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from apps.customers.models import Contact, Customer
from apps.kit.importing.source import Source
from tests import make
from tests.imports.corpus import END, NAMES, SHEET, START, book, cells

pytestmark = pytest.mark.slow
FAR = 6222021234567890123
RICH = '<r><t>华</t></r><r><rPr><b/></rPr><t>信</t></r><rPh sb="0" eb="1"><t>hua</t></rPh>'


@pytest.fixture
def shown(tmp_path):
    """What is read of cells, each written with its number format, and why some are no values."""

    def read(*written: tuple) -> list[str | tuple[str, str]]:
        made = Workbook()
        made.active.append(["title"])
        for line, (value, form) in enumerate(written, 2):
            cell = made.active.cell(line, 1, value)
            cell.number_format = form or "General"
            made.active.cell(line, 2, "x")
        made.save(tmp_path / "cells.xlsx")
        return [*taken(tmp_path / "cells.xlsx")]

    return read


def taken(path: Path) -> Iterator[str | tuple[str, str]]:
    for _line, texts, bad in [*Source(path).rows()][1:]:
        yield (texts[0], bad[0]) if 0 in bad else texts[0]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (12, "000000", "000012"), (1234567, "000000", "1234567"), (12, '"KH"0000', "KH0012"),
        (120001, "000-0000", "012-0001"),
        (2112345678, "(000) 0000-0000", "(021) 1234-5678"), (12, "0", "12"), (12, "#,##0", "12"),
        (12.5, "0.00", "12.5"),
        (-3, "000", "-3"), (1.5, "000", "1.5"), (0.15, "0%", "15%"), (0.155, "0%", "15.5%"), (1, "0.00%", "100%"),
        (90000, '"$"#,##0.00', "$90000"), (90000, "[$€-407]#,##0", "€90000"), (90000, '"¥"#,##0', "¥90000"),
        (3, '0.0"万"', "3万"), (3, '#,##0.00"元"', "3元"), (123000, '0!.0,"万"', "123000"), (5, '0"件"', "5"),
        (12, "@", "12"), (46082, "General", "46082"), (46082, "yyyy-mm-dd", "2026-03-01"), (1.5, "0.00E+00", "1.5"),
        (46082, 'yyyy"年"m"月"d"日"', "2026-03-01"), (46082.5, "yyyy-mm-dd hh:mm", "2026-03-01T12:00:00"),
        (datetime.timedelta(hours=30), "[h]:mm:ss", "30:00:00"), (datetime.time(8, 30), "h:mm", "08:30:00"),
        (True, "General", "TRUE"), (123456789012345, "0", "123456789012345"), (0.1 + 0.2, "General", "0.3"),
        (FAR, "0", ("6222021234567890000", "digits")), (10**15, "General", ("1000000000000000", "digits")),
        ("#N/A", "General", ("#N/A", "error")), ("#5", "General", "#5"), ("=1+1", "General", ("=", "no_value")),
        (3, '"+"0;"-"0', "3"), (5, "[<=9]0;000", "5"), (7, '0;[Red]"a;b"0', "7"),
    ],
)  # fmt: skip
def test_a_number_is_taken_as_it_is_shown_and_what_is_no_value_is_told(shown, value, form, text):
    assert shown((value, form)) == [text]


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ('<c r="A2" t="e"><v>#REF!</v></c>', ("#REF!", "error")),
        ("<c t='e'><f>A1</f><v>#DIV/0!</v></c>", ("#DIV/0!", "error")),
        ('<c r="A2"><f>SUM(B1:B9)</f></c>', ("=", "no_value")), ('<c r="A2"><f>A1</f><v/></c>', ("=", "no_value")),
        ('<c r="A2"><f>A1</f><v>7</v></c>', "7"), ('<c r="A2" t="str"><f>A1</f><v></v></c>', ""),
        ('<c r="A2" t="str"><f>A1</f><v>x</v></c>', "x"),
        (f'<c r="A2" t="inlineStr"><is>{RICH}</is></c>', "华信"),
    ],
)  # fmt: skip
def test_errors_formulas_and_rich_text(tmp_path, xml, text):
    path = tmp_path / "cells.xlsx"
    path.write_bytes(cells(xml, '<c r="B2"><v>1</v></c>'))
    assert [*taken(path)] == [text]


def test_marks_are_found_wherever_the_sheet_is_cut_into_pieces(tmp_path):
    """The same sheet with its one error at every distance from the edge between two pieces."""
    path = tmp_path / "long.xlsx"
    for pad in range(1048576 - 400, 1048576, 23):
        sheet = f'{START}{NAMES}<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2"><v>1</v></c></row>{END}'
        path.write_bytes(book({SHEET: sheet.replace("<row", " " * pad + "<row", 1)}))
        assert [*taken(path)] == [("#N/A", "error")]


def test_rows_that_go_back_are_damaged(refuse, tmp_path):
    path = tmp_path / "back.xlsx"
    path.write_bytes(book({SHEET: f'{START}<row r="3"><c r="A3" t="e"><v>#N/A</v></c></row>{NAMES}{END}'}))
    assert refuse("customers", path).refusal.startswith("The file is damaged")


def test_a_long_number_is_a_bad_cell_with_the_way_out_and_other_columns_do_not_matter(refuse, bring, workbook, cast):
    path = workbook(["name", "region", "bank account"], ["甲", "华东", FAR], ["乙", "华东", "6222021234567890123"])
    reason = (
        "Excel keeps 15 digits of a number, and “6222021234567890000” had more. "
        "Format the column as text and enter it again."
    )
    for wish in ((), ("--dry",)):
        assert refuse("customers", path, *wish).problems == [f"Line 2, column “bank account”: {reason}"]
    bring("customers", workbook(["name", "region", "else"], ["甲", "华东", FAR]))
    assert Customer.objects.get().bank_account == ""


def test_merged_cells_are_refused_below_the_header_and_fill_it(refuse, bring, tmp_path, cast):
    made = Workbook()
    for row in (["客户", "电话"], ["", ""], ["甲", "1"], ["", "2"]):
        made.active.append(row)
    for merged in ("A1:A2", "A3:A4"):
        made.active.merge_cells(merged)
    made.active["B2"] = "手机"
    made.save(tmp_path / "merged.xlsx")
    make.customer(cast.ann, "甲")
    told = refuse("contacts", tmp_path / "merged.xlsx", "--header", "2", "--map", "客户=customer", "--map", "手机=name")
    assert told.problems == [
        "Line 4, column “客户”: This cell is merged with others under “甲”. Unmerge them and fill in each."
    ]
    assert not Contact.objects.exists()


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "#DIV/0!", "#NAME?", " #VALUE! ", "#######"])
def test_an_error_that_a_sheet_left_in_a_text_file_is_no_value(text, tmp_path):
    (tmp_path / "a.csv").write_text(f"title,other\n{text},x\n#1 砂纸,x\n")
    [(_texts, bad), plain] = [(texts, bad) for _line, texts, bad in [*Source(tmp_path / "a.csv").rows()][1:]]
    assert (bad, plain) == ({0: "error"}, (["#1 砂纸", "x"], {}))
