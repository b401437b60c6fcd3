"""Names of companies and licence numbers in one form, whatever way they are written (C10, Z6).

Pure functions; what they return is theirs already: asked again they return the same.
"""

import re
import unicodedata

from apps.customers.duplicates.places import CITIES, PLACES, PROVINCES
from apps.foundation.spelling.phones import LEAST_DIGITS
from apps.foundation.spelling.spelling import SIMPLIFIED

SMALL, NO_CAPITAL = re.compile("[a-z]"), re.compile("[^0-9A-Z]")
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

LICENCE_LENGTH = 18


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


def licence(text: str) -> str:
    """A licence number in capitals without spaces and dashes; of 18 characters none is an O or I (Z6)."""
    found = NO_CAPITAL.sub("", unicodedata.normalize("NFKC", text).upper())
    if len(found) == LICENCE_LENGTH:
        found = found.replace("O", "0").replace("I", "1")
    return found if len(found) > LEAST_DIGITS and len(set(found)) > 1 else ""
