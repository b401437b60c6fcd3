"""A chart on its sheet with matplotlib (R6)."""

from django.utils.translation import gettext as _
from matplotlib.figure import Figure

from apps.foundation.entering.texts import in_one_line
from apps.reports.schema import Chart, Figures

from . import formats
from .figure import EDGE, WIDTH, Sheet, columns
from .palette import MUTED
from .shapes import SHAPES

EMPTY_HEIGHT = 3.0


def draw(chart: Chart, figures: Figures) -> Figure:
    """The finished figure, or one that says that there is no data."""
    shape = SHAPES[chart.kind]
    lines = head_lines(figures)
    head = 0.9 + 0.22 * len(lines)
    height = head + (EMPTY_HEIGHT if chart.empty else shape.height(chart))
    sheet = Sheet(Figure(figsize=(WIDTH, height), facecolor="white"), chart, head)
    sheet.write_head(lines)
    if chart.empty:
        sheet.write(WIDTH / 2, head + EMPTY_HEIGHT / 2 - EDGE, _("No data"), size=15, color=MUTED, ha="center")
    else:
        shape.draw(sheet)
    return sheet.figure


def head_lines(figures: Figures) -> list[str]:
    """What the chart counts and the chosen filters: a picture travels without its page."""
    chosen = " · ".join(f"{label}: {text}" for label, text in figures.filters)
    return [
        line
        for text in (figures.counts, chosen)
        for line in formats.wrapped(in_one_line(text), columns(WIDTH - 2 * EDGE))
    ]
