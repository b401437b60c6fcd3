"""What the worker does for this module."""

from django_tasks import task

from apps.core.schedule import daily
from apps.service.actions import archive_all_unanswered


@task
def archive_unanswered() -> int:
    """Archive the requests whose customers have not answered for long, where the company has set that (S4)."""
    return archive_all_unanswered()


daily("05:45", archive_unanswered)
