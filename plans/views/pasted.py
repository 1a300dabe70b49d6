"""A block of cells that was pasted, as a page shows it back: each cell with what is said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter

from improvement.spreadsheets import Sheet
from plans.imports.document import Message

# What it is read as, and what its cells are said to be of.
NAME, HERE = "pasted.csv", "Pasted"
# As many as a person looks through; the rest is taken or refused all the same, and refusals are listed.
MOST_ROWS, MOST_COLUMNS = 60, 26


@dataclass(frozen=True)
class ShownCell:
    """A cell as it was pasted; `is_wrong` where it is refused or asked about; `words` is what is said of it."""

    text: str
    words: str = ""
    is_wrong: bool = False


def shown_block(sheet: Sheet, by_cell: Mapping[str, str], refused: Sequence[Message]) -> dict[str, Any]:
    """Return the cells of a block and the letters of its columns, for `plans/_pasted.html`.

    `by_cell` says something of cells that are right, by their addresses.
    """
    wrong = {message.cell: message for message in refused}
    width = min(max((max(cells) for cells in sheet.rows.values() if cells), default=0), MOST_COLUMNS)
    columns = range(1, width + 1)
    return {
        "letters": [get_column_letter(column) for column in columns],
        "cells": [
            [_shown(sheet, row, column, by_cell, wrong) for column in columns]
            for row in range(1, min(max(sheet.rows, default=0), MOST_ROWS) + 1)
        ],
    }


def _shown(
    sheet: Sheet, row: int, column: int, by_cell: Mapping[str, str], wrong: Mapping[str, Message]
) -> ShownCell:
    cell = sheet.at(row, column)
    address = f"{get_column_letter(column)}{row}"
    text = cell.text if cell else ""
    if message := wrong.get(address):
        expected = f" Expected: {message.expected}." if message.expected else ""
        return ShownCell(text, f"{message.text}{expected}", is_wrong=True)
    return ShownCell(text, by_cell.get(address, ""))
