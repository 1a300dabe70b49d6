"""Writes the texts of files that are no workbooks into one, as they are."""

from openpyxl.worksheet.worksheet import Worksheet


def write_text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Write a text into a cell. It stays text: one that begins with = is no formula."""
    cell = sheet.cell(row, column)
    cell.value = text
    cell.data_type = "s"
