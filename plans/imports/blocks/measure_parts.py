"""The parts in which a scorecard gives a measure's figures: columns under a period (Target, Actual, RAG), or rows of a
measure (Numerator, Denominator, Percentage). Without their words the first of them would be taken for the figure.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from improvement.spreadsheets import Cell
from improvement.written_dates import WrittenDate
from plans.imports.blocks.declaration import Section
from plans.imports.parsers.people import plain
from plans.imports.parsers.periods import read_period
from plans.imports.tables import Header

# So many of the cells of a column that tells parts have a part's word, at least.
TELLING = 0.6


class Part(StrEnum):
    FIGURE = "figure"
    TARGET = "target"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


WORDS = {
    Part.NUMERATOR: re.compile(r"^num(?:erator)?\b.*", re.IGNORECASE),
    Part.DENOMINATOR: re.compile(r"^den(?:om(?:inator)?)?\b.*", re.IGNORECASE),
    Part.TARGET: re.compile(
        r"^(?:targets?|goals?|ambitions?|standards?|plan(?:ned)?|trajectory|expected)\b.*", re.IGNORECASE
    ),
    Part.FIGURE: re.compile(
        r"^(?:actuals?|results?|out-?turns?|values?|figures?|perf(?:ormance)?|score|achieved|reported|"
        r"percentages?|per cent|%|rate)\b\.?(?: \(?%\)?| achieved)?$|^%$",
        re.IGNORECASE,
    ),
}


def part_said(text: str) -> Part | None:
    """Return which part of a measure's figures a word names; None for any other, such as *RAG* or *Trend*."""
    words = plain(text).strip(" .:*")
    return next((part for part, pattern in WORDS.items() if pattern.match(words)), None)


@dataclass(frozen=True)
class PeriodColumns:
    """The columns of one period: of the figure, and of what stands beside it under the same heading."""

    period: WrittenDate
    by_part: dict[Part, int]


def columns_of(header: Header, periods: dict[int, WrittenDate]) -> list[PeriodColumns]:
    """Return each period's columns. A period over headings none of which is known as the figure's has no figure."""
    return [PeriodColumns(period, _under(header, column)) for column, period in periods.items()]


def columns_under_bands(header: Header) -> list[PeriodColumns]:
    """Return the columns of periods that stand a row over a header of parts alone: *Target*, *Actual* under *Q1*."""
    above = header.sheet.rows.get(header.row - 1, {})
    starts = {column: read_period(cell.text) for column, cell in sorted(above.items())}
    found: list[PeriodColumns] = []
    for column, period in starts.items():
        parts = _parts(header, header.row, column) if period.latest else {}
        if Part.FIGURE in parts:
            found.append(PeriodColumns(period, parts))
    return found


def _under(header: Header, column: int) -> dict[Part, int]:
    over = header.sheet.rows.get(header.row, {}).get(column)
    below = max(over.last_row, over.row) + 1 if over is not None else 0
    if over is None or header.columns.get("measure") in header.sheet.rows.get(below, {}):
        # The row below is a measure's own.
        return {Part.FIGURE: column}
    return _parts(header, below, column) or {Part.FIGURE: column}


def _parts(header: Header, row: int, column: int) -> dict[Part, int]:
    """Return the parts that a row names from a column on, up to where the row above has its next heading."""
    above, words = header.sheet.rows.get(row - 1, {}), header.sheet.rows.get(row, {})
    following = min((at for at in above if at > column), default=max(words, default=0) + 1)
    parts: dict[Part, int] = {}
    for at in range(column, following):
        part = part_said(words[at].text) if at in words else None
        if part is not None:
            parts.setdefault(part, at)
    return parts


@dataclass
class MeasureRows:
    """The rows of one measure: where its name stands, and its part by row."""

    name: Cell
    by_part: dict[Part, int] = field(default_factory=dict)

    @property
    def rows(self) -> Iterable[int]:
        return self.by_part.values()


def rows_in_parts(section: Section, periods: dict[int, WrittenDate]) -> dict[int, MeasureRows]:
    """Return the rows of measures that are given in several, by each of their rows; empty where none are."""
    column = _column_of_parts(section, min(periods, default=0))
    found: dict[int, MeasureRows] = {}
    current: MeasureRows | None = None
    for row in section.rows if column else ():
        cell = section.header.sheet.rows.get(row, {}).get(column)
        part = part_said(cell.text) if cell else None
        if part is None:
            current = None
            continue
        name = section.header.cell(row, "measure")
        if name is not None and (current is None or plain(name.text) != plain(current.name.text)):
            current = MeasureRows(name)
        if current is not None:
            current.by_part.setdefault(part, row)
            found[row] = current
    return found


def _column_of_parts(section: Section, before: int) -> int:
    """Return the column before the periods whose words are those of parts, more than figures alone; 0 for none."""
    sheet, known = section.header.sheet, set(section.header.columns.values())
    for column in range(1, before):
        if column in known:
            continue
        cells = [cell for row in section.rows if (cell := sheet.rows.get(row, {}).get(column))]
        parts = [part_said(cell.text) for cell in cells]
        is_told = Part.NUMERATOR in parts or {Part.TARGET, Part.FIGURE} <= set(parts)
        if is_told and sum(part is not None for part in parts) >= TELLING * len(parts):
            return column
    return 0
