"""Which kind of chart is drawn how, and how much room it takes (R6)."""

from collections.abc import Callable
from typing import NamedTuple

from apps.reports.schema import Chart

from . import level, ring, upright
from .sheet import Sheet


class Shape(NamedTuple):
    """How many inches below the head a kind of chart needs, and who draws it."""

    height: Callable[[Chart], float]
    draw: Callable[[Sheet], None]


SHAPES = {
    "bar": Shape(upright.height, upright.bars),
    "stacked": Shape(upright.height, upright.stacks),
    "line": Shape(upright.height, upright.lines),
    "hbar": Shape(level.height, level.bars),
    "funnel": Shape(level.height, level.funnel),
    "pie": Shape(ring.height, ring.ring),
}
