"""Reading workbooks that others keep: opened in a sandbox, merges and fills resolved."""

from improvement.spreadsheets.cells import Cell, Sheet, read_sheets
from improvement.spreadsheets.opening import open_workbook
from improvement.spreadsheets.reading import ReadWorkbook, read_workbook
from improvement.spreadsheets.scanning import SpreadsheetRefused

__all__ = [
    "Cell",
    "ReadWorkbook",
    "Sheet",
    "SpreadsheetRefused",
    "open_workbook",
    "read_sheets",
    "read_workbook",
]
