"""The address of the records behind a figure: a list with the same conditions as the query that counted (R6)."""

from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse

from apps.core.scope import Scope
from apps.reports.period import Period


def behind(url_name: str, user, **conditions) -> str:
    """A list filtered by the given conditions and by how far this person's figures reach (R6, P4)."""
    reach = {} if user.scope("report_scope") == Scope.ALL else {"figures": "mine"}
    return address(url_name, **conditions | reach)


def address(url_name: str, **conditions) -> str:
    """A list filtered by the given conditions (R6)."""
    given = {name: plain(value) for name, value in conditions.items() if value not in (None, "", [])}
    return f"{reverse(url_name)}?{urlencode(given, doseq=True)}"


def dated(name: str, period: Period) -> dict[str, str]:
    """The condition that a date lies in a period, as the lists write it."""
    return {f"{name}_after": str(period.first), f"{name}_before": str(period.last)}


def plain(value):
    """A record as its key, everything else as it is."""
    return value.pk if isinstance(value, Model) else value
