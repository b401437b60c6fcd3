"""How often a customer orders, and from when on it is late by its own measure (Z3)."""

import datetime
from collections.abc import Sequence
from itertools import pairwise
from math import ceil
from statistics import median

FEWEST = 3  # days with orders, so that there are two gaps at least
LEAST_GAP = 7  # who orders every day is not late after a weekend
LATE, VERY_LATE = 1.5, 2


def usual_gap(days: Sequence[datetime.date]) -> int | None:
    """The median of the gaps between a customer's order days, in whole days; None for fewer than three days (Z3).

    `days` are in order and each there once. The median, because one long gap, such as a holiday, says nothing.
    """
    if len(days) < FEWEST:
        return None
    return round(median((later - day).days for day, later in pairwise(days)))


def late_after(gap: int, times: float) -> int:
    """How many days without an order are so many times the usual gap (Z3)."""
    return ceil(times * max(gap, LEAST_GAP))
