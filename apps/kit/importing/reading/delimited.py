"""Text files of rows and columns, divided by comma, semicolon or tab."""

import csv
import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from apps.kit.importing.formulas import unguarded
from apps.kit.importing.reading import limits
from apps.kit.importing.reading.encodings import codec, told_encoding
from apps.kit.importing.reading.refusal import Row, Unreadable

DELIMITERS = ",;\t"
SAMPLE = 50  # records by which the delimiter is told
FOREIGN, LONG = 3, 40  # cells that show the encoding, and how much of each


def rows(path: Path, asked: str, told: dict) -> Iterator[Row]:
    """The rows of a text file; a cell of several lines counts as standing where it begins.

    What is told beside them: the encoding, and the first cells that another one would make something else of.
    """
    csv.field_size_limit(limits.MOST_CHARACTERS)
    encoding, line = codec(asked) if asked else told_encoding(path), 1
    told |= {"encoding": (asked or encoding).removesuffix("-sig"), "foreign": []}
    try:
        delimiter = told_delimiter(path, encoding)
        with path.open(encoding=encoding, newline="") as file:
            records = csv.reader(file, delimiter=delimiter, strict=True)
            for cells in records:
                if (room := FOREIGN - len(told["foreign"])) > 0:
                    told["foreign"] += [cell.strip()[:LONG] for cell in cells if not cell.isascii()][:room]
                if asked:
                    "".join(cells).encode()  # some of the encodings that one may ask for make what is no text
                yield line, [unguarded(cell) for cell in cells], {}
                line = records.line_num + 1
    except csv.Error as error:
        reason = "long" if "field limit" in str(error) else "quotes"
        raise Unreadable(reason, line=line, most=limits.MOST_CHARACTERS) from error
    except (UnicodeError, LookupError) as error:
        raise Unreadable("decoding", encoding=encoding) from error


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
