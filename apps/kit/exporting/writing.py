"""A filtered list as an Excel file, row by row, so that memory stays flat however long it is."""

import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from django.http import FileResponse
from django.utils import timezone
from rustpy_xlsxwriter import FastExcel

from apps.core.tables import RecordTable
from apps.kit.exporting.cells import held, sheet_name
from apps.kit.exporting.reading import titled

NUMBERED = re.compile(r"os error (\d+)")


def records(table: RecordTable, told: Callable[[int], None] | None = None) -> Iterator[dict]:
    """The rows of a table as Excel writes them, header text to value; says how many after every portion."""
    (header, some), count = titled(table), 0
    for rows in some:
        for row in rows:
            yield dict(zip(header, map(held, row), strict=True))
        count += len(rows)
        if told:
            told(count)


def write(table: RecordTable, title: str, path: str | Path, told: Callable[[int], None] | None = None) -> None:
    """The whole list into a file, named by its path: into an open one it would be written at once, from memory."""
    try:
        FastExcel(str(path)).freeze(row=1).sheet(sheet_name(title), records(table, told)).save()
    except OSError as error:
        if error.errno is None and (numbered := NUMBERED.search(str(error))):  # the writer says it in words alone
            raise OSError(int(numbered[1]), str(error)) from error
        raise


def workbook(table: RecordTable, title: str) -> FileResponse:
    """The whole list as a download."""
    file = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115 the response closes it
    write(table, title, file.name)
    return FileResponse(file, as_attachment=True, filename=named(title))


def named(title: str) -> str:
    return f"{title}-{timezone.localdate()}.xlsx"
