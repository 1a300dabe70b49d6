"""Figures with the periods across, as councils keep them: one row a measure, one column a month, quarter or year.

Read as the same records as the long form, so that everything said of a figure names its own cell.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from openpyxl.utils import get_column_letter

from improvement.periods import month_end
from improvement.spreadsheets import Cell, Sheet
from plans.imports.document import Message
from plans.imports.figures.flat_file import HEADER_WITHIN, Record
from plans.imports.parsers.periods import MONTH_NAME, TO_DATE, read_period

# Beside the period itself a heading may say that the figures are real ones. Whatever else is another thing's column.
SAID_OF_FIGURES = re.compile(r"\b(?:actuals?|outturn|figures?|results?)\b|[()]", re.IGNORECASE)
YEAR, FINANCIAL = r"(?:20)?\d\d", r"(?:20)?\d\d\s?[/–-]\s?(?:20)?\d\d"
MONTH = rf"{MONTH_NAME}[\s'’/.-]*{YEAR}"
DAY = rf"\d{{1,2}}(?:st|nd|rd|th)?[\s/.-]+(?:{MONTH_NAME}|\d{{1,2}})[\s/.-]+{YEAR}"
QUARTER = r"q(?:uarter|tr)?\s?[1-4]"
# The whole heading is one of these: a word or number more, and it may be the wrong year's figure.
PERIOD = re.compile(
    rf"(?:{MONTH}|\d{{1,2}}\s?[/-]\s?20\d\d|20\d\d-\d\d(?:-\d\d(?: 00:00:00)?)?|{DAY}"
    rf"|{QUARTER}[\s,:-]*{FINANCIAL}|{FINANCIAL}[\s,:-]*{QUARTER}|20\d\d\s?[/–-]\s?(?:20)?\d\d"
    rf"|(?:ytd|year to date)\W*(?:to\s+)?{MONTH}|(?:year end(?:ing|ed)|(?:12|twelve) months to)\s+(?:{MONTH}|{DAY})"
    rf"|{MONTH_NAME}(?:\s*{YEAR})?\s*(?:to|-|–)\s*{MONTH})",
    re.IGNORECASE,
)
SPAN_MONTHS = {1, 3, 12}
MONTHS = re.compile(rf"\b{MONTH_NAME}", re.IGNORECASE)


@dataclass(frozen=True)
class WideTable:
    """A table found: its sheet, the column that names measures, the heading of each column of figures."""

    sheet: Sheet
    header_row: int
    measures: int
    periods: dict[int, Cell]


def is_period(text: str) -> bool:
    """Whether a heading names a period that measures have, and nothing else."""
    words = " ".join(SAID_OF_FIGURES.sub(" ", text).split())
    if not PERIOD.fullmatch(words):
        return False
    period = read_period(words)
    first, last = period.earliest, period.latest
    if first is None or last is None:
        return False
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if len(MONTHS.findall(words)) > 1:
        # From one month to another: read as such, or not at all.
        return months in SPAN_MONTHS - {1}
    return months in SPAN_MONTHS or bool(TO_DATE.search(words))


def find_wide_table(sheets: Sequence[Sheet], is_measure: Callable[[str], bool]) -> WideTable | None:
    """Return the table with the most periods across whose rows name measures; None where no heading is a period.

    The column of measures is the one whose cells are most often one that the plan keeps; where none is, the first.
    """
    best: tuple[tuple[int, int], WideTable] | None = None
    for sheet in sheets:
        known = Counter(cell.column for row in sheet.rows for cell in sheet.row(row) if is_measure(cell.text))
        filled = {cell.column for row in sheet.rows for cell in sheet.row(row)}
        for number in sorted(sheet.rows)[:HEADER_WITHIN]:
            periods = {cell.column: cell for cell in sheet.row(number) if is_period(cell.text)}
            columns = sorted(filled - periods.keys())
            if not periods or not columns:
                continue
            measures = max(columns, key=lambda column: (known[column], -column))
            fits = (min(known[measures], 1), len(periods))
            if best is None or fits > best[0]:
                best = (fits, WideTable(sheet, number, measures, periods))
    return best[1] if best else None


def wide_records(table: WideTable, on: date) -> list[Record]:
    """Return a record for each figure of a table; what belongs to a period that has not ended is provisional."""
    records = []
    for number in sorted(row for row in table.sheet.rows if row > table.header_row):
        cells = {cell.column: cell for cell in table.sheet.row(number)}
        measure = cells.get(table.measures)
        for column, heading in table.periods.items():
            value = cells.get(column)
            if value is None or not value.text.strip():
                continue
            found = {"period": heading, "value": value, **({"measure": measure} if measure else {})}
            latest = _end(read_period(heading.text).latest)
            if latest and latest > on:
                found["status"] = replace(value, value="provisional", text="provisional")
            records.append(Record(number, found))
    return records


def _end(latest: date | None) -> date | None:
    """Return the last day of what a heading speaks for: of the whole month, where it is its first day."""
    return month_end(latest.year, latest.month) if latest and latest.day == 1 else latest


def columns_not_read(table: WideTable) -> Message | None:
    """Say which columns hold something that is no figure of a period; None where there are none."""
    beside = {
        cell.column: cell
        for row in sorted(table.sheet.rows, reverse=True)
        if row >= table.header_row
        for cell in table.sheet.row(row)
        if cell.column not in table.periods and cell.column != table.measures and cell.text.strip()
    }
    if not beside:
        return None
    names = [
        " ".join(cell.text.split()) if cell.row == table.header_row else f"column {get_column_letter(column)}"
        for column, cell in sorted(beside.items())
    ]
    first = beside[min(beside)]
    said = f"Not read, because they name no period: {', '.join(names[:12])}."
    return Message("note", table.sheet.title, first.address, said)
