"""Small sums that every report does; of nothing there is no share, no mean and no change."""

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from apps.reports.schema import Number

FEN = Decimal("0.01")


def yuan(amount: Decimal | None) -> Decimal:
    """An amount to the fen, whatever the database added up in; half a fen is one, as on an invoice."""
    return (amount or Decimal(0)).quantize(FEN, ROUND_HALF_UP)


def share(part: Number, whole: Number) -> float | None:
    """The part as a fraction of the whole."""
    return float(part) / float(whole) if whole else None


def mean(amount: Decimal, count: int) -> Decimal | None:
    """The amount for each, to the fen."""
    return yuan(amount / count) if count else None


def change(value: Number, before: Number) -> float | None:
    """The relative change against the period before."""
    return (float(value) - float(before)) / float(before) if before else None


def hours(duration: timedelta | None) -> float | None:
    """A duration in hours."""
    return duration.total_seconds() / 3600 if duration is not None else None
