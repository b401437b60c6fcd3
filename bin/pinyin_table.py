"""Write down how Chinese characters are read in names, so that search needs no dictionary of phrases (Z7).

A character with several readings in use stands under each: whoever types one of them finds it.
"""

import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from chart_font import NAMES_BEYOND_GBK
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

VOWELS = frozenset("aeiouv")
# What a surname or a company's name is read as although phrases hardly ever do.
NAMES = {
    "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "盖": "ge", "查": "zha", "翟": "zhai", "尉": "yu", "曾": "zeng",
    "朴": "piao", "乐": "yue", "缪": "miao", "黑": "he", "员": "yun", "种": "chong", "洗": "xian", "繁": "po",
    "折": "she", "秘": "bi", "祭": "zhai", "召": "shao", "逄": "pang", "都": "du", "盛": "sheng", "厦": "xia",
}  # fmt: skip


def plain(reading: str) -> str:
    """A reading without its tone; ü is typed as v."""
    letters = unicodedata.normalize("NFD", reading.replace("ê", "e")).replace("u\u0308", "v")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def in_phrases() -> dict[str, Counter[str]]:
    """How often each character is read how in the phrases of the dictionary."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, readings in phrases_dict.items():
        for character, reading in zip(phrase, readings, strict=False):
            found[character][plain(reading[0])] += 1
    return found


def readings() -> Iterator[tuple[str, str]]:
    """Every pair of a character and one reading that is in use."""
    used = in_phrases()
    for code in sorted(pinyin_dict):
        character = chr(code)
        if not ("\u4e00" <= character <= "\u9fff" or character in NAMES_BEYOND_GBK):
            continue
        counts = used[character]
        kept = {reading for reading, count in counts.items() if count >= 5 or count * 20 >= counts.total()}
        kept = kept or {plain(pinyin_dict[code].split(",")[0])}
        if character in NAMES:
            kept.add(NAMES[character])
        for reading in sorted(reading for reading in kept if VOWELS.intersection(reading)):
            yield character, reading
            if "v" in reading:
                yield character, reading.replace("v", "u")


def write(file: Path) -> None:
    """One line for each syllable: the syllable, then its characters."""
    lines: dict[str, list[str]] = defaultdict(list)
    for character, reading in readings():
        lines[reading].append(character)
    file.write_text("".join(f"{syllable} {''.join(lines[syllable])}\n" for syllable in sorted(lines)), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
