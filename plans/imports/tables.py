"""Finds a table by its header words, wherever it stands, and reads its rows.

Each column of a header is taken for the field whose words it says; how sure that is depends on how much of the
header the words explain and on whether the cells below look like what the field holds. What a person said that
a header means goes before everything.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from improvement.counting import agreeing, counted
from improvement.spreadsheets import Cell, Sheet
from improvement.written_dates import read_date
from plans.imports.document import FoundColumn, FoundTable
from plans.imports.parsers.statuses import read_number_level, read_rating, read_status
from plans.imports.values import header_words

Columns = Mapping[str, re.Pattern[str]]
# Fields that may stand in several columns of one table: a rating or a target for each period.
SEVERAL = frozenset({"rating", "target", "period", "outturn", "current", "amount", "recommendation"})
KEPT_AS_NOTES = ""
# Why a column is what it is where a person said other than its words do.
SAID = "said by a person"
TOTAL = re.compile(r"^(?:grand |sub-?)?totals?\b", re.IGNORECASE)


def words(pattern: str) -> re.Pattern[str]:
    """Return a header pattern: case and line breaks do not matter."""
    return re.compile(pattern, re.IGNORECASE)


@dataclass(frozen=True)
class Match:
    """One column of a header: its cell, the field that it was taken for (or none), how sure that is and why."""

    cell: Cell
    field: str
    confidence: float
    why: str

    @property
    def is_open(self) -> bool:
        """Whether nobody knows what the column is: neither its words nor a person say."""
        return not self.field and not self.confidence


@dataclass(frozen=True)
class Header:
    """A table's header row and the column of each field that it names."""

    sheet: Sheet
    row: int
    columns: dict[str, int]
    matches: list[Match] = field(default_factory=list)
    # Whether its words are our own, since the list has none: its cells are then those of the first row.
    is_made: bool = False

    def cells(self) -> list[Cell]:
        """The header's own cells."""
        return self.sheet.row_with_ends(self.row)

    def cell(self, row: int, field: str) -> Cell | None:
        """Return a field's cell in a row, merges resolved; None where it is empty or the column is missing."""
        column = self.columns.get(field)
        return self.sheet.at(row, column) if column else None

    def own(self, row: int, field: str) -> Cell | None:
        """Return a field's cell that stands in this very row, not one merged into it from above."""
        found = self.cell(row, field)
        return found if found is not None and found.row == row else None

    def text(self, row: int, field: str) -> str:
        """Return a field's text in a row, blanks trimmed."""
        found = self.cell(row, field)
        return found.text.strip() if found else ""

    def texts(self, rows: Iterable[int], column: int) -> list[str]:
        """Return what stands in a column of some rows, merges resolved, blanks trimmed and empty cells left out."""
        return [text for row in rows if (text := self.sheet.text(row, column).strip())]

    def several(self, field: str) -> list[Match]:
        """Return every column of a field that may stand several times, from left to right."""
        return [match for match in self.matches if match.field == field]


def read_header(
    sheet: Sheet,
    row: int,
    columns: Columns,
    required: set[str],
    choices: Mapping[str, str] | None = None,
    cells: Sequence[Cell] | None = None,
) -> Header | None:
    """Return the header that a row is, or None when a required field is not named in it.

    `cells` are those of the header, where others than the row's own are meant.
    """
    found: dict[str, int] = {}
    matches: list[Match] = []
    for cell in own_cells(sheet, row) if cells is None else cells:
        match = _match(cell, columns, found, choices or {}, band_over(sheet, cell))
        matches.append(match)
        if match.field:
            found.setdefault(match.field, cell.column)
    return Header(sheet, row, found, matches) if required <= found.keys() else None


def made_heading(sheet: Sheet, row: int, column: int) -> Cell:
    """Return a cell that names a column without a heading by its letter."""
    name = f"Column {get_column_letter(column)}"
    return Cell(sheet.title, row, column, name, name, last_row=row, last_column=column)


def band_over(sheet: Sheet, cell: Cell) -> str:
    """Return the words of a band that stands over a header's cell and others beside it; empty where none does."""
    top = sheet.at(cell.row - 1, cell.column)
    return " ".join(top.text.split()) if top is not None and top.is_merged_across else ""


def own_cells(sheet: Sheet, row: int) -> list[Cell]:
    """Return a header's cells without those of another table that stands beside: past an empty column, and shorter."""
    key = ("own cells", row)
    if key not in sheet.memo:
        sheet.memo[key] = _without_another(sheet, row, sheet.row_with_ends(row))
    return sheet.memo[key]  # type: ignore[return-value]


def _without_another(sheet: Sheet, row: int, cells: list[Cell]) -> list[Cell]:
    below = sheet.rows_within(row + 1, row + SAMPLE_ROWS)
    for place in range(LEAST_OF_A_TABLE, len(cells)):
        between = range(max(cells[place - 1].last_column, cells[place - 1].column) + 1, cells[place].column)
        if not between or any(sheet.at(number, column) for number in below for column in between):
            continue
        here = sum(any(sheet.rows[n].get(cell.column) for cell in cells[:place]) for n in below)
        there = sum(any(sheet.rows[n].get(cell.column) for cell in cells[place:]) for n in below)
        # A spacer column parts nothing: what stands beyond it then goes on as far down.
        if there * 2 <= here:
            return cells[:place]
    return cells


