"""Charts with their labels along the bottom: bars, stacked bars, lines (R6)."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.ticker import FuncFormatter, MaxNLocator

from apps.reports.schema import Chart, Number

from . import formats
from .figure import EDGE, SMALL, WIDTH, Sheet, columns, legend_height, numbers, series_name, span, widest
from .palette import LINE, colour

THICKEST = 0.9
TILT = 40
TILTED_COLUMNS = 18


def bars(sheet: Sheet) -> None:
    """Upright bars, those of several series side by side."""
    chart, axes, slot = sheet.chart, *upright(sheet)
    many = len(chart.series)
    thick = min(0.72 / many, THICKEST / slot)
    for place, series in enumerate(chart.series):
        shift = (place - (many - 1) / 2) * thick
        drawn = axes.bar(
            [at + shift for at in range(len(chart.labels))],
            numbers(series.values),
            thick * (1 if many == 1 else 0.92),
            color=colour(place),
            label=series_name(series.label),
        )
        values_above(axes, drawn, series.values, chart, room=slot * thick if many > 1 else slot * 0.94)
    finish(sheet, axes)


def stacks(sheet: Sheet) -> None:
    """Upright bars with the series on top of each other and their sum above."""
    chart, axes, slot = sheet.chart, *upright(sheet)
    thick = min(0.72, THICKEST / slot)
    base = [0.0] * len(chart.labels)
    for place, series in enumerate(chart.series):
        values, name = numbers(series.values), series_name(series.label)
        drawn = axes.bar(range(len(base)), values, thick, base, color=colour(place), label=name)
        base = [below + value for below, value in zip(base, values, strict=True)]
    values_above(axes, drawn, base, chart, room=slot * 0.94)
    finish(sheet, axes)


def lines(sheet: Sheet) -> None:
    """A line with points for each series; a missing value is a gap."""
    chart, axes, slot = sheet.chart, *upright(sheet)
    for place, series in enumerate(chart.series):
        values = [float("nan") if value is None else float(value) for value in series.values]
        axes.plot(
            values,
            color=colour(place),
            label=series_name(series.label),
            linewidth=2,
            marker="o",
            markersize=5,
        )
    if len(chart.series) == 1:
        shown = [formats.brief(value, chart.value_kind) for value in series.values]
        if widest(shown, SMALL) < slot * 0.94:
            for at, (value, text) in enumerate(zip(series.values, shown, strict=True)):
                if value is not None:
                    axes.annotate(text, (at, value), (0, 7), textcoords="offset points", ha="center", size=SMALL)
    axes.set_ylim(*span(chart))
    finish(sheet, axes)


def upright(sheet: Sheet) -> tuple[Axes, float]:
    """Axes with the labels below and the values at the left, and the room in inches of each label."""
    chart = sheet.chart
    left = left_margin(chart)
    slot = (WIDTH - left - EDGE) / len(chart.labels)
    names, step, look, room = label_plan(chart, slot)
    axes = sheet.axes(left=left, bottom=EDGE + room, top=legend_height(chart))
    axes.set_xlim(-0.5, len(chart.labels) - 0.5)
    axes.set_xticks(range(0, len(names), step), names[::step], **look)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=chart.value_kind == "int"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _place: formats.brief(value, chart.value_kind)))
    axes.grid(axis="y", color=LINE, linewidth=0.7)
    return axes, slot


def label_plan(chart: Chart, slot: float) -> tuple[list[str], int, dict, float]:
    """The labels as written, every how many-th of them, how they stand and their height: flat, folded or tilted."""
    names = [" ".join(label.split()) for label in chart.labels]
    if widest(names) < slot * 0.94:
        return names, 1, {}, 0.2
    if chart.kind == "line":
        names = [formats.shortened(name, TILTED_COLUMNS) for name in names]
        return names, int(widest(names) / slot) + 1, {}, 0.2
    folded = [formats.wrapped(name, columns(slot * 0.92)) for name in names]
    if all(len(parts) <= 2 and widest(parts) < slot for parts in folded):
        return ["\n".join(parts) for parts in folded], 1, {}, 0.4
    names = [formats.shortened(name, TILTED_COLUMNS) for name in names]
    look = {"rotation": TILT, "ha": "right", "rotation_mode": "anchor"}
    return names, int(0.2 / slot) + 1, look, widest(names) * 0.66 + 0.1


def values_above(axes: Axes, drawn: BarContainer, values: Sequence[Number | None], chart: Chart, room: float) -> None:
    """The value at the end of each bar: flat where it fits, else upright, else not at all."""
    shown = [formats.brief(value, chart.value_kind) for value in values]
    if widest(shown, SMALL) < room:
        axes.bar_label(drawn, shown, padding=3, size=SMALL)
    elif room > 0.17:
        axes.bar_label(drawn, shown, padding=4, size=SMALL, rotation=90)
        axes.margins(y=0.3)


def finish(sheet: Sheet, axes: Axes) -> None:
    """Room above the highest value, and the names of the series."""
    axes.margins(y=max(0.12, axes.margins()[1]))
    sheet.legend(axes, left_margin(sheet.chart))


def left_margin(chart: Chart) -> float:
    """The room for the values beside the axis."""
    return EDGE + 0.1 + widest([formats.brief(value, chart.value_kind) for value in span(chart)])


def height(chart: Chart) -> float:
    """The same for every chart of this kind, and more where the labels stand tilted."""
    return 4.7
