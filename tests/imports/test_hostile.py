"""Files made to do damage, and broken ones: each is refused with a sentence, quickly, and stores nothing (B9)."""

import struct
import time
import zipfile

import pytest
from openpyxl import Workbook

from apps.customers.models import Customer
from apps.kit.importing.reading import limits

SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{rows}</sheetData></worksheet>"
)

pytestmark = pytest.mark.slow
CELL = '<row r="{row}"><c r="{cell}" t="inlineStr"><is><t>name</t></is></c></row>'


@pytest.fixture
def book(tmp_path):
    """A workbook whose first sheet, or any other part, is what the test says."""

    def write(sheet: str | None = None, **parts: bytes):
        Workbook().save(tmp_path / "good.xlsx")
        path = tmp_path / "bad.xlsx"
        with zipfile.ZipFile(tmp_path / "good.xlsx") as good, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bad:
            for name in good.namelist():
                text = sheet if sheet is not None and name.endswith("sheet1.xml") else good.read(name)
                bad.writestr(name, text)
            for name, content in parts.items():
                bad.writestr(name, content)
        return path

    return write


@pytest.fixture
def refused(refuse):
    """The sentence a file is refused with, within the time allowed; and nothing of it is stored."""

    def sentence(path) -> str:
        began = time.monotonic()
        outcome = refuse("customers", path)
        assert time.monotonic() - began < 10
        assert not Customer.objects.exists()
        return outcome.refusal

    return sentence


def test_a_cell_at_the_far_end_of_the_sheet(refused, book):
    path = book(SHEET.format(rows=CELL.format(row=1048576, cell="XFD1048576")))
    assert refused(path).startswith("The sheet reaches to cell XFD1048576; at most 1000000 rows and 500 columns")


def test_a_cell_at_each_end_of_the_sheet(refused, book):
    rows = CELL.format(row=1, cell="A1") + CELL.format(row=1048576, cell="XFD1048576")
    assert refused(book(SHEET.format(rows=rows))).startswith("The file is damaged")


@pytest.mark.parametrize("cell", ["A99999999999", "A-1", "1A", "ZZZZZZ1", ""])
def test_impossible_addresses_of_cells(refused, book, cell):
    assert refused(book(SHEET.format(rows=CELL.format(row=1, cell=cell))))


def test_a_zip_bomb(refused, book):
    path = book(SHEET.format(rows=" " * (limits.MOST_UNPACKED + 1)))
    assert path.stat().st_size < limits.MEGABYTE
    assert refused(path) == "The workbook unpacks to 200 MB; at most 200 MB are read."


def test_a_smaller_zip_bomb(refused, book):
    path = book(SHEET.format(rows=" " * (20 * limits.MEGABYTE)))
    assert "times its size; at most 100 times are read." in refused(path)


def test_a_zip_bomb_that_lies_about_its_size(refused, book):
    path = book(sheet := SHEET.format(rows=CELL.format(row=1, cell="A1") + " " * (20 * limits.MEGABYTE)))
    told, content = struct.pack("<I", len(sheet)), path.read_bytes()
    assert content.count(told) == 2
    path.write_bytes(content.replace(told, struct.pack("<I", 1000)))
    assert refused(path).startswith("The file is damaged")


def test_a_workbook_of_ten_thousand_parts(refused, book):
    assert refused(book(**{f"xl/{number}.xml": b"" for number in range(10_000)})).startswith("The workbook consists of")


@pytest.mark.parametrize(
    "entity",
    ['<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9)) + "<!ENTITY x '&a9;'>",
     '<!ENTITY x SYSTEM "file:///etc/passwd">', '<!ENTITY x SYSTEM "http://127.0.0.1:9/">'],
)  # fmt: skip
def test_entities_are_not_followed(refused, book, entity):
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>' + (
        '<row r="2"><c r="A2" t="inlineStr"><is><t>&x;</t></is></c></row>'
    )
    sheet = SHEET.format(rows=row).replace("<worksheet", f"<!DOCTYPE x [{entity}]><worksheet")
    assert refused(book(sheet)).startswith("The file is damaged")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("zero.csv", b"", "The file is empty."),
        ("blank.csv", b"\xef\xbb\xbf \r\n\r\n", "The file is empty."),
        ("zero.xlsx", b"", "The file is empty."),
        ("page.xlsx", b"<html><body>no</body></html>", "This is called an Excel workbook (.xlsx) but is none."),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n\x00\x00", "This is called an Excel workbook (.xlsx) but is none."),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "This is neither a text file nor an Excel workbook"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "This is an old or password-protected"),
        ("secret.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "This is an old or password-protected"),
        ("commas.csv", b",,,\n,,,\n", "The file is empty."),
        ("wide.csv", b",".join([b"x"] * 100_000), "Line 1 has more than 500 columns."),
        ("long.csv", b"name,region\n" + b"x" * 200_000 + b",y\n", "Line 2: a cell is longer than 131072 characters."),
        ("open.csv", b'name,region\n"' + b"x,y\n" * 200_000, "Line 2: a cell is longer than 131072 characters."),
        ("empty.csv", b"name\n" + b"\n" * (limits.MOST_ROWS + 1), "The file has more than 1000000 rows. Divide it."),
        ("page.csv", b"<html>\n<body>\n", "No column of the file is known."),
    ],
)
def test_what_is_no_table(refused, file, name, content, sentence):
    assert refused(file(name, content)).startswith(sentence)


def test_cut_and_altered_workbooks(refused, workbook):
    path = workbook(["name", "region"], *(["华信", "华东"] for _row in range(100)))
    whole = path.read_bytes()
    for damaged in (whole[: len(whole) // 2], whole[:-10], whole[:2000] + bytes(500) + whole[2500:]):
        path.write_bytes(damaged)
        assert refused(path).startswith("The file is damaged")


def test_a_folder_of_something_else_called_a_workbook(refused, tmp_path):
    with zipfile.ZipFile(tmp_path / "letter.xlsx", "w") as packed:
        packed.writestr("word/document.xml", "<w/>")
    assert refused(tmp_path / "letter.xlsx").startswith("This is called an Excel workbook (.xlsx) but is none.")


def test_a_workbook_without_cells(refused, book):
    assert refused(book()) == "The file is empty."


def test_a_file_that_is_too_large_is_not_even_opened(refused, tmp_path):
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(2 * 1024**3)
    assert refused(tmp_path / "huge.csv") == "The file is larger than 100 MB. Divide it."


def test_characters_that_are_no_text_do_not_reach_the_database(refuse, file):
    rows = "name,region\n" + "甲,华东\n" * 1000 + "甲\x00乙,华东\n"
    assert (
        "Line 1002: This row contains characters that are no text." in refuse("customers", file("a.csv", rows)).problems
    )
