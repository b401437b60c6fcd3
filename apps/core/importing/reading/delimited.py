"""Text files of rows and columns: in UTF-8, UTF-16 or GB18030, divided by comma, semicolon or tab."""

import codecs
import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from apps.core.importing.formulas import unguarded
from apps.core.importing.reading import limits
from apps.core.importing.reading.refusal import Row, Unreadable

DELIMITERS = ",;\t"
SAMPLE = 50  # records by which the delimiter is told
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
CHINESE_IN_UTF8 = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}){2}")


def rows(path: Path, encoding: str) -> Iterator[Row]:
    """The rows of a text file; a cell of several lines counts as standing where it begins."""
    csv.field_size_limit(limits.MOST_CHARACTERS)
    encoding, line = encoding or told_encoding(path), 1
    try:
        delimiter = told_delimiter(path, encoding)
        with path.open(encoding=encoding, newline="") as file:
            records = csv.reader(file, delimiter=delimiter, strict=True)
            for cells in records:
                yield line, [unguarded(cell) for cell in cells], {}
                line = records.line_num + 1
    except csv.Error as error:
        reason = "long" if "field limit" in str(error) else "quotes"
        raise Unreadable(reason, line=line, most=limits.MOST_CHARACTERS) from error
    except (UnicodeError, LookupError) as error:
        raise Unreadable("decoding", encoding=encoding) from error


def told_encoding(path: Path) -> str:
    """UTF-8 where every line is, else GB18030. Raises Unreadable with the line that is neither, or where both occur."""
    with path.open("rb") as file:
        start = file.read(3)
        for mark, encoding in MARKS.items():
            if start.startswith(mark):
                return encoding
        file.seek(0)
        foreign, utf8 = 0, 0
        for line, content in enumerate(file, 1):
            if content.isascii():
                continue
            if decodes(content, "utf-8"):
                utf8 = utf8 or (line if CHINESE_IN_UTF8.search(content) else 0)
            elif decodes(content, "gb18030"):
                foreign = foreign or line
            else:
                raise Unreadable("encoding", line=line)
            if foreign and utf8:
                raise Unreadable("mixed", utf8=utf8, line=foreign)
    return "gb18030" if foreign else "utf-8"


def decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def told_delimiter(path: Path, encoding: str) -> str:
    """The delimiter by which most of the first records have the same number of cells, more than one."""

    def fit(delimiter: str) -> tuple[int, int]:
        with path.open(encoding=encoding, newline="") as file:
            try:
                records = itertools.islice(csv.reader(file, delimiter=delimiter), SAMPLE)
                [(width, count)] = Counter(len(one) for one in records if one).most_common(1) or [(0, 0)]
            except csv.Error:
                return 0, 0
        return (count, width) if width > 1 else (0, 0)

    return max(DELIMITERS, key=fit)
