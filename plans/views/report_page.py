"""A report as a page shows it: cells with their look, drawings as lines and bars, long tables cut short."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from performance.analysis.judging import AgainstTarget
from plans.charts.svg.lines import Line, LineFigure
from plans.choices import ProgressStatus
from plans.palette import BLACK
from plans.reports.document import (
    NOT_RATED,
    NUMBERS,
    Chart,
    Column,
    Document,
    Kind,
    Link,
    Section,
    Suppressed,
    Table,
    Value,
)
from plans.reports.printed import in_words

# A page with more rows is no page; the workbook holds them all.
MOST_ROWS = 500
STATUS_KEYS = {str(status.label): status.value for status in ProgressStatus}
AGAINST_KEYS = {item.label: item.value for item in AgainstTarget}


@dataclass(frozen=True)
class ShownCell:
    """A cell's text, and the look that it has: a rating's or status's tag, a number, a link."""

    text: str
    look: str = ""
    code: str = ""
    target: str = ""


@dataclass(frozen=True)
class ShownRow:
    cells: list[ShownCell]
    is_parent: bool = False


@dataclass
class ShownTable:
    kind = "table"
    # More columns than a landscape page has room for are left to the workbook.
    most_printed = 12
    table: Table
    # Each heading, and the class that says how wide its column is.
    headings: list[tuple[str, str]]
    rows: list[ShownRow]
    total: ShownRow | None
    more: int
    has_heading: bool

    @property
    def is_wide(self) -> bool:
        return len(self.headings) > 6

    @property
    def is_narrow(self) -> bool:
        return len(self.headings) < 5 and not any("wide" in look for _name, look in self.headings)


@dataclass
class ShownBars:
    kind = "bars"
    chart: Chart
    # Each bar's name, and its counts with their colours.
    bars: list[tuple[str, list[tuple[float, str]]]]
    legend: list[tuple[str, str]]


@dataclass
class ShownLines:
    kind = "lines"
    chart: Chart
    figure: LineFigure


@dataclass
class ShownSection:
    section: Section
    parts: list[Any] = field(default_factory=list)

    @property
    def is_landscape(self) -> bool:
        """Whether it holds a table too wide for a page that stands."""
        return self.section.is_wide or any(getattr(part, "is_wide", False) for part in self.parts)


def shown(document: Document) -> list[ShownSection]:
    """Return a report's sections with everything that a page needs to draw them."""
    codes = {level.name: level.code for level in document.levels}
    found = []
    for section in document.sections:
        parts: list[Any] = []
        tables = {part.name: part for part in section.parts if isinstance(part, Table)}
        for part in section.parts:
            if isinstance(part, Table):
                parts.append(_table(part, codes, len(section.parts) > 1 and part.title != section.heading))
            elif isinstance(part, Chart):
                drawn = _bars(part, tables[part.table]) if part.stacked else _lines(part, tables[part.table])
                if drawn:
                    parts.append(drawn)
            else:
                parts.append(part)
        found.append(ShownSection(section, parts))
    return found


def _table(table: Table, codes: dict[str, str], has_heading: bool) -> ShownTable:
    return ShownTable(
        table,
        [(name, _look(column)) for name, column in zip(table.column_names, table.columns, strict=True)],
        [ShownRow(_cells(row.values, table.columns, codes), row.is_parent) for row in table.rows[:MOST_ROWS]],
        ShownRow(_cells(table.total.values, table.columns, codes)) if table.total else None,
        max(len(table.rows) - MOST_ROWS, 0),
        has_heading,
    )


def _look(column: Column) -> str:
    if column.kind in NUMBERS:
        return "app-number"
    return "app-column-wide" if column.width >= 40 else "app-column-medium" if column.width >= 22 else ""


def _cells(values: Sequence[Value], columns: Sequence[Column], codes: dict[str, str]) -> list[ShownCell]:
    return [_cell(value, column, codes) for value, column in zip(values, columns, strict=True)]


def _cell(value: Value, column: Column, codes: dict[str, str]) -> ShownCell:
    text = in_words(value, column.kind)
    if isinstance(value, Link):
        return ShownCell(text, "link", target=value.section)
    if text and column.kind == Kind.RATING and (text in codes or text == NOT_RATED):
        return ShownCell(text, "rating", codes.get(text, ""))
    if text and column.kind == Kind.STATUS and text in STATUS_KEYS:
        return ShownCell(text, "status", STATUS_KEYS[text])
    if text and column.kind == Kind.AGAINST and text in AGAINST_KEYS:
        return ShownCell(text, "status", AGAINST_KEYS[text])
    if isinstance(value, Suppressed):
        return ShownCell(text, "suppressed")
    look = "number" if column.kind in NUMBERS and not isinstance(value, str) else ""
    return ShownCell(text, look)


def _bars(chart: Chart, table: Table) -> ShownBars | None:
    names = [table.columns[column].name for column in chart.value_columns]
    bars = []
    for row in table.rows:
        counts = [_number(row.values[column]) or 0.0 for column in chart.value_columns]
        bars.append((str(row.values[chart.label_column]), list(zip(counts, chart.colours, strict=False))))
    return ShownBars(chart, bars, list(zip(names, chart.colours, strict=False))) if bars else None


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float | Decimal) else None


def _lines(chart: Chart, table: Table) -> ShownLines | None:
    rows, label = table.rows, chart.label_column
    if len(rows) < 2:
        return None
    figure = LineFigure(
        tuple(
            Line(
                table.columns[column].name,
                tuple(_number(row.values[column]) for row in rows),
                chart.colours[place] if place < len(chart.colours) else BLACK,
                is_dashed=place > 0,
                has_dots=place == 0,
            )
            for place, column in enumerate(chart.value_columns)
        ),
        str(rows[0].values[label]),
        str(rows[-1].values[label]),
        "%" if chart.percent else "",
    )
    return ShownLines(chart, figure) if figure.values else None
