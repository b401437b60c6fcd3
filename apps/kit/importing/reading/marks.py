"""What the quick library does not tell of a sheet: errors, formulas nobody calculated, how numbers are shown.

Most sheets have nothing of it, which a search for a few bytes shows; only others are parsed a second time, row by row
beside the library. Nothing is built, entities are refused, and the limits of the process hold.
"""

import posixpath
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from apps.kit.importing.reading import limits
from apps.kit.importing.reading.formats import Shown, shown_by
from apps.kit.importing.reading.refusal import Unreadable

BOOK, STYLES = "xl/workbook.xml", "xl/styles.xml"
CHUNK = limits.MEGABYTE
LONGEST = 32  # of what is searched for, so that the edge between two chunks hides nothing
ERROR, NO_VALUE = "error", "no_value"


@dataclass
class Mark:
    """What is to be known about one cell: why it is no value, what it shows, or how its number is shown."""

    reason: str = ""
    text: str = ""
    shown: Shown | None = None


class Marks:
    """The marks of one sheet, asked for row by row in the order of the rows."""

    def __init__(self, path: Path, sheet: str):
        self.packed = zipfile.ZipFile(path)
        self.part = part_of(self.packed, sheet)
        self.styles = styles(self.packed)
        self.found: dict[int, dict[int, Mark]] = defaultdict(dict)
        self.row, self.column, self.cell = 0, -1, None
        self.inside, self.value, self.formula = "", "", False
        self.pieces = self.parse() if self.worth_it() else iter(())

    def worth_it(self) -> bool:
        """Whether a search for a few bytes finds anything in the sheet that could be marked."""
        wanted = [b't="e"', b"t='e'", b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/"]
        wanted += [f"s={quote}{number}{quote}".encode() for number in self.styles for quote in "\"'"]
        last = b""
        for chunk in pieces_of(self.packed, self.part):
            if any(one in last + chunk for one in wanted):
                return True
            last = chunk[-LONGEST:]
        return False

    def of(self, line: int) -> dict[int, Mark]:
        """The marks of one row, by the place of the cell."""
        while self.row <= line and next(self.pieces, None) is not None:
            pass
        return self.found.pop(line, {})

    def parse(self) -> Iterator[bool]:
        parser = parser_of(self.start, self.end)
        parser.CharacterDataHandler = self.characters
        for chunk in pieces_of(self.packed, self.part):
            parser.Parse(chunk)
            yield True
        parser.Parse(b"", True)
        self.row += 1

    def start(self, name: str, given: dict) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self.column = column_of(given["r"]) if "r" in given else self.column + 1
            self.cell, self.value, self.formula = given, "", False
        elif name == "row":
            row = int(given.get("r", self.row + 1))
            if row <= self.row:
                raise Unreadable("damaged")
            self.row, self.column = row, -1
        elif name == "f":
            self.formula = True
        elif name in ("v", "is"):
            self.inside = name

    def characters(self, text: str) -> None:
        if self.inside:
            self.value += text

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == self.inside:
            self.inside = ""
        elif name == "c" and self.cell is not None:
            kind = self.cell.get("t", "n")
            if kind == "e":
                self.mark(Mark(ERROR, self.value or "#ERROR"))
            elif self.formula and not self.value and kind != "str":
                self.mark(Mark(NO_VALUE, "="))
            elif kind == "n" and (shown := self.styles.get(self.cell.get("s"))):
                self.mark(Mark(shown=shown))
            self.cell = None

    def mark(self, mark: Mark) -> None:
        self.found[self.row][self.column] = mark


def parser_of(start: Callable, end: Callable | None = None):
    """A parser that follows no entity."""

    def refuse(*_declared) -> None:
        raise Unreadable("damaged")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.EntityDeclHandler = start, end, refuse
    parser.buffer_text = True
    return parser


def pieces_of(packed: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with packed.open(part) as content:
        while chunk := content.read(CHUNK):
            yield chunk


def elements(packed: zipfile.ZipFile, part: str, *names: str) -> list[tuple[str, dict]]:
    """The elements of these names in a small part, each with the path of names above it."""
    found, above = [], []

    def start(name: str, given: dict) -> None:
        above.append(name.rpartition(":")[2])
        if above[-1] in names:
            found.append(("/".join(above), {key.rpartition(":")[2]: value for key, value in given.items()}))

    parser = parser_of(start, lambda _name: above.pop())
    for chunk in pieces_of(packed, part):
        parser.Parse(chunk)
    return found


def part_of(packed: zipfile.ZipFile, sheet: str) -> str:
    """The part of the package that holds the sheet of this name."""
    keys = [one["id"] for _path, one in elements(packed, BOOK, "sheet") if one.get("name") == sheet]
    related = elements(packed, "xl/_rels/workbook.xml.rels", "Relationship")
    [target] = [one["Target"] for _path, one in related if one["Id"] in keys]
    return target[1:] if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def styles(packed: zipfile.ZipFile) -> dict[str, Shown]:
    """How the numbers of a style are shown, of those styles whose text is more than the number."""
    if STYLES not in packed.namelist():
        return {}
    found = elements(packed, STYLES, "numFmt", "xf")
    codes = {one["numFmtId"]: one.get("formatCode", "") for path, one in found if path.endswith("numFmts/numFmt")}
    used = [one.get("numFmtId", "0") for path, one in found if path.endswith("cellXfs/xf")]
    return {str(number): shown for number, key in enumerate(used) if (shown := shown_by(key, codes.get(key, "")))}


def column_of(address: str) -> int:
    """The place of a cell from its address: 0 for A7, 27 for AB7."""
    place = 0
    for letter in address.rstrip("0123456789"):
        place = place * 26 + ord(letter) - 64
    return place - 1
