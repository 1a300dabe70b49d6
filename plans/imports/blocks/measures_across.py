"""Scorecards that stand on their side: a measure a column, a period a row.

Their headers are the measures' own names, so that they are told by what stands in them: a column of periods, and
numbers beside them.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from improvement.spreadsheets import Cell, Sheet
from improvement.written_dates import WrittenDate
from performance.choices import Frequency, Polarity, Unit
from plans.imports.blocks.declaration import Section
from plans.imports.blocks.guessing import (
    HEADED_WITHIN,
    LEAST_ROWS,
    LONGEST_HEADER,
    NOT_KNOWN,
    SAMPLE_ROWS,
    SUREST,
)
from plans.imports.blocks.guessing_measures import LEAST_LETTERS, LEAST_PERIODS, are_figures
from plans.imports.blocks.indicators import UNITS, add_measure, aim, observe
from plans.imports.blocks.measure_parts import Part, part_said
from plans.imports.blocks.measure_words import frequency_of, polarity_said, quarter_to
from plans.imports.blocks.period_columns import period_said
from plans.imports.blocks.reading import Reading
from plans.imports.kinds.measure import MeasureItem
from plans.imports.measure_names import measure_code, polarity_in_name, unit_in_name
from plans.imports.parsers.people import plain
from plans.imports.tables import Header, Match, own_cells, read_header
from plans.imports.values import Source

MEASURE = "measure_across"
# So many columns hold figures, at least: two may be a list with two amounts.
LEAST_MEASURES = 3
# Other places' figures stand under the council's own, with a year.
OTHERS = re.compile(
    r"\b(?:england|wales|national|regions?(?:al)?|neighbours?|sn|averages?|mean|comparators?|benchmark|targets?)\b",
    re.IGNORECASE,
)
# `Good is…`, `Better`, `Polarity`, `Which way`.
WAY = re.compile(r"\b(?:good|better|polarity|way|direction|aim)\b", re.IGNORECASE)


def guess_across(sheet: Sheet, choices: Mapping[str, str]) -> Header | None:
    """Return the first row of a sheet that heads measures with their periods below it, or None."""
    rows = list(sheet.row_numbers())
    for place, row in enumerate(rows[:HEADED_WITHIN]):
        cells = own_cells(sheet, row)
        if len(cells) <= LEAST_MEASURES or any(
            len(cell.text) > LONGEST_HEADER or not isinstance(cell.value, str) for cell in cells
        ):
            continue
        below = rows[place + 1 : place + 1 + SAMPLE_ROWS]
        first = sheet.rows[row][min(sheet.rows[row])]
        periods = [number for number in below if _period(sheet.rows[number].get(first.column)).latest]
        if len(periods) < max(LEAST_PERIODS, LEAST_ROWS):
            continue
        names = [cell for cell in cells if cell is not first and _holds_figures(sheet, cell, periods)]
        if len(names) < LEAST_MEASURES or sum(len(cell.text) for cell in names) < LEAST_LETTERS * len(names):
            continue
        made = read_header(sheet, row, {}, set(), choices)
        if made is not None:
            return _with_measures(made, first, names)
    return None


def _with_measures(header: Header, first: Cell, names: list[Cell]) -> Header:
    at = {cell.column for cell in names}
    why = f"{NOT_KNOWN}; the cells below look like the figures of a measure"

    def taken(match: Match) -> Match:
        if match.cell.column == first.column:
            return Match(match.cell, "as_at", SUREST, f"{NOT_KNOWN}; the cells below are periods")
        # What a person said of a column goes before what it looks like.
        return Match(match.cell, MEASURE, SUREST, why) if match.cell.column in at and match.is_open else match

    matches = [taken(match) for match in header.matches]
    return replace(header, columns={**header.columns, "as_at": first.column}, matches=matches)


def _period(cell: Cell | None) -> WrittenDate:
    return WrittenDate() if cell is None or OTHERS.search(cell.text) else period_said(cell)


def _holds_figures(sheet: Sheet, name: Cell, rows: list[int]) -> bool:
    cells = [cell for row in rows if (cell := sheet.rows[row].get(name.column))]
    return are_figures(cells) and not _period(name).latest


def read_measures_across(section: Section, reading: Reading) -> None:
    """Read each column as a measure: its figures by the periods of their rows, its target, which way is better."""
    header, sheet = section.header, section.header.sheet
    periods = {row: _period(header.own(row, "as_at")) for row in section.rows}
    dated = {row: period for row, period in periods.items() if period.latest}
    frequency = frequency_of(dated.values(), 0)
    if frequency == Frequency.QUARTERLY:
        dated = {row: quarter_to(period) for row, period in dated.items()}
    for match in header.several(MEASURE):
        name = plain(match.cell.text)
        code, said, units = measure_code(name), None, []
        for row in section.rows:
            cell = sheet.rows[row].get(match.cell.column)
            if cell is None:
                continue
            label = header.text(row, "as_at")
            if row in dated:
                seen = observe(reading, code, cell, dated[row])
                units += [UNITS[reported.unit] for reported in seen if reported.value is not None]
            elif part_said(label) == Part.TARGET:
                aim(reading, code, cell, label)
            elif (way := polarity_said(label, cell)) is not None and WAY.search(label):
                said = way
                reading.account.map(cell)
        add_measure(
            reading,
            MeasureItem(
                code,
                name,
                Unit.PERCENT if units and set(units) == {Unit.PERCENT} else unit_in_name(name) or Unit.COUNT,
                Source(match.cell.sheet, match.cell.address),
                said or polarity_in_name(name) or Polarity.NEITHER,
                frequency,
                themes=(section.theme.number,) if section.theme else (),
            ),
        )
        reading.account.map(match.cell)
    for row in section.rows:
        reading.account.map(header.own(row, "as_at") if row in dated else None)
        reading.account.note(*sheet.row(row))
