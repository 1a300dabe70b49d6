"""A picture of a sheet as a table: the rows that a message stands on, their neighbours and their headers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from improvement.spreadsheets import Cell, Sheet
from plans.imports.document import Message, PlanDocument

MOST_ROWS = 40
# Headings stand within so many rows, below a title, a key and a few lines of guidance.
TOP_ROWS = 30
MOST_COLUMNS = 16
LONGEST_TEXT = 60


@dataclass(frozen=True)
class CellPicture:
    """One cell: its text, what became of it, the numbers of the messages that stand on it."""

    address: str
    text: str
    state: str
    level: str = ""
    numbers: tuple[int, ...] = ()


@dataclass
class SheetPicture:
    """Some rows of one sheet; `left_out` says how many rows with messages are not shown."""

    title: str
    letters: list[str]
    rows: list[tuple[int, list[CellPicture]]] = field(default_factory=list)
    left_out: int = 0


def draw_sheets(
    sheets: Sequence[Sheet], document: PlanDocument, messages: Sequence[Message]
) -> list[SheetPicture]:
    """Return a picture of every sheet that a message stands on; messages are numbered from 1 in their order."""
    by_cell: dict[tuple[str, str], list[tuple[int, Message]]] = defaultdict(list)
    for number, message in enumerate(messages, start=1):
        if message.cell:
            by_cell[message.sheet, message.cell].append((number, message))
    states = {
        (left.sheet, left.cell): "noted" if left.understood else "not-understood"
        for left in document.left_over
    }
    headers: dict[str, set[int]] = defaultdict(set)
    for table in document.tables:
        headers[table.sheet].add(table.header_row)
    return [
        picture
        for sheet in sheets
        if (picture := _draw(sheet, by_cell, states, headers[sheet.title])) is not None
    ]


def draw_top(sheet: Sheet) -> SheetPicture:
    """Return a picture of a sheet's first rows; `left_out` says how many there are below."""
    kept = sheet.row_numbers()[:TOP_ROWS]
    picture, columns = _blank(sheet, kept)
    picture.left_out = len(sheet.rows) - len(kept)
    for row in kept:
        cells = [(f"{get_column_letter(column)}{row}", sheet.rows[row].get(column)) for column in columns]
        drawn = [CellPicture(address, _short(cell), "mapped" if cell else "") for address, cell in cells]
        picture.rows.append((row, drawn))
    return picture


def _blank(sheet: Sheet, rows: Sequence[int]) -> tuple[SheetPicture, list[int]]:
    """Return a picture of some rows that shows none of them yet, and the columns that it has room for."""
    columns = sorted({cell.column for row in rows for cell in sheet.row(row)})[:MOST_COLUMNS]
    return SheetPicture(sheet.title, [get_column_letter(column) for column in columns]), columns


def _short(cell: Cell | None) -> str:
    text = " ".join(cell.text.split()) if cell else ""
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"


def _draw(
    sheet: Sheet,
    by_cell: dict[tuple[str, str], list[tuple[int, Message]]],
    states: dict[tuple[str, str], str],
    headers: set[int],
) -> SheetPicture | None:
    marked = sorted(
        {cell.row for cell in sheet.cells() if (sheet.title, cell.address) in by_cell}
        | {_row_of(address) for title, address in by_cell if title == sheet.title}
    )
    if not marked:
        return None
    shown: list[int] = []
    for row in marked:
        header = max((number for number in headers if number < row), default=0)
        for near in (header, row - 1, row, row + 1):
            if near in sheet.rows and near not in shown:
                shown.append(near)
    kept = sorted(sorted(shown)[:MOST_ROWS])
    picture, columns = _blank(sheet, kept)
    picture.left_out = sum(row not in kept for row in marked)
    for row in kept:
        cells = []
        for column in columns:
            address = f"{get_column_letter(column)}{row}"
            cell = sheet.rows[row].get(column)
            said = by_cell.get((sheet.title, address), [])
            cells.append(
                CellPicture(
                    address,
                    _short(cell),
                    states.get((sheet.title, address), "mapped") if cell else "",
                    min((message.level for _number, message in said), default=""),
                    tuple(number for number, _message in said),
                )
            )
        picture.rows.append((row, cells))
    return picture


def _row_of(address: str) -> int:
    return int("".join(character for character in address if character.isdigit()) or 0)
