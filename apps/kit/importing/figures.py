"""Numbers as people, databases and spreadsheets write them: read where nothing is lost, else refused."""

import re
import struct
import unicodedata
from decimal import Decimal
from functools import partial

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext as _

from apps.core.fields import MoneyField

CODES = "USD|EUR|GBP|HKD|TWD|JPY|KRW|RUB|SGD|AUD|CAD|CHF|MOP"
YUAN = {"¥", "RMB", "CNY", "人民币", "元", "圆", "块"}
CURRENCIES = {
    "$": "USD", "US$": "USD", "美元": "USD", "€": "EUR", "欧元": "EUR", "£": "GBP", "英镑": "GBP", "HK$": "HKD",
    "港元": "HKD", "港币": "HKD", "NT$": "TWD", "新台币": "TWD", "日元": "JPY", "日圆": "JPY", "₩": "KRW",
    "韩元": "KRW", "₽": "RUB", "卢布": "RUB",
}  # fmt: skip
SCALES = {"": 1, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}
MARK = rf"(?:US|HK|NT)?\$|[¥€£₩₽]|人民币|RMB|CNY|{CODES}"
NUMBER = re.compile(
    rf"(?P<before>[+-]?)\s*(?P<mark>{MARK})?\s*(?P<sign>[+-]?)\s*"
    r"(?P<whole>\d{1,3}(?:(?P<group>[ ,'])\d{3}(?:(?P=group)\d{3})*)|\d*)(?P<part>\.\d*)?(?P<power>[Ee][+-]?\d{1,3})?"
    r"(?P<after>-?)\s*(?P<percent>%)?(?P<scale>[十百千]?万|亿|[百千])?\s*"
    rf"(?P<unit>元|圆|块|[美欧港日韩]元|英镑|港币|新台币|日圆|卢布|RMB|CNY|{CODES})?",
    re.IGNORECASE,
)
FOREIGN = re.compile("|".join(map(re.escape, sorted(CURRENCIES, key=len, reverse=True))) + f"|{CODES}", re.IGNORECASE)
GROUPED = re.compile(r"(?<![\d ])\d{1,3}(?:\s\d{3})+(?![\d ]*\d)")
DUSTY = re.compile(r"\d{1,9}\.(\d{7,18})(?!\d)", re.ASCII)
SIMPLE = re.compile(r"\d{1,18}(?:\.\d{1,9})?")
RAISED = re.compile("[²³¹⁰-₟①-⓿❶-➓]")  # 10² is not 102, nor is 10①
LONGEST = 60  # characters of a number
MINUS = str.maketrans("\N{MINUS SIGN}\N{EN DASH}\N{RIGHT SINGLE QUOTATION MARK}", "--'")
LARGEST = 20  # digits before the point; more than any field holds
DUST = Decimal("1e-12")  # what sums of binary numbers leave behind


def figure(field: models.Field, currency: str = ""):
    """A function from a text to the number a field takes (B9); `currency` is another one taken as it stands."""
    [top] = [one.limit_value for one in field.validators if isinstance(one, MaxValueValidator)][-1:] or [None]
    percent = {1: Decimal("0.01"), 100: Decimal(1)}.get(top)
    money = isinstance(field, MoneyField)
    if isinstance(field, models.IntegerField):
        return partial(whole, percent=percent)
    return lambda text: settled(number(text, percent=percent, money=money, currency=currency), field.decimal_places)


def plain(text: str) -> str:
    """A text without what does not matter: width, blanks around, the kind of a dash."""
    return (text if RAISED.search(text) else unicodedata.normalize("NFKC", text)).translate(MINUS).strip()


def number(text: str, *, percent: Decimal | None = None, money: bool = False, currency: str = "") -> Decimal:
    """1,234.50, 1 234, １２, (500), 500-, 1.38E+3; of a share 15 %; of an amount ¥12, 90元, 3万, 1.2亿元."""
    if SIMPLE.fullmatch(text) and text.isascii():
        return Decimal(text)
    bare, negative = plain(text), False
    if bare.startswith("(") and bare.endswith(")"):
        bare, negative = bare[1:-1].strip(), True
    found = NUMBER.fullmatch(bare) if len(bare) <= LONGEST else None
    digits = found and re.sub(r"[ ,']", "", found["whole"]) + (found["part"] or "")
    if not found or not re.search(r"\d", digits) or (found["percent"] and percent is None):
        raise ValidationError(_("“%(text)s” is not a number.") % {"text": text})
    signs = [found["before"], found["sign"], found["after"], "-" if negative else ""]
    named = {one.upper() for one in (found["mark"], found["unit"]) if one}
    if len([*filter(None, signs)]) > 1 or len(named) > 1 or ((named or found["scale"]) and not money):
        raise ValidationError(_("“%(text)s” is not a number.") % {"text": text})
    refuse_currency(text, named - YUAN, currency)
    value = Decimal(digits + (found["power"] or "")) * SCALES[found["scale"] or ""]
    value = value * percent if found["percent"] else value
    if value.adjusted() > LARGEST:
        raise ValidationError(_("“%(text)s” is too large.") % {"text": text})
    return -value if "-" in signs else value


def refuse_currency(text: str, named: set[str], currency: str) -> None:
    """Refuse an amount that is not in yuan, unless it is said to be taken as it stands."""
    for one in named:
        code = CURRENCIES.get(one, one)
        if code != currency:
            sentence = _(
                "“%(text)s” is in another currency. Convert it, or say --currency %(code)s to take it as yuan."
            )
            raise ValidationError(sentence % {"text": text, "code": code})


def in_yuan(text: str, currency: str) -> str:
    """The text of an amount in yuan, where its currency is taken as that; another one is refused, and so is 12 34."""
    bare = plain(text)
    found = FOREIGN.search(bare)
    if found:
        refuse_currency(text, {found[0].upper()}, currency)
    if RAISED.search(text) or re.search(r"\d\s+\d", bare) and not GROUPED.search(bare):
        raise ValidationError(_("“%(text)s” is not a number.") % {"text": text})
    return DUSTY.sub(without_dust, f"¥{FOREIGN.sub('', bare).strip()}" if found else text)


def without_dust(found: re.Match) -> str:
    """The number in the fewest places from which binary numbers cannot tell it, else as it is."""
    value = Decimal(found[0])
    for places in range(len(found[1]) - 3):
        near = round(value, places)
        if is_dust(value, near, places):
            return str(near)
    return found[0]


def whole(text: str, *, percent: Decimal | None = None) -> int:
    """A number without decimals, which databases may write as 14.0000."""
    value = settled(number(text, percent=percent), 0)
    if value != value.to_integral_value():
        raise ValidationError(_("“%(text)s” is not a whole number.") % {"text": text})
    return int(value)


def settled(value: Decimal, places: int) -> Decimal:
    """The number in as many places as the field has, where only zeros or the dust of binary numbers go.

    A value that has more of its own is left, so that the field refuses it: nothing is rounded.
    """
    near = round(value, places)
    return near if near == value or is_dust(value, near, places) else value


def is_dust(value: Decimal, near: Decimal, places: int) -> bool:
    """Whether binary numbers cannot tell the two apart, nor anybody else: 0.15000001 is 0.15, 0.1 + 0.2 is 0.3."""
    if abs(value - near) < DUST:
        return True
    if abs(value - near) >= Decimal(1).scaleb(-places - 3):
        return False
    try:
        return struct.pack("f", value) == struct.pack("f", near)
    except OverflowError:
        return False
