"""A workbook as cells: every merged range answers with its top-left cell, every fill with a colour."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from openpyxl.cell.cell import Cell as OpenpyxlCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from improvement.line_ends import cell_lines
from improvement.spreadsheets.colours import resolve_colour
from improvement.spreadsheets.conditional import FillsByRule, conditional_fills
from improvement.spreadsheets.loading import LoadedCells
from improvement.spreadsheets.number_formats import scales_to_percent, writes_percent
from improvement.spreadsheets.opening import OpenedWorkbook

CellValue = str | int | float | bool | datetime | date | time | None


@dataclass(slots=True)
class Cell:
    """One cell that holds something: where it stands, its value, its text as shown, its look."""

    sheet: str
    row: int
    column: int
    value: CellValue
    text: str
    fill: str = ""
    number_format: str = "General"
    bold_text: str = ""
    last_row: int = 0
    last_column: int = 0

    @property
    def address(self) -> str:
        """The cell's address, such as B12."""
        return f"{get_column_letter(self.column)}{self.row}"

    @property
    def lines(self) -> list[str]:
        """The text's lines, empty ones included."""
        return self.text.split("\n")

    @property
    def is_merged_across(self) -> bool:
        """Whether the cell spans more than one column."""
        return self.last_column > self.column


@dataclass
class Sheet:
    """One worksheet: its cells by row and column."""

    title: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    covered: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    # The solid fills of cells that hold no text: some councils rate by colour alone.
    fills: dict[tuple[int, int], str] = field(default_factory=dict)
    # What readers worked out of it (which rows can be headers), so that it is worked out once.
    memo: dict[object, object] = field(default_factory=dict, repr=False, compare=False)

    def at(self, row: int, column: int) -> Cell | None:
        """Return the cell, or the top-left one of the merged range that covers it; None where nothing is."""
        top = self.covered.get((row, column), (row, column))
        return self.rows.get(top[0], {}).get(top[1])

    def text(self, row: int, column: int) -> str:
        """Return a cell's text, merges resolved; empty where nothing is."""
        cell = self.at(row, column)
        return cell.text if cell else ""

    def row(self, number: int) -> list[Cell]:
        """Return the cells that stand in a row themselves, from left to right."""
        return list(self.rows.get(number, {}).values())

    def row_with_ends(self, number: int) -> list[Cell]:
        """Return a row's own cells and those merged down to end in it: a header over two rows ends in the second."""
        key = "cells merged down by their last row"
        if key not in self.memo:
            ending: dict[int, list[Cell]] = {}
            for cell in self.cells():
                if cell.last_row > cell.row and cell.last_column == cell.column:
                    ending.setdefault(cell.last_row, []).append(cell)
            self.memo[key] = ending
        merged = self.memo[key].get(number, [])  # type: ignore[attr-defined]
        own = self.row(number)
        return sorted([*own, *merged], key=lambda cell: cell.column) if merged and own else own

    def fill(self, row: int, column: int) -> str:
        """Return a cell's fill as rrggbb, whether it holds text or not, merges resolved."""
        cell = self.at(row, column)
        return cell.fill if cell else self.fills.get(self.covered.get((row, column), (row, column)), "")

    def row_numbers(self) -> list[int]:
        """Return the rows that hold something, from the top."""
        # Rows are read from the top: the keys stand in order.
        return list(self.rows)

    def rows_within(self, first: int, last: int) -> list[int]:
        """Return the rows that hold something from `first` to `last`, found without going through all of them."""
        key = "row numbers"
        if key not in self.memo:
            self.memo[key] = self.row_numbers()
        numbers: list[int] = self.memo[key]  # type: ignore[assignment]
        return numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]

    def cells(self) -> Iterator[Cell]:
        """Yield every cell that holds something, row by row."""
        for number in self.row_numbers():
            yield from self.row(number)


def read_sheets(opened: OpenedWorkbook) -> list[Sheet]:
    """Return every worksheet of an opened workbook."""
    theme = _theme_colours(opened.workbook)
    return [
        _read_sheet(worksheet, opened.cells.get(worksheet.title, {}), theme)
        for worksheet in opened.workbook.worksheets
    ]


