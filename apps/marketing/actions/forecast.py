"""What the chances promise for this month, kept when it begins (M7)."""

from django.db import transaction
from django.utils import timezone

from apps.marketing.models import Chance, Forecast, ForecastLine


@transaction.atomic
def keep_forecast() -> int:
    """Keep the open chances expected to close this month as they are now, once in each month; how many (M7)."""
    month = timezone.localdate().replace(day=1)
    forecast, is_new = Forecast.objects.get_or_create(month=month)
    if not is_new:
        return 0
    expected = Chance.objects.open().filter(expected_close__year=month.year, expected_close__month=month.month)
    lines = (
        ForecastLine(
            forecast=forecast,
            chance=chance,
            expected_amount=chance.expected_amount or 0,
            probability=chance.probability,
        )
        for chance in expected.iterator()
    )
    return len(ForecastLine.objects.bulk_create(lines, batch_size=1000))
