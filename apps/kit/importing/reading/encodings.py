"""In which encoding a text file is: told where it is clear, else asked, with what each would make of it."""

import codecs
import re
from pathlib import Path

from apps.kit.importing.reading.refusal import Unreadable

MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
CHINESE_IN_UTF8 = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}){2}")
PAIR = re.compile(rb"[\x81-\xfe](?:[0-9][\x81-\xfe][0-9]|[\x40-\x7e\x80-\xfe])")
USUAL = re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]")  # what Chinese is written with: 3,755 characters, punctuation
RARE = re.compile(rb"[\xd8-\xf7][\xa1-\xfe]")  # the rarer ones, which names have; Russian has nothing else
CLEAR = 0.8  # of what is not rare is usual in any Chinese text; of one in another encoding hardly any is
SAMPLE = 10_000  # pairs by which that is told
READ_AS = {"utf-8": "utf-8-sig", "big5": "cp950"}  # with the mark or without; with what Windows has beside Big5
OFFERED = {"gb18030": "gb18030", "cp1252": "cp1252", "big5": "cp950"}


def codec(asked: str) -> str:
    """The encoding to read with where one was asked for. Raises Unreadable where there is none of this name."""
    try:
        name = codecs.lookup(asked).name
    except LookupError as error:
        raise Unreadable("decoding", encoding=asked) from error
    return READ_AS.get(name, asked)


def told_encoding(path: Path) -> str:
    """UTF-8 where every line is, else GB18030 where it clearly reads as Chinese.

    Raises Unreadable with the line that is neither, or where both occur, and what other encodings make of it.
    """
    with path.open("rb") as file:
        start = file.read(3)
        for mark, encoding in MARKS.items():
            if start.startswith(mark):
                return encoding
        file.seek(0)
        foreign, utf8, pairs, first = 0, 0, [], b""
        for line, content in enumerate(file, 1):
            if content.isascii():
                continue
            if decodes(content, "utf-8"):
                utf8 = utf8 or (line if CHINESE_IN_UTF8.search(content) else 0)
                continue
            if not decodes(content, "gb18030"):
                raise Unreadable("encoding", line=line, **offers(content))
            if not foreign:
                foreign, first = line, content
            if foreign and utf8:
                raise Unreadable("mixed", utf8=utf8, line=foreign)
            if len(pairs) < SAMPLE:
                pairs += PAIR.findall(content)
    if foreign and not is_chinese(pairs):
        raise Unreadable("unclear", line=foreign, **offers(first))
    return "gb18030" if foreign else "utf-8"


def is_chinese(pairs: list[bytes]) -> bool:
    """Whether these pairs of bytes are what Chinese is mostly written with."""
    usual, rare = (sum(map(bool, map(form.fullmatch, pairs))) for form in (USUAL, RARE))
    return usual >= max(rare, CLEAR * (len(pairs) - rare), 1)


def offers(content: bytes) -> dict[str, str]:
    """What each encoding makes of the first cell of a line that is not plain."""
    cell = next(one for one in re.split(rb'[,;\t"\r\n]+', content) if not one.isascii())
    return {name: cell.decode(encoding, "replace").strip()[:40] for name, encoding in OFFERED.items()}


def decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def unmarked(start: bytes) -> str:
    """Which UTF-16 a text without its mark is, by where its zeros stand; empty where it is none."""
    places = {place % 2 for place, byte in enumerate(start) if not byte}
    return {(1,): "utf-16-le", (0,): "utf-16-be"}.get(tuple(places), "")
