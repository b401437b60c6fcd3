"""Shares of a whole as a ring, with a table beside it (R6)."""

from apps.reports.schema import Chart

from . import formats
from .figure import EDGE, WIDTH, Sheet, columns, numbers, widest
from .palette import MUTED, colour

DIAMETER = 3.7
LINE_HEIGHT = 0.32
SHARE, MARK, GAP = 0.75, 0.26, 0.5


def ring(sheet: Sheet) -> None:
    """The shares from the top clockwise, their sum in the middle."""
    chart = sheet.chart
    values = [max(0.0, value) for value in numbers(chart.series[0].values)]
    below = (height(chart) - EDGE - DIAMETER) / 2
    axes = sheet.axes(left=EDGE, right=WIDTH - EDGE - DIAMETER, bottom=EDGE + below, top=below)
    axes.pie(
        values,
        startangle=90,
        counterclock=False,
        colors=[colour(place) for place in range(len(values))],
        wedgeprops={"width": 0.36, "edgecolor": "white", "linewidth": 1.5},
    )
    axes.set(xlim=(-1, 1), ylim=(-1, 1))
    axes.text(0, 0, formats.brief(sum(values), chart.value_kind), ha="center", va="center", size=14, weight="bold")
    table(sheet, values)


def table(sheet: Sheet, values: list[float]) -> None:
    """A line for each share: its colour, label, value and percentage."""
    chart = sheet.chart
    shown = [formats.brief(value, chart.value_kind) for value in chart.series[0].values]
    left, right = EDGE + DIAMETER + GAP, WIDTH - EDGE
    room = right - SHARE - widest(shown) - 0.2 - left - MARK
    top = sheet.head + (height(chart) - EDGE - len(values) * LINE_HEIGHT) / 2
    for place, (label, text, value) in enumerate(zip(chart.labels, shown, values, strict=True)):
        at = top + (place + 0.5) * LINE_HEIGHT
        sheet.mark(left, at, colour(place))
        sheet.write(left + MARK, at, formats.shortened(label, columns(room)))
        sheet.write(right - SHARE, at, text, ha="right")
        sheet.write(right, at, formats.show(value / sum(values), "percent"), ha="right", color=MUTED)


def height(chart: Chart) -> float:
    """As high as the ring or, where that is higher, its table."""
    return EDGE + max(DIAMETER, len(chart.labels) * LINE_HEIGHT)
