"""What the chances promise for a month is kept once, when it begins, and stays as it was (M7)."""

import datetime

import pytest
import time_machine

from apps.marketing import actions
from apps.marketing.models import Chance, Forecast, ForecastLine
from apps.marketing.tasks import keep_forecast
from tests import make

pytestmark = pytest.mark.django_db
DAY = datetime.date.fromisoformat


@pytest.fixture
def first_of_may(cast):
    """Chances around May 2026, forecast on its first day."""
    with time_machine.travel("2026-05-01T00:05+08:00", tick=False):
        given = {"expected_close": DAY("2026-05-31"), "expected_amount": 1000, "probability": 30}
        make.developing(cast.boss, cast.ann, title="本月", **given)
        make.chance(cast.boss, title="未指派", expected_close=DAY("2026-05-01"), probability=50)
        make.developing(cast.boss, cast.ann, title="已成", **given | {"status": Chance.Status.WON})
        make.developing(cast.boss, cast.ann, title="上月", **given | {"expected_close": DAY("2026-04-30")})
        make.developing(cast.boss, cast.ann, title="下月", **given | {"expected_close": DAY("2026-06-01")})
        make.developing(cast.boss, cast.ann, title="去年", **given | {"expected_close": DAY("2025-05-31")})
        make.chance(cast.boss, title="未定")
        keep_forecast.enqueue()


def kept():
    lines = ForecastLine.objects.order_by("chance__title")
    return list(lines.values_list("chance__title", "expected_amount", "probability"))


def test_it_holds_the_open_chances_expected_in_the_month(first_of_may):
    assert Forecast.objects.get().month == DAY("2026-05-01")
    assert kept() == [("未指派", 0, 50), ("本月", 1000, 30)]


def test_later_changes_do_not_reach_it(cast, first_of_may):
    with time_machine.travel("2026-05-20T09:00+08:00", tick=False):
        chance = Chance.objects.get(title="本月")
        actions.adjust(chance, by=cast.ann, probability=90, expected_amount=5, expected_close=DAY("2026-07-01"))
        make.chance(cast.boss, title="新来", expected_close=DAY("2026-05-30"))
        assert actions.keep_forecast() == 0
    assert kept() == [("未指派", 0, 50), ("本月", 1000, 30)]


def test_a_month_that_promises_nothing_is_kept_as_such(cast, first_of_may):
    with time_machine.travel("2026-08-02T00:05+08:00", tick=False):
        assert actions.keep_forecast() == 0
        make.chance(cast.boss, expected_close=DAY("2026-08-30"))
        assert actions.keep_forecast() == 0
    forecast = Forecast.objects.get(month=DAY("2026-08-01"))
    assert (forecast.lines.count(), f"{forecast.at:%Y-%m-%d %H:%M}") == (0, "2026-08-01 16:05")
