"""The clock of `bin/serve`: puts every daily task into the queue on time."""

from collections.abc import Callable

from apscheduler.schedulers.blocking import BlockingScheduler
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils.module_loading import autodiscover_modules

from apps.core.schedule import DAILY, EVERY_MINUTE, Daily


class Command(BaseCommand):
    help = "Put the daily tasks into the queue, each at its time; what was missed meanwhile is done at the start."

    def handle(self, **options):
        autodiscover_modules("tasks")
        scheduler = BlockingScheduler(timezone=settings.TIME_ZONE, job_defaults={"misfire_grace_time": None})
        for job in DAILY:
            enqueue(job)
            scheduler.add_job(enqueue, "cron", [job], hour=job.at.hour, minute=job.at.minute)
        for run in EVERY_MINUTE:
            scheduler.add_job(fresh, "interval", [run], minutes=1)
        scheduler.start()


def enqueue(job: Daily) -> None:
    """Ask a worker to run the task."""
    fresh(job.task.enqueue)


def fresh(run: Callable) -> None:
    """Do something with a connection that has not gone stale since yesterday."""
    close_old_connections()
    run()
