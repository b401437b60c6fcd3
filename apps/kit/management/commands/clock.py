"""The clock of `bin/serve`: puts every daily task into the queue on time."""

import datetime
import logging
import time
from collections.abc import Callable

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from apps.core.schedule import DAILY, EVERY_MINUTE, Daily
from apps.foundation.database.waiting import wait_for_database

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Put the daily tasks into the queue, each at its time; what was missed meanwhile is done at the start."

    def handle(self, **options):
        autodiscover_modules("tasks")
        wait_for_database()
        done = start()
        while True:
            minute(done)
            time.sleep(60)  # counts by itself: a clock that is put back makes nobody wait for a day (E15)


def start() -> dict[Daily, datetime.date]:
    """Ask for all daily tasks, as some may have been missed; which of them need not come again today."""
    for job in DAILY:
        enqueue(job)
    now = timezone.localtime()
    return {job: now.date() for job in DAILY if job.at <= now.time()}


def minute(done: dict[Daily, datetime.date]) -> None:
    """Ask for the daily tasks that are due, and do what is done every minute; what fails is tried again in the next."""
    for job in due(timezone.localtime(), done):
        if attempt(lambda job=job: enqueue(job)):
            done[job] = timezone.localdate()
    for run in EVERY_MINUTE:
        attempt(run)


def due(now: datetime.datetime, done: dict[Daily, datetime.date]) -> list[Daily]:
    """The tasks whose time has come today and that have not been asked for: once each day, however long it is (E15)."""
    return [job for job in DAILY if job.at <= now.time() and done.get(job) != now.date()]


def attempt(run: Callable) -> bool:
    """Do something with a connection that has not gone stale since yesterday; whether it worked."""
    close_old_connections()
    try:
        run()
    except Exception:  # the clock goes on whatever fails
        logger.exception("The clock could not do what was due")
        return False
    return True


def enqueue(job: Daily) -> None:
    """Ask a worker to run the task."""
    job.task.enqueue()
