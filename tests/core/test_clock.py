"""The clock puts the daily tasks into the queue: at their time, and at once for what was missed (C7)."""

import datetime

import pytest
from apscheduler.schedulers.blocking import BlockingScheduler
from django.core.management import call_command

from apps.core.management.commands import clock as command
from apps.core.schedule import DAILY
from apps.customers.models import Loss
from apps.customers.tasks import scan_churn
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """Run the command up to the point where it would wait; returns the scheduler."""
    started = []
    monkeypatch.setattr(command, "close_old_connections", lambda: None)  # the test's own lives in a transaction
    monkeypatch.setattr(BlockingScheduler, "start", lambda self: started.append(self))
    call_command("clock")
    return started[0]


@pytest.fixture
def silent(cast):
    """Somebody the scan has to warn about."""
    return make.customer(owner=cast.ann, last_order_date=datetime.date(2020, 1, 1))


def daily_jobs(clock):
    return [job for job in clock.get_jobs() if job.func is command.enqueue]


def test_what_was_missed_is_done_at_the_start(silent, clock):
    assert Loss.objects.get().customer == silent


def test_the_scan_is_due_every_day_at_six_local_time(clock):
    job = next(job for job in daily_jobs(clock) if job.args[0].task == scan_churn)
    now = datetime.datetime.fromisoformat("2026-11-21T07:00+08:00")
    assert job.trigger.get_next_fire_time(None, now).isoformat() == "2026-11-22T06:00:00+08:00"


def test_every_daily_task_is_registered_once(clock):
    assert len(daily_jobs(clock)) == len({one.task for one in DAILY}) == len(DAILY)


def test_the_job_runs_the_task(clock, silent):
    Loss.objects.all().delete()
    job = next(job for job in daily_jobs(clock) if job.args[0].task == scan_churn)
    job.func(*job.args)
    assert Loss.objects.count() == 1
