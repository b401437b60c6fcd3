"""Excel workbooks: weighed before they are unpacked, then read by a library that is fast but trusts its input."""

import datetime
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from apps.kit.importing.formulas import unmarked
from apps.kit.importing.reading import limits
from apps.kit.importing.reading.marks import Mark, Marks
from apps.kit.importing.reading.merged import Merged
from apps.kit.importing.reading.refusal import Row, Unreadable

PLAINEST = 10**15  # Excel itself keeps 15 digits of a number
DIGITS = "digits"


def rows(path: Path, sheet: str) -> Iterator[Row]:
    """The rows of the named sheet, else of the first one that can be seen, with the cells that are no values."""
    weigh(path)
    with path.open("rb") as file:
        found = chosen(CalamineWorkbook.from_filelike(file), sheet)
    if found.end is None:
        raise Unreadable("empty")
    height, width = found.end
    if height >= limits.MOST_ROWS or width >= limits.MOST_COLUMNS:
        cell = f"{letters(width)}{height + 1}"
        raise Unreadable("reach", cell=cell, rows=limits.MOST_ROWS, columns=limits.MOST_COLUMNS)
    marks, merged = Marks(path, found.name), Merged(found.merged_cell_ranges or ())
    for line, values in enumerate(found.iter_rows(), 1):
        yield row(line, values, marks.of(line), merged)


def row(line: int, values: list, marks: dict[int, Mark], merged: Merged) -> Row:
    """The texts of one row, and of those cells that are no values the reason."""
    cells = [text(value) for value in values]
    bad = {place: DIGITS for place, value in enumerate(values) if isinstance(value, float) and abs(value) >= PLAINEST}
    for place, mark in marks.items():
        if mark.reason:
            cells += [""] * (place + 1 - len(cells))
            cells[place], bad[place] = mark.text, mark.reason
        elif place < len(values) and isinstance(values[place], float):
            cells[place] = mark.shown(Decimal(cells[place]))
    return line, cells, bad | merged.cover(line, cells)


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
        return unmarked(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < PLAINEST
        return str(int(value)) if whole else format(Decimal(f"{value:.15g}"), "f")
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)
