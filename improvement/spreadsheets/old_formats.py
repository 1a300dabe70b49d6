"""Reads .xls and .ods files as a workbook of values: their colours, comments and number formats are not seen.

They are read by python-calamine, in the sandbox alone: both formats can name a cell far away, or repeat one a million
times, and be small files.
"""

import io
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from improvement.line_ends import cell_lines
from improvement.spreadsheets.scanning import (
    MAX_CELL_TEXT,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    SpreadsheetRefused,
)
from improvement.spreadsheets.texts import write_text

# As Excel has it: an OpenDocument sheet may have a longer name.
LONGEST_TITLE = 31
NOT_SEEN = (
    "This is an older kind of file: its colours, comments and number formats were not seen. A rating by colour is "
    "missing, 0.85 may be 85%, and 1 March may stand for the whole of March. Where those matter, save it as .xlsx."
)
DAMAGED = "This file is damaged, too large or protected by a password. Save it as .xlsx without one."


def read_old_format(content: bytes) -> Workbook:
    """Return a workbook with the values of an .xls or .ods file; raise SpreadsheetRefused where it can't be read."""
    try:
        read = python_calamine.load_workbook(io.BytesIO(content))
    except python_calamine.PasswordError:
        raise SpreadsheetRefused("This file is protected by a password. Save it without one.") from None
    except python_calamine.CalamineError:
        raise SpreadsheetRefused(DAMAGED) from None
    if len(read.sheet_names) > MAX_SHEETS:
        raise SpreadsheetRefused(f"This workbook has more than {MAX_SHEETS} sheets, and no more are read.")
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    count = 0
    for title in read.sheet_names:
        sheet = workbook.create_sheet(INVALID_TITLE_REGEX.sub("-", title)[:LONGEST_TITLE])
        count += _copy(read.get_sheet_by_name(title), sheet)
        if count > MAX_CELLS:
            raise SpreadsheetRefused(
                f"This workbook holds more than {MAX_CELLS:,} cells, and no more are read."
            )
    return workbook


def _copy(read: python_calamine.CalamineSheet, sheet: Worksheet) -> int:
    """Write a sheet's cells that hold something, and its merges; return how many they are."""
    if read.total_height > MAX_ROWS or read.total_width > MAX_COLUMNS:
        raise SpreadsheetRefused(
            f"The sheet {sheet.title} is larger than {MAX_ROWS:,} rows of {MAX_COLUMNS} columns, and no more is read. "
            "Delete what stands apart from the plan."
        )
    count = 0
    for row, values in enumerate(read.to_python(skip_empty_area=False), start=1):
        for column, value in enumerate(values, start=1):
            count += _write(sheet, row, column, value)
    for (top, left), (bottom, right) in read.merged_cell_ranges or ():
        if bottom < MAX_ROWS and right < MAX_COLUMNS:
            sheet.merge_cells(
                start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
            )
    return count


def _write(sheet: Worksheet, row: int, column: int, value: Any) -> bool:
    """Write a value where it holds something; return whether it does."""
    if isinstance(value, str | time | timedelta):
        text = ILLEGAL_CHARACTERS_RE.sub("", cell_lines(str(value)))
        if len(text) > MAX_CELL_TEXT:
            raise SpreadsheetRefused(
                f"A cell in row {row} of {sheet.title} holds more text than a workbook can."
            )
        if text.strip():
            write_text(sheet, row, column, text)
        return bool(text.strip())
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    sheet.cell(row, column).value = value if isinstance(value, datetime | date | int | float) else str(value)
    return True
