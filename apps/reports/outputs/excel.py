"""A report as a workbook (R6): the table as on screen, the headline figures, and charts that Excel draws."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from apps.kit.exporting.cells import held, sheet_name
from apps.reports.schema import Figures, Value

from . import formats
from .excel_chart import add_charts
from .palette import FILL, INK, LINE, MUTED

NUMBERS = {
    "int": "#,##0", "money": "#,##0.00", "percent": "0.0%", "hours": "#,##0.0", "decimal": "#,##0.00",
    "date": "yyyy-mm-dd",
}  # fmt: skip
NARROW, BROAD = 9, 44
HEAD = PatternFill("solid", fgColor=FILL[1:])
RULE = Border(bottom=Side(style="thin", color=LINE[1:]))


def workbook(figures: Figures) -> bytes:
    """The report as an Excel file, its charts drawn by Excel itself from the cells (R6)."""
    book = Workbook()
    book.properties.title, book.properties.creator = figures.title, "KeYou CRM"
    sheet = book.active
    sheet.title = sheet_name(figures.title)
    write_head(sheet, figures)
    first = write_table(sheet, figures)
    fit_widths(sheet, figures)
    sheet.freeze_panes = sheet.cell(first, 1)
    add_charts(book, sheet, figures)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def put(sheet, row: int, column: int, value: Value, kind: str = "text"):
    """Write one cell; a text stays a text, whatever it begins with, and so does what a cell cannot hold (B8)."""
    cell, value = sheet.cell(row, column), held(value)
    if isinstance(value, str):
        cell.value, cell.data_type, cell.quotePrefix = value, "s", value[:1] in "=+-@\t\r"
    elif value is not None:
        cell.value = value
        cell.number_format = NUMBERS.get(kind, "General")
    return cell


def write_head(sheet, figures: Figures) -> None:
    """Title, what is counted, the chosen filters, the headline figures."""
    put(sheet, 1, 1, figures.title).font = Font(size=16, bold=True, color=INK[1:])
    put(sheet, 2, 1, figures.counts).font = Font(color=MUTED[1:])
    chosen = " · ".join(f"{label}: {text}" for label, text in figures.filters)
    put(sheet, 3, 1, chosen).font = Font(color=MUTED[1:])
    for column, one in enumerate(figures.headlines, 1):
        put(sheet, 5, column, one.label).font = Font(color=MUTED[1:])
        put(sheet, 6, column, one.value, one.kind).font = Font(size=13, bold=True)


def write_table(sheet, figures: Figures) -> int:
    """The header, the rows and the totals; the number of the first row below the header."""
    top = 8
    for column, one in enumerate(figures.columns, 1):
        cell = put(sheet, top, column, one.label)
        cell.font, cell.fill, cell.border = Font(bold=True), HEAD, RULE
        cell.alignment = Alignment(horizontal="left" if one.kind in ("text", "date") else "right", wrap_text=True)
    for row, line in enumerate(figures.rows, top + 1):
        for column, value in enumerate(line.cells, 1):
            put(sheet, row, column, value, figures.columns[column - 1].kind)
    bottom = top + len(figures.rows)
    if figures.rows:
        sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(figures.columns))}{bottom}"
    for column, value in enumerate(figures.totals or (), 1):
        cell = put(sheet, bottom + 1, column, value, figures.columns[column - 1].kind)
        cell.font, cell.border = Font(bold=True), Border(top=Side(style="thin", color=INK[1:]))
    return top + 1


def fit_widths(sheet, figures: Figures) -> None:
    """Columns as wide as their longest text, within reason; Chinese characters count double."""
    for column, one in enumerate(figures.columns):
        texts = [formats.show(row.cells[column], one.kind) for row in (*figures.rows, *total_row(figures))]
        texts += [one.label] + [formats.show(head.value, head.kind) for head in figures.headlines[column : column + 1]]
        width = max(map(formats.width, texts), default=NARROW) + 3
        sheet.column_dimensions[get_column_letter(column + 1)].width = min(max(width, NARROW), BROAD)


def total_row(figures: Figures):
    """The totals as a row, so that they count for the widths."""
    return [type(figures.rows[0])(figures.totals)] if figures.totals and figures.rows else []
