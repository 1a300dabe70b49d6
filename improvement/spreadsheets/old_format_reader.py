"""A program of its own: reads an .xls or .ods file from its input and prints its cells, within bounds of memory.

Run by `old_formats`, which says the limits. Prints `{"sheets": […]}`, or `{"error": …}` with a sentence for a person.
"""

import io
import json
import sys
from datetime import date, datetime
from typing import Any

import python_calamine

MEMORY = 1024 * 1024 * 1024
SECONDS = 25


def bound() -> None:
    """Take away what the program could do harm with, where the system has such limits."""
    try:
        import resource  # noqa: PLC0415 -- not on every system
    except ImportError:  # pragma: no cover
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def cells_of(content: bytes, limits: dict[str, int]) -> dict[str, Any]:
    """Return every sheet's cells that hold something, from 1; an error names the limit that was passed."""
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(content))
    except python_calamine.PasswordError:
        return {"error": "This file is protected by a password. Save it without one."}
    if len(workbook.sheet_names) > limits["sheets"]:
        return {"error": f"This workbook has more than {limits['sheets']} sheets, and no more are read."}
    sheets = []
    count = 0
    for title in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(title)
        if sheet.total_height > limits["rows"] or sheet.total_width > limits["columns"]:
            return {
                "error": f"The sheet {title} is larger than {limits['rows']:,} rows of {limits['columns']} columns, "
                "and no more is read. Delete what stands apart from the plan."
            }
        cells = []
        for row, values in enumerate(sheet.to_python(skip_empty_area=False), start=1):
            for column, value in enumerate(values, start=1):
                kind, said = plain(value)
                if said == "" or (kind == "text" and not str(said).strip()):
                    continue
                if kind == "text" and len(said) > limits["text"]:
                    return {"error": f"A cell in row {row} of {title} holds more text than a workbook can."}
                cells.append((row, column, kind, said))
        count += len(cells)
        if count > limits["cells"]:
            return {
                "error": f"This workbook holds more than {limits['cells']:,} cells, and no more are read."
            }
        merged = [
            (top + 1, left + 1, bottom + 1, right + 1)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        ]
        sheets.append({"title": title, "cells": cells, "merged": merged})
    return {"sheets": sheets}


def plain(value: Any) -> tuple[str, Any]:
    """Return a value as JSON can hold it, and its kind."""
    if isinstance(value, datetime):
        return "datetime", value.isoformat()
    if isinstance(value, date):
        return "date", value.isoformat()
    if isinstance(value, bool | int):
        return "number", value
    if isinstance(value, float):
        return "number", int(value) if value.is_integer() else value
    return "text", str(value).replace("\r\n", "\n").replace("\r", "\n")


if __name__ == "__main__":
    bound()
    print(json.dumps(cells_of(sys.stdin.buffer.read(), json.loads(sys.argv[1]))))
