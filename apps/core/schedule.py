"""What is done by itself: apps register tasks in tasks.py; the `clock` command queues the daily ones on time."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django_tasks.base import Task


@dataclass(frozen=True)
class Daily:
    """A task and the local time of day it is due."""

    at: datetime.time
    task: Task


DAILY: list[Daily] = []
EVERY_MINUTE: list[Callable] = []  # what the clock itself does, because the worker may be what is gone
MAILERS: list[Task] = []  # what carries messages out of the product as soon as they are there


def daily(at: str, task: Task) -> None:
    """Register a task for every day at this local time; it must do no harm when it runs twice."""
    DAILY.append(Daily(datetime.time.fromisoformat(at), task))


def every_minute(run: Callable) -> None:
    """Register what the clock does every minute: small, harmless when done twice."""
    EVERY_MINUTE.append(run)
