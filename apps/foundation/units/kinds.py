"""The units: each says how typed text is read, what was understood, in both languages, and when it asks."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.foundation.units.reading import DIGITS, Asks, bare, either, figure, fits, in_chinese, parts, unread

UNITS: dict[str, "Unit"] = {}
HALF = "半"


class Unit:
    """A unit under the name that the page knows it by."""

    examples: Promise | str = ""  # how people write it
    beside: tuple[str, ...] = ()  # the fields beside it that what is understood depends on

    def __init__(self, code: str):
        self.code = code
        UNITS[code] = self

    def read(self, text: str, stated: str = "") -> Decimal:
        """The value of a text; `stated` is the unit a file says that its bare numbers have.

        Raises ValidationError with a sentence, Asks where the text can mean two things.
        """
        raise NotImplementedError

    def in_file(self, text: str, stated: str) -> Decimal:
        """The value of a cell of a file, where nobody sees what is understood."""
        return self.read(text, stated)

    def knows(self, stated: str) -> bool:
        """Whether a file may say this unit of its bare numbers."""
        return False

    def typed(self, value: Decimal) -> str:
        """The value as a person types it here, to be read again."""
        return bare(value)

    def words(self, value: Decimal, **beside: str) -> str:
        """What was understood, for readers of either language."""
        raise NotImplementedError


class Scale(Unit):
    """A number with units that are multiples of the one that is kept."""

    def __init__(
        self, code: str, factors: Mapping[str, Decimal], *, says: Callable, examples: Promise, places: int = 0
    ):
        super().__init__(code)
        self.factors = {name.casefold(): Decimal(factor) for name, factor in factors.items()}
        self.says, self.examples, self.places = says, examples, places

    def read(self, text: str, stated: str = "") -> Decimal:
        number, unit = parts(text)
        if number is None and unit.startswith(HALF):
            number, unit = Decimal("0.5"), unit[1:]
        if number is None or (unit and unit not in self.factors):
            raise unread(text, self)
        if not unit and not stated and self.doubts(number):
            raise Asks(self.question(number))
        value = number * self.factors[unit or stated] if unit or stated else number
        if value < 0:
            raise ValidationError(_("This is not below zero."))
        sentence = _("That would be %(value)s: here %(places)s decimals are kept.")
        if not self.places:
            sentence = _("That would be %(value)s: only whole numbers are kept here.")
        return fits(value, self.places, sentence % {"value": self.says(value), "places": self.places})

    def knows(self, stated: str) -> bool:
        return stated in self.factors

    def doubts(self, number: Decimal) -> bool:
        """Whether a bare number of this size is more likely to be of another unit."""
        return False

    def words(self, value: Decimal, **beside: str) -> str:
        return self.says(value)


class TenThousand(Scale):
    """Amounts kept in 10,000 yuan; a bare number so large that it is likely to be yuan is asked about."""

    LARGE = Decimal(100_000)

    def doubts(self, number: Decimal) -> bool:
        return number >= self.LARGE

    def question(self, number: Decimal) -> str:
        text = _("%(number)s can be %(much)s or %(little)s. Write “%(first)s” or “%(second)s”.")
        yuan = _("%(number)s yuan") % {"number": bare(number)}
        said = {"much": self.says(number), "little": self.says(number / 10_000)}
        return text % ({"number": bare(number), "first": self.typed(number), "second": yuan} | said)

    def typed(self, value: Decimal) -> str:
        if not self.doubts(value):
            return bare(value)
        return f"{bare(value / 10_000)} 亿" if in_chinese() else f"{bare(value / 100)} million"


class Percent(Unit):
    """A whole number of per cent; people also say it in tenths: 六成."""

    examples = "60 %"

    def read(self, text: str, stated: str = "") -> Decimal:
        number, unit = parts(text)
        if number is None and unit.endswith("成"):
            number, unit = parts(unit.translate(DIGITS))
        if number is None or unit not in ("", "%", "成", "percent", "percent."):
            raise unread(text, self)
        if unit == "成":
            number *= 10
        elif not unit and (stated == "0-1" or 0 < number <= 1):
            if not stated:
                raise either(bare(number), f"{bare(number * 100)} %", f"{bare(number)} %")
            number *= 100
        if not 0 <= number <= 100:
            raise ValidationError(_("This is between 0 and 100 per cent."))
        return fits(number, 0, _("%(value)s %% is not a whole number of per cent.") % {"value": bare(number)})

    def knows(self, stated: str) -> bool:
        return stated in ("%", "0-1")

    def typed(self, value: Decimal) -> str:
        return "1 %" if value == 1 else bare(Decimal(value))

    def words(self, value: Decimal, **beside: str) -> str:
        return f"{bare(value)} % = {bare(value / 10)} 成"


def of_yuan(value: Decimal) -> str:
    """An amount kept in 10,000 yuan, as it is said in Chinese and in English: 1.2 亿 = 120 million = ¥ 120,000,000."""
    yuan = value * 10_000
    chinese = f"{figure(value / 10_000)} 亿" if value >= 10_000 else f"{figure(value)} 万"
    english = [f"{figure(yuan / 1_000_000)} million"] if yuan >= 1_000_000 else []
    return " = ".join([chinese, *english, f"¥ {figure(yuan)}"])


def counted(one: str, many: str, chinese: str) -> Callable[[Decimal], str]:
    """How a number of days and the like is said in both languages."""
    return lambda value: f"{figure(value)} {chinese} = {figure(value)} {one if value == 1 else many}"


TEN_THOUSAND = TenThousand(
    "wan",
    {
        "万": 1, "10,000yuan": 1, "万元": 1, "万块": 1, "w": 1,
        "千万": 1000, "千万元": 1000, "百万": 100, "百万元": 100,
        "亿": 10_000, "亿元": 10_000, "万亿": 100_000_000, "million": 100, "millionyuan": 100, "m": 100,
        "billion": 100_000, "billionyuan": 100_000, "bn": 100_000, "千": Decimal("0.1"), "千元": Decimal("0.1"),
        "k": Decimal("0.1"), "元": Decimal("0.0001"), "块": Decimal("0.0001"), "yuan": Decimal("0.0001"),
        "rmb": Decimal("0.0001"), "cny": Decimal("0.0001"), "元整": Decimal("0.0001"),
    },
    says=of_yuan,
    places=2,
    examples=gettext_lazy("5 million, 5,000,000 yuan"),
)  # fmt: skip
DAYS = Scale(
    "days",
    {"天": 1, "日": 1, "day": 1, "days": 1, "d": 1, "周": 7, "星期": 7, "week": 7, "weeks": 7},
    says=counted("day", "days", "天"),
    examples=gettext_lazy("3 days, 2 weeks"),
)  # fmt: skip
MONTHS = Scale(
    "months",
    {"个月": 1, "月": 1, "month": 1, "months": 1, "季度": 3, "个季度": 3, "quarter": 3, "quarters": 3,
     "年": 12, "year": 12, "years": 12},
    says=counted("month", "months", "个月"),
    examples=gettext_lazy("6 months, 1 year"),
)  # fmt: skip
HOURS = Scale(
    "hours",
    {"小时": 1, "个小时": 1, "时": 1, "h": 1, "hour": 1, "hours": 1, "天": 24, "日": 24, "day": 24, "days": 24},
    says=counted("hour", "hours", "小时"),
    examples=gettext_lazy("4 hours, 2 days"),
)  # fmt: skip
PERCENT = Percent("percent")
