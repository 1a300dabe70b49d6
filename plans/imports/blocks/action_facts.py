"""What one row says of an action: its owners, its report, its status or rating, when it is due."""

import re

from improvement.spreadsheets import Cell
from improvement.written_dates import WrittenDate
from plans.choices import ProgressStatus
from plans.imports.blocks.reading import Reading
from plans.imports.parsers.people import Person
from plans.imports.parsers.statuses import read_leading_rating, read_status
from plans.imports.tables import Header

# What stands for the words in the cell above.
DITTO = re.compile(r"[\"“”„〃]|''|ditto|do\.|as above", re.IGNORECASE)


def people_of(header: Header, row: int, reading: Reading) -> list[Person]:
    """Return the officers of an action, from every column that names some."""
    cells = [header.cell(row, "leads"), header.own(row, "responsible")]
    cells += [
        header.sheet.at(row, match.cell.column)
        for match in header.several("leads")
        if match.cell.column != header.columns.get("leads")
    ]
    return [person for cell in cells for person in reading.people(_meant(header, cell))]


def _meant(header: Header, cell: Cell | None) -> Cell | None:
    """Return the cell that another repeats by a ditto mark: the nearest above it in its column that says something."""
    while cell is not None and DITTO.fullmatch(cell.text.strip()):
        above = (header.sheet.at(row, cell.column) for row in range(cell.row - 1, header.row, -1))
        cell = next((found for found in above if found is not None and not found.is_merged_across), None)
    return cell


def last_report(header: Header, row: int, reading: Reading) -> Cell | None:
    """Return what is reported of an action: of a column for each quarter the last that is filled, the others noted."""
    further = [header.sheet.rows[row].get(match.cell.column) for match in header.several("update")]
    cells = [cell for cell in (header.own(row, "update"), *further) if cell is not None]
    if not cells:
        return None
    last = max(cells, key=lambda cell: cell.column)
    reading.account.note(*(cell for cell in cells if cell.column != last.column))
    return last


def status_for_rating(header: Header, row: int) -> ProgressStatus | None:
    """Return the status that stands in the place of a rating: `Complete` among Red and Green."""
    columns = [match.cell.column for match in header.several("rating")]
    cells = [cell for column in columns if (cell := header.sheet.rows[row].get(column)) is not None]
    # Of a column for each month, the last that is filled.
    cell = max(cells, key=lambda cell: cell.column) if cells else header.own(row, "rating")
    if cell is None or "success_measure" in header.columns or read_leading_rating(cell.text):
        return None
    return read_status(cell.text)


def rating_for_status(header: Header, cell: Cell | None, reading: Reading) -> str:
    """Return the rating that stands in the place of a status, by its colour's name, where no column is of ratings."""
    if cell is None or "rating" in header.columns or len(cell.text.strip()) == 1:
        return ""
    if not read_leading_rating(cell.text):
        return ""
    return reading.level(header.sheet, cell.row, cell.column)


def due_of(header: Header, row: int, reading: Reading) -> tuple[WrittenDate, WrittenDate]:
    """Return when an action is due, and when it was due first where that is another day.

    A revised date holds; what it took the place of stands in a column of its own, or in the same cell.
    """
    first, due, revised = (
        reading.date(header.cell(row, name)) if name in header.columns else WrittenDate()
        for name in ("first_due", "due", "revised_due")
    )
    said = [written for written in (first, due, revised) if written.words and written.kind != "none"]
    if not said:
        return due, WrittenDate()
    if len(said) == 1:
        return said[0], said[0].first or WrittenDate()
    return said[-1], said[0] if said[0].words != said[-1].words else WrittenDate()