def _read_sheet(worksheet: Worksheet, cells: LoadedCells, theme: dict[str, str]) -> Sheet:
    sheet = Sheet(worksheet.title)
    ends: dict[tuple[int, int], tuple[int, int]] = {}
    for merged in worksheet.merged_cells.ranges:
        top = (merged.min_row, merged.min_col)
        ends[top] = (merged.max_row, merged.max_col)
        for row in range(merged.min_row, merged.max_row + 1):
            for column in range(merged.min_col, merged.max_col + 1):
                sheet.covered[row, column] = top
    by_rule = FillsByRule(conditional_fills(worksheet, theme))
    looks: dict[int, _Look] = {}
    for at in sorted(cells):
        # What lies hidden under a merged cell is not what a person sees.
        if sheet.covered.get(at, at) != at:
            continue
        row, column = at
        value, style = cells[at]
        empty = value is None or (isinstance(value, str) and not value.strip())
        if empty and not style:
            continue
        # A look is worked out once: thousands of cells share a few styles.
        look = looks.get(style) or looks.setdefault(style, _look_of(worksheet, style, theme))
        if empty:
            if look.colour:
                sheet.fills[row, column] = look.colour
            continue
        sheet.rows.setdefault(row, {})[column] = _read_cell(
            worksheet.title, at, value, look, ends.get(at, at), by_rule
        )
    return sheet


@dataclass(frozen=True)
class _Look:
    """What a style says of a cell: its solid fill, how its number is shown, whether all of it is bold."""

    colour: str
    number_format: str
    bold: bool


def _look_of(worksheet: Worksheet, style: int, theme: dict[str, str]) -> _Look:
    styles: Any = worksheet.parent
    source = OpenpyxlCell(worksheet, row=1, column=1, style_array=styles._cell_styles[style])
    fill = source.fill
    colour = resolve_colour(fill.fgColor, theme) if fill is not None and fill.fill_type == "solid" else ""
    return _Look(colour, source.number_format, bool(source.font and source.font.b))


def _read_cell(
    sheet: str,
    at: tuple[int, int],
    raw: object,
    look: _Look,
    end: tuple[int, int],
    by_rule: FillsByRule,
) -> Cell:
    row, column = at
    value = cell_lines(str(raw)) if isinstance(raw, str | CellRichText) else raw
    colour = look.colour
    if by_rule:
        colour = by_rule.colour(row, column, value) or colour
    return Cell(
        sheet=sheet,
        row=row,
        column=column,
        value=value,  # type: ignore[arg-type]
        text=shown_text(value, look.number_format),  # type: ignore[arg-type]
        fill=colour,
        number_format=look.number_format,
        bold_text=_bold_text(raw, look.bold),
        last_row=end[0],
        last_column=end[1],
    )


def _bold_text(raw: object, whole_cell: bool) -> str:
    if isinstance(raw, CellRichText):
        return cell_lines(
            "".join(
                part.text
                for part in raw
                if isinstance(part, TextBlock) and part.font is not None and part.font.b
            )
        )
    return cell_lines(str(raw)) if whole_cell else ""


def shown_text(value: CellValue, number_format: str = "General") -> str:
    """Return a value as a person reads it in the cell: dates in words, fractions as percentages."""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        day_shown = "d" in number_format.replace("\\", "").lower().replace("red", "")
        return value.strftime("%-d %B %Y" if day_shown else "%b-%y")
    if isinstance(value, float | int) and not isinstance(value, bool):
        if scales_to_percent(number_format):
            return f"{round(value * 100, 4):g}%"
        if writes_percent(number_format):
            return f"{round(value, 4):g}%"
        return f"{value:g}" if isinstance(value, float) and abs(value) < 1e15 else str(value)
    return "" if value is None else str(value)


def _theme_colours(workbook: Workbook) -> dict[str, str]:
    source = getattr(workbook, "loaded_theme", None)
    if not source:
        return {}
    colours: dict[str, str] = {}
    for element in fromstring(source).iter():
        name = element.tag.rpartition("}")[2]
        if name in {"dk1", "lt1", "dk2", "lt2"} or name.startswith("accent"):
            colour = _scheme_colour(element)
            if colour:
                colours.setdefault(name, colour)
    return colours


def _scheme_colour(element: Element) -> str:
    for child in element:
        value = child.get("lastClr") or child.get("val") or ""
        if len(value) == 6:
            return value.lower()
    return ""
