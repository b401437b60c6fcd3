"""What an answer says to a person: every text of a page, a workbook, a picture, a card, a table or a mail."""

import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import PurePath
from urllib.parse import unquote
from xml.etree import ElementTree

SPOKEN = ("title", "placeholder", "alt", "label", "aria-label", "aria-description", "aria-roledescription")
MACHINE = {  # attributes that scripts read, not people; what is not named here is read
    "key", "now", "understood", "dialog", "count", "stay", "total", "draft", "closes", "void", "print",
    "alike", "theme", "line", "unit", "step", "stage", "search", "picker", "move", "menu", "lines", "facts",
    "day", "columns", "chart", "board", "price", "fill", "beside", "amount", "line-facts", "line-list",
    "close-dialog", "tick-page", "toast", "total-box", "remove-line", "add-line", "close-search", "close",
    "model-name", "model-id", "context", "popup-opener",
}  # fmt: skip
SILENT_TAGS = {"script", "style", "code", "kbd"}  # in the last two stands what is typed: a secret, the name of a key
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
CHART_TEXTS = {"name", "description", "text", "data", "labels"}  # where the options of a chart hold words
BOTH = "both"  # what was understood of what was typed is said in both languages: 9 折 = 10 % off
Said = tuple[str, str, str]  # where in the answer, what, and in which language where it says so itself


class Page(HTMLParser):
    """Collects the texts of a page and of the attributes that are read or read out, each with the `lang` around it."""

    def __init__(self, source: str):
        super().__init__(convert_charrefs=True)
        self.said: list[Said] = []
        self.open: list[tuple[str, str]] = []  # the elements around, and their language where they name one
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        lang = self.lang if tag == "html" else given.get("lang", BOTH if "data-understood" in given else self.lang)
        if tag not in VOID:
            self.open.append((tag, lang))
        for name, value in given.items():
            if name in SPOKEN or (name.startswith("data-") and name[5:] not in MACHINE):
                self.said.append((f"{tag}[{name}]", value, lang))
        typed = tag == "input" and given.get("type", "text") in ("text", "search", "submit", "button", "email", "url")
        if typed or (tag == "meta" and given.get("name") == "description"):
            self.said.append((tag, given.get("value" if typed else "content", ""), lang))

    def handle_endtag(self, tag):
        while self.open and tag not in VOID:
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data):
        if self.around == "script" and data.lstrip().startswith(("{", "[")):
            self.said += [("chart", text, self.lang) for text in of_chart(json.loads(data))]
        elif self.around not in SILENT_TAGS:
            self.said.append((self.around, data, self.lang))

    @property
    def around(self) -> str:
        return self.open[-1][0] if self.open else ""

    @property
    def lang(self) -> str:
        return self.open[-1][1] if self.open else ""


def of_chart(value, spoken: bool = False) -> Iterator[str]:
    """The words in the options of a chart."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from of_chart(one, key in CHART_TEXTS)
    elif isinstance(value, list):
        for one in value:
            yield from of_chart(one, spoken)
    elif spoken and isinstance(value, str):
        yield value


def of_workbook(content: bytes) -> Iterator[Said]:
    """The names of the sheets, their cells, the titles and labels of their charts, and what the file says of itself."""
    with zipfile.ZipFile(BytesIO(content)) as book:
        for part in book.namelist():
            if not part.endswith(".xml"):
                continue
            for element in ElementTree.fromstring(book.read(part)).iter():
                tag = element.tag.rsplit("}", 1)[-1]
                if part == "xl/workbook.xml" and tag == "sheet":
                    yield "sheet", element.get("name", ""), ""
                elif "charts/" in part and tag == "v" and element.text and not number(element.text):
                    yield "chart", element.text, ""
                elif tag == "t" or (part == "docProps/core.xml" and tag in ("title", "subject", "description")):
                    yield PurePath(part).stem, element.text or "", ""


def number(text: str) -> bool:
    return re.fullmatch(r"[-+.\dE]*", text) is not None


def of_cards(text: str) -> Iterator[Said]:
    """The values of the cards of an address book; the names of their properties belong to the format."""
    for line in text.splitlines():
        name, _colon, value = line.partition(":")
        if name.split(";")[0] not in ("BEGIN", "END", "VERSION", "PRODID", "UID", "REV"):
            yield "card", value, ""


def of_answer(answer) -> Iterator[Said]:
    """Everything an answer says, its file's name too."""
    kind = answer.headers.get("Content-Type", "")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if called := re.search(r"filename\*?=(?:utf-8'')?\"?([^\";]+)", answer.headers.get("Content-Disposition", "")):
        yield "file name", PurePath(unquote(called[1])).stem, ""
    yield from of_content(kind, content)


def of_content(kind: str, content: bytes) -> Iterator[Said]:
    """Everything a content of this type says; a picture of points says what its SVG says."""
    if content.startswith(b"PK"):
        yield from of_workbook(content)
    elif kind.startswith("image/svg"):  # its letters are drawn, what they spell stands beside them as a remark
        yield from (("picture", text, "") for text in re.findall(r"<!-- (.*?) -->", content.decode()))
    elif kind.startswith("text/vcard"):
        yield from of_cards(content.decode())
    elif kind.startswith("text/html"):
        yield from Page(content.decode()).said
    elif kind.startswith("text/"):
        yield "text", content.decode(), ""
