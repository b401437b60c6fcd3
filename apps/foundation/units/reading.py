"""How a typed number with its unit is read: full width, blanks, thousands, the unit behind it."""

import re
import unicodedata
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NUMBER = re.compile(r"(¥|rmb|cny|人民币)?([+-]?(?:\d{1,3}(?:,\d{3})+|\d*)(?:\.\d*)?)(.*)", re.DOTALL)
BEHIND = re.compile(r"\(?人民币\)?$")  # 500万人民币, 500万元（人民币）, as registers write it
LONGEST = 20  # digits and point of a number
DIGITS = str.maketrans("〇零一二两三四五六七八九", "001223456789")


class Asks(ValidationError):
    """A text that can mean two things: its sentence says which, and how to write each."""


def plain(text: str) -> str:
    """A text without what does not matter: blanks, width, case."""
    return "".join(unicodedata.normalize("NFKC", text).replace("\N{EN DASH}", "-").casefold().split())


def parts(text: str) -> tuple[Decimal | None, str]:
    """The number a text begins with, None where there is none, and its unit: 元 where ¥ stands before it."""
    currency, number, unit = NUMBER.fullmatch(plain(text)).groups()
    digits = number.replace(",", "")
    if not re.search(r"\d", digits) or len(digits) > LONGEST:
        return None, plain(text)
    unit, behind = BEHIND.subn("", unit.replace("圆", "元"))
    return Decimal(digits), unit or ("元" if currency or behind else "")


def figure(value: Decimal) -> str:
    """A number without needless noughts, with commas: 1,200 or 2.5."""
    return f"{value.normalize():,f}"


def bare(value: Decimal) -> str:
    """The same as one types it."""
    return f"{value.normalize():f}"


def in_chinese() -> bool:
    return (get_language() or "").startswith("zh")


def fits(value: Decimal, places: int, sentence: str) -> Decimal:
    """The value, if it has no more decimals than are kept: nothing is rounded on its way in."""
    if value != round(value, places):
        raise ValidationError(sentence)
    return round(value, places)


def unread(text: str, unit) -> ValidationError:
    """That a text is not understood, with how a unit is written."""
    names = {"text": text, "examples": unit.examples}
    return ValidationError(_("“%(text)s” is not understood. Write it like: %(examples)s.") % names)


def either(text: str, one: str, other: str) -> Asks:
    """That a text can mean two things."""
    names = {"text": text, "one": one, "other": other}
    return Asks(_("%(text)s can be %(one)s or %(other)s. Write which.") % names)
