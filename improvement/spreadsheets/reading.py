"""Reads a file into sheets of cells. The file itself is opened in the sandbox; what comes out of it is plain."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from improvement.spreadsheets.cells import Cell, CellValue, Sheet, read_sheets
from improvement.spreadsheets.opening import open_workbook
from improvement.spreadsheets.sandbox import in_sandbox

# How a value that JSON has no kind for is told from a text.
MOMENTS: dict[str, type[datetime] | type[date] | type[time]] = {
    "datetime": datetime,
    "date": date,
    "time": time,
}


@dataclass(frozen=True)
class ReadWorkbook:
    """A file's sheets, whether formulas in it have no stored result, and what of it could not be seen."""

    sheets: list[Sheet]
    has_uncalculated_formulas: bool = False
    not_seen: str = ""


def read_workbook(content: bytes, name: str = "") -> ReadWorkbook:
    """Return a file's sheets, read in the sandbox; raise SpreadsheetRefused where it can't be read.

    The name's ending tells a .csv file; every other kind is known by what is in it.
    """
    read = json.loads(in_sandbox("improvement.spreadsheets.reading:as_plain", content, {"name": name}))
    sheets = [_sheet(plain) for plain in read["sheets"]]
    return ReadWorkbook(sheets, read["has_uncalculated_formulas"], read["not_seen"])


def as_plain(content: bytes, name: str) -> bytes:
    """Return a file's sheets as JSON: what the sandbox hands back."""
    opened = open_workbook(content, name)
    read = {
        "sheets": [_plain(sheet) for sheet in read_sheets(opened)],
        "has_uncalculated_formulas": opened.has_uncalculated_formulas,
        "not_seen": opened.not_seen,
    }
    return json.dumps(read, separators=(",", ":")).encode()


def _plain(sheet: Sheet) -> dict[str, Any]:
    return {
        "title": sheet.title,
        "cells": [_plain_cell(cell) for cell in sheet.cells()],
        "covered": [(*at, *top) for at, top in sheet.covered.items()],
        "fills": [(*at, colour) for at, colour in sheet.fills.items()],
    }


def _plain_cell(cell: Cell) -> tuple[Any, ...]:
    value, kind = cell.value, ""
    if isinstance(value, datetime | date | time):
        value, kind = value.isoformat(), type(value).__name__
    elif value is not None and not isinstance(value, str | int | float):
        # A length of time, say, is read as it is written.
        value = str(value)
    return (
        cell.row,
        cell.column,
        kind,
        value,
        # Most cells are texts, which need not be handed over twice.
        None if cell.text == value else cell.text,
        cell.fill,
        cell.number_format,
        cell.bold_text,
        cell.last_row,
        cell.last_column,
    )


def _sheet(plain: dict[str, Any]) -> Sheet:
    sheet = Sheet(plain["title"])
    for cell in plain["cells"]:
        row, column, kind, value, text, fill, number_format, bold_text, last_row, last_column = cell
        sheet.rows.setdefault(row, {})[column] = Cell(
            sheet.title,
            row,
            column,
            _value(kind, value),
            value if text is None else text,
            fill,
            number_format,
            bold_text,
            last_row,
            last_column,
        )
    sheet.covered = {(row, column): (top, left) for row, column, top, left in plain["covered"]}
    sheet.fills = {(row, column): colour for row, column, colour in plain["fills"]}
    return sheet


def _value(kind: str, value: Any) -> CellValue:
    return MOMENTS[kind].fromisoformat(value) if kind else value
