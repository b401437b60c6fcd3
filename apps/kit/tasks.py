"""What the worker does for the kernel."""

from django_tasks import task

from apps.core.schedule import daily
from apps.kit.drafts import background as of_drafts  # noqa: F401 forgets old ones
from apps.kit.exporting import background  # noqa: F401 writes long lists, forgets old files
from apps.kit.hash_chain import checkpoints, retention


@task
def shorten_log() -> int:
    """Drop the part of the operation log that the company keeps no longer (P5)."""
    return retention.shorten()


@task
def seal_log() -> int:
    """Seal what has come to the operation log, so that a change of it is found (C11)."""
    return checkpoints.seal()


daily("04:00", shorten_log)
for hour in ("00:40", "06:40", "12:40", "18:40"):
    daily(hour, seal_log)
