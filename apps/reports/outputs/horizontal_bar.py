"""Charts with their labels at the left: level bars and funnels (R6)."""

from itertools import pairwise

from matplotlib.axes import Axes

from apps.reports.schema import Chart

from . import formats
from .figure import EDGE, SMALL, WIDTH, Sheet, legend_height, numbers, series_name, span, widest
from .palette import INK, LINE, MUTED, colour

NAME_COLUMNS = 32
GAP, SHARE, BELOW = 0.1, 0.8, 0.3


def bars(sheet: Sheet) -> None:
    """Level bars from the top down, each with its value."""
    chart, many = sheet.chart, len(sheet.chart.series)
    shown = [[formats.brief(value, chart.value_kind) for value in series.values] for series in chart.series]
    tail = GAP + widest([text for texts in shown for text in texts])
    axes, left = level(sheet, right=EDGE + tail)
    thick = 0.7 / many
    for place, series in enumerate(chart.series):
        shift = (place - (many - 1) / 2) * thick
        drawn = axes.barh(
            [row + shift for row in range(len(chart.labels))],
            numbers(series.values),
            thick * 0.94,
            color=colour(place),
            label=series_name(series.label),
        )
        axes.bar_label(drawn, shown[place], padding=4, size=SMALL)
    if span(chart)[0] < 0:
        axes.margins(x=tail / (WIDTH - left - EDGE - tail))
    axes.axvline(0, color=LINE, linewidth=1)
    sheet.legend(axes, left)


def funnel(sheet: Sheet) -> None:
    """Stages from the top down, each narrowing to the next, with its value and its share of the first."""
    chart = sheet.chart
    values = numbers(chart.series[0].values)
    shown = [formats.brief(value, chart.value_kind) for value in chart.series[0].values]
    shares = [formats.show(value / values[0] if values[0] else None, "percent") for value in values]
    axes, _left = level(sheet, right=EDGE + SHARE + GAP + widest(shown))
    for row, (value, after) in enumerate(pairwise([*values, values[-1]])):
        top, low = value / 2, min(value, after) / 2
        axes.fill([-top, top, low, -low], [row - 0.45, row - 0.45, row + 0.45, row + 0.45], color=colour(row))
        at = sheet.head + (row + 0.5) * row_height(chart)
        sheet.write(WIDTH - EDGE - SHARE, at, shown[row], ha="right", weight="bold")
        sheet.write(WIDTH - EDGE, at, shares[row], ha="right", color=MUTED)
    axes.margins(x=0)


def level(sheet: Sheet, right: float) -> tuple[Axes, float]:
    """Axes with a row for every label, and the inches left of them."""
    names = [formats.shortened(label, NAME_COLUMNS) for label in sheet.chart.labels]
    left = EDGE + GAP + widest(names)
    axes = sheet.axes(left=left, right=right, bottom=BELOW, top=legend_height(sheet.chart))
    axes.set_yticks(range(len(names)), names, color=INK)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    return axes, left


def row_height(chart: Chart) -> float:
    """Three rows stand calm, twenty are readable; several series need more."""
    return min(0.6, max(0.32, 4.2 / len(chart.labels))) * max(1, 0.55 * len(chart.series))


def height(chart: Chart) -> float:
    """As high as its rows, and room below."""
    return len(chart.labels) * row_height(chart) + legend_height(chart) + BELOW
