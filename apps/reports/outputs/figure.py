"""The sheet a chart is drawn on, measured in inches; no pyplot, so that threads may draw at once (R6)."""

from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from apps.reports.schema import Chart, Number

from . import fonts, formats
from .palette import INK, LINE, MUTED

WIDTH, EDGE = 10.0, 0.4
SMALL, TEXT, TITLE = 9, 10, 16
HANDLE = 0.42

# Once for the process: names may hold a $, and the ids within an SVG must not be random.
matplotlib.rcParams.update(
    {
        "font.family": "sans-serif",
        "font.sans-serif": [fonts.chinese(), "DejaVu Sans"],
        "font.size": TEXT,
        "text.parse_math": False,
        "text.color": INK,
        "axes.edgecolor": LINE,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "svg.fonttype": "path",
        "svg.hashsalt": "chart",
    }
)


def inches(columns: float, size: float = TEXT) -> float:
    """The room that a text of so many columns takes."""
    return columns * 0.56 * size / 72


def columns(room: float, size: float = TEXT) -> int:
    """How many columns of text so many inches hold."""
    return int(room * 72 / (0.56 * size))


@dataclass(frozen=True)
class Sheet:
    """A figure with its head written and the room below it free for the chart."""

    figure: Figure
    chart: Chart
    head: float

    @property
    def height(self) -> float:
        return self.figure.get_figheight()

    def write_head(self, lines: list[str]) -> None:
        """The title of the chart and the lines below it."""
        title = formats.shortened(self.chart.title, columns(WIDTH - 2 * EDGE, TITLE))
        self.write(EDGE, 0.38, title, size=TITLE, weight="bold")
        for place, line in enumerate(lines):
            self.write(EDGE, 0.76 + 0.22 * place, line, color=MUTED)

    def write(self, left: float, top: float, text: str, **look) -> None:
        """A text, its middle so many inches from the top."""
        self.figure.text(left / WIDTH, 1 - top / self.height, text, va="center", **look)

    def mark(self, left: float, top: float, fill: str) -> None:
        """A small square of a colour, its middle so many inches from the top."""
        size = (0.13 / WIDTH, 0.13 / self.height)
        corner = (left / WIDTH, 1 - top / self.height - size[1] / 2)
        self.figure.add_artist(Rectangle(corner, *size, transform=self.figure.transFigure, color=fill))

    def axes(self, *, left: float = EDGE, right: float = EDGE, bottom: float = EDGE, top: float = 0) -> Axes:
        """Bare axes below the head with so many inches left free on each side."""
        floor, ceiling = bottom / self.height, 1 - (self.head + top) / self.height
        axes = self.figure.add_axes((left / WIDTH, floor, (WIDTH - left - right) / WIDTH, ceiling - floor))
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(length=0)
        axes.set_axisbelow(True)
        return axes

    def legend(self, axes: Axes, left: float) -> None:
        """The names of the series between the head and the axes, at the left edge."""
        if len(self.chart.series) > 1:
            axes.legend(
                loc="lower left",
                bbox_to_anchor=((EDGE - left) / (axes.get_position().width * WIDTH), 1),
                ncols=names_in_a_row(self.chart),
                frameon=False,
                handlelength=1,
                handleheight=1,
                borderaxespad=0.5,
                borderpad=0,
            )


def names_in_a_row(chart: Chart) -> int:
    """How many names of series stand side by side in the legend."""
    return max(1, int((WIDTH - 2 * EDGE) / (widest([series_name(series.label) for series in chart.series]) + HANDLE)))


def legend_height(chart: Chart) -> float:
    """The room for the names of the series; a single series needs none."""
    many = len(chart.series)
    return 0.1 + 0.28 * -(-many // names_in_a_row(chart)) if many > 1 else 0


def series_name(label: str) -> str:
    """The name of a series as the legend has it."""
    return formats.shortened(label, 24)


def widest(texts: Sequence[str], size: float = TEXT) -> float:
    """The room that the widest of the texts takes."""
    return inches(max(map(formats.width, texts)), size)


def numbers(values: Sequence[Number | None]) -> list[float]:
    """The values as matplotlib wants them, nothing as zero."""
    return [float(value or 0) for value in values]


def span(chart: Chart) -> tuple[float, float]:
    """The lowest and the highest value that an axis with room to spare shows; it always holds zero."""
    bars = list(zip(*(numbers(series.values) for series in chart.series), strict=True))
    ends = [sum(values) for values in bars] if chart.kind == "stacked" else sum(bars, ())
    return min(0, *ends) * 1.14, max(0, *ends) * 1.14
