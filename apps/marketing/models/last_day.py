"""Counting days on in the database (M4)."""

from django.db import models
from django.db.models.functions import Greatest


class LastDay(models.Func):
    """The last day of what begins on a day and takes so many days, as `PlanStep.due` says it."""

    output_field = models.DateField()
    template, arg_joiner = "(%(expressions)s)", " + "

    def __init__(self, day, duration, **extra):
        super().__init__(day, Greatest(duration, 1) - 1, **extra)

    def as_sqlite(self, compiler, connection, **context):
        shape = {"template": "date(%(expressions)s || ' days')", "arg_joiner": ", '+' || "}
        return self.as_sql(compiler, connection, **shape, **context)
