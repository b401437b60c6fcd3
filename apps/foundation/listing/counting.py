"""How many rows fit and what they add up to, by one query that stops where nobody reads on."""

from dataclasses import dataclass

from django.db.models import Count, F, QuerySet, Sum

ENOUGH = 10_000  # rows that are counted and added up at once; more on demand
ENOUGH_OF_COMMON = 1000  # the same where a common word is looked for row by row


@dataclass(frozen=True)
class Tally:
    """A count and the sums by column name; where there are more rows than were counted it is not exact."""

    count: int
    sums: dict
    exact: bool = True


def tally(rows: QuerySet, paths: dict[str, str], limit: int | None = ENOUGH) -> Tally:
    """Count rows and add up what lies at the paths, exactly where there are no more than the limit."""
    terms = {f"term_{name}": F(path) for name, path in paths.items()}
    found = rows.order_by().values("pk", **terms)
    if limit is not None:
        found = found[: limit + 1]
    sums = {f"sum_{name}": Sum(f"term_{name}") for name in paths}
    total = found.aggregate(rows_counted=Count("pk"), **sums)
    count = total.pop("rows_counted")
    if limit is not None and count > limit:
        return Tally(limit, dict.fromkeys(sums), exact=False)
    return Tally(count, total)