def ways_to_say(text: str, band: str) -> Sequence[str]:
    """Return what a heading says: its own words, else with those of the band over it: `Revised` under `Target date`."""
    # A system's export writes `due_date`.
    said = " ".join(text.split()).replace("_", " ").strip(" ?:*")
    return (said, f"{said} {band}", f"{band} {said}") if band else (said,)


def _match(
    cell: Cell, columns: Columns, found: Mapping[str, int], choices: Mapping[str, str], band: str = ""
) -> Match:
    text = " ".join(cell.text.split())
    chosen = choices.get(header_words(text))
    if chosen is not None:
        # Whoever leaves a column as its words say has not said what most of its cells are.
        by_words = _match(cell, columns, found, {}, band).field
        why = SAID if chosen != by_words else f"{SAID}, as the header says"
        return Match(cell, chosen if chosen in columns else KEPT_AS_NOTES, 1.0, why)
    for words_said in ways_to_say(text, band):
        for name, pattern in columns.items():
            if name in found and name not in SEVERAL:
                continue
            match = pattern.search(words_said)
            if match is None:
                continue
            whole = len(match[0].strip()) >= len(words_said)
            why = f"the header says “{match[0].strip()}”"
            return Match(cell, name, 0.95 if whole else 0.8, why if whole else f"{why} among other words")
    return Match(cell, KEPT_AS_NOTES, 0.0, "no field is known by these words")


def _is_date(text: str) -> bool:
    return read_date(text).kind != "not_understood"


# What a column's cells must mostly be for its field to be believed, by field.
LOOKS: Mapping[str, Callable[[str], bool]] = {
    **dict.fromkeys(("due", "first_due", "revised_due", "start"), _is_date),
    "rating": lambda text: read_rating(text) is not None or read_number_level(text) is not None,
    "status": lambda text: read_status(text) is not None,
    "leads": lambda text: len(text) <= LONGEST_OFFICERS,
    "reference": lambda text: len(text) <= LONGEST_REFERENCE,
}
LONGEST_OFFICERS = 400
LONGEST_REFERENCE = 30
SAMPLE_ROWS = 30
# A table has so many columns at least, before another one beside it.
LEAST_OF_A_TABLE = 3


def found_table(kind: str, header: Header, rows: Sequence[int]) -> FoundTable:
    """Return a table as it was recognised, each column with how sure its field is, cells below considered.

    A list without headings has its header in row 0.
    """
    return FoundTable(
        kind,
        header.sheet.title,
        0 if header.is_made else header.row,
        len(rows),
        tuple(_found_column(header, match, rows) for match in header.matches),
    )


def _found_column(header: Header, match: Match, rows: Sequence[int]) -> FoundColumn:
    confidence, why = match.confidence, match.why
    looks = LOOKS.get(match.field)
    texts = header.texts(rows[:SAMPLE_ROWS], match.cell.column) if match.confidence < 1 else []
    if looks and texts:
        like = sum(map(looks, texts))
        confidence *= 0.5 + 0.5 * like / len(texts)
        why += f"; {like} of {counted(len(texts), 'cell')} below {agreeing(like, 'looks', 'look')} like it"
    return FoundColumn(
        match.cell.address, " ".join(match.cell.text.split()), match.field, round(confidence, 2), why
    )


def find_header(
    sheet: Sheet, columns: Columns, required: set[str], choices: Mapping[str, str] | None = None
) -> Header | None:
    """Return the first row that is a header of this table, or None."""
    for row in sheet.row_numbers():
        if len(sheet.rows[row]) >= len(required):
            header = read_header(sheet, row, columns, required, choices)
            if header:
                return header
    return None


def table_rows(header: Header, key: str) -> Iterator[int]:
    """Yield the rows under a header that fill `key`; blank rows inside the table end nothing.

    The table ends where another thing begins: a row that repeats the header's words or a row with something in
    it, but not in the key column, below an empty row (a source line, a remark).
    """
    previous = header.row
    for row in header.sheet.row_numbers():
        if row <= header.row:
            continue
        if header.cell(row, key) is None:
            if row > previous + 1 and not any(
                header.cell(row, name) for name in header.columns if name != key
            ):
                return
            continue
        if _is_remark(header, row, key):
            return
        yield row
        previous = row


def _is_remark(header: Header, row: int, key: str) -> bool:
    """Whether a row is a line of text under the table: merged across, or alone below an empty row."""
    cell = header.cell(row, key)
    if cell is None:
        return False
    if cell.is_merged_across and cell.row == row and len(header.columns) > 1:
        return True
    above = row - 1 in header.sheet.rows
    return not above and all(header.own(row, name) is None for name in header.columns if name != key)
