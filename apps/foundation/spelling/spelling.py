"""How a text is typed: without case, punctuation and traditional forms, Chinese also by its readings in pinyin (Z7)."""

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from opencc import OpenCC

TABLE = Path(__file__).with_name("readings.txt")
LONGEST_SYLLABLE = 6
MOST_WAYS = 6


class Simplified(dict):
    """Each character with its simplified form, looked up once."""

    chinese = OpenCC("t2s")

    def __missing__(self, code: int) -> str:
        self[code] = found = self.chinese.convert(self.chinese.convert(chr(code)))
        return found


SIMPLIFIED = Simplified()


@cache
def plain(character: str) -> str:
    """The letters and digits a character stands for: small, of half width, simplified; nothing for punctuation."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", character).casefold())).translate(SIMPLIFIED)


def compact(text: str) -> str:
    """A text as it is compared: its letters and digits alone."""
    return "".join(map(plain, text))


def placed(text: str) -> tuple[str, list[int]]:
    """The same, and where in the text each letter stands."""
    found = [(letter, place) for place, character in enumerate(text) for letter in plain(character)]
    return "".join(letter for letter, _place in found), [place for _letter, place in found]


@cache
def table() -> dict[str, tuple[str, ...]]:
    """The readings in use of every Chinese character, the usual one first."""
    found: dict[str, tuple[str, ...]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        syllable, usual, others = line.split(" ")
        for character in usual:
            found[character] = (syllable, *found.get(character, ()))
        for character in others:
            found[character] = (*found.get(character, ()), syllable)
    return found


def readings(character: str) -> tuple[str, ...]:
    """How a character is typed in pinyin; what is no Chinese character stands for itself."""
    return table().get(character, (character,))


@cache
def syllables() -> frozenset[str]:
    return frozenset(syllable for found in table().values() for syllable in found)


@cache
def beginnings() -> frozenset[str]:
    """Everything a syllable can begin with, whole syllables included."""
    return frozenset(syllable[:size] for syllable in syllables() for size in range(1, len(syllable) + 1))


@lru_cache(maxsize=2000)
def divided(letters: str) -> tuple[tuple[str, ...], ...]:
    """The first few ways to read letters as syllables of pinyin, the last of which may be unfinished: xian, xi an."""
    found = [(letters,)] if letters in beginnings() else []
    for size in range(min(LONGEST_SYLLABLE, len(letters) - 1), 0, -1):
        if letters[:size] in syllables():
            found += ((letters[:size], *rest) for rest in divided(letters[size:]))
    return tuple(found[:MOST_WAYS])
