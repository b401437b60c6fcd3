"""What the worker does about drafts."""

from django_tasks import task

from apps.core.drafts import keeping
from apps.core.schedule import daily


@task
def forget_drafts() -> int:
    """Forget what was typed and not sent for a month (Z15)."""
    return keeping.forget_old()


daily("03:10", forget_drafts)
