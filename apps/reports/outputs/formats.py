"""Figures as people read them (R6): the same on screen and in pictures."""

import re
from decimal import ROUND_HALF_UP, Decimal
from unicodedata import east_asian_width

from django.utils.translation import get_language

from apps.reports.schema import Kind, Number, Value

NOTHING = "–"
DECIMALS = {"int": 0, "money": 2, "percent": 1, "hours": 1, "decimal": 2}
WIDE = 2
UNITS = {"zh": ((10**8, "亿"), (10**4, "万")), "en": ((10**6, "M"), (10**3, "K"))}


def show(value: Value, kind: Kind) -> str:
    """The value in full: ¥ 12,300.00, 12.3%, 1,204, 3.5, 2026-11-21, and – for nothing."""
    if value is None:
        return NOTHING
    if kind == "text" or isinstance(value, str):
        return str(value)
    if kind == "date":
        return f"{value:%Y-%m-%d}"
    return _number(value, kind, DECIMALS[kind])


def brief(value: Number | None, kind: Kind) -> str:
    """The value beside a bar or on an axis: no zeros at the end, and from 100 yuan on no fen."""
    if kind == "money" and value is not None and abs(value) >= 100:
        return _number(value, kind, 0)
    return re.sub(r"\.0+(?=%?$)", "", show(value, kind))


def compact(yuan: Decimal) -> str:
    """An amount in few letters, for a cell on a phone: 86.1万, 1,170万, 1.2亿, or 861K, 11.7M."""
    for size, unit in UNITS["zh" if (get_language() or "").startswith("zh") else "en"]:
        if yuan >= size:
            exact = yuan / size
            return f"{exact.quantize(Decimal(1 if exact >= 100 else '.1'), ROUND_HALF_UP):,f}{unit}"
    return f"{yuan.quantize(Decimal(1), ROUND_HALF_UP):,f}"


def _number(value: Number, kind: Kind, decimals: int) -> str:
    # Half up and from the decimal digits, as spreadsheets and browsers round: 3.25 hours are 3.3 everywhere.
    exact = Decimal(str(value)) * (100 if kind == "percent" else 1)
    text = f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):z,f}"
    if kind == "money":
        return f"-¥ {text[1:]}" if text.startswith("-") else f"¥ {text}"
    return f"{text}%" if kind == "percent" else text


def width(text: str) -> int:
    """How many columns the text takes where a Chinese character takes two and a Latin one takes one."""
    return sum(WIDE if east_asian_width(letter) in "WF" else 1 for letter in text)


def shortened(text: str, most: int) -> str:
    """The text on one line, cut to so many columns with … at its end."""
    text = " ".join(text.split())
    if width(text) <= most:
        return text
    kept, used = "", 1
    for letter in text:
        used += width(letter)
        if used > most:
            break
        kept += letter
    return kept.rstrip() + "…"


def wrapped(text: str, most: int) -> list[str]:
    """The text in lines of so many columns, broken after a space or any Chinese character."""
    lines, line = [], ""
    for piece in re.findall(r"[⺀-\uffff]|[^\s⺀-\uffff]+\s*|\s+", text):
        if line and width(line + piece.rstrip()) > most:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line else lines
