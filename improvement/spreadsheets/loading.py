"""Loads what an importer needs of a workbook: cells with their looks, merges, conditional formats. Nothing else.

openpyxl's own parsers read the file. What it does beside that, and nobody here looks at, is left out: an object for
each cell with a style of its own (two fifths of the time, and most of the memory), the borders of merged cells (half
of the time on sheets with many merges), rich text's objects for strings that have none; comments, drawings, pivots
and links are not read at all. A test holds every cell to what openpyxl alone gives.
"""

import io
from collections.abc import Iterator
from typing import IO, Any

from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.reader.excel import ExcelReader
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet._reader import WorksheetReader
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.merge import MergedCellRange
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from improvement.spreadsheets.scanning import SpreadsheetRefused

# A sheet's cells by row and column: each one's value, and the number of its style in the workbook.
LoadedCells = dict[tuple[int, int], tuple[Any, int]]
STRING, PLAIN = f"{{{SHEET_MAIN_NS}}}si", f"{{{SHEET_MAIN_NS}}}t"
MAX_TEXT = 60_000_000
# How openpyxl writes a character that stands for itself; it takes the words out, and so do we.
ESCAPED = "x005F_"


class _CellsReader(ExcelReader):
    """openpyxl's own reader, its sheets bound without what is only drawn."""

    def __init__(self, content: bytes) -> None:
        super().__init__(io.BytesIO(content), keep_links=False, data_only=True, rich_text=True)
        self.cells: dict[str, LoadedCells] = {}
        self.text = 0
        self.rich_lengths: dict[int, int] = {}

    def _counted(self, value: Any) -> Any:
        """Return a cell's value. One long text stands once in a file, however many cells show it: each is counted."""
        if isinstance(value, str | CellRichText):
            length = len(value) if isinstance(value, str) else self._rich_length(value)
            self.text += length
            if self.text > MAX_TEXT:
                raise SpreadsheetRefused(
                    f"The cells of this workbook hold more than {MAX_TEXT:,} characters together, and no more are "
                    "read. Save the plan's own sheets in a workbook of their own."
                )
        return value

    def _rich_length(self, value: CellRichText) -> int:
        # The same object for every cell that shows it, kept alive by the strings that were read.
        if id(value) not in self.rich_lengths:
            self.rich_lengths[id(value)] = len(str(value))
        return self.rich_lengths[id(value)]

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings: list[Any] = list(_strings(source))

    def read_worksheets(self) -> None:
        for sheet, relation in self.parser.find_sheets():
            if relation.target not in self.valid_files or "chartsheet" in relation.Type:
                continue
            with self.archive.open(relation.target) as source:
                worksheet = self.wb.create_sheet(sheet.name)
                reader = WorksheetReader(
                    worksheet, source, self.shared_strings, self.data_only, self.rich_text
                )
                # A file may name a cell twice: the later stands, as in openpyxl.
                self.cells[worksheet.title] = {
                    (cell["row"], cell["column"]): (self._counted(cell["value"]), cell["style_id"])
                    for _number, row in reader.parser.parse()
                    for cell in row
                }
                if reader.parser.merged_cells:
                    worksheet.merged_cells = MultiCellRange(
                        [
                            MergedCellRange(worksheet, merged.ref)
                            for merged in reader.parser.merged_cells.mergeCell
                        ]
                    )
                reader.bind_formatting()
            worksheet.sheet_state = sheet.state


def _strings(source: IO[bytes]) -> Iterator[str | CellRichText]:
    """Yield the shared strings: plain text as such, rich text with its runs."""
    for _event, node in iterparse(source):
        if node.tag != STRING:
            continue
        plain = node.find(PLAIN)
        text: Any = (plain.text or "").replace(ESCAPED, "") if plain is not None else ""
        if not text:
            text = CellRichText.from_tree(node)
            if len(text) <= 1 and all(isinstance(part, str) for part in text):
                text = "".join(text)
        node.clear()
        yield text


def load_cells(content: bytes) -> tuple[Workbook, dict[str, LoadedCells]]:
    """Return a workbook without its cells, and these by sheet, with cached formula results and rich text.

    Raises whatever openpyxl raises.
    """
    reader = _CellsReader(content)
    reader.read()
    return reader.wb, reader.cells


def cells_of(workbook: Workbook) -> dict[str, LoadedCells]:
    """Return the cells of a workbook that openpyxl holds, by sheet."""
    return {
        sheet.title: {
            (cell.row, cell.column): (cell.value, cell.style_id)
            for cell in sheet._cells.values()
            if isinstance(cell, Cell)
        }
        for sheet in workbook.worksheets
    }
