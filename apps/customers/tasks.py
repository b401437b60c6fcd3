"""What the worker does for this module."""

from django_tasks import task

from apps.core.schedule import daily
from apps.customers.actions import radar, valuing
from apps.customers.duplicates import scanning


@task
def scan_churn() -> int:
    """Warn about customers that have stopped ordering, or order later than they used to (C7, Z3)."""
    return radar.scan_or_ask()


@task
def scan_duplicates() -> int:
    """Look through all customers for likely duplicates (Z6)."""
    return scanning.scan()


@task
def value_customers() -> int:
    """Put every customer beside the others: recency, frequency, monetary value (C9)."""
    return valuing.refresh()


daily("05:30", value_customers)
daily("06:00", scan_churn)
daily("05:00", scan_duplicates)
