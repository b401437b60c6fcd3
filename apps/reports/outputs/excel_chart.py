"""Native Excel charts: drawn by Excel from a sheet that holds exactly their values (R6)."""

from django.utils.translation import gettext as _
from openpyxl.chart import BarChart, LineChart, PieChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.utils import get_column_letter

from apps.kit.exporting.cells import held
from apps.reports.schema import Chart, Figures

from .palette import colour

NUMBERS = {"int": "#,##0", "money": "#,##0", "percent": "0%", "hours": "0.0", "decimal": "#,##0.00"}
BELOW = 18  # rows a chart takes


def add_charts(book, sheet, figures: Figures) -> None:
    """Put every chart that has something to show beside the table, its values on a sheet of their own."""
    charts = [chart.drawn() for chart in figures.charts if not chart.empty]
    if not charts:
        return
    values = book.create_sheet(_("Chart values"))
    place, top = get_column_letter(len(figures.columns) + 2), 1
    for position, chart in enumerate(charts):
        drawn = native(chart, values, top)
        sheet.add_chart(drawn, f"{place}{2 + position * BELOW}")
        top += len(chart.labels) + 3


def native(chart: Chart, values, top: int):
    """The chart over its values, which are written from the row `top` on."""
    values.cell(top, 1, chart.title)
    for column, series in enumerate(chart.series, 2):
        values.cell(top, column, held(series.label))
        for row, value in enumerate(series.values, top + 1):
            values.cell(row, column, held(value)).number_format = NUMBERS.get(chart.value_kind, "General")
    for row, label in enumerate(chart.labels, top + 1):
        cell = values.cell(row, 1)
        cell.value, cell.data_type = held(label), "s"
    bottom = top + len(chart.labels)
    drawn = KINDS[chart.kind]()
    drawn.add_data(Reference(values, 2, top, 1 + len(chart.series), bottom), titles_from_data=True)
    drawn.set_categories(Reference(values, 1, top + 1, 1, bottom))
    drawn.title, drawn.width, drawn.height = chart.title, 20, 9 if chart.kind != "hbar" else 6 + len(chart.labels) * 0.5
    finish(drawn, chart)
    return drawn


def finish(drawn, chart: Chart) -> None:
    """Our colours, no needless legend, axes that are really shown."""
    if len(chart.series) == 1 and chart.kind != "pie":
        drawn.legend = None
    if chart.kind == "pie":
        drawn.dataLabels = DataLabelList(showPercent=True, showVal=False, showSerName=False, showCatName=False)
        return
    for place, series in enumerate(drawn.series):
        series.graphicalProperties.solidFill = colour(place)[1:]
        series.graphicalProperties.line.solidFill = colour(place)[1:]
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.y_axis.number_format, drawn.y_axis.title = NUMBERS.get(chart.value_kind, "General"), None


def level_bars() -> BarChart:
    """Bars from the top down."""
    found = BarChart()
    found.type, found.gapWidth = "bar", 40
    found.x_axis.scaling.orientation = "maxMin"
    return found


def stacked_bars() -> BarChart:
    """Bars on top of each other."""
    found = BarChart()
    found.grouping, found.overlap = "stacked", 100
    return found


KINDS = {
    "bar": BarChart,
    "hbar": level_bars,
    "stacked": stacked_bars,
    "line": LineChart,
    "pie": PieChart,
    "funnel": level_bars,
}
