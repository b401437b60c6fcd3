"""The median, which PostgreSQL computes itself and SQLite learns from Python (R3)."""

from statistics import median

from django.db.models import Aggregate


class Median(Aggregate):
    """The middle of the values, or the mean of the two in the middle; of nothing it is nothing."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    arity = 1

    def as_sqlite(self, compiler, connection, **context):
        return super().as_sql(compiler, connection, function="MEDIAN", template=Aggregate.template, **context)


class MedianOfSqlite:
    """What SQLite calls row by row."""

    def __init__(self):
        self.values = []

    def step(self, value) -> None:
        if value is not None:
            self.values.append(value)

    def finalize(self) -> float | None:
        return median(self.values) if self.values else None


def teach_median(connection, **kwargs) -> None:
    """Make the median known to a new connection of SQLite."""
    if connection.vendor == "sqlite":
        connection.connection.create_aggregate("MEDIAN", 1, MedianOfSqlite)
