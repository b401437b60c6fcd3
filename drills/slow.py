"""A task that takes a while, to be killed in the middle of it."""

import time

from django_tasks import task


@task
def nap(seconds: float) -> float:
    time.sleep(seconds)
    return seconds
