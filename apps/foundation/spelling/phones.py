"""Phone numbers in one form, whatever way they are written or typed (Z6, Z7).

Pure functions; what they return is theirs already: asked again they return the same.
"""

import re
import unicodedata

NO_DIGIT = re.compile(r"\D")
LEAST_DIGITS = 7
LONGEST_NATIONAL = 11  # an area code of three digits and eight more, or a mobile
LONGEST_TYPED = 12  # the trunk zero before it
SEPARATORS = re.compile(r"[/、,;|\n]+|\s(?=1[3-9]\d{9}(?!\d))")
BEFORE_EXTENSION = r"(?:转|分机|ext(?:ension)?|x|#|\*)"
EXTENSION = re.compile(BEFORE_EXTENSION)
DASHED_EXTENSION = re.compile(r"-\s*(\d{1,5})$")
ABROAD = re.compile(r"\D{0,2}(?:\+|00)")
PREFIX = re.compile(r"0+|86(?=\d{10})")
MOBILE = re.compile(r"1[3-9]\d{9}")
COUNTRY = re.compile(r"(?:\+|00)\s*86|86(?=[\s\-.(])(?=(?:\D*\d){11,13}$)")
WHOSE = "联系|办公|公司|移动|客服|服务|咨询|家庭|住宅|固定|值班|备用"
LABEL = (
    rf"(?:(?:{WHOSE})?(?:电话|手机|座机|固话|传真|热线|微信)(?:号码?)?"
    r"|tel(?:ephone)?|mob(?:ile)?|(?:cell\s?)?phone|cell|fax|whatsapp|wechat|[tm](?=[.:]))"
)
# What somebody types or pastes: a label, digits with signs and blanks between them, an extension.
TYPED = re.compile(
    rf"(?<![0-9a-z+])(?P<label>{LABEL}[\s.:]*)?(?P<number>(?:\+|00)?[(\s]*\d(?:[\s\-().]*\d){{4,}})"
    rf"(?P<extension>[\s,]*{BEFORE_EXTENSION}[\s.:]*\d{{1,5}})?(?![0-9a-z])"
)


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


def as_typed(text: str) -> str:
    """A typed text with each phone number in it as one word of digits, in the form all are filed in (Z7).

    Digits with blanks between them are a number only where they look like one: a mobile, a country or area code, a
    label, an extension. Other words stay as they are.
    """
    return TYPED.sub(one_word, unicodedata.normalize("NFKC", text).casefold())


def one_word(found: re.Match) -> str:
    """What stands in the place of typed digits: the number they are, else what was typed."""
    written = found["number"].strip()
    rest = COUNTRY.sub("", written, 1) if COUNTRY.match(written) else written
    digits, known = NO_DIGIT.sub("", rest), {one.lstrip("+") for one in numbers(rest)}
    if rest != written or is_marked(found) or any(map(is_mobile, known)) or is_grouped(rest):
        return f" {' '.join(sorted(known)) or digits} "
    return found[0]


def is_marked(found: re.Match) -> bool:
    """Whether something beside the digits says that they are a phone number."""
    return bool(found["label"] or found["extension"] or found["number"].strip().startswith(("+", "0", "(")))


def is_grouped(text: str) -> bool:
    """Whether digits stand in groups as those of a number do, such as 8888 1234."""
    groups = text.split()
    return (
        len(groups) > 1 and min(map(len, groups)) > 2 and LEAST_DIGITS <= len(NO_DIGIT.sub("", text)) <= LONGEST_TYPED
    )
