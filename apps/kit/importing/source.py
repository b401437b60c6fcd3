"""The rows of a file somebody gave us, whatever it is; a file that cannot be read is refused with a sentence."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.flow import Refused
from apps.foundation.entering.texts import entered
from apps.foundation.wording import listed

NUL = rb"\u0000"
MOST_BYTES = 100 * 1024 * 1024

SENTENCES = {
    "empty": gettext_lazy("The file is empty."),
    "old_excel": gettext_lazy("This is an old or password-protected Excel file. Save it as .xlsx without a password."),
    "no_workbook": gettext_lazy("This is called an Excel workbook (.xlsx) but is none. Save it in Excel as .xlsx."),
    "no_text": gettext_lazy("This is neither a text file nor an Excel workbook (.xlsx)."),
    "damaged": gettext_lazy("The file is damaged and cannot be read. Save it again and retry."),
    "parts": gettext_lazy("The workbook consists of %(parts)s parts; at most %(most)s are read."),
    "unpacked": gettext_lazy("The workbook unpacks to %(size)s MB; at most %(most)s MB are read."),
    "tight": gettext_lazy("The workbook unpacks to %(times)s times its size; at most %(most)s times are read."),
    "sheet": gettext_lazy("There is no sheet “%(sheet)s” in the workbook. There are: %(names)s."),
    "reach": gettext_lazy(
        "The sheet reaches to cell %(cell)s; at most %(rows)s rows and %(columns)s columns are read. "
        "Delete what stands far out and save it again."
    ),
    "rows": gettext_lazy("The file has more than %(most)s rows. Divide it."),
    "columns": gettext_lazy("Line %(line)s has more than %(most)s columns."),
    "long": gettext_lazy(
        "Line %(line)s: a cell is longer than %(most)s characters. Is a closing quotation mark missing?"
    ),
    "quotes": gettext_lazy("Line %(line)s: a quotation mark is not closed, or stands in the middle of a cell."),
    "encoding": gettext_lazy(
        "Line %(line)s is neither UTF-8 nor GB18030. Save the file as UTF-8, or say --encoding cp1252 if this is "
        "right: “%(cp1252)s”, --encoding big5 if this is: “%(big5)s”."
    ),
    "unclear": gettext_lazy(
        "Line %(line)s does not show clearly which encoding the file has. Say --encoding gb18030 if this is right: "
        "“%(gb18030)s”, --encoding cp1252 if this is: “%(cp1252)s”, --encoding big5 if this is: “%(big5)s”. "
        "Or save the file as UTF-8."
    ),
    "unmarked": gettext_lazy(
        "This looks like UTF-16 without its mark. Say --encoding %(encoding)s, or save the file as UTF-8."
    ),
    "mixed": gettext_lazy("Line %(utf8)s is UTF-8, but line %(line)s is GB18030. Save the file as UTF-8."),
    "decoding": gettext_lazy("The file cannot be read as %(encoding)s."),
}
CELLS = {
    "digits": gettext_lazy(
        "Excel keeps 15 digits of a number, and “%(text)s” had more. Format the column as text and enter it again."
    ),
    "error": gettext_lazy("This cell shows the error %(text)s, which is no value."),
    "no_value": gettext_lazy("This cell is a formula without a result. Open the file in Excel and save it."),
    "merged": gettext_lazy("This cell is merged with others under “%(text)s”. Unmerge them and fill in each."),
}
Line = tuple[int, list[str], dict[int, str]]  # its number, its texts, of the cells that are no values the reasons


@dataclass(frozen=True)
class Source:
    """A file, and how to read it where that does not show: the sheet of a workbook, the line of the header."""

    path: Path
    sheet: str = ""
    encoding: str = ""
    header: int = 1
    told: dict = field(default_factory=dict, compare=False)  # of a text file that was read: its encoding, cells of it

    def rows(self) -> Iterator[Line]:
        """The rows that hold anything, the header first, with their lines. Raises Refused where it reads no further."""
        self.refuse_what_is_no_file()
        asked = json.dumps(asdict(self) | {"path": str(self.path.resolve())})
        command = [sys.executable, "-m", "apps.kit.importing.reading", asked]
        with subprocess.Popen(  # noqa: S603 our own program; the path is data to it
            command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as reader:
            try:
                for count, line in enumerate(reader.stdout):
                    match json.loads(line):
                        case [number, cells, bad]:
                            no_text = NUL in line  # kept, so that the row is refused
                            yield number, cells if no_text else [*map(entered, cells)], dict(bad)
                        case {"reason": reason, **details}:
                            raise Refused(SENTENCES[reason] % in_words(details))
                        case told if count:
                            self.told.update(told)
                            return
                        case _:
                            raise Refused(SENTENCES["empty"])
                raise Refused(SENTENCES["damaged"])
            finally:
                reader.kill()

    def refuse_what_is_no_file(self) -> None:
        if not self.path.is_file():
            raise Refused(_("There is no file %(path)s.") % {"path": self.path})
        if self.path.stat().st_size > MOST_BYTES:
            raise Refused(_("The file is larger than %(most)s MB. Divide it.") % {"most": MOST_BYTES // 1024**2})


def in_words(details: dict) -> dict:
    """What the reader says of a file, its lists as a sentence names them; the reader itself knows no language."""
    return {name: listed(one) if isinstance(one, list) else one for name, one in details.items()}
