"""Sales chances of two departments around 20 May 2026, each figure of which is worked out by hand in the tests."""

from datetime import date, datetime
from types import SimpleNamespace

from django.utils import timezone

from apps.marketing.models import Chance, Forecast, ForecastLine
from tests import make

NOW = "2026-05-20T10:00+08:00"
Status = Chance.Status


def recorded(by, to, day: str, amount, probability: int, close: str | None = None, status=None, closed: str = ""):
    """A chance recorded on a day; `to` nobody means unassigned, `closed` is a local moment."""
    given = {
        "expected_amount": amount,
        "probability": probability,
        "expected_close": close and date.fromisoformat(close),
    }
    made = make.developing(by, to, **given) if to else make.chance(by, **given)
    changed = {"created_at": moment(f"{day}T09:00")}
    if status:
        changed |= {"status": status, "closed_at": moment(closed)}
    Chance.objects.filter(pk=made.pk).update(**changed)
    return made


def moment(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


def found(cast) -> SimpleNamespace:
    """Of ann six, of bob three, of nobody one; what April and May had promised."""
    boss, ann, bob = cast.boss, cast.ann, cast.bob
    may = recorded(boss, ann, "2026-05-02", 1000, 50, "2026-05-31")
    june = recorded(boss, ann, "2026-05-03", "333.33", 30, "2026-06-01")
    late = recorded(bob, bob, "2026-04-01", 2000, 10, "2026-04-30")
    recorded(boss, None, "2026-05-10", 500, 20)
    recorded(bob, bob, "2026-05-19", 100, 100, "2027-05-01")
    recorded(boss, ann, "2026-05-01", None, 90, "2026-05-20")
    won = recorded(boss, ann, "2026-03-01", 700, 80, "2026-05-10", Status.WON, "2026-05-05T12:00")
    recorded(boss, ann, "2026-05-04", 50, 10, "2026-05-10", Status.LOST, "2026-05-06T12:00")
    recorded(bob, bob, "2026-04-02", 900, 60, "2026-04-10", Status.WON, "2026-04-30T23:30")
    recorded(boss, ann, "2025-05-30", 40, 60, "2026-04-10", Status.WON, "2026-05-01T00:00")
    for month, lines in (("2026-04-01", [(late, 1500, 20)]), ("2026-05-01", [(won, 600, 50), (may, 1000, 25)])):
        forecast = Forecast.objects.create(month=date.fromisoformat(month))
        for chance, amount, probability in lines:
            given = {"chance": chance, "expected_amount": amount, "probability": probability}
            ForecastLine.objects.create(forecast=forecast, **given)
    return SimpleNamespace(may=may, june=june, late=late, won=won)
