"""Writing workbooks that need no repair: named styles, real tables, print set-up, inert text."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

# What a sheet gives for an address. Only the top-left cell of a merged range is ever written.
AnyCell = Cell | MergedCell
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LIVE_START = tuple("=+-@\t\r|＝＋－＠")
MAX_CELL_TEXT = 32_767
EXCEL_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DATE_FORMAT = "d mmm yyyy"
THIN = Side(style="thin", color="B1B4B6")
# Points of height that one line of 10-point Arial takes, and characters that fit a column's unit of width.
LINE_HEIGHT = 13.5
CHARACTERS_PER_WIDTH = 1.1
MAX_ROW_HEIGHT = 409


def new_workbook(title: str, creator: str, subject: str, *, streamed: bool = False) -> Workbook:
    """Return a workbook with our named styles and its properties set, and no sheet yet.

    Rows of a streamed one can only be added, and take no memory once they are.
    """
    workbook = Workbook(write_only=streamed)
    if not streamed:
        workbook.remove(workbook.worksheets[0])
    _print_in_arial(workbook)
    workbook.properties.title = title
    workbook.properties.creator = creator
    workbook.properties.subject = subject
    workbook.properties.language = "en-GB"
    add_named_styles(workbook)
    return workbook


def _print_in_arial(workbook: Workbook) -> None:
    """Make Arial the workbook's own font: columns are measured in its digits, and every office has it."""
    normal = Font(name="Arial", sz=10, family=2)
    # openpyxl has no other way to it.
    inside: Any = workbook
    inside._fonts = IndexedList([normal])
    inside._named_styles["Normal"].font = normal


def add_named_styles(workbook: Workbook) -> None:
    """Give a workbook our named styles; one that has them already keeps its own."""
    wrapped = Alignment(vertical="top", wrap_text=True)
    for name, font, fill, alignment in (
        (
            "Plan title",
            Font(name="Arial", size=18, bold=True, color="0B0C0C"),
            None,
            Alignment(vertical="center"),
        ),
        ("Plan subtitle", Font(name="Arial", size=12, color="484949"), None, Alignment(vertical="center")),
        (
            "Plan heading",
            Font(name="Arial", size=13, bold=True, color="0B0C0C"),
            None,
            Alignment(vertical="center"),
        ),
        ("Plan column heading", Font(name="Arial", size=10, bold=True, color="FFFFFF"), "1D3557", wrapped),
        ("Plan text", Font(name="Arial", size=10), None, wrapped),
        ("Plan label", Font(name="Arial", size=10, bold=True), None, wrapped),
        (
            "Plan words",
            Font(name="Arial", size=10),
            None,
            Alignment(vertical="top", horizontal="left", wrap_text=True),
        ),
        ("Plan line", Font(name="Arial", size=10), None, Alignment(vertical="top")),
        (
            "Plan note",
            Font(name="Arial", size=9, italic=True, color="484949"),
            None,
            Alignment(vertical="top"),
        ),
        ("Plan label line", Font(name="Arial", size=11, bold=True), None, Alignment(vertical="center")),
        ("Plan link", Font(name="Arial", size=10, underline="single", color="1A65A6"), None, wrapped),
        ("Plan locked", Font(name="Arial", size=10), "EEF1F5", wrapped),
        ("Plan parent", Font(name="Arial", size=10, bold=True, color="0B0C0C"), "EEF1F5", wrapped),
    ):
        style = NamedStyle(name=name, font=font, alignment=alignment)
        if fill:
            style.fill = PatternFill("solid", fgColor=fill)
        if name in {
            "Plan column heading",
            "Plan text",
            "Plan label",
            "Plan link",
            "Plan locked",
            "Plan parent",
        }:
            style.border = Border(bottom=THIN)
        if name not in workbook.named_styles:
            workbook.add_named_style(style)


def inert(text: str) -> str:
    """Return text without the control characters that Excel refuses, cut at a cell's limit."""
    return CONTROL.sub("", text)[:MAX_CELL_TEXT]


