"""What was forecast for a month: sal_forecast, sal_forecast_line (M7)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.fields import MoneyField
from apps.foundation.units.fields import PercentField
from apps.marketing.models.chance import Chance


class Forecast(models.Model):
    """What the chances promised for a month when it began: kept once, to be compared with what came (M7)."""

    month = models.DateField(_("month"), unique=True)
    at = models.DateTimeField(_("kept at"), default=timezone.now)

    class Meta:
        db_table = "sal_forecast"
        verbose_name = _("forecast")
        verbose_name_plural = _("forecasts")
        ordering = ["month"]

    def __str__(self):
        return f"{self.month:%Y-%m}"


class ForecastLine(models.Model):
    """One chance in the forecast of a month, as it was then (M7)."""

    forecast = models.ForeignKey(Forecast, models.CASCADE, related_name="lines")
    chance = models.ForeignKey(Chance, models.CASCADE, related_name="forecasts")
    expected_amount = MoneyField(_("expected amount"))
    probability = PercentField(_("probability (%)"))

    class Meta:
        db_table = "sal_forecast_line"
        verbose_name = _("chance in a forecast")
        verbose_name_plural = _("chances in forecasts")
        constraints = [models.UniqueConstraint(fields=["forecast", "chance"], name="chance_once_per_forecast")]

    def __str__(self):
        return f"{self.forecast} {self.chance}"
