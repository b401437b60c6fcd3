"""Days the clock makes difficult: nothing comes twice, nobody is shut out, every figure stands in its month (E15)."""

import datetime
import time

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from apps.auth import tasks
from apps.auth.signing import totp
from apps.core.models import Notification, Way
from apps.customers.actions import loss
from apps.customers.models import Customer, Loss
from apps.marketing import actions
from apps.marketing.models import Forecast
from apps.reports.period import month_end
from tests import make
from tests.auth.signing import inside, later
from tests.auth.test_guessing import guess
from tests.auth.test_login import log_in

pytestmark = pytest.mark.django_db
DAY = datetime.date.fromisoformat


def at(moment: str):
    return time_machine.travel(moment, tick=False)


@pytest.mark.parametrize(
    ("today", "recent"),
    [
        ("2028-02-29", "2027-08-29"),
        ("2028-08-31", "2028-02-29"),
        ("2027-08-31", "2027-02-28"),
        ("2028-01-01", "2027-07-01"),
        ("2027-12-31", "2027-06-30"),
    ],
)
def test_who_has_not_ordered_for_six_months_is_warned_about_once_on_the_right_day(cast, today, recent):
    """At five past midnight in Shanghai it is still yesterday in Greenwich."""
    last = DAY(recent)
    make.customer(owner=cast.ann, name="还在期内", last_order_date=last, status=Customer.Status.NORMAL)
    make.customer(owner=cast.ann, name="过了一天", last_order_date=last - datetime.timedelta(days=1))
    for moment in (f"{today}T00:05+08:00", f"{today}T06:00+08:00", f"{today}T23:55+08:00"):
        with at(moment):
            loss.scan()
    assert [one.customer.name for one in Loss.objects.all()] == ["过了一天"]
    assert Notification.objects.count() == 1


@pytest.mark.parametrize("days", [1, -1])
def test_a_clock_that_jumps_by_a_day_warns_and_tells_nobody_twice(cast, days):
    make.customer(owner=cast.ann, last_order_date=DAY("2020-01-01"))
    cast.ann.email, cast.ann.notices = "ann@example.com", {"customers.loss": Way.DIGEST}
    cast.ann.save()
    for moved in (0, days, 0):
        with later(days=moved):
            loss.scan()
            tasks.mail_digest.enqueue()
    assert Loss.objects.count() == 1
    assert len(mail.outbox) == 1


def test_the_forecast_of_a_month_is_kept_once_however_the_clock_moves_at_the_turn_of_the_year(cast):
    make.developing(cast.boss, cast.ann, expected_close=DAY("2028-01-15"), expected_amount=1000, probability=50)
    kept = []
    for moment in ("2027-12-31T23:59", "2028-01-01T00:05", "2027-12-31T12:00", "2028-01-01T00:05"):
        with at(f"{moment}+08:00"):
            kept.append(actions.keep_forecast())
    assert sorted(f"{one.month:%Y-%m}" for one in Forecast.objects.all()) == ["2027-12", "2028-01"]
    assert Forecast.objects.get(month=DAY("2028-01-01")).lines.count() == 1


def test_a_number_is_of_the_day_on_which_its_people_live(cast):
    with at("2027-12-31T16:30Z"):
        assert (
            make.chance(by=cast.ann).number.startswith("XS280101") or make.chance(by=cast.ann).number[2:8] == "280101"
        )


@pytest.mark.parametrize(("day", "last"), [("2028-02-03", "2028-02-29"), ("2027-02-03", "2027-02-28")])
def test_february_ends_on_its_last_day(day, last):
    assert month_end(DAY(day)) == DAY(last)


def test_wrong_passwords_from_a_clock_that_was_ahead_shut_nobody_out(cast):
    with later(days=1):
        assert guess(Client(), 11)[-1] == 429
    assert log_in(Client()).status_code == 302


def test_a_session_lasts_no_longer_because_the_clock_was_put_back(cast):
    client = Client()
    with later(days=1):
        log_in(client)
    assert inside(client)
    with later(hours=3):
        assert not inside(client)


def test_a_clock_put_ahead_by_a_day_ends_sessions_and_logging_in_goes_on(cast):
    client = Client()
    log_in(client)
    with later(days=1):
        assert not inside(client)
        assert log_in(client).status_code == 302
        assert inside(client)


@pytest.mark.parametrize(("ahead", "opens"), [(86400, "app"), (60, "")])
def test_a_code_used_while_the_clock_was_a_day_ahead_refuses_none_of_today(cast, ahead, opens):
    device = TOTPDevice.objects.create(user=cast.ann, key="ab" * 20, last_t=(time.time() + ahead) // 30)
    code = TOTP(bytes.fromhex(device.key))
    code.time = time.time()
    assert totp.passes(cast.ann, f"{code.token():06d}") == opens
