"""Reads a CSV file as a workbook of one sheet, bounded as a workbook is."""

import codecs
import csv
import io
from collections import Counter

from openpyxl.workbook.workbook import Workbook

from improvement.line_ends import new_lines
from improvement.spreadsheets.scanning import SpreadsheetRefused
from improvement.spreadsheets.texts import write_text
from improvement.workbooks import LIVE_START

ENCODINGS = ("utf-8-sig", "cp1252")
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_CELL = 32_767
SAMPLE = 8_192
# The first of them where none parts anything.
DELIMITERS = (",", "\t", ";", "|")


def read_csv(content: bytes) -> Workbook:
    """Return a workbook whose one sheet holds the file's rows as text; raise SpreadsheetRefused otherwise.

    Commas, semicolons, tabs and bars part cells; UTF-16 is told by its mark, UTF-8 is tried before Windows' own.
    """
    text = _decoded(content)
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "CSV"
    # The limit is the module's own; a cell of a megabyte is no cell of a plan.
    csv.field_size_limit(MAX_CELL)
    try:
        for number, row in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)), start=1
        ):
            if number > MAX_ROWS:
                raise SpreadsheetRefused(
                    f"This CSV file has more than {MAX_ROWS:,} rows, and no more are read."
                )
            if len(row) > MAX_COLUMNS:
                raise SpreadsheetRefused(
                    f"Row {number:,} of this CSV file has {len(row):,} columns, and at most {MAX_COLUMNS} are read."
                )
            for column, value in enumerate(row, start=1):
                text_of_cell = new_lines(_without_guard(value))
                if text_of_cell.strip():
                    write_text(sheet, number, column, text_of_cell)
    except csv.Error:
        raise SpreadsheetRefused(
            f"This CSV file can't be read: a quoted cell is not closed, or holds more than {MAX_CELL:,} characters."
        ) from None
    return workbook


def _delimiter(text: str) -> str:
    """Return what parts a file's cells: by which the most rows have the same number of cells, and then the more cells.

    Titles over a table and numbers with commas mislead `csv.Sniffer`, which goes by how often a character comes.
    """
    sample = text[:SAMPLE]

    def fits(delimiter: str) -> tuple[int, int]:
        try:
            widths = Counter(
                len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
            )
        except csv.Error:
            return 0, 0
        return max(((count, width) for width, count in widths.items() if width > 1), default=(0, 0))

    return max(DELIMITERS, key=fits)


def _without_guard(text: str) -> str:
    """Return a cell without the apostrophe that keeps it from being a formula, as our own files have it (`csv_out`)."""
    is_guarded = text.startswith("'") and text.lstrip("'").startswith(LIVE_START)
    return text[1:] if is_guarded else text


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise SpreadsheetRefused("This CSV file is damaged: its last character is cut.") from None
    if b"\x00" in content:
        raise SpreadsheetRefused("This is not a CSV file: it holds binary data.")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SpreadsheetRefused("This CSV file is in an unknown encoding. Save it as “CSV UTF-8”.")
