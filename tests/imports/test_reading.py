"""Files as people have them: encodings, delimiters, sheets, headers, cells of any kind (B9)."""

import datetime

import pytest
from openpyxl import Workbook

from apps.customers.models import Customer

pytestmark = pytest.mark.slow

TABLE = "公司;地区;电话\n华信贸易;华东;021-1\n远航物流;华北;010-2\n"
MAP = ("--map", "公司=name", "--map", "地区=region", "--map", "电话=phone")


def stored() -> list[tuple]:
    return [*Customer.objects.order_by("pk").values_list("name", "region__item", "phone")]


BOTH = [("华信贸易", "华东", "021-1"), ("远航物流", "华北", "010-2")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_delimiter_and_line_ends_are_told_from_the_file(bring, file, encoding, delimiter, end):
    bring("customers", file("a.csv", TABLE.replace(";", delimiter).replace("\n", end), encoding), *MAP)
    assert stored() == BOTH


def test_an_encoding_that_cannot_be_told_is_named(bring, file):
    bring("customers", file("a.csv", "name;region\nCafé Zürich;海外\n".replace("海外", "x"), "latin-1"),
          "--encoding", "latin-1", "--create-missing")  # fmt: skip
    assert Customer.objects.get().name == "Café Zürich"


@pytest.mark.parametrize("encoding", ["no-such", "ascii"])
def test_a_wrong_encoding_is_refused(refuse, file, encoding):
    outcome = refuse("customers", file("a.csv", TABLE), *MAP, "--encoding", encoding)
    assert outcome.refusal == f"The file cannot be read as {encoding}."


def test_lines_in_two_encodings_are_named_and_nothing_is_guessed(refuse, file):
    first, second, third = TABLE.encode().splitlines(keepends=True)
    mixed = first + second.decode().encode("gbk") + third
    outcome = refuse("customers", file("a.csv", mixed), *MAP)
    assert outcome.refusal == "Line 1 is UTF-8, but line 2 is GB18030. Save the file as UTF-8."


def test_a_line_in_no_known_encoding_is_named(refuse, file):
    outcome = refuse("customers", file("a.csv", TABLE.encode() + b"\xff\xff;x;y\n"), *MAP)
    assert outcome.refusal.startswith("Line 4 is neither UTF-8 nor GB18030. Save the file as UTF-8, or say --encoding")


def test_a_delimiter_inside_quotes_or_in_few_cells_does_not_divide(bring, file):
    bring("customers", file("a.csv", '公司,地区\n"a; b; c",华东\n"d, e",华东\nf; g,华东\n'), *MAP[:4])
    assert [name for name, *_rest in stored()] == ["a; b; c", "d, e", "f; g"]


def test_a_cell_of_several_lines_counts_where_it_begins(refuse, file):
    outcome = refuse("customers", file("a.csv", '公司,地区,地址\n甲,华东,"一\n二\n三"\n乙,nowhere,x\n'), *MAP[:4])
    assert outcome.problems[0].startswith("Line 5, column “地区”")


def test_a_quotation_mark_that_is_not_closed_swallows_nothing(refuse, file):
    outcome = refuse("customers", file("a.csv", '公司,地区\n甲,华东\n"乙,华东\n丙,华东\n'), *MAP[:4])
    assert outcome.refusal == "Line 3: a quotation mark is not closed, or stands in the middle of a cell."
    assert not Customer.objects.exists()


def test_the_header_may_stand_below_a_title(bring, file):
    bring("customers", file("a.csv", "Customers of 2026\n\n" + TABLE), *MAP, "--header", "3")
    assert stored() == BOTH


def test_titles_are_found_whatever_their_spaces_and_letters(bring, file):
    bring("customers", file("a.csv", '"Company\nname ",　Region\n甲,华东\n'), "--map", "company NAME=name")
    assert stored() == [("甲", "华东", "")]


def test_blank_rows_are_passed_over_and_missing_cells_are_empty(bring, file):
    bring("customers", file("a.csv", TABLE.replace("\n远", "\n\n;;\n   \n远") + "短公司;华东\n"), *MAP)
    assert stored() == [*BOTH, ("短公司", "华东", "")]


def test_a_row_with_more_cells_than_the_header_is_refused(refuse, file):
    outcome = refuse("customers", file("a.csv", TABLE + "甲;华东;1;more\n"), *MAP)
    assert outcome.problems == ["Line 4: This row has more cells than the header has columns."]


def test_a_title_that_stands_twice_is_no_address(refuse, file):
    outcome = refuse("customers", file("a.csv", "公司;公司;地区\n甲;乙;华东\n"), *MAP[:2])
    assert outcome.refusal == "There is more than one column “公司”."


def test_excel_cells_of_every_kind_become_what_they_look_like(bring, workbook):
    bring(
        "customers",
        workbook(
            ["name", "region", "phone", "postcode", "registered_capital", "credit", "address", "website"],
            ["华信贸易", "华东", 13800000000, "010020", 0.1 + 0.2, 4.0, True, datetime.date(2026, 3, 1)],
        ),
    )
    one = Customer.objects.get()
    assert (one.phone, one.postcode, str(one.registered_capital), one.credit) == ("13800000000", "010020", "0.30", 4)
    assert (one.address, one.website) == ("TRUE", "2026-03-01")


def test_the_first_sheet_that_can_be_seen_is_read_or_the_one_that_is_named(bring, refuse, tmp_path):
    book = Workbook()
    book.active.title = "hidden"
    book.active.sheet_state = "hidden"
    for title, name in (("seen", "甲"), ("other", "乙")):
        sheet = book.create_sheet(title)
        sheet.append(["name", "region"])
        sheet.append([name, "华东"])
    book.save(tmp_path / "book.xlsx")
    bring("customers", tmp_path / "book.xlsx")
    bring("customers", tmp_path / "book.xlsx", "--sheet", "other")
    assert [name for name, *_rest in stored()] == ["甲", "乙"]
    outcome = refuse("customers", tmp_path / "book.xlsx", "--sheet", "no")
    assert outcome.refusal == "There is no sheet “no” in the workbook. There are: hidden, seen, other."


def test_rows_of_a_workbook_are_named_by_their_number_on_the_sheet(refuse, workbook):
    outcome = refuse("customers", workbook(["name", "region"], [], [], ["甲", "nowhere"]))
    assert outcome.problems[0].startswith("Line 4, column “region”")


def test_there_must_be_a_file(refuse, tmp_path):
    assert refuse("customers", tmp_path / "no.csv").refusal == f"There is no file {tmp_path / 'no.csv'}."
    assert refuse("customers", tmp_path).refusal == f"There is no file {tmp_path}."
