"""What the worker does for the kernel."""

from django_tasks import task

from apps.core.drafts import background as of_drafts  # noqa: F401 forgets old ones
from apps.core.exporting import background  # noqa: F401 writes long lists, forgets old files
from apps.core.log import keeping
from apps.core.schedule import daily


@task
def shorten_log() -> int:
    """Drop the part of the operation log that the company keeps no longer (P5)."""
    return keeping.shorten()


daily("04:00", shorten_log)
