"""Reading workbooks that others keep: opened safely, merges and fills resolved."""

from improvement.spreadsheets.cells import Cell, Sheet, read_sheets
from improvement.spreadsheets.opening import open_workbook
from improvement.spreadsheets.scanning import SpreadsheetRefused

__all__ = ["Cell", "Sheet", "SpreadsheetRefused", "open_workbook", "read_sheets"]
