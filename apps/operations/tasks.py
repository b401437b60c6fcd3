"""What the clock does for whoever runs the product."""

from apps.core.schedule import every_minute
from apps.operations.workers import look_after

every_minute(look_after)
