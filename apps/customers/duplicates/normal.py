"""Names of companies, phone and licence numbers in one form, whatever way they are written (C10, Z6).

Pure functions; what they return is theirs already: asked again they return the same.
"""

import re
import unicodedata

from opencc import OpenCC

from apps.customers.duplicates.places import CITIES, PLACES, PROVINCES

SMALL, NO_DIGIT, NO_CAPITAL = re.compile("[a-z]"), re.compile(r"\D"), re.compile("[^0-9A-Z]")
SHORTEST = 2  # characters that still name a company
LONGEST_PLACE = 4
PLACE_KIND = re.compile(r"(?:(?:壮族|回族|维吾尔)?自治区|特别行政区|省|市(?![政场民]))*")
BRACKETS = re.compile(r"[(\[{〔【](.+?)[)\]}〕】]")
FORMS = ("有限合伙", "个体工商户", "总公司", "公司", "有限", "股份", "责任", "集团")
BRANCHES = ("分公司", "支公司", "子公司", "分行", "支行", "分店", "分部", "办事处", "营业部", "代表处")
ENGLISH = {
    "ab", "ag", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "kg", "limited", "llc", "ltd", "plc", "sa",
    "srl",
}  # fmt: skip

LEAST_DIGITS = 7
LONGEST_NATIONAL = 11  # an area code of three digits and eight more, or a mobile
SEPARATORS = re.compile(r"[/、,;|\n]+|\s(?=1[3-9]\d{9}(?!\d))")
EXTENSION = re.compile(r"转|分机|ext|x|#|\*")
DASHED_EXTENSION = re.compile(r"-\s*(\d{1,5})$")
ABROAD = re.compile(r"\D{0,2}(?:\+|00)")
PREFIX = re.compile(r"0+|86(?=\d{10})")
MOBILE = re.compile(r"1[3-9]\d{9}")
LICENCE_LENGTH = 18


class Simplified(dict):
    """Each character with its simplified form, looked up once."""

    chinese = OpenCC("t2s")

    def __missing__(self, code: int) -> str:
        self[code] = found = self.chinese.convert(self.chinese.convert(chr(code)))
        return found


SIMPLIFIED = Simplified()


def company(name: str) -> str:
    """What a company is called apart from its legal form, 省, 市, width, script, punctuation, spaces and case (Z6).

    A region in brackets comes to the front; a branch (分公司) stays another company.
    """
    found = plain(name)
    while (shorter := shortened(found)) != found:
        found = shorter
    return found


def core(name: str) -> str:
    """The same without the region it begins with; the whole where it begins with none (Z6)."""
    return divided(company(name))[1]


def plain(text: str) -> str:
    """One form for wide and narrow, capital and small, accented and bare, traditional and simplified characters."""
    found = text.casefold()
    if not unicodedata.is_normalized("NFKD", found):
        bare = "".join(one for one in unicodedata.normalize("NFKD", found) if not unicodedata.combining(one))
        found = unicodedata.normalize("NFKC", bare)
    return found.translate(SIMPLIFIED).casefold()


def shortened(name: str) -> str:
    letters = "".join(filter(str.isalnum, without_english_form(region_first(name))))
    return "".join(divided(without_form(letters)))


def without_form(name: str) -> str:
    """A name without its legal forms, also where a branch is named behind them."""
    end = name.find("公司") + 2 if name.endswith(BRANCHES) else len(name)
    if name[:end].endswith(BRANCHES):
        return name
    head, branch = name[:end], name[end:]
    while form := next(filter(head.endswith, FORMS), ""):
        if len(head) - len(form) < SHORTEST:
            break
        head = head.removesuffix(form)
    return head + branch


def without_english_form(name: str) -> str:
    if not SMALL.search(name):
        return name
    words = re.findall(r"[^\s,;()&]+", name.replace(".", ""))
    while len(words) > 1 and words[-1] in ENGLISH:
        words.pop()
    return " ".join(words)


def region_first(name: str) -> str:
    """A name that begins with no region begins with the one it has in brackets."""
    for found in BRACKETS.finditer(name):
        if is_region(found[1].strip()) and not taken(name, PLACES)[0]:
            return found[1] + name[: found.start()] + name[found.end() :]
    return name


def is_region(text: str) -> bool:
    return taken(taken(text, PROVINCES)[1], CITIES)[1] == ""


def divided(name: str) -> tuple[str, str]:
    """The region a name begins with, a city without its province, and the rest; all is rest where little is left."""
    province, rest = taken(name, PROVINCES)
    city, after = taken(rest, CITIES)
    region, rest = (city, after) if city else (province, rest)
    return (region, rest) if len(rest) >= SHORTEST else ("", name)


def taken(name: str, places: frozenset[str]) -> tuple[str, str]:
    """The place a name begins with, and what follows it and its 省 or 市."""
    for length in range(LONGEST_PLACE, 1, -1):
        if name[:length] in places:
            return name[:length], name[PLACE_KIND.match(name, length).end() :]
    return "", name


def numbers(text: str) -> set[str]:
    """The phone numbers of a text without country code 86, trunk zero, dashes and extension (Z6).

    Numbers of other countries keep their plus sign; what is too short to say whose it is is left out.
    """
    found = SEPARATORS.split(unicodedata.normalize("NFKC", text).casefold())
    return set(filter(None, map(number, found)))


def number(text: str) -> str:
    text = EXTENSION.split(text)[0].strip(" -")
    digits = NO_DIGIT.sub("", text).lstrip("0")
    if ABROAD.match(text) and not digits.startswith("86"):
        return f"+{digits}" if len(digits) >= LEAST_DIGITS else ""
    while prefix := PREFIX.match(digits):
        digits = digits[prefix.end() :]
    tail = DASHED_EXTENSION.search(text)
    if tail and len(digits) > LONGEST_NATIONAL:
        digits = digits[: -len(tail[1])]
    return digits if len(digits) >= LEAST_DIGITS and len(set(digits)) > 1 else ""


def is_mobile(number: str) -> bool:
    return bool(MOBILE.fullmatch(number))


def licence(text: str) -> str:
    """A licence number in capitals without spaces and dashes; of 18 characters none is an O or I (Z6)."""
    found = NO_CAPITAL.sub("", unicodedata.normalize("NFKC", text).upper())
    if len(found) == LICENCE_LENGTH:
        found = found.replace("O", "0").replace("I", "1")
    return found if len(found) > LEAST_DIGITS and len(set(found)) > 1 else ""
