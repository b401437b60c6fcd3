"""A discount as people say it: 9 折 in Chinese, 10 % off in English; and the net unit price it comes to (O1).

What is kept is the part that is taken off, 0 to 1. A bare number is read in the way of the language,
unless it would take off nothing or more than half, or can be a factor: then it is asked about.
"""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.foundation.units.fields import Measured
from apps.foundation.units.kinds import Unit
from apps.foundation.units.reading import DIGITS, Asks, bare, either, figure, fits, in_chinese, parts, plain, unread

FULL = {"全价", "原价", "不打折", "无折扣", "没有折扣", "无", "fullprice", "nodiscount", "none"}
HALF_PRICE = {"半价", "对折", "五折", "halfprice"}
OFF = {"%off", "percentoff", "off"}
STATED = {"折": "zhe", "%": "off", "%off": "off", "0-1": "share"}
PLACES = 4
LEAST = Decimal("0.9")  # 1 折
MOST = Decimal("0.5")  # what a bare number takes off without being asked about


class Discount(Unit):
    """The part that is taken off a unit price."""

    examples = gettext_lazy("10 % off, 9.5 折, full price")
    beside = ("price",)

    def read(self, text: str, stated: str = "") -> Decimal:
        said = plain(text).removeprefix("打").translate(DIGITS) if "折" in text else plain(text)
        if said in FULL:
            return Decimal(0)
        if said in HALF_PRICE:
            return MOST
        number, unit = parts(said)
        if number is None or unit not in ("", "折", "%", *OFF):
            raise unread(text, self)
        if number < 0:
            raise ValidationError(_("A discount is not below zero. A higher price is written as the unit price."))
        found = self.bare(number, STATED.get(stated, "")) if not unit else self.of(number, unit)
        sentence = _("A discount has %(places)s decimals of a per cent at most. Write the net unit price instead.")
        return fits(found, PLACES, sentence % {"places": PLACES - 2})

    def of(self, number: Decimal, unit: str) -> Decimal:
        """What a number with its unit takes off."""
        if unit == "折":
            return self.of_zhe(number)
        if number > 100:
            raise ValidationError(_("%(number)s %% is more than the whole price.") % {"number": bare(number)})
        if number == 100:
            raise ValidationError(free())
        if unit == "%" and number / 100 > MOST:
            raise either(f"{bare(number)} %", both_ways(number / 100), both_ways((100 - number) / 100))
        return number / 100

    def of_zhe(self, number: Decimal) -> Decimal:
        """9 折 and 95 折: what is left, in tenths or in hundredths."""
        if number == 0:
            raise ValidationError(free())
        if number < 1:
            names = {"number": bare(number), "percent": bare(number * 10), "likely": bare(number * 10)}
            sentence = _(
                "%(number)s 折 would leave %(percent)s %% of the price. Write “%(likely)s 折”, or the net unit price."
            )
            raise Asks(sentence % names)
        if number >= 100:
            raise ValidationError(_("%(number)s 折 is more than the whole price.") % {"number": bare(number)})
        return 1 - number / (10 if number <= 10 else 100)

    def bare(self, number: Decimal, stated: str) -> Decimal:
        """What a number without a unit takes off: by the unit that a file states, else in the way of the language."""
        if number == 0 and stated != "zhe":
            return Decimal(0)
        if stated == "share" and number <= 1:
            return number
        if stated == "zhe" and number >= 1:
            return self.of_zhe(number)
        if stated == "off" and number < 100:
            return number / 100
        if number >= 100 or stated:
            raise unread(bare(number), self)
        tenths = 1 - number / (10 if number <= 10 else 100) if number >= 1 else 1 - number
        percent = number / 100
        found = tenths if in_chinese() else percent
        if number <= 1 or not 0 < found <= MOST:
            raise either(bare(number), both_ways(Decimal(0) if number == 1 else tenths), both_ways(percent))
        return found

    def in_file(self, text: str, stated: str) -> Decimal:
        """A bare number says its unit in the title or the mapping."""
        number, unit = parts(text)
        if number and not unit and not stated:
            sentence = _(
                "“%(text)s” can be a part, a per cent or 折. Say which in the title, such as “discount (折)”,"
                " “discount (%% off)” or “discount (0-1)”, or by --unit discount=折."
            )
            raise Asks(sentence % {"text": text})
        return self.read(text, stated)

    def knows(self, stated: str) -> bool:
        return stated in STATED

    def typed(self, value: Decimal) -> str:
        if value == 0:
            return "全价" if in_chinese() else "full price"
        return saying(value)

    def words(self, value: Decimal, **beside: str) -> str:
        price = amount(beside.get("price", ""))
        return said_of(value, None if price is None else price * (1 - value))


class NetPrice(Unit):
    """A unit price with the discount already taken off, typed in its place."""

    examples = "8,640.00"
    beside = ("price",)

    def read(self, text: str, stated: str = "") -> Decimal:
        number, unit = parts(text)
        if number is None or unit not in ("", "元"):
            raise unread(text, self)
        if number < 0:
            raise ValidationError(_("This is not below zero."))
        return fits(number, NET_PLACES, _("A net unit price has %(places)s decimals at most.") % {"places": NET_PLACES})

    def words(self, value: Decimal, **beside: str) -> str:
        price = amount(beside.get("price", ""))
        if not price or value > price:
            return f"¥ {figure(value)}"
        found = follows(price, value)
        return f"{'' if price * (1 - found) == value else '≈ '}{said_of(found, value)}"


NET_PLACES = 6
DISCOUNT, NET_PRICE = Discount("discount"), NetPrice("net_price")


class DiscountField(Measured, models.DecimalField):
    """The part taken off, 0 to 1."""

    unit = DISCOUNT

    def __init__(self, *args, **kwargs):
        kwargs["max_digits"], kwargs["decimal_places"] = 5, PLACES
        kwargs["validators"] = [MinValueValidator(0), MaxValueValidator(1)]
        super().__init__(*args, **kwargs)


class NetPriceField(Measured, models.DecimalField):
    """A net unit price as it was typed; empty where it follows from price and discount."""

    unit = NET_PRICE

    def __init__(self, *args, **kwargs):
        kwargs["max_digits"], kwargs["decimal_places"] = 18, NET_PLACES
        kwargs["validators"] = [MinValueValidator(0)]
        super().__init__(*args, **kwargs)


def saying(value: Decimal) -> str:
    """A discount in the reader's language: 9.5 折, 5 % off; below 1 折 nobody says 折."""
    return f"{bare((1 - value) * 10)} 折" if in_chinese() and value <= LEAST else f"{bare(value * 100)} % off"


def said_of(value: Decimal, net: Decimal | None) -> str:
    """A discount for readers of either language, with what a unit costs: 9 折 = 10 % off = ¥ 8,640."""
    both = "全价 = full price" if value == 0 else f"{bare((1 - value) * 10)} 折 = {bare(value * 100)} % off"
    return both if net is None else f"{both} = ¥ {figure(net)}"


def follows(price: Decimal, net: Decimal) -> Decimal:
    """The discount that a net unit price comes to, to the hundredth of a per cent."""
    return (1 - net / price).quantize(Decimal(1).scaleb(-PLACES), ROUND_HALF_UP) if price else Decimal(0)


def amount(text: str) -> Decimal | None:
    """A unit price that stands in the field beside."""
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def both_ways(value: Decimal) -> str:
    if value == 0:
        return _("full price")
    return f"{bare((1 - value) * 10)} 折 ({bare(value * 100)} % off)"


def free() -> str:
    return _("That would be free. For goods that are given away write a net unit price of 0.")
