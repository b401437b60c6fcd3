"""The terms a record is filed under, and those a typed word asks for (Z7).

Of a name: every two neighbouring characters (three, where they are ASCII), every three initials of its pinyin and every
two neighbouring syllables; at the end of the name what is left. Of a number: itself, and itself from behind.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from apps.foundation.spelling.phones import COUNTRY, numbers
from apps.foundation.spelling.spelling import compact, divided, readings

NUMBER, TAIL, TEXT = "#", "~", "~~"  # the first two mark terms of numbers, the third those of texts
BEGINNING = "*"  # an unfinished term
SHORTEST_TAIL = 4
LONGEST_PINYIN = 40
PARTS = re.compile(r"[0-9a-z]+")

Terms = tuple[str, ...]


def of_record(record) -> list[str]:
    """Every term a record is filed under, in a fixed order."""
    found: set[str] = set()
    for field in record.found_by.names:
        found |= of_name(getattr(record, field) or "")
    for field in record.found_by.numbers:
        found |= of_number(getattr(record, field) or "")
    for field in record.found_by.phones:
        found |= of_phone(getattr(record, field) or "")
    for field in record.found_by.texts:
        found.update(TEXT + piece for piece in pieces(compact(getattr(record, field) or "")))
    return sorted(found)


def of_name(text: str) -> set[str]:
    letters = compact(text)
    if letters.isascii():
        return set(pieces(letters))
    return set().union(*(under(letters[place : place + 3]) for place in range(len(letters))))


@lru_cache(maxsize=50_000)  # names are made of the same few thousand neighbours
def under(three: str) -> tuple[str, ...]:
    """What a name is filed under at one place: its letters from there, their initials, the first two syllables."""
    read = [readings(letter) for letter in three]
    initials = product(*(tuple({one[0] for one in some}) for some in read))
    return (next(pieces(three)), *map("".join, initials), *map("".join, product(*read[:2])))


def pieces(letters: str) -> Iterator[str]:
    """Two letters from every place, three where they are ASCII; less at the end."""
    for place in range(len(letters)):
        size = 3 if letters[place : place + 2].isascii() else 2
        yield letters[place : place + size]


def of_number(text: str) -> set[str]:
    return of_parts(PARTS.findall(text.casefold()))


def of_phone(text: str) -> set[str]:
    """Its parts as they are written, and each number of it in the one form (Z6)."""
    parts = PARTS.findall(COUNTRY.sub("", text).casefold())
    return of_parts(parts).union(*(of_parts([number.lstrip("+")]) for number in numbers(text)))


def of_parts(parts: list[str]) -> set[str]:
    whole = {"".join(parts), *parts}
    tails = {TAIL + part[::-1] for part in whole if len(part) >= SHORTEST_TAIL and part[-1].isdigit()}
    return {NUMBER + part for part in whole if len(part) > 2} | tails


def wanted(word: str) -> list[Terms]:
    """What to look for when a word is typed: any of these, each of which is all of its terms."""
    ways = [spelled(word)]
    if word.isascii():
        if word.isalpha():
            ways += map(of_syllables, divided(word[:LONGEST_PINYIN]))
        if len(word) > 2:
            ways.append((NUMBER + word + BEGINNING,))
        if len(word) >= SHORTEST_TAIL and word[-1].isdigit():
            ways.append((TAIL + word[::-1] + BEGINNING,))
    return list(dict.fromkeys(ways))


def wanted_of_text(word: str) -> list[Terms]:
    """The same for texts, which are found as they are written."""
    return [tuple(TEXT + term for term in spelled(word))]


def spelled(word: str) -> Terms:
    """The terms of the letters themselves: all that are whole, and what they leave over as the beginning of one."""
    found = list(pieces(word))
    whole = [place for place, piece in enumerate(found) if is_whole(piece)]
    covered = whole[-1] + len(found[whole[-1]]) if whole else 0
    rest = [found[whole[-1] + 1 if whole else 0] + BEGINNING] if covered < len(word) else []
    return (*(found[place] for place in whole), *rest)


def is_whole(piece: str) -> bool:
    """Whether this is all the letters that are filed together from its first one on."""
    return len(piece) == 3 or (len(piece) == 2 and not piece.isascii())


def of_syllables(way: tuple[str, ...]) -> Terms:
    pairs = [first + second for first, second in zip(way, way[1:], strict=False)] or list(way)
    return (*pairs[:-1], pairs[-1] + BEGINNING)
