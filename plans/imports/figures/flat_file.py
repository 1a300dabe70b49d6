"""A flat file as rows by header: one header row, one record a row, every problem with its cell."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from improvement.counting import counted
from improvement.spreadsheets import Cell, Sheet, SpreadsheetRefused, read_workbook
from improvement.spreadsheets.number_formats import scales_to_percent
from improvement.written_numbers import read_number
from plans.imports.document import Message
from plans.imports.run import ImportRefused

HEADER_WITHIN = 20
MOST_MESSAGES = 50


@dataclass(frozen=True)
class Record:
    """One row: its number, and its cells by header."""

    number: int
    cells: dict[str, Cell]

    def text(self, header: str) -> str:
        """Return a cell's text without the spaces round it; empty where there is none."""
        cell = self.cells.get(header)
        return " ".join(cell.text.split()) if cell else ""


@dataclass
class FlatFile:
    """A file's records, its headers as written and by their folded names, and what is wrong with it."""

    name: str
    sha256: str
    content: bytes
    sheet: str
    headers: dict[str, Cell]
    records: list[Record]
    messages: list[Message] = field(default_factory=list)
    # Whether the periods stand across, so that a heading is a month for measures of every type.
    is_wide: bool = False

    def say(self, level: str, record: Record, header: str, text: str, expected: str = "") -> None:
        """Note something about a cell of a record; of its row's first cell where it has none."""
        cell = record.cells.get(header) or next(iter(record.cells.values()))
        found = record.cells[header].text if header in record.cells else ""
        self.messages.append(Message(level, cell.sheet, cell.address, text, found, expected))

    def refuse_errors(self) -> None:
        """Raise ImportRefused where anything is wrong: nothing is half applied."""
        # A measure that is not known is wrong once, however many figures stand in its row.
        errors = list(dict.fromkeys(message for message in self.messages if message.level == "error"))
        if errors:
            more = len(errors) - MOST_MESSAGES
            if more > 0:
                errors = [
                    *errors[:MOST_MESSAGES],
                    Message("error", "", "", f"And {counted(more, 'more error')}."),
                ]
            raise ImportRefused(errors)


def folded(text: str) -> str:
    """Return a header as it is compared: small letters, spaces and hyphens as underscores."""
    return re.sub(r"[\s\-]+", "_", text.strip().casefold())


def open_sheets(name: str, content: bytes) -> list[Sheet]:
    """Return a file's sheets; raise ImportRefused for one that can't be opened."""
    try:
        return read_workbook(content, name).sheets
    except SpreadsheetRefused as refused:
        raise ImportRefused([Message("error", "", "", f"{name}: {refused}")]) from refused


def has_header(sheets: Sequence[Sheet], needed: Mapping[str, str]) -> bool:
    """Whether one of the first rows of a sheet has every header that is needed."""
    return any(
        needed.keys() <= {folded(cell.text) for cell in sheet.row(number)}
        for sheet in sheets
        for number in sorted(sheet.rows)[:HEADER_WITHIN]
    )


def read_flat_file(name: str, content: bytes, needed: Mapping[str, str]) -> FlatFile:
    """Return a file's records. `needed` maps each header that must be there to what it holds, for the message.

    Raises ImportRefused for a file that can't be opened, or whose first rows hold no header with all that is needed.
    """
    return flat_file(name, content, open_sheets(name, content), needed)


def flat_file(name: str, content: bytes, sheets: Sequence[Sheet], needed: Mapping[str, str]) -> FlatFile:
    """Return the records of a file that was opened; raises ImportRefused as `read_flat_file` does."""
    best: tuple[int, Sheet, dict[str, Cell], int] | None = None
    for sheet in sheets:
        for number in sorted(sheet.rows)[:HEADER_WITHIN]:
            headers = {folded(cell.text): cell for cell in sheet.row(number)}
            fits = len(headers.keys() & needed.keys())
            if best is None or fits > best[0]:
                best = (fits, sheet, headers, number)
    if best is None or best[0] < len(needed):
        raise ImportRefused([_no_header(name, best[2] if best else {}, needed)])
    _fits, sheet, headers, number = best
    by_column = {cell.column: header for header, cell in headers.items()}
    records = [
        Record(row, {by_column[cell.column]: cell for cell in sheet.row(row) if cell.column in by_column})
        for row in sorted(sheet.rows)
        if row > number
    ]
    return FlatFile(
        name,
        hashlib.sha256(content).hexdigest(),
        content,
        sheet.title,
        headers,
        [record for record in records if record.cells],
    )


def _no_header(name: str, found: Mapping[str, Cell], needed: Mapping[str, str]) -> Message:
    missing = [f"{header} ({what})" for header, what in needed.items() if header not in found]
    first = next(iter(found.values()), None)
    return Message(
        "error",
        first.sheet if first else "",
        first.address if first else "",
        f"{name}: a column is missing: {', '.join(missing)}.",
        ", ".join(cell.text for cell in list(found.values())[:12]),
        f"a header row with {', '.join(needed)}",
    )


def number_in(cell: Cell) -> Decimal | None:
    """Return the number that a cell holds, its per cent sign apart; None where it holds none.

    A fraction in a percent format is its percentage: 0.081 shown as 8.1% is 8.1.
    """
    if isinstance(cell.value, bool):
        return None
    if isinstance(cell.value, int | float):
        number = Decimal(str(cell.value))
        return number * 100 if scales_to_percent(cell.number_format) else number
    return read_number(cell.text).value


def doubt_about(cell: Cell) -> str:
    """Return the question that a cell's number puts, as `47,2` does; empty where it puts none."""
    return read_number(cell.text).question if isinstance(cell.value, str) else ""
