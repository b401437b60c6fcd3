"""What the worker does for this module."""

from django_tasks import task

from apps.core.schedule import daily
from apps.marketing import actions


@task
def keep_forecast() -> int:
    """Keep what the chances promise for this month, on the first day of it the product runs (M7)."""
    return actions.keep_forecast()


daily("00:05", keep_forecast)
