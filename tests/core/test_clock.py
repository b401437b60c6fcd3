"""The clock puts the daily tasks into the queue: at their time, and at once for what was missed (C7)."""

import datetime
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from apps.core.schedule import DAILY
from apps.customers.models import Loss
from apps.customers.tasks import scan_churn
from apps.kit.management.commands import clock
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_connection(monkeypatch):
    autodiscover_modules("tasks")
    monkeypatch.setattr(clock, "close_old_connections", lambda: None)  # the test's own lives in a transaction


@pytest.fixture
def silent(cast):
    """Somebody the scan has to warn about."""
    return make.customer(owner=cast.ann, last_order_date=datetime.date(2020, 1, 1))


@pytest.fixture
def asked(monkeypatch):
    """What the clock asks for, instead of asking for it."""
    jobs = []
    monkeypatch.setattr(clock, "enqueue", jobs.append)
    return jobs


def scan():
    return next(one for one in DAILY if one.task == scan_churn)


def test_what_was_missed_is_done_at_the_start(silent):
    clock.start()
    assert Loss.objects.get().customer == silent


def test_the_job_runs_the_task_once_it_is_due(silent):
    clock.minute({job: timezone.localdate() for job in DAILY if job != scan()} | {scan(): datetime.date(2020, 1, 1)})
    assert Loss.objects.count() == int(timezone.localtime().time() >= scan().at)


@pytest.mark.parametrize(("time", "comes"), [("05:59", False), ("06:00", True), ("23:59", True)])
def test_the_scan_is_due_every_day_at_six_local_time(time, comes):
    now = datetime.datetime.fromisoformat(f"2026-11-21T{time}+08:00")
    assert (scan() in clock.due(now, {})) is comes
    assert scan() not in clock.due(now, {scan(): now.date()})


def test_every_daily_task_is_registered_once():
    assert len({(one.at, one.task) for one in DAILY}) == len(DAILY)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Berlin", "America/New_York"])
def test_every_daily_task_comes_once_a_day_also_when_the_clocks_change(asked, zone):
    """Looked at every 20 minutes round a 29 February, both changes of the clock and the turn of a year (E15)."""
    moment, done, wanted = (
        datetime.datetime(2027, 12, 31, tzinfo=ZoneInfo(zone)).astimezone(datetime.UTC),
        {},
        Counter(),
    )
    while moment < datetime.datetime(2029, 1, 2, tzinfo=datetime.UTC):
        local = moment.astimezone(ZoneInfo(zone))
        for job in clock.due(local, done):
            done[job] = local.date()
            wanted[job, local.date()] += 1
        moment += datetime.timedelta(minutes=20)
    days = {day for _job, day in wanted if day < datetime.date(2029, 1, 1)}
    assert len(days) == 367
    assert {wanted[job, day] for job in DAILY for day in days} == {1}


def test_a_clock_that_is_put_back_a_day_makes_nothing_wait(asked, monkeypatch):
    ran = []
    monkeypatch.setattr(clock, "EVERY_MINUTE", [lambda: ran.append(timezone.localdate())])
    with time_machine.travel("2026-11-22T12:00+08:00", tick=False):
        done = clock.start()
        clock.minute(done)
    asked.clear()
    with time_machine.travel("2026-11-21T12:00+08:00", tick=False):
        clock.minute(done)
        clock.minute(done)
    with time_machine.travel("2026-11-22T06:01+08:00", tick=False):
        clock.minute(done)
    assert len(ran) == 4
    assert asked.count(scan()) == 2  # on each of the two days


def test_what_fails_is_tried_again_and_ends_nothing(monkeypatch):
    def failing(job):
        raise OSError

    monkeypatch.setattr(clock, "enqueue", failing)
    done, ran = {}, []
    monkeypatch.setattr(clock, "EVERY_MINUTE", [lambda: failing(None), lambda: ran.append(1)])
    clock.minute(done)
    assert (done, ran) == ({}, [1])
