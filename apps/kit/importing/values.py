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

from apps.foundation.wording import listed
from apps.kit.importing import figures

DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")
TIMES = ("", " %H:%M", " %H:%M:%S")
USUAL = [day + time for day in DAYS for time in TIMES]
YEARS = range(1900, 2200)
YES = {"1", "y", "yes", "true", "t", "on", "是", "有", "√", "✓", "真"}
NO = {"0", "n", "no", "false", "f", "off", "否", "无", "×", "假"}
BREAK = re.compile(r"\s*[\r\n]+\s*")
ZEROS = re.compile(r"(\d+)\.0+")  # how programs write a key that they take for a number
CUT = re.compile(r"[+-]?\d(?:\.\d+)?(?:[Ee]\+\d{2,3}|(?<=\.\d)\d*E(?:[7-9]|\d{2}))")  # 6.22E+18, 1.38E10 of a long one
LONG = 5  # digits from which a text is a number somebody gave: a phone, an account; 2.0 is a version
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?=$|[ T])")
ISO = re.compile(r"\d{4}-?\d{2}-?\d{2}[ T]\d.*")
SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")

Reading = Callable[[str], object]


def reading(field: models.Field, forms: Sequence[str] = (), unit: str = "", currency: str = "") -> Reading:
    """A function from the text of a cell to the valid value of a field; it raises ValidationError (B9).

    `forms` are the ways to write a date, in Python's notation, that this file uses beside the usual ones; `unit` is
    that of its bare numbers, `currency` another one that its amounts may be in, taken as yuan. `told` of the function
    says too whether the value is another one than the text reads.
    """
    means = in_unit(field, unit, currency) if hasattr(field, "unit") else meaning(field, forms, currency)
    limit = MaxLengthValidator(field.max_length) if isinstance(field, models.TextField) and field.max_length else None

    @lru_cache(maxsize=1024)
    def told(text: str) -> tuple[object, bool]:
        value = field.clean(means(text), None)
        if limit:
            limit(value)
        return value, not field.choices and otherwise(text, value)

    def read(text: str):
        return told(text)[0]

    read.told = told
    return read


def in_unit(field: models.Field, unit: str, currency: str) -> Reading:
    return lambda text: field.unit.in_file(figures.in_yuan(text, currency), unit)


def otherwise(text: str, value: object) -> bool:
    """Whether a value is another one than its text reads, so that somebody should look at it: 90万, 0.15000001."""
    if isinstance(value, str):
        return value != text and "".join(value.split()) != "".join(text.split())
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    try:
        return Decimal(re.sub(r"[¥,'\s]|元$", "", figures.plain(text))) != value
    except InvalidOperation:
        return True


def meaning(field: models.Field, forms: Sequence[str], currency: str) -> Reading:
    if field.choices:
        return choice(field)
    if isinstance(field, models.BooleanField):
        return yes_or_no
    if isinstance(field, models.DateTimeField):
        return lambda text: moment(text, forms)
    if isinstance(field, models.DateField):
        return lambda text: timezone.localdate(moment(text, forms))
    if isinstance(field, models.DecimalField | models.IntegerField):
        return figures.figure(field, currency)
    if isinstance(field, models.TextField):
        return uncut
    is_code = getattr(field.model, "code_field", "") == field.name
    return lambda text: without_zeros(BREAK.sub(" ", uncut(text)), 1 if is_code else LONG)


def uncut(text: str) -> str:
    """The text, unless Excel has made 6.22E+18 of it."""
    if CUT.fullmatch(text):
        sentence = _("“%(text)s” is what Excel made of a longer number. Format the column as text and enter it again.")
        raise ValidationError(sentence % {"text": text})
    return text


def without_zeros(text: str, least: int = 1) -> str:
    """13800138000 for 13800138000.0, where at least so many digits stand before the point."""
    found = ZEROS.fullmatch(text)
    return found[1] if found and len(found[1]) >= least else text


def moment(text: str, forms: Sequence[str]) -> datetime.datetime:
    """2026-03-01, 2026/3/1, 20260301, 2026年3月1日, each with or without a time; in our zone unless it names one."""
    plain = unicodedata.normalize("NFKC", text).strip()
    value = in_form(plain, forms) or in_form(COMPACT.sub(r"\1-\2-\3", plain, count=1), USUAL) or iso(plain)
    if value is not None and timezone.is_naive(value):
        value = timezone.make_aware(value)
    if value is None or value.year not in YEARS or timezone.localtime(value).year not in YEARS:
        sentence = _("“%(text)s” is not a date. Write 2026-03-01.")
        if SERIAL.fullmatch(plain):
            sentence = _("“%(text)s” may be Excel's own number of a day. Format the column as a date.")
        raise ValidationError(sentence % {"text": text})
    return value


def in_form(text: str, forms: Sequence[str]) -> datetime.datetime | None:
    for form in forms:
        try:
            return datetime.datetime.strptime(text, form)  # noqa: DTZ007 made aware by who asks
        except ValueError:
            continue
    return None


def iso(text: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(text) if ISO.fullmatch(text) else None
    except ValueError:
        return None


def yes_or_no(text: str) -> bool:
    plain = without_zeros(unicodedata.normalize("NFKC", text).strip().casefold())
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
        plain = text.strip().casefold()
        code = plain if plain in meant else without_zeros(unicodedata.normalize("NFKC", plain))
        if code not in meant:
            names = listed(label for _code, label in field.flatchoices)
            raise ValidationError(_("“%(text)s” is none of: %(names)s.") % {"text": text, "names": names})
        return meant[code]

    return read
