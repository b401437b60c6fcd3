"""Model fields that are typed with their unit; the database knows them as the numbers they are."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from apps.foundation.units.forms import UnitField
from apps.foundation.units.kinds import DAYS, HOURS, PERCENT, TEN_THOUSAND, Unit


class Measured:
    """A number with a unit that forms and files read by it."""

    unit: ClassVar[Unit]

    def formfield(self, **kwargs):
        """The field that reads the unit; limits of the model are its own matter."""
        for limit in ("min_value", "max_digits", "decimal_places", "widget"):
            kwargs.pop(limit, None)
        whole = isinstance(self, models.IntegerField)
        return models.Field.formfield(self, **{"form_class": UnitField, "unit": self.unit, "whole": whole} | kwargs)

    def deconstruct(self):
        """For a migration the number it is."""
        name, _path, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{self.get_internal_type()}", args, kwargs


class PercentField(Measured, models.PositiveSmallIntegerField):
    """A whole number of percent, 0 to 100."""

    unit = PERCENT

    def __init__(self, *args, **kwargs):
        kwargs["validators"] = [MinValueValidator(0), MaxValueValidator(100)]
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, f"{type(self).__module__}.{type(self).__qualname__}", args, kwargs


class TenThousandField(Measured, models.DecimalField):
    """An amount in 10,000 yuan (万元), not below zero."""

    unit = TEN_THOUSAND

    def __init__(self, *args, **kwargs):
        kwargs["max_digits"], kwargs["decimal_places"] = 14, 2
        kwargs["validators"] = [MinValueValidator(0)]
        super().__init__(*args, **kwargs)


class DaysField(Measured, models.PositiveSmallIntegerField):
    """A whole number of days."""

    unit = DAYS


class HoursField(Measured, models.PositiveSmallIntegerField):
    """A whole number of hours."""

    unit = HOURS
