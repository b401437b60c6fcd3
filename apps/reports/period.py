"""Periods of reports: a year, a quarter, a month, up to today or any days, each with the one before it (R1–R5)."""

import datetime
import re
from calendar import monthrange
from dataclasses import dataclass

from django.utils import timezone

from apps.customers.models.loss import months_before

DAY = datetime.timedelta(days=1)
NAMED = re.compile(r"(?P<year>(?:19|20|21)\d\d)(?:-Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?")


@dataclass(frozen=True)
class Period:
    """Days from the first to the last, both included; `shift` is how many months the period before lies back."""

    first: datetime.date
    last: datetime.date
    shift: int = 0

    def __str__(self):
        return f"{self.first} – {self.last}"

    @property
    def before(self) -> "Period":
        """The period before: as many months earlier, or as many days where the days are no whole months."""
        if months := self.shift or self.whole_months:
            last = months_before(self.last, months)
            return Period(months_before(self.first, months), month_end(last) if self.ends_a_month else last, months)
        length = self.last - self.first
        return Period(self.first - length - DAY, self.first - DAY)

    @property
    def ends_a_month(self) -> bool:
        return self.last == month_end(self.last)

    @property
    def whole_months(self) -> int:
        """How many whole months the period is, or none."""
        return len(self.months) if self.first.day == 1 and self.ends_a_month else 0

    @property
    def months(self) -> list[datetime.date]:
        """The first days of the months the period touches."""
        start, end = (day.year * 12 + day.month - 1 for day in (self.first, self.last))
        return [datetime.date(place // 12, place % 12 + 1, 1) for place in range(start, end + 1)]

    def of_month(self, month: datetime.date) -> "Period":
        """The days of one month that lie in this period."""
        return Period(max(self.first, month), min(self.last, month_end(month)))

    @property
    def days(self) -> tuple[datetime.date, datetime.date]:
        """First and last day, for a column that keeps days."""
        return self.first, self.last

    @property
    def moments(self) -> tuple[datetime.datetime, datetime.datetime]:
        """First and last moment, for a column that keeps moments."""
        start, end = (datetime.datetime.combine(day, datetime.time.min) for day in (self.first, self.last + DAY))
        return timezone.make_aware(start), timezone.make_aware(end) - datetime.timedelta(microseconds=1)


def month_end(day: datetime.date) -> datetime.date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def named(name: str) -> Period | None:
    """The period called 2026, 2026-Q3 or 2026-07; None where the name is no such thing."""
    found = NAMED.fullmatch(name)
    if found is None:
        return None
    first, last = 1, 12
    if found["quarter"]:
        last = int(found["quarter"]) * 3
        first = last - 2
    elif found["month"]:
        first = last = int(found["month"])
    year = int(found["year"])
    return Period(datetime.date(year, first, 1), month_end(datetime.date(year, last, 1)))


def counted_from(today: datetime.date) -> dict[str, Period]:
    """The periods that move with the calendar; those that still run end today, and so does the one before (R7)."""
    month = today.replace(day=1)
    quarter = months_before(month, (today.month - 1) % 3)
    year = month.replace(month=1)
    return {
        "last-12-months": Period(months_before(month, 11), today, 12),
        "this-month": Period(month, today, 1),
        "this-quarter": Period(quarter, today, 3),
        "last-quarter": Period(months_before(quarter, 3), quarter - DAY),
        "this-year": Period(year, today, 12),
        "last-year": Period(months_before(year, 12), year - DAY),
    }
