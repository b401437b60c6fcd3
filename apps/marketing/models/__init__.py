"""The tables of this module."""

from apps.marketing.models.chance import Chance, PlanStep, at_rest, idle_limits
from apps.marketing.models.forecast import Forecast, ForecastLine

__all__ = ["Chance", "Forecast", "ForecastLine", "PlanStep", "at_rest", "idle_limits"]
