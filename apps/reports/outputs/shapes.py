"""Which kind of chart is drawn how, and how much room it takes (R6)."""

from collections.abc import Callable
from typing import NamedTuple

from apps.reports.schema import Chart

from . import horizontal_bar, pie, vertical_bar
from .figure import Sheet


class Shape(NamedTuple):
    """How many inches below the head a kind of chart needs, and who draws it."""

    height: Callable[[Chart], float]
    draw: Callable[[Sheet], None]


SHAPES = {
    "bar": Shape(vertical_bar.height, vertical_bar.bars),
    "stacked": Shape(vertical_bar.height, vertical_bar.stacks),
    "line": Shape(vertical_bar.height, vertical_bar.lines),
    "hbar": Shape(horizontal_bar.height, horizontal_bar.bars),
    "funnel": Shape(horizontal_bar.height, horizontal_bar.funnel),
    "pie": Shape(pie.height, pie.ring),
}
