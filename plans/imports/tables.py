"""Finds a table by its header words, wherever it stands, and reads its rows."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from improvement.spreadsheets import Cell, Sheet

Columns = Mapping[str, re.Pattern[str]]


def words(pattern: str) -> re.Pattern[str]:
    """Return a header pattern: case and line breaks do not matter."""
    return re.compile(pattern, re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """A table's header row and the column of each field that it names."""

    sheet: Sheet
    row: int
    columns: dict[str, int]

    def cells(self) -> list[Cell]:
        """The header's own cells."""
        return self.sheet.row(self.row)

    def cell(self, row: int, field: str) -> Cell | None:
        """Return a field's cell in a row, merges resolved; None where it is empty or the column is missing."""
        column = self.columns.get(field)
        return self.sheet.at(row, column) if column else None

    def text(self, row: int, field: str) -> str:
        """Return a field's text in a row, blanks trimmed."""
        found = self.cell(row, field)
        return found.text.strip() if found else ""


def read_header(sheet: Sheet, row: int, columns: Columns, required: set[str]) -> Header | None:
    """Return the header that a row is, or None when a required field is not named in it."""
    found: dict[str, int] = {}
    for cell in sheet.row(row):
        text = " ".join(cell.text.split())
        for name, pattern in columns.items():
            if name not in found and pattern.search(text):
                found[name] = cell.column
                break
    return Header(sheet, row, found) if required <= found.keys() else None


def find_header(sheet: Sheet, columns: Columns, required: set[str]) -> Header | None:
    """Return the first row that is a header of this table, or None."""
    for row in sheet.row_numbers():
        if len(sheet.rows[row]) >= len(required):
            header = read_header(sheet, row, columns, required)
            if header:
                return header
    return None


def table_rows(header: Header, key: str) -> Iterator[int]:
    """Yield the rows under a header until an empty one: the table ends where nothing stands any more.

    `key` is the field that every row of the table fills; a row without it (a source line) ends the table too.
    """
    row = header.row + 1
    last = max(header.sheet.row_numbers(), default=0)
    while row <= last and header.cell(row, key) is not None:
        yield row
        row += 1
