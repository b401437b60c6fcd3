"""How the figures of a report look in its page."""

from django import template
from django.utils.html import json_script

from apps.reports.outputs import formats, screen
from apps.reports.schema import Chart, Column, Figures, Kind, Row, Value

register = template.Library()


@register.filter
def figure(value: Value, kind: Kind) -> str:
    """A figure as a person reads it."""
    return formats.show(value, kind)


@register.filter
def compact(yuan) -> str:
    """An amount in few letters, where there is little room."""
    return formats.compact(yuan)


@register.filter
def counts(row: Row, figures: Figures) -> Value:
    """How many records the list behind a row has."""
    return row.cells[[column.key for column in figures.columns].index(figures.counting)]


@register.filter
def rise(change: float) -> str:
    """A change with its sign and an arrow, so that colour is not the only sign."""
    arrow = "▲" if change > 0 else "▼" if change < 0 else "="
    return f"{arrow} {formats.show(abs(change), 'percent')}"


@register.filter
def beside(cells: tuple[Value, ...], figures: Figures) -> list[tuple[Column, Value]]:
    """The cells of a row or of the totals, each with its column."""
    return list(zip(figures.columns, cells, strict=True))


@register.filter
def numeric(column: Column) -> bool:
    """Whether the column is right-aligned."""
    return column.kind not in ("text", "date")


@register.simple_tag
def chart_options(report: str, place: int, chart: Chart):
    """What static/charts.js needs to draw a chart of the report, as data in the page."""
    return json_script(screen.options(chart), f"{report}-{place}")
