"""Takes a table for a scorecard by what stands in it, where nobody knows its headers' words: periods across, numbers
under them, and before them a column of names. What is taken so is asked about, as every guess is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from improvement.spreadsheets import Cell, Sheet
from plans.imports.blocks.guessing import (
    LEAST_ROWS,
    LONGEST_HEADER,
    NOT_KNOWN,
    SAMPLE_ROWS,
    SUREST,
    Column,
    columns_over,
)
from plans.imports.blocks.reported import read_reported
from plans.imports.blocks.vocabulary import INDICATOR_COLUMNS
from plans.imports.tables import Header, Match, band_over, own_cells, read_header, ways_to_say
from plans.imports.values import header_words

PERIODS = frozenset({"period", "outturn"})
LEAST_PERIODS = 3
# So many of the cells under periods hold a figure, at least, of those that hold anything.
FIGURES = 0.6
# Names of measures are nearly all unlike, and of a word or two at least.
UNLIKE, LEAST_LETTERS = 0.8, 8


def guess_measures(sheet: Sheet, choices: Mapping[str, str]) -> Header | None:
    """Return the first row of a sheet that heads a scorecard by what stands below it, or None."""
    for row in sheet.row_numbers():
        cells = own_cells(sheet, row)
        if len(cells) <= LEAST_PERIODS or any(len(cell.text) > LONGEST_HEADER for cell in cells):
            continue
        # A long list has thousands of rows that are no header: a glance, before all of its words are looked at.
        if sum(_may_be_a_period(sheet, cell, choices) for cell in cells) < LEAST_PERIODS:
            continue
        header = read_header(sheet, row, INDICATOR_COLUMNS, set(), choices)
        if header is None or "measure" in header.columns:
            continue
        periods = [match.cell for match in header.matches if match.field in PERIODS]
        if len(periods) < LEAST_PERIODS:
            continue
        below = [number for number in sheet.row_numbers() if number > row][:SAMPLE_ROWS]
        if len(below) >= LEAST_ROWS and _hold_figures(sheet, periods, below):
            named = _with_names(header, sheet, periods[0], below)
            if named is not None:
                return named
    return None


def _may_be_a_period(sheet: Sheet, cell: Cell, choices: Mapping[str, str]) -> bool:
    """Whether a heading's words are a period's, or a person said of them what they are."""
    if bool(choices) and header_words(cell.text) in choices:
        return True
    ways = ways_to_say(cell.text, band_over(sheet, cell))
    return any(INDICATOR_COLUMNS[field].search(words) for field in PERIODS for words in ways)


def _hold_figures(sheet: Sheet, periods: Sequence[Cell], below: Sequence[int]) -> bool:
    return are_figures(
        [
            cell
            for row in below
            for period in periods
            if (cell := sheet.rows[row].get(period.column)) is not None
        ]
    )


def are_figures(filled: Sequence[Cell]) -> bool:
    """Whether most of some cells that hold anything hold a figure."""
    figures = sum(
        read_reported(cell.value, cell.number_format, cell.text)[0].value is not None for cell in filled
    )
    return bool(filled) and figures >= FIGURES * len(filled)


def _with_names(header: Header, sheet: Sheet, first: Cell, below: Sequence[int]) -> Header | None:
    """Return a header with the column before its periods that holds the measures' names; None where none does."""
    unknown = [match.cell for match in header.matches if match.is_open and match.cell.column < first.column]
    columns = [column for column in columns_over(sheet, unknown, below) if _are_names(column)]
    if not columns:
        return None
    names = max(columns, key=lambda column: sum(map(len, column.texts)))
    why = f"{NOT_KNOWN}; the cells below look like the names of measures"
    matches = [
        Match(match.cell, "measure", SUREST, why) if match.cell is names.cell else match
        for match in header.matches
    ]
    return replace(header, columns={**header.columns, "measure": names.cell.column}, matches=matches)


def _are_names(column: Column) -> bool:
    if not column.texts or column.distinct < UNLIKE or column.dates > 1 - UNLIKE:
        return False
    return sum(map(len, column.texts)) / len(column.texts) >= LEAST_LETTERS
