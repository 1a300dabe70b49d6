"""Loads what an importer needs of a workbook: cells with their looks, merges, conditional formats. Nothing else.

openpyxl spends half of its time on sheets with many merges drawing the borders of merged cells, which nobody here
looks at; comments, drawings, pivots and links are not read at all.
"""

import io

from openpyxl.reader.excel import ExcelReader
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet._reader import WorksheetReader
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.merge import MergedCellRange


class _CellsReader(ExcelReader):
    """openpyxl's own reader, its sheets bound without what is only drawn."""

    def read_worksheets(self) -> None:
        for sheet, relation in self.parser.find_sheets():
            if relation.target not in self.valid_files or "chartsheet" in relation.Type:
                continue
            with self.archive.open(relation.target) as source:
                worksheet = self.wb.create_sheet(sheet.name)
                reader = WorksheetReader(
                    worksheet, source, self.shared_strings, self.data_only, self.rich_text
                )
                reader.bind_cells()
                if reader.parser.merged_cells:
                    worksheet.merged_cells = MultiCellRange(
                        [
                            MergedCellRange(worksheet, merged.ref)
                            for merged in reader.parser.merged_cells.mergeCell
                        ]
                    )
                reader.bind_formatting()
            worksheet.sheet_state = sheet.state


def load_cells(content: bytes) -> Workbook:
    """Return a workbook's cells with cached formula results and rich text. Raises whatever openpyxl raises."""
    reader = _CellsReader(io.BytesIO(content), keep_links=False, data_only=True, rich_text=True)
    reader.read()
    return reader.wb
