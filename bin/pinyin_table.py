"""Write down how Chinese characters are read in names, so that search needs no dictionary of phrases (Z7).

A character with several readings in use stands under each: whoever types one of them finds it. A line holds a syllable,
the characters usually read so, and those that are read so too.
"""

import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

from chart_font import NAMES_BEYOND_GBK
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict
from pypinyin_dict.pinyin_data.kmandarin_8105 import pinyin_dict as usual_dict
from pypinyin_dict.pinyin_data.ktghz2013 import pinyin_dict as standard_dict

VOWELS = frozenset("aeiouv")
NOBODY = "."  # stands where a syllable is the usual reading of no character
# What names are read as although no dictionary here says so: a given name, two surnames, the city of 六安.
NAMES = {"晟": "sheng", "黑": "he", "能": "nai", "六": "lu"}


def plain(reading: str) -> str:
    """A reading without its tone; ü is typed as v."""
    letters = unicodedata.normalize("NFD", reading.replace("ê", "e")).replace("u\u0308", "v")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def listed(dictionary: dict[int, str], character: str) -> list[str]:
    """The readings a dictionary gives a character, the usual one first."""
    return [plain(reading) for reading in dictionary.get(ord(character), "").split(",") if reading]


def in_phrases() -> dict[str, Counter[str]]:
    """How often each character is read how in the phrases of the dictionary."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, readings in phrases_dict.items():
        for character, reading in zip(phrase, readings, strict=False):
            found[character][plain(reading[0])] += 1
    return found


def is_ours(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" or character in NAMES_BEYOND_GBK or character == "〇"


def readings() -> dict[str, list[str]]:
    """Every character with the readings in use, the usual one first.

    In use are: what phrases say now and then, the first reading of each dictionary, every reading in that of the
    state's table of 8,105 characters, and what names are read as. Left out is what only large dictionaries know.
    """
    used, found = in_phrases(), {}
    for character in filter(is_ours, map(chr, sorted(pinyin_dict))):
        counts, single = used[character], listed(usual_dict, character)[:1] or listed(pinyin_dict, character)[:1]
        phrases = [one for one, count in counts.most_common() if count >= 5 or count * 20 >= counts.total()]
        usual = phrases[:1] if counts.total() >= 5 else single
        kept = [*usual, *phrases, *single, *listed(pinyin_dict, character)[:1], *listed(standard_dict, character)]
        kept += [NAMES[character]] if character in NAMES else []
        if kept := [one for one in dict.fromkeys(kept) if VOWELS.intersection(one)]:
            found[character] = kept
    return found


def left_out(found: dict[str, list[str]]) -> tuple[int, int]:
    """How many readings a dictionary has that are not in use, and of how many characters."""
    rare = {one: set(listed(pinyin_dict, one)) - set(kept) for one, kept in found.items()}
    return sum(map(len, rare.values())), sum(map(bool, rare.values()))


def write(file: Path) -> None:
    """One line for each syllable: the syllable, the characters usually read so, those read so too."""
    lines: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    found = readings()
    for character, kept in found.items():
        for place, reading in enumerate(kept):
            lines[reading][place > 0].append(character)
            if "v" in reading:
                lines[reading.replace("v", "u")][1].append(character)
    parts = (
        (syllable, *("".join(dict.fromkeys(one)) or NOBODY for one in lines[syllable])) for syllable in sorted(lines)
    )
    file.write_text("".join(f"{' '.join(part)}\n" for part in parts), encoding="utf-8")
    print(
        f"{len(found):,} characters, {sum(map(len, found.values())):,} readings; left out: %s of %s" % left_out(found)
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]))
