"""What came of the chances month by month, and what each month had promised when it began (M7)."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count, DateField, F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from apps.marketing.models import Chance, Forecast, ForecastLine
from apps.reports.figures.ratios import share, yuan
from apps.reports.period import Period, month_end

WON, LOST = Q(status=Chance.Status.WON), Q(status=Chance.Status.LOST)


@dataclass(frozen=True)
class Result:
    """Of a month, or of several: what was promised, None where no forecast was kept, and what came."""

    won: int = 0
    amount: Decimal = Decimal(0)
    lost: int = 0
    promised: int | None = None
    forecast: Decimal | None = None
    compared: Decimal | None = None  # the amount won in months with a forecast

    @property
    def rate(self) -> float | None:
        """The win rate: won ÷ (won + lost), by number (M7)."""
        return share(self.won, self.won + self.lost)

    @property
    def surplus(self) -> Decimal | None:
        """How much more came than was promised."""
        return None if self.forecast is None else self.compared - self.forecast

    @property
    def reached(self) -> float | None:
        """How much of the promised came."""
        return None if self.forecast is None else share(self.compared, self.forecast)


def results(found: QuerySet, period: Period) -> dict[datetime.date, Result]:
    """Every month of the period with its result; asks as often for many months as for one."""
    month = TruncMonth("closed_at", output_field=DateField())
    closed = found.filter(WON | LOST, closed_at__range=period.moments).annotate(month=month).order_by()
    sums = closed.values_list("month").annotate(
        won=Count("pk", filter=WON), sum=Sum("expected_amount", filter=WON), lost=Count("pk", filter=LOST)
    )
    came = {one: Result(won, yuan(amount), lost) for one, won, amount, lost in sums}
    promised = promises(found, period)
    return {
        one: with_promise(came.get(one, Result()), *promised[one]) if one in promised else came.get(one, Result())
        for one in period.months
    }


def with_promise(result: Result, count: int, forecast: Decimal) -> Result:
    return replace(result, promised=count, forecast=forecast, compared=result.amount)


def promises(found: QuerySet, period: Period) -> dict[datetime.date, tuple[int, Decimal]]:
    """How many of the chances each month had promised, and how much; only months whose forecast was kept."""
    kept = Forecast.objects.filter(month__range=(period.months[0], period.months[-1]))
    lines = ForecastLine.objects.filter(forecast__in=kept, chance__in=found.values("pk"))
    sums = lines.values_list("forecast__month").annotate(
        n=Count("pk"), sum=Sum(F("expected_amount") * F("probability"))
    )
    counted = {month: (count, yuan(weight / 100)) for month, count, weight in sums.order_by()}
    return {one.month: counted.get(one.month, (0, yuan(None))) for one in kept}


def together(results: Iterable[Result]) -> Result:
    """The results of several months as one; what was promised and came is compared only where a forecast was kept."""
    every = list(results)
    known = [one for one in every if one.forecast is not None]
    total = Result(
        sum(one.won for one in every), yuan(sum(one.amount for one in every)), sum(one.lost for one in every)
    )
    if not known:
        return total
    promised, forecast, compared = (
        sum(getattr(one, name) for one in known) for name in ("promised", "forecast", "compared")
    )
    return replace(total, promised=promised, forecast=forecast, compared=compared)


def whole_months(period: Period) -> Period:
    """The period with the months it begins and ends in made whole, up to today: forecasts are of whole months."""
    last = max(period.last, min(month_end(period.last), timezone.localdate()))
    return replace(period, first=period.first.replace(day=1), last=last)
