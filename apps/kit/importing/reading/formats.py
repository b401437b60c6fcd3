"""Number formats of Excel, as far as what they show is more than the number: leading zeros, percent, currency, unit."""

import re
from collections.abc import Callable
from decimal import Decimal

Shown = Callable[[Decimal], str]

BUILT_IN = {"9": "0%", "10": "0.00%"}
PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]|(?P<aside>\[[^\]]*\]|[_*].)'
    r"|(?P<digits>[0#?.,]+)|(?P<other>.)"
)
MONEY = re.compile(r"(?P<mark>[¥￥$€£₩₽฿₫]|(?:US|HK|NT|A|C|S)\$|[A-Z]{3})|(?P<unit>[千百]?[万亿]?元|[万亿])")


def shown_by(key: str, code: str) -> Shown | None:
    """A function from a number to what a format shows of it; None where that is nothing but the number."""
    section = sections(code or BUILT_IN.get(key, ""))[0]
    pieces = [(one.lastgroup, one[one.lastgroup] or "") for one in PIECE.finditer(section)]
    if any(kind == "other" and text not in "$¥￥€£%-+()/ :" for kind, text in pieces):
        return None  # a date, a text, General, an exponent
    digits = "".join(text for kind, text in pieces if kind == "digits")
    if not digits or re.search(r"\[[<>=]", section):
        return None
    if "%" in [text for _kind, text in pieces]:
        return lambda number: f"{plain(number * 100)}%"
    words = [text for kind, text in pieces if kind in ("quoted", "escaped", "currency", "other")]
    if money := MONEY.fullmatch("".join(words).strip("() -+")):
        scaled = digits.endswith(",")  # shown in thousands: the number itself is in no such unit
        return None if scaled else with_unit(money["mark"] or "", money["unit"] or "")
    lead = "".join(text for kind, text in pieces[: [kind for kind, _text in pieces].index("digits")] if kind != "aside")
    if set(digits) <= {"0", "#"} and (digits.count("0") > 1 or lead.strip("+-( ")):
        return lambda number: filled(number, pieces, digits.count("0"))
    return None


def sections(code: str) -> list[str]:
    """The parts of a format, for positive and negative numbers, zero and text; in quotes nothing divides."""
    return re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)


def plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def with_unit(mark: str, unit: str) -> Shown:
    return lambda number: f"{mark}{plain(number)}{unit}"


def filled(number: Decimal, pieces: list[tuple[str, str]], least: int) -> str:
    """A whole number with its leading zeros, and the words of the format where they stand: KH0012, 000-12-0001."""
    if number < 0 or number != number.to_integral_value():
        return plain(number)
    rest, text = str(int(number)).rjust(least, "0"), ""
    runs = sum(kind == "digits" for kind, _text in pieces)
    for kind, piece in reversed(pieces):
        if kind == "digits":
            runs -= 1
            take = len(piece) if runs else len(rest)
            text, rest = rest[len(rest) - take :] + text, rest[: len(rest) - take]
        elif kind != "aside":
            text = piece + text
    return text
