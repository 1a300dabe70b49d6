"""Figures with the periods across, as councils keep them: one row a measure, one column a month, quarter or year.

Read as the same records as the long form, so that everything said of a figure names its own cell.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from improvement.periods import month_end
from improvement.spreadsheets import Cell, Sheet
from plans.imports.document import Message
from plans.imports.figures.flat_file import HEADER_WITHIN, Record
from plans.imports.parsers.periods import MONTH_NAME, read_period

# What may stand in a heading beside the period itself. Whatever else (target, England, RAG) is another thing's column.
BESIDE = re.compile(
    rf"\b(?:{MONTH_NAME}|20\d\d|\d{{1,2}}|q(?:uarter|tr)?\s?[1-4]|year|ending|ended|to|date|ytd|outturn|actuals?|"
    r"figures?|results?|financial|academic|months?|twelve|12|week|the|00:00:00)\b|[\s/().,:–-]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class WideTable:
    """A table found: its sheet, the column that names measures, the heading of each column of figures."""

    sheet: Sheet
    header_row: int
    measures: int
    periods: dict[int, Cell]


def is_period(text: str) -> bool:
    """Whether a heading names a period and nothing else."""
    return not BESIDE.sub("", text) and read_period(text).latest is not None


def find_wide_table(sheets: Sequence[Sheet], is_measure: Callable[[str], bool]) -> WideTable | None:
    """Return the table with the most periods across whose rows name measures; None where no heading is a period.

    The column of measures is the one whose cells are most often one that the plan keeps; where none is, the first.
    """
    best: tuple[tuple[int, int], WideTable] | None = None
    for sheet in sheets:
        for number in sorted(sheet.rows)[:HEADER_WITHIN]:
            periods = {cell.column: cell for cell in sheet.row(number) if is_period(cell.text)}
            columns = sorted(
                {cell.column for row in sheet.rows if row >= number for cell in sheet.row(row)}
                - periods.keys()
            )
            if not periods or not columns:
                continue
            known = {
                column: sum(
                    is_measure(cell.text)
                    for row in sheet.rows
                    if row > number
                    for cell in sheet.row(row)
                    if cell.column == column
                )
                for column in columns
            }
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
    left = [
        cell
        for cell in table.sheet.row(table.header_row)
        if cell.column not in table.periods and cell.column != table.measures and cell.text.strip()
    ]
    if not left:
        return None
    names = ", ".join(" ".join(cell.text.split()) for cell in left[:12])
    return Message(
        "note", table.sheet.title, left[0].address, f"Not read, because they name no period: {names}."
    )
