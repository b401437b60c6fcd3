"""Where in a text a typed word is found: as it stands, or as its characters are read (Z7)."""

from dataclasses import dataclass
from functools import lru_cache

from apps.foundation.spelling.spelling import placed, readings

DOUBLE_INITIALS = ("zh", "ch", "sh")
LONGEST_TYPED = 40


@dataclass(frozen=True)
class Place:
    """A part of a text, from one character to before another; `edge` says how much of the text it is."""

    start: int
    end: int
    edge: int  # 0 the whole text, 1 its beginning, 2 anything else


def find(word: str, text: str) -> Place | None:
    """The first part of a text that a word means."""
    letters, places = placed(text)
    at = letters.find(word)
    span = (at, at + len(word)) if at >= 0 else read_as(word, letters)
    if span is None:
        return None
    start, end = span
    whole = (start, end) == (0, len(letters))
    return Place(places[start], places[end - 1] + 1, 0 if whole else 1 if start == 0 else 2)


def read_as(word: str, letters: str) -> tuple[int, int] | None:
    """The first run of characters whose readings begin with the word: bjkj, beijingkeji, beijingkj."""
    if letters.isascii() or not word.isascii() or len(word) > LONGEST_TYPED:
        return None
    read = [readings(letter) for letter in letters]

    for start, some in enumerate(read):
        if any(reading[0] == word[0] for reading in some):
            end = ending(word, tuple(read[start : start + len(word)]))
            if end:
                return start, start + end
    return None


@lru_cache(maxsize=5000)
def ending(typed: str, read: tuple[tuple[str, ...], ...]) -> int:
    """How many of these characters what is typed stands for, each by reading or initial; 0 where it does not."""
    if not read:
        return 0
    for reading in read[0]:
        if reading.startswith(typed):
            return 1
        if reading[0] == typed[0]:
            double = 2 if reading.startswith(DOUBLE_INITIALS) else 1
            for size in (len(reading), double, 1):
                if typed.startswith(reading[:size]) and (rest := ending(typed[size:], read[1:])):
                    return 1 + rest
    return 0


def split(text: str, words: list[str]) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether one of the words is found there."""
    marked = [False] * len(text)
    for place in filter(None, (find(word, text) for word in words)):
        marked[place.start : place.end] = [True] * (place.end - place.start)
    pieces: list[tuple[str, bool]] = []
    for character, mark in zip(text, marked, strict=True):
        if pieces and pieces[-1][1] == mark:
            pieces[-1] = (pieces[-1][0] + character, mark)
        else:
            pieces.append((character, mark))
    return pieces
