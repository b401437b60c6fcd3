"""Working days: Monday to Friday; here a calendar of holidays and make-up Saturdays will say more (N6)."""

import datetime

DAY = datetime.timedelta(days=1)


def is_workday(day: datetime.date) -> bool:
    """Whether people work on this day (N6)."""
    return day.weekday() < 5


def workdays_after(day: datetime.date, count: int) -> datetime.date:
    """The day so many working days after another: after one, the next day people work (S4, N6)."""
    while count:
        day += DAY
        count -= is_workday(day)
    return day


def workdays_before(day: datetime.date, count: int) -> datetime.date:
    """The last day from which so many working days had come by this one (S4, N6)."""
    while count:
        count -= is_workday(day)
        day -= DAY
    return day
