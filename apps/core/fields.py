"""Model fields whose kind decides how they are shown."""

from django.core.validators import MinValueValidator
from django.db import models


class MoneyField(models.DecimalField):
    """An amount in yuan, to the fen; not negative unless said so."""

    def __init__(self, *args, **kwargs):
        kwargs["max_digits"], kwargs["decimal_places"] = 14, 2
        kwargs.setdefault("validators", [MinValueValidator(0)])
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        """The limit in the form as well, where no model is there to check it."""
        lowest = [one.limit_value for one in self.validators if isinstance(one, MinValueValidator)]
        return super().formfield(**{"min_value": max(lowest, default=None)} | kwargs)


class StarsField(models.PositiveSmallIntegerField):
    """One to five, shown as stars."""

    STARS = [(count, "★" * count + "☆" * (5 - count)) for count in range(1, 6)]

    def __init__(self, *args, **kwargs):
        kwargs["choices"] = self.STARS
        super().__init__(*args, **kwargs)
