"""Excel workbooks: weighed before they are unpacked, then read by a library that is fast but trusts its input."""

import datetime
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from apps.core.importing.reading import limits
from apps.core.importing.reading.refusal import Unreadable

PLAINEST = 10**15  # Excel itself keeps 15 digits of a number


def rows(path: Path, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of the named sheet, else of the first one that can be seen."""
    weigh(path)
    with path.open("rb") as file:
        found = chosen(CalamineWorkbook.from_filelike(file), sheet)
    if found.end is None:
        raise Unreadable("empty")
    row, column = found.end
    if row >= limits.MOST_ROWS or column >= limits.MOST_COLUMNS:
        cell = f"{letters(column)}{row + 1}"
        raise Unreadable("reach", cell=cell, rows=limits.MOST_ROWS, columns=limits.MOST_COLUMNS)
    for line, cells in enumerate(found.iter_rows(), 1):
        yield line, [text(value) for value in cells]


def weigh(path: Path) -> None:
    """Raise Unreadable where a workbook would fill the memory, hides its content or is no workbook at all."""
    with zipfile.ZipFile(path) as packed:
        parts = packed.infolist()
    if len(parts) > limits.MOST_PARTS:
        raise Unreadable("parts", parts=len(parts), most=limits.MOST_PARTS)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.MOST_UNPACKED:
        raise Unreadable("unpacked", size=unpacked // limits.MEGABYTE, most=limits.MOST_UNPACKED // limits.MEGABYTE)
    if unpacked > limits.SMALL and unpacked > limits.TIGHTEST * path.stat().st_size:
        raise Unreadable("tight", times=unpacked // path.stat().st_size, most=limits.TIGHTEST)
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("old_excel")
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise Unreadable("no_workbook")


def chosen(book: CalamineWorkbook, sheet: str) -> CalamineSheet:
    names = [one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    if sheet and sheet not in names:
        raise Unreadable("sheet", sheet=sheet, names=names)
    seen = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible and one.name in names]
    if not (sheet or seen):
        raise Unreadable("empty")
    return book.get_sheet_by_name(sheet or seen[0])


def letters(column: int) -> str:
    """The name Excel gives a column: A, B, … Z, AA."""
    name = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        name, column = chr(65 + letter) + name, column - 1
    return name


def text(value) -> str:
    """A cell as text: numbers without exponent and binary dust, dates in ISO form."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < PLAINEST
        return str(int(value)) if whole else format(Decimal(f"{value:.15g}"), "f")
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)
