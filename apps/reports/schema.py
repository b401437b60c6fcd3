"""What every report hands to its outputs: columns, rows, headline figures and charts, without model or markup."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _

from apps.foundation.entering.texts import in_one_line

Kind = Literal["text", "int", "money", "percent", "hours", "date", "decimal"]
Shape = Literal["bar", "hbar", "line", "pie", "stacked", "funnel"]
Number = int | float | Decimal
Value = str | date | Number | None

MOST_BARS = 20


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table of a report (R6); money in yuan, percent a fraction (0.25 is 25 %), dates local."""

    key: str
    label: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table (R6): a cell for every column, and where and as what the records behind it are opened."""

    cells: tuple[Value, ...]
    url: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """One of the three to five figures at the head of a report (R6, R7), beside that of the period before."""

    label: str
    value: Number | None
    kind: Kind = "int"
    before: Number | None = None
    url: str = ""  # the records behind it

    @property
    def change(self) -> float | None:
        """The relative change against the period before (R7), or None where there is nothing to compare with."""
        if self.value is None or not self.before:
            return None
        return (float(self.value) - float(self.before)) / abs(float(self.before))


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one bar, line or slice colour, one for every label of its chart; None is a gap."""

    label: str
    values: tuple[Number | None, ...]

    def capped(self, most: int, *, others: bool) -> "Series":
        """The first values and, if asked for, the sum of the others as the last one."""
        kept, rest = self.values[:most], self.values[most:]
        return replace(self, values=(*kept, sum(value or 0 for value in rest)) if others else kept)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a report (R6): its labels in drawing order, each with the address of the records behind it."""

    kind: Shape
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    value_kind: Kind = "int"
    urls: tuple[str, ...] = ()
    others: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "labels", tuple(map(in_one_line, self.labels)))  # no drawing holds what nobody sees
        for series in self.series:
            _same_length(series.values, self.labels, series.label)
        if self.urls:
            _same_length(self.urls, self.labels, self.title)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw: no value, or none but zero."""
        return not any(value for series in self.series for value in series.values)

    def drawn(self) -> "Chart":
        """This chart with at most 20 horizontal bars; with `others` what is beyond them is summed in one more (R1)."""
        if self.kind != "hbar" or len(self.labels) <= MOST_BARS:
            return self
        return replace(
            self,
            labels=self.labels[:MOST_BARS] + ((_("Others"),) if self.others else ()),
            series=tuple(series.capped(MOST_BARS, others=self.others) for series in self.series),
            urls=self.urls and self.urls[:MOST_BARS] + (("",) if self.others else ()),
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid: how many, their worth in yuan, where they are opened, how strong its colour is (0–4)."""

    count: int
    amount: Decimal
    url: str
    shade: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Two measures against each other (C9): the heads of the columns, and the rows, each with its head and cells."""

    title: str
    down: str
    across: str
    heads: tuple[Value, ...]
    rows: tuple[tuple[Value, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """A whole report (R6): screen, Excel and picture are made from this and nothing else, so they cannot differ.

    `counts` says in one line what is counted, in which period, as of when; `filters` are the chosen ones as
    (label, text); the first chart is the main one.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    counts: str
    totals: tuple[Value, ...] | None = None
    headlines: tuple[Headline, ...] = ()
    charts: tuple[Chart, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    grids: tuple[Grid, ...] = ()
    counting: str = ""  # the key of the column that says how many records are behind a row

    def __post_init__(self) -> None:
        for row in self.rows:
            _same_length(row.cells, self.columns, self.title)
        if self.totals is not None:
            _same_length(self.totals, self.columns, self.title)


def _same_length(values: Sequence, heads: Sequence, where: str) -> None:
    if len(values) != len(heads):
        raise ValueError(f"{where}: {len(values)} values for {len(heads)} heads")
