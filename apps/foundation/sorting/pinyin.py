"""The sort key of a name: its characters in the order of their readings, letters and digits before them (Z7).

A key is made of 0–9 and a–z alone, which every database sorts alike. Of several readings a person's first characters
have that of the surname (单 shan, 单于 chan yu), what stands in `WORDS` that of the word (重庆 chong qing), all others
the usual one. Characters read alike stay together, in the order of their code.
"""

from functools import cache, lru_cache

from apps.foundation.spelling.spelling import compact, readings, syllables

LONGEST = 24  # characters that are looked at
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
FIRST, LAST = 0x3400, 0x3400 + 36**3 - 1
WORDS = {
    "重庆": "chong qing", "厦门": "xia men", "六安": "lu an", "蚌埠": "beng bu", "番禺": "pan yu", "东阿": "dong e",
    "乐清": "yue qing", "乐亭": "lao ting", "蔚县": "yu xian", "铅山": "yan shan", "枞阳": "zong yang",
    "泌阳": "bi yang", "黄陂": "huang pi", "大埔": "da bu", "犍为": "qian wei", "尉犁": "yu li", "珲春": "hun chun",
    "荥经": "ying jing", "浚县": "xun xian", "涡阳": "guo yang", "筠连": "jun lian", "柞水": "zha shui",
    "洪洞": "hong tong", "吴堡": "wu bu", "栎阳": "yue yang", "朝阳": "chao yang", "银行": "yin hang",
    "商行": "shang hang", "车行": "che hang", "行业": "hang ye", "音乐": "yin yue", "乐器": "yue qi",
    "会计": "kuai ji", "重阳": "chong yang",
}  # fmt: skip
SURNAMES = {
    "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "盖": "ge", "查": "zha", "翟": "zhai", "朴": "piao",
    "乐": "yue", "缪": "miao", "员": "yun", "种": "chong", "折": "she", "秘": "bi", "祭": "zhai", "召": "shao",
    "阚": "kan", "覃": "qin", "句": "gou", "隗": "wei", "佴": "nai", "黑": "he", "能": "nai", "贾": "jia",
    "藏": "zang", "郇": "xun", "朝": "chao", "番": "pan", "洗": "xian", "校": "jiao", "繁": "po", "会": "kuai",
    "厦": "xia", "乜": "nie", "单于": "chan yu", "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun",
    "澹台": "tan tai", "乐正": "yue zheng",
}  # fmt: skip
BEGINNINGS = {word[0] for words in (WORDS, SURNAMES) for word in words}


@lru_cache(maxsize=20_000)
def sort_key(text: str, *, person: bool = False) -> str:
    """By what a name is sorted: five characters for each Chinese one, two for a letter or digit (Z7)."""
    letters = compact(text)[:LONGEST]
    place, found = 0, []
    while place < len(letters):
        words, first = SURNAMES if person and not place else WORDS, letters[place]
        word, read = known(letters, place, words) if first in BEGINNINGS else (first, None)
        found += map(code, word, read) if read else [usual(first)]
        place += len(word)
    return "".join(found)


def known(letters: str, place: int, words: dict[str, str]) -> tuple[str, list[str]]:
    """The word that stands at a place, or its first character, and how it is read."""
    for size in (2, 1):
        word = letters[place : place + size]
        if word in words:
            return word, words[word].split()
    return word, [readings(word)[0]]


@cache
def usual(character: str) -> str:
    """One character, read as it usually is, as a part of a key."""
    return code(character, readings(character)[0])


@cache
def code(character: str, reading: str) -> str:
    """One character as a part of a key."""
    if character.isascii():
        return f"0{character}"
    syllable = ranks().get(reading, 36 * 36 - 37)  # what has no reading, such as kana, comes last
    return in_digits(syllable + 36, 2) + in_digits(min(max(ord(character), FIRST), LAST) - FIRST, 3)


@cache
def ranks() -> dict[str, int]:
    return {syllable: rank for rank, syllable in enumerate(sorted(syllables()))}


def in_digits(number: int, width: int) -> str:
    """A number in the digits of base 36, filled up with noughts."""
    found = ""
    for _digit in range(width):
        number, digit = divmod(number, 36)
        found = DIGITS[digit] + found
    return found
