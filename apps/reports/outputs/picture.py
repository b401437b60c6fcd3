"""A chart as a file for slides and letters (R6): PNG or SVG, readable without any installed font."""

from io import BytesIO
from typing import Literal

from apps.reports.schema import Chart, Figures

DPI = 160
# No date and no program name: the same figures make the same file.
METADATA = {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}}


def picture(chart: Chart, figures: Figures, fmt: Literal["png", "svg"]) -> bytes:
    """The chart with its title, what it counts and the chosen filters, as PNG or SVG (R6)."""
    from .drawing import draw  # noqa: PLC0415 matplotlib takes half a second: only a process that draws pays

    file = BytesIO()
    draw(chart.drawn(), figures).savefig(file, format=fmt, dpi=DPI, metadata=METADATA[fmt])
    return file.getvalue()
