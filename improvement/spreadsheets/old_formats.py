"""Reads .xls and .ods files as a workbook of values: their colours, comments and number formats are not seen.

They are read by python-calamine in a process of its own with bounded memory and time: both formats can name a cell
far away, or repeat one a million times, and be small files.
"""

import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.workbook.workbook import Workbook

from improvement.spreadsheets.scanning import (
    MAX_CELL_TEXT,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    SpreadsheetRefused,
)
from improvement.spreadsheets.texts import write_text

READER = Path(__file__).with_name("old_format_reader.py")
LONGEST_SECONDS = 30
# As Excel has it: an OpenDocument sheet may have a longer name.
LONGEST_TITLE = 31
NOT_SEEN = (
    "This is an older kind of file: its colours, comments and number formats were not seen. A rating by colour is "
    "missing, 0.85 may be 85%, and 1 March may stand for the whole of March. Where those matter, save it as .xlsx."
)


def read_old_format(content: bytes) -> Workbook:
    """Return a workbook with the values of an .xls or .ods file; raise SpreadsheetRefused where it can't be read."""
    limits = json.dumps(
        {
            "sheets": MAX_SHEETS,
            "rows": MAX_ROWS,
            "columns": MAX_COLUMNS,
            "cells": MAX_CELLS,
            "text": MAX_CELL_TEXT,
        }
    )
    try:
        # Our own script by its path, with this very Python; the file itself goes through a pipe.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(READER), limits],
            input=content,
            capture_output=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SpreadsheetRefused("This file takes too long to read. Save it as .xlsx.") from None
    answer: dict[str, Any] = (
        json.loads(done.stdout) if done.returncode == 0 and done.stdout else {"error": ""}
    )
    if "error" in answer:
        raise SpreadsheetRefused(
            answer["error"]
            or "This file is damaged, too large or protected by a password. Save it as .xlsx without one."
        )
    return _workbook_of(answer["sheets"])


def _workbook_of(sheets: list[dict[str, Any]]) -> Workbook:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for read in sheets:
        sheet = workbook.create_sheet(INVALID_TITLE_REGEX.sub("-", read["title"])[:LONGEST_TITLE])
        for row, column, kind, value in read["cells"]:
            if kind == "text":
                write_text(sheet, row, column, ILLEGAL_CHARACTERS_RE.sub("", value))
            else:
                sheet.cell(row, column).value = _value(kind, value)
        for top, left, bottom, right in read["merged"]:
            if bottom <= MAX_ROWS and right <= MAX_COLUMNS:
                sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    return workbook


def _value(kind: str, value: Any) -> Any:
    if kind == "datetime":
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if kind == "date" else value