def write(cell: AnyCell, value: object, style: str = "Plan text") -> AnyCell:
    """Put a value into a cell: numbers and dates as such, text always as text, never as a formula."""
    if isinstance(value, str):
        text = inert(value)
        cell.value = text
        cell.data_type = "s"
        cell.style = style
        if text.startswith(LIVE_START):
            cell.quotePrefix = True
        return cell
    cell.value = (
        value if value is None or isinstance(value, int | float | date | datetime | Decimal) else str(value)
    )
    cell.style = style
    if isinstance(value, date | datetime):
        cell.number_format = DATE_FORMAT
        cell.alignment = Alignment(vertical="top", horizontal="left", wrap_text=True)
    elif isinstance(value, int | float | Decimal):
        cell.alignment = Alignment(vertical="top", horizontal="center", wrap_text=True)
    return cell


def write_row(
    sheet: Worksheet, row: int, values: Sequence[Any], style: str = "Plan text", column: int = 1
) -> None:
    """Write values across a row."""
    for offset, value in enumerate(values):
        write(sheet.cell(row=row, column=column + offset), value, style)


def set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Set the columns' widths from the left, in Excel's units (about one character)."""
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def fit_height(sheet: Worksheet, row: int, widths: Sequence[float], least: float = 16) -> None:
    """Make a row high enough that no wrapped text in it is cut: Excel does not do this for files it did not write."""
    values = [sheet.cell(row=row, column=number).value for number in range(1, len(widths) + 1)]
    texts = [
        "" if value is None else f"{value:%-d %B %Y}" if isinstance(value, date | datetime) else str(value)
        for value in values
    ]
    sheet.row_dimensions[row].height = height_of(texts, widths, least)


def height_of(texts: Sequence[str], widths: Sequence[float], least: float = 16) -> float:
    """Return the points of height that a row of wrapped texts takes in columns of these widths."""
    lines = 1
    for text, width in zip(texts, widths, strict=False):
        characters = max(int(width * CHARACTERS_PER_WIDTH) - 1, 1)
        if len(text) > characters or "\n" in text:
            lines = max(lines, _wrapped_lines(text, characters))
    return min(max(least, lines * LINE_HEIGHT + 4), MAX_ROW_HEIGHT)


def _wrapped_lines(text: str, width: int) -> int:
    """Return how many lines a text takes at a width, words kept whole as Excel keeps them."""
    total = 0
    for paragraph in text.split("\n"):
        used, lines = 0, 1
        for word in paragraph.split(" "):
            length = len(word)
            if used and used + 1 + length > width:
                lines, used = lines + 1, 0
            lines += length // (width + 1)
            used += length + (1 if used else 0)
        total += lines
    return total


def add_table(sheet: Worksheet, name: str, first_row: int, last_row: int, columns: int) -> None:
    """Make a range a real Excel table, so that it can be filtered and referred to by name."""
    reference = f"A{first_row}:{get_column_letter(columns)}{max(last_row, first_row + 1)}"
    table = Table(displayName=name, ref=reference)
    for column in range(1, columns + 1):
        if isinstance(sheet.cell(row=first_row + 1, column=column).value, int | float):
            heading = sheet.cell(row=first_row, column=column)
            heading.alignment = Alignment(vertical="top", horizontal="center", wrap_text=True)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)


PAPER_A4, PAPER_A3 = 9, 8


def set_up_print(
    sheet: Worksheet, title: str, heading_row: int | None = None, last_column: int = 0, paper: int = PAPER_A4
) -> None:
    """Set landscape, one page wide, the heading row on every page, page numbers, and what freezes on screen."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = paper
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    # Both items exist on every new sheet, but count as false while they are empty.
    header, footer = sheet.oddHeader, sheet.oddFooter
    if header is not None and footer is not None:
        for corner, text in (
            (header.left, title.replace("&", "&&")),
            (footer.left, sheet.title.replace("&", "&&")),
            (footer.right, "Page &P of &N"),
        ):
            if corner is not None:
                corner.text, corner.size = text, 9
    sheet.sheet_view.showGridLines = False
    if heading_row:
        sheet.print_title_rows = f"{heading_row}:{heading_row}"
        sheet.freeze_panes = f"A{heading_row + 1}"
    if last_column:
        sheet.print_area = f"A1:{get_column_letter(last_column)}{sheet.max_row}"
