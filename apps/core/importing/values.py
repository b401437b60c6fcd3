"""What the text of a cell means to a field: numbers, dates, choices, yes or no, each in the forms people write."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from apps.core.wording import listed

DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日")
TIMES = ("", " %H:%M", " %H:%M:%S")
YEARS = range(1900, 2200)
YES = {"1", "y", "yes", "true", "t", "on", "是", "有", "√", "✓"}
NO = {"0", "n", "no", "false", "f", "off", "否", "无", "×"}
NUMBER = re.compile(
    r"[¥$€£]?\s*(?P<value>[+-]?(?:\d*|\d{1,3}(?:,\d{3})+)(?:\.\d*)?(?:[Ee][+-]?\d{1,3})?)\s*(?P<unit>%|元)?"
)

BREAK = re.compile(r"\s*[\r\n]+\s*")

Reading = Callable[[str], object]


def reading(field: models.Field, forms: Sequence[str] = (), unit: str = "") -> Reading:
    """A function from the text of a cell to the valid value of a field; it raises ValidationError (B9).

    `forms` are the ways to write a date, in Python's notation, that this file uses beside the usual ones; `unit` is
    that of its bare numbers.
    """
    means = in_unit(field, unit) if hasattr(field, "unit") else meaning(field, forms)
    limit = MaxLengthValidator(field.max_length) if isinstance(field, models.TextField) and field.max_length else None

    @lru_cache(maxsize=1024)
    def read(text: str):
        value = field.clean(means(text), None)
        if limit:
            limit(value)
        return value

    return read


def in_unit(field: models.Field, unit: str) -> Reading:
    return lambda text: field.unit.in_file(text, unit)


def meaning(field: models.Field, forms: Sequence[str]) -> Reading:
    if field.choices:
        return choice(field)
    if isinstance(field, models.BooleanField):
        return yes_or_no
    if isinstance(field, models.DateTimeField):
        return lambda text: moment(text, forms)
    if isinstance(field, models.DateField):
        return lambda text: timezone.localdate(moment(text, forms))
    if isinstance(field, models.DecimalField):
        return lambda text: number(text, percent=Decimal("0.01"))
    if isinstance(field, models.IntegerField):
        return whole
    if isinstance(field, models.TextField):
        return str
    return one_line


def one_line(text: str) -> str:
    return BREAK.sub(" ", text)


def number(text: str, percent: Decimal) -> Decimal:
    """1,234.50, ¥12, １２, 15 %."""
    found = NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        value = Decimal(found["value"].replace(",", "")) if found else None
    except InvalidOperation:
        value = None
    if value is None:
        raise ValidationError(_("“%(text)s” is not a number.") % {"text": text})
    return value * percent if found["unit"] == "%" else value


def whole(text: str) -> int:
    value = number(text, percent=Decimal(1))
    if value != value.to_integral_value():
        raise ValidationError(_("“%(text)s” is not a whole number.") % {"text": text})
    return int(value)


def moment(text: str, forms: Sequence[str]) -> datetime.datetime:
    """2026-03-01, 2026/3/1, 20260301, 2026年3月1日, each with or without a time; in our zone unless it names one."""
    plain = unicodedata.normalize("NFKC", text).strip()
    for form in (*forms, *(day + time for day in DAYS for time in TIMES)):
        try:
            value = datetime.datetime.strptime(plain, form)  # noqa: DTZ007 made aware below
            break
        except ValueError:
            continue
    else:
        value = iso(plain)
    if value is None or value.year not in YEARS:
        raise ValidationError(_("“%(text)s” is not a date. Write 2026-03-01.") % {"text": text})
    return value if timezone.is_aware(value) else timezone.make_aware(value)


def iso(text: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(text) if len(text) > len("2026-03-01") else None
    except ValueError:
        return None


def yes_or_no(text: str) -> bool:
    plain = text.strip().casefold()
    if plain not in YES | NO:
        raise ValidationError(_("“%(text)s” is neither yes nor no.") % {"text": text})
    return plain in YES


def choice(field: models.Field) -> Reading:
    """A choice by its code or by its name in any language of the product."""
    meant = {str(code).casefold(): code for code, _label in field.flatchoices}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            meant |= {str(label).casefold(): code for code, label in field.flatchoices}

    def read(text: str):
        if text.casefold() not in meant:
            names = listed(label for _code, label in field.flatchoices)
            raise ValidationError(_("“%(text)s” is none of: %(names)s.") % {"text": text, "names": names})
        return meant[text.casefold()]

    return read
