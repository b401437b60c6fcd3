"""Model fields that are typed with their unit."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class PercentField(models.PositiveSmallIntegerField):
    """A whole number of percent, 0 to 100."""

    def __init__(self, *args, **kwargs):
        kwargs["validators"] = [MinValueValidator(0), MaxValueValidator(100)]
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        """The limits in the form as well, where no model is there to check them."""
        return super().formfield(**{"max_value": 100} | kwargs)
