"""A worker that died in the middle of a task: the task runs again, or is given up, within a minute (E4).

A worker's name says machine, process and when that process began, so that this machine knows which of its own are
dead. What runs on another machine, which may be gone for good, is believed to be alive for an hour.
"""

import logging
import os
import socket
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

LONGEST = timedelta(hours=1)
TRIES = 3

logger = logging.getLogger(__name__)


class WorkerDied(Exception):
    """The worker of a task died as often as the task was tried."""


def began(pid: int) -> str:
    """When a process began, in the kernel's own count; empty where there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def machine() -> str:
    return socket.gethostname()[:30]


def own_name() -> str:
    """The name of a worker in this process."""
    return f"{machine()}:{os.getpid()}:{began(os.getpid())}"


def dead(name: str) -> bool:
    """Whether a worker of this machine is not there any more."""
    host, _, rest = name.partition(":")
    pid, _, since = rest.partition(":")
    return host == machine() and pid.isdecimal() and began(int(pid)) != since


def look_after() -> int:
    """Put the tasks of dead workers back, or give them up after three tries; how many there were (E4).

    Every task may run twice (apps/core/schedule.py), so one that had just finished does no harm.
    """
    left = [task for task in DBTaskResult.objects.running() if is_left(task)]
    for task in left:
        logger.warning("Task %s was left by its worker, try %s", task.task_path, len(task.worker_ids))
        if len(task.worker_ids) >= TRIES:
            task.set_failed(WorkerDied(f"The worker died {TRIES} times."))
            continue
        same = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
        same.update(status=TaskResultStatus.READY, started_at=None)
    return len(left)


def is_left(task: DBTaskResult) -> bool:
    """Whether nobody works on a task that is said to be running."""
    too_long = task.started_at is None or task.started_at < timezone.now() - LONGEST
    return too_long or dead(task.worker_ids[-1])
