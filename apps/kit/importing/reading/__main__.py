"""Reads one file in a process of its own: whatever the file does to it, the server lives on.

Prints each row as JSON, `[line, [text, …], [[place, reason], …]]`, and at the end
`{"encoding": …}`, or `{"reason": …}` where it reads no further; without an end the file was
damaged, or made to do damage. It knows neither Django nor the business, so it starts in a tenth of a second.
"""

import json
import re
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

from apps.kit.importing.reading import delimited, limits, workbook
from apps.kit.importing.reading.encodings import unmarked
from apps.kit.importing.reading.marks import ERROR
from apps.kit.importing.reading.refusal import Row, Unreadable

ZIP, OLD_EXCEL, UTF_16 = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", (b"\xff\xfe", b"\xfe\xff")
SHOWN = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|#{2,})")
WIDE = ("utf-16", "utf_16", "utf16", "utf-32", "utf_32", "utf32")


def rows(path: Path, sheet: str, encoding: str, told: dict) -> Iterator[Row]:
    """The rows of a file with the lines they stand in; its content, not its name, says what it is."""
    with path.open("rb") as file:
        start = file.read(4096)
    if not start.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Unreadable("empty")
    if start.startswith(ZIP):
        return workbook.rows(path, sheet)
    if start.startswith(OLD_EXCEL):
        raise Unreadable("old_excel")
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        raise Unreadable("no_workbook")
    if b"\x00" in start and not start.startswith(UTF_16) and not encoding.casefold().startswith(WIDE):
        found = unmarked(start)
        raise Unreadable("unmarked", encoding=found) if found else Unreadable("no_text")
    return delimited.rows(path, encoding, told)


def checked(found: Iterator[Row], header: int) -> Iterator[Row]:
    """The rows from the header on that hold anything at all. Raises Unreadable beyond the limits."""
    for count, (line, cells, bad) in enumerate(found):
        if count > limits.MOST_ROWS:
            raise Unreadable("rows", most=limits.MOST_ROWS)
        if len(cells) > limits.MOST_COLUMNS:
            raise Unreadable("columns", line=line, most=limits.MOST_COLUMNS)
        if line >= header and any(map(str.strip, cells)):
            yield line, cells, errors(cells) | bad


def errors(cells: list[str]) -> dict[int, str]:
    """Cells whose text is an error of Excel, as files have it that a program made of a sheet."""
    return {place: ERROR for place, cell in enumerate(cells) if "#" in cell and SHOWN.fullmatch(cell.strip())}


def main(asked: dict) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CPU_SECONDS, limits.CPU_SECONDS))
    end: dict = {}  # what is told of the file beside its rows
    try:
        found = rows(Path(asked["path"]), asked["sheet"], asked["encoding"], end)
        for line, cells, bad in checked(found, asked["header"]):
            sys.stdout.write(json.dumps((line, cells, [*bad.items()])) + "\n")
    except Unreadable as unreadable:
        end = {"reason": unreadable.reason} | unreadable.details
    sys.stdout.write(json.dumps(end) + "\n")


main(json.loads(sys.argv[1]))
