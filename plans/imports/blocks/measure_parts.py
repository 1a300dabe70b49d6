"""The parts in which a scorecard gives a measure's figures: columns under a period (Target, Actual, RAG), or rows of a
measure (Numerator, Denominator, Percentage). Without their words the first of them would be taken for the figure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import permutations

from improvement.spreadsheets import Cell
from improvement.written_dates import WrittenDate
from plans.imports.blocks.declaration import Section
from plans.imports.blocks.reported import read_reported
from plans.imports.parsers.people import plain
from plans.imports.parsers.periods import read_period
from plans.imports.tables import Header

# So many of the cells of a column that tells parts have a part's word, at least.
TELLING = 0.6
# More rows than these under one name are a list of its own, and every three of them would be tried.
MOST_PARTS = 6
# Percentage points that a printed share may be off what its cases make.
ROUNDED = Decimal("0.6")


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
    """The columns of one period: of its heading, of the figure, and of what stands beside it under that heading."""

    heading: int
    period: WrittenDate
    by_part: dict[Part, int]


def columns_of(header: Header, periods: Mapping[int, WrittenDate]) -> list[PeriodColumns]:
    """Return each period's columns. A period over headings none of which is known as the figure's has no figure."""
    return [PeriodColumns(column, period, _under(header, column)) for column, period in periods.items()]


def columns_under_bands(header: Header) -> list[PeriodColumns]:
    """Return the columns of periods that stand a row over a header of parts alone: *Target*, *Actual* under *Q1*."""
    above = header.sheet.rows.get(header.row - 1, {})
    starts = {column: read_period(cell.text) for column, cell in sorted(above.items())}
    found: list[PeriodColumns] = []
    for column, period in starts.items():
        parts = _parts(header, header.row, column) if period.latest else {}
        if Part.FIGURE in parts:
            found.append(PeriodColumns(column, period, parts))
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
    if not column:
        return _by_their_figures(section, list(periods))
    found: dict[int, MeasureRows] = {}
    current: MeasureRows | None = None
    for row in section.rows:
        cell = section.header.sheet.rows.get(row, {}).get(column)
        part = part_said(cell.text) if cell else None
        name = section.header.cell(row, "measure")
        if part is None and cell and current is not None and _is_what_they_make(current, name):
            part = Part.FIGURE
        if part is None:
            current = None
            continue
        if name is not None and (current is None or plain(name.text) != plain(current.name.text)):
            current = MeasureRows(name)
        if current is not None:
            current.by_part.setdefault(part, row)
            found[row] = current
    return found


def _is_what_they_make(measure: MeasureRows, name: Cell | None) -> bool:
    """Whether a row of a word that nobody knows, under a measure's cases and all of them, is what they make."""
    is_its_own = name is None or plain(name.text) == plain(measure.name.text)
    cases = {Part.NUMERATOR, Part.DENOMINATOR}
    return is_its_own and cases <= measure.by_part.keys() and Part.FIGURE not in measure.by_part


def _by_their_figures(section: Section, columns: Sequence[int]) -> dict[int, MeasureRows]:
    """Return the rows of measures that are given in several under words that nobody knows, told by their figures.

    One that is another of them divided by a third is the measure's own; where none is, none of them is taken.
    """
    found: dict[int, MeasureRows] = {}
    for name, rows in _under_one_name(section, columns):
        numbers = {row: [_number(section, row, column) for column in columns] for row in rows}
        shares = [three for three in permutations(rows, 3) if _is_share(*(numbers[row] for row in three))]
        measure = MeasureRows(name)
        # 40 of 50 is 80%, and 40 of 80 is 50%: of two ways to read them neither is taken.
        if len(shares) == 1:
            parts = (Part.FIGURE, Part.NUMERATOR, Part.DENOMINATOR)
            measure.by_part = dict(zip(parts, shares[0], strict=True))
        found |= dict.fromkeys(rows, measure)
    return found


def _under_one_name(section: Section, columns: Sequence[int]) -> Iterator[tuple[Cell, list[int]]]:
    """Yield each measure that has figures in several rows, each row with words of its own before them."""
    header, first = section.header, min(columns, default=0)
    known = {header.columns[field] for field in ("measure", "reference") if field in header.columns}
    groups: list[tuple[Cell, list[int]]] = []
    for row in section.rows:
        cells = header.sheet.rows.get(row, {})
        is_labelled = any(
            column < first and column not in known and not _number(section, row, column) for column in cells
        )
        has_figures = any(_number(section, row, column) is not None for column in columns)
        name = header.own(row, "measure")
        if name is not None and not (groups and plain(name.text) == plain(groups[-1][0].text)):
            groups.append((name, []))
        if groups and has_figures and is_labelled:
            groups[-1][1].append(row)
    return ((name, rows) for name, rows in groups if 1 < len(rows) <= MOST_PARTS)


def _number(section: Section, row: int, column: int) -> Decimal | None:
    cell = section.header.sheet.rows.get(row, {}).get(column)
    return read_reported(cell.value, cell.number_format, cell.text)[0].value if cell else None


def _is_share(
    figures: Sequence[Decimal | None],
    numerators: Sequence[Decimal | None],
    denominators: Sequence[Decimal | None],
) -> bool:
    """Whether figures are numerators divided by denominators, to what is printed of them, in more than one period."""
    checked = right = 0
    for figure, of, whole in zip(figures, numerators, denominators, strict=True):
        if figure is None or of is None or not whole:
            continue
        # Cases are whole ones, and a part of all of them: else a share could be taken for either.
        if of > whole or of % 1 or whole % 1:
            return False
        checked += 1
        right += abs(figure - of / whole) <= ROUNDED / 100 or abs(figure - of * 100 / whole) <= ROUNDED
    return checked > 1 and right >= TELLING * checked


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
