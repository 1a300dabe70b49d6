"""A report as an Excel workbook: streamed row by row, so that a long one takes no more memory than a short one.

Each sheet: a title, what it is of, then its paragraphs, tables and charts one below another. Tables are real and have
names; ratings and statuses take their colour from a rule that follows the word in the cell, so that a changed word
changes colour; no cell is merged; text is never a formula.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from textwrap import wrap
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.text import CharacterProperties
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableStyleInfo

from improvement.workbook_files import save_workbook
from improvement.workbooks import (
    DATE_FORMAT,
    LIVE_START,
    PAPER_A3,
    PAPER_A4,
    height_of,
    inert,
    new_workbook,
    readable_on,
    set_up_print,
    set_widths,
)
from plans.reports.document import (
    NOT_RATED,
    Bullets,
    Chart,
    Column,
    Document,
    Formula,
    Kind,
    Link,
    Paragraph,
    Part,
    Section,
    Suppressed,
    Table,
    Value,
    Written,
)
from plans.reports.palette import AGAINST_COLOURS, NOT_RATED_COLOUR, STATUS_COLOURS_BY_WORD

# Sheets of words alone: a narrow column for the paragraph's number, a wide one for the text.
WORDS_WIDTHS = (6.0, 94.0)
NUMBER_FORMATS = {Kind.PERCENT: "0%", Kind.MONEY: "£#,##0.00", Kind.NUMBER: "General"}
# Centimetres, and the rows of ordinary height that a chart takes.
CHART_HEIGHT, CHART_BELOW, CHART_BESIDE = 8.0, 22.0, 15.0
CHART_ROWS = 16
LONGEST_HEADER = 200
PLAIN_ROW = 16.5
SHORT_TABLE = 20
# A landscape A4 page within our margins, in points; a column's unit of width, as Arial 10 takes it.
PAGE_WIDTH, PAGE_HEIGHT = 785.0, 480.0
STANDING_WIDTH, STANDING_HEIGHT = 530.0, 725.0
POINTS_PER_WIDTH = 5.3
# A heading is not left at a page's end without so much of what it stands over.
WITH_HEADING = 60.0
# The columns that a chart beside a table takes: a gap, and 15 centimetres.
BESIDE_WIDTHS = (3.0, *[9.0] * 9)
CENTRED = {Kind.NUMBER, Kind.PERCENT, Kind.RATING, Kind.STATUS, Kind.AGAINST}


@dataclass
class Placed:
    """A part and the section that it stands in."""

    section: Section
    part: Part
    begins: bool


@dataclass
class SheetPlan:
    """What stands on one sheet, before it is written."""

    name: str
    placed: list[Placed] = field(default_factory=list)

    @property
    def tables(self) -> list[Table]:
        return [item.part for item in self.placed if isinstance(item.part, Table)]

    @property
    def is_words(self) -> bool:
        return not self.tables

    @property
    def is_one_table(self) -> bool:
        return len(self.tables) == 1 and not any(
            isinstance(item.part, Written | Paragraph | Bullets) for item in self.placed
        )

    @property
    def has_chart_beside(self) -> bool:
        return any(isinstance(item.part, Chart) and item.part.is_beside for item in self.placed)

    def widths(self) -> list[float]:
        if self.is_words:
            return list(WORDS_WIDTHS)
        count = max(len(table.columns) for table in self.tables)
        return [
            max(table.columns[place].width for table in self.tables if place < len(table.columns))
            for place in range(count)
        ]


def sheet_names(wanted: Iterable[str]) -> dict[str, str]:
    """Return for each wanted name one that Excel takes: at most 31 characters, no brackets or slashes, none twice."""
    names: dict[str, str] = {}
    for name in wanted:
        plain = re.sub(r"[\[\]:*?/\\]", "-", inert(name)).strip("' ") or "Sheet"
        made, number = plain[:31], 1
        while made.casefold() in {known.casefold() for known in names.values()}:
            number += 1
            made = f"{plain[: 28 - len(str(number))]} ({number})"
        names.setdefault(name, made)
    return names


def plan_sheets(document: Document) -> list[SheetPlan]:
    """Return the sheets in the order in which the document first names them."""
    sheets: dict[str, SheetPlan] = {}
    for section in document.printed():
        sheets.setdefault(section.sheet, SheetPlan(section.sheet))
        begun: set[str] = set()
        for part in section.parts or [Paragraph("")]:
            name = part.sheet if isinstance(part, Table) and part.sheet else section.sheet
            if isinstance(part, Chart):
                name = next(
                    (
                        table.sheet or section.sheet
                        for table in section.parts
                        if isinstance(table, Table) and table.name == part.table
                    ),
                    name,
                )
            sheet = sheets.setdefault(name, SheetPlan(name))
            sheet.placed.append(Placed(section, part, name not in begun))
            begun.add(name)
    return list(sheets.values())


def write_workbook(
    document: Document, target: IO[bytes], told: Callable[[float], None] = lambda share: None
) -> None:
    """Write a report as a workbook to a file; `told` hears now and then which share of the rows is written."""
    workbook = new_workbook(
        inert(document.title), inert(document.produced_by), inert(document.subtitle), streamed=True
    )
    workbook.properties.created = document.produced_at.replace(tzinfo=None)
    workbook.properties.modified = document.produced_at.replace(tzinfo=None)
    workbook.properties.description = f"{document.version}, as at {document.as_at:%-d %B %Y}"
    styles = CellStyles(workbook)
    sheets = plan_sheets(document)
    names = sheet_names(sheet.name for sheet in sheets)
    for sheet in sheets:
        sheet.name = names[sheet.name]
    homes = {section.key: names[section.sheet] for section in document.printed()}
    alternatives: dict[str, list[str]] = {}
    values: dict[str, dict[str, Any]] = {}
    progress = Progress(sum(len(table.rows) for table in document.tables()), told)
    for sheet in sheets:
        written = SheetWriter(workbook, sheet, document, styles, homes, progress)
        written.write()
        if written.alternatives:
            alternatives[sheet.name] = written.alternatives
        if written.values:
            values[sheet.name] = written.values
    save_workbook(workbook, alternatives, values, target)


class Progress:
    """Counts rows, and tells every few hundred which share of them is written."""

    EVERY = 250

    def __init__(self, rows: int, told: Callable[[float], None]) -> None:
        self._rows, self._told, self._written = rows, told, 0

    def row(self) -> None:
        self._written += 1
        if self._written % self.EVERY == 0:
            self._told(self._written / max(self._rows, self._written))


class CellStyles:
    """Makes each kind of cell's style once; a cell then carries only its number (0.85 of the time, measured)."""

    def __init__(self, workbook: Workbook) -> None:
        self._blank = workbook.create_sheet("styles")
        workbook.remove(self._blank)
        self._known: dict[tuple[str, Kind | None, bool], Any] = {}

    def style_of(self, name: str, kind: Kind | None = None, quoted: bool = False) -> Any:
        key = (name, kind, quoted)
        if key not in self._known:
            cell: Any = WriteOnlyCell(self._blank)
            cell.style = name
            if kind == Kind.DATE:
                cell.number_format = DATE_FORMAT
                cell.alignment = Alignment(vertical="top", horizontal="left", wrap_text=True)
            elif kind is not None and kind in CENTRED | {Kind.MONEY}:
                side = "right" if kind == Kind.MONEY else "center"
                cell.alignment = Alignment(vertical="top", horizontal=side, wrap_text=True)
                cell.number_format = NUMBER_FORMATS.get(kind, "General")
                if kind in {Kind.RATING, Kind.STATUS, Kind.AGAINST}:
                    font = copy(cell.font)
                    cell.font = Font(name=font.name, size=font.size, bold=True, color=font.color)
            if quoted:
                cell.quotePrefix = True
            self._known[key] = copy(cell._style)
        return self._known[key]


class SheetWriter:
    """Writes one sheet from the top to the bottom."""

    def __init__(
        self,
        workbook: Workbook,
        plan: SheetPlan,
        document: Document,
        styles: CellStyles,
        homes: dict[str, str],
        progress: Progress,
    ) -> None:
        self.progress = progress
        self.sheet: Any = workbook.create_sheet(plan.name)
        self.plan = plan
        self.document = document
        self.styles = styles
        self.homes = homes
        self.row = 0
        self.widths = plan.widths()
        # How much of the page is used, in points of the sheet: fitting to the page's width makes it longer.
        self.used = 0.0
        self.beside = BESIDE_WIDTHS if plan.has_chart_beside else ()
        width = (sum(self.widths) + sum(self.beside)) * POINTS_PER_WIDTH
        high, wide = (STANDING_HEIGHT, STANDING_WIDTH) if plan.is_words else (PAGE_HEIGHT, PAGE_WIDTH)
        self.page_height = high * max(width / wide, 1.0)
        self.alternatives: list[str] = []
        self.values: dict[str, Any] = {}
        # The first data row of each table and its columns, for charts.
        self.first_rows: dict[str, int] = {}

    def write(self) -> None:
        first = self.plan.placed[0].section
        self.sheet.sheet_properties.tabColor = first.tab
        set_widths(self.sheet, [*self.widths, *self.beside])
        heading_row = 4 if self.plan.is_one_table else None
        set_up_print(
            self.sheet,
            inert(self.document.header)[:LONGEST_HEADER],
            heading_row,
            paper=PAPER_A3 if first.is_wide else PAPER_A4,
        )
        is_words = self.plan.is_words
        if is_words:
            self.sheet.page_setup.orientation = "portrait"
        elsewhere = self.plan.is_one_table and bool(self.plan.tables[0].sheet)
        title = self.plan.tables[0].title if elsewhere else first.heading
        self._line(self.document.title if is_words else title, "Plan title", height=30)
        subtitle = self.document.subtitle if is_words else first.subtitle
        self._line(
            subtitle or f"{self.document.plan}. As at {self.document.as_at:%-d %B %Y}.", "Plan subtitle", 20
        )
        if is_words and first is self.document.sections[0]:
            self._facts()
        self._skip()
        for place, item in enumerate(self.plan.placed):
            if item.begins and (place or is_words):
                self._keep_together(24 + PLAIN_ROW + WITH_HEADING)
                self._skip(bool(place))
                self._line(item.section.heading, "Plan heading", 24)
            following = self.plan.placed[place + 1].part if place + 1 < len(self.plan.placed) else None
            if isinstance(item.part, Paragraph) and isinstance(following, Table):
                # A sentence over a table is not left behind on the page before.
                self._keep_together(self._lines(item.part.text) * PLAIN_ROW + self._block_height(following))
            self._part(item.part, alone=self.plan.is_one_table)
        last = get_column_letter(len(self.widths) + len(self.beside))
        self.sheet.print_area = f"A1:{last}{max(self.row, 1)}"
        self._colour_words()

    def _facts(self) -> None:
        """Print what stands over a committee's report."""
        self._skip()
        for fact in self.document.facts:
            if fact.is_empty and not fact.is_needed:
                continue
            self._words(f"{fact.label}: {fact.text or 'not stated'}")
        self._words(
            f"{self.document.version}. Produced by {self.document.produced_by} on "
            f"{self.document.produced_at:%-d %B %Y}."
        )

    # --- parts ----------------------------------------------------------------------------------

    def _part(self, part: Part, alone: bool) -> None:
        if isinstance(part, Table):
            self._table(part, alone)
        elif isinstance(part, Chart):
            self._chart(part)
        elif isinstance(part, Written):
            if part.is_one_line:
                self._words(f"{part.label}: {part.text or 'not stated'}")
                return
            if part.is_empty and not part.is_needed:
                return
            self._label(part)
            for block in part.blocks:
                self._part(block, alone)
            if part.is_empty:
                self._words("Not stated.")
        elif isinstance(part, Bullets):
            for item in part.items:
                self._words(f"•  {item}")
        else:
            self._words(part.text, part.number)

    def _label(self, part: Written) -> None:
        """Print what a written part is about, where its section holds more than that one."""
        section = next(item.section for item in self.plan.placed if item.part is part)
        if part.label != section.heading:
            self._keep_together(22 + WITH_HEADING)
            label = (part.label, "Plan label line")
            self._append([("", "Plan words"), label] if self.plan.is_words else [label], 22)

    def _words(self, text: str, number: int | None = None) -> None:
        if self.plan.is_words:
            height = height_of([text], [self.widths[1]])
            self._append([(number if number is not None else "", "Plan words"), (text, "Plan words")], height)
            return
        # Beside tables a sentence runs over as many rows as the sheet's width asks for: no cell is merged for it.
        for line in wrap(text, int(sum(self.widths) * 1.1)):
            self._line(line, "Plan line", 15)

    def _table(self, table: Table, alone: bool) -> None:
        if not alone:
            self._keep_together(self._block_height(table))
            self._skip()
            self._line(table.title, "Plan label line", 18)
        headings = [inert(name) for name in table.column_names]
        widths = [column.width for column in table.columns]
        first = self.row + 1
        self._append(
            [
                (name, "Plan column heading", None if column.kind not in CENTRED else Kind.STATUS)
                for name, column in zip(headings, table.columns, strict=True)
            ],
            height_of(headings, widths, 20),
        )
        self.first_rows[table.name] = self.row + 1
        for row in table.rows:
            style = "Plan parent" if row.is_parent else "Plan text"
            self._values(row.values, table.columns, style, widths)
            self.progress.row()
        if not table.rows:
            # A table has at least one row: it says that there is nothing.
            self._values((table.nothing, *([None] * (len(headings) - 1))), table.columns, "Plan text", widths)
        self._make_table(table.name, headings, first, self.row)
        if table.total:
            self._values(table.total.values, table.columns, "Plan label", widths)
        if table.note:
            for line in wrap(table.note, int(sum(widths) * 1.1)):
                self._line(line, "Plan note", 15)

    def _lines(self, text: str) -> int:
        return len(wrap(text, int(sum(self.widths) * 1.1)))

    def _block_height(self, table: Table) -> float:
        """Return the points that a table takes with its title and the drawing beside it; a long one's beginning."""
        rows = len(table.rows) if len(table.rows) < SHORT_TABLE else 2
        return (max(rows, CHART_ROWS if self._is_drawn(table) else 0) + 5) * PLAIN_ROW

    def _is_drawn(self, table: Table) -> bool:
        return any(
            isinstance(item.part, Chart) and item.part.table == table.name for item in self.plan.placed
        )

    def _values(
        self, values: Sequence[Value], columns: Sequence[Column], style: str, widths: Sequence[float]
    ) -> None:
        cells = []
        for value, column in zip(values, columns, strict=True):
            kind: Kind | None = column.kind
            if isinstance(value, str | Link | Suppressed) and kind not in {
                Kind.RATING,
                Kind.STATUS,
                Kind.AGAINST,
            }:
                kind = None
            elif isinstance(value, date | datetime):
                kind = Kind.DATE
            elif kind in {Kind.TEXT, Kind.DATE} and isinstance(value, int | float | Decimal):
                kind = Kind.NUMBER
            cells.append((value, style, kind))
        self._append(cells, height_of([_shown(value) for value in values], widths))

    def _chart(self, chart: Chart) -> None:
        """Draw a chart right of its table, or below what was written; its rows are kept free for it."""
        table = next(table for table in self.plan.tables if table.name == chart.table)
        first, count = self.first_rows[chart.table], len(table.rows)
        if not count:
            return
        heading = first - 1
        drawn: Any = BarChart() if chart.stacked else LineChart()
        if chart.stacked:
            drawn.type, drawn.grouping, drawn.overlap, drawn.gapWidth = "bar", "stacked", 100, 60
            # The first row stands on top, as in the table.
            drawn.x_axis.scaling.orientation = "maxMin"
        for place, column in enumerate(chart.value_columns):
            drawn.add_data(
                Reference(self.sheet, min_col=column + 1, min_row=first, max_row=first + count - 1),
                titles_from_data=False,
            )
            series = drawn.series[-1]
            series.tx = _title_reference(self.plan.name, column + 1, heading)
            colour = chart.colours[place] if place < len(chart.colours) else ""
            if colour:
                series.graphicalProperties = GraphicalProperties(solidFill=colour.lstrip("#").upper())
                series.graphicalProperties.line.solidFill = (
                    "505A5F" if chart.stacked else colour.lstrip("#").upper()
                )
            if not chart.stacked:
                series.smooth = False
                series.marker.symbol = "circle" if place == 0 else "none"
                series.graphicalProperties.line.width = 24_000
                if place:
                    series.graphicalProperties.line.dashStyle = "dash"
        drawn.set_categories(
            Reference(self.sheet, min_col=chart.label_column + 1, min_row=first, max_row=first + count - 1)
        )
        drawn.title = inert(chart.title)
        drawn.title.tx.rich.p[0].r[0].rPr = CharacterProperties(sz=1100, b=True)
        drawn.legend.position = "b"
        drawn.x_axis.delete = drawn.y_axis.delete = False
        drawn.height, drawn.width = CHART_HEIGHT, CHART_BESIDE if chart.is_beside else CHART_BELOW
        if chart.percent:
            drawn.y_axis.number_format = '0"%"'
        self.alternatives.append(inert(chart.alternative))
        if chart.is_beside:
            self.sheet.add_chart(drawn, f"{get_column_letter(len(table.columns) + 2)}{heading}")
            # As many rows as it is high, so that nothing is drawn over what follows.
            for _row in range(CHART_ROWS - count - 1):
                self._skip()
            return
        self._keep_together(CHART_ROWS * PLAIN_ROW)
        self._skip()
        self.sheet.add_chart(drawn, f"A{self.row + 1}")
        for _row in range(CHART_ROWS):
            self._skip()

    def _keep_together(self, height: float) -> None:
        """Begin a new page where what follows, so many points high, would be cut by the page's end."""
        if self.used and self.used + height > self.page_height and height < self.page_height:
            self.sheet.row_breaks.append(Break(id=self.row))
            self.used = 0.0

    # --- cells ----------------------------------------------------------------------------------

    def _skip(self, wanted: bool = True) -> None:
        if wanted:
            self.sheet.append([])
            self.row += 1
            self.used += PLAIN_ROW

    def _line(self, text: str, style: str, height: float) -> None:
        self._append([(text, style)], height)

    def _append(self, cells: Sequence[tuple[Any, ...]], height: float) -> None:
        self.row += 1
        self.used += height
        if self.used > self.page_height:
            self.used = height
        made = []
        for place, (value, style, *kind) in enumerate(cells, start=1):
            made.append(self._cell(value, style, kind[0] if kind else None, place))
        self.sheet.row_dimensions[self.row].height = height
        self.sheet.append(made)
        # Written: kept, it would grow with the rows.
        del self.sheet.row_dimensions[self.row]

    def _cell(self, value: Value, style: str, kind: Kind | None, column: int) -> Any:
        cell: Any = WriteOnlyCell(self.sheet)
        quoted = False
        if isinstance(value, Formula):
            cell.value = value.text
            self.values[f"{get_column_letter(column)}{self.row}"] = value.value
        elif isinstance(value, str | Link | Suppressed):
            text = inert(str(value))
            # An empty text is an empty cell: a pivot table counts no blanks for it.
            cell.value = text or None
            if text:
                cell.data_type = "s"
            quoted = text.startswith(LIVE_START)
            if isinstance(value, Link) and value.section in self.homes:
                cell.hyperlink = Hyperlink(
                    ref=f"{get_column_letter(column)}{self.row}",
                    location=f"{_quoted(self.homes[value.section])}!A1",
                    display=text,
                )
                style = "Plan link"
        else:
            cell.value = value
        cell._style = self.styles.style_of(style, kind, quoted)
        return cell

    def _make_table(self, name: str, headings: list[str], first: int, last: int) -> None:
        made: Any = ExcelTable(displayName=name, ref=f"A{first}:{get_column_letter(len(headings))}{last}")
        made.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        made._initialise_columns()
        for column, heading in zip(made.tableColumns, headings, strict=True):
            column.name = heading
        # Added to the list itself: add_table warns of what was just done.
        self.sheet._tables.add(made)

    def _colour_words(self) -> None:
        """Give ratings and statuses the colour of their word, by rules over their columns."""
        for table in self.plan.tables:
            first = self.first_rows[table.name]
            last = first + max(len(table.rows), 1) - 1
            for place, column in enumerate(table.columns, start=1):
                letter = get_column_letter(place)
                for word, colour in self._colours(column.kind).items():
                    self.sheet.conditional_formatting.add(
                        f"{letter}{first}:{letter}{last}", _rule(word, colour)
                    )

    def _colours(self, kind: Kind) -> dict[str, str]:
        if kind == Kind.RATING:
            levels = {level.name: level.colour for level in self.document.levels}
            return {**levels, NOT_RATED: NOT_RATED_COLOUR}
        if kind == Kind.STATUS:
            return STATUS_COLOURS_BY_WORD
        return AGAINST_COLOURS if kind == Kind.AGAINST else {}


def _rule(word: str, colour: str) -> Any:
    quoted = word.replace('"', '""')
    return CellIsRule(
        operator="equal",
        formula=[f'"{quoted}"'],
        fill=PatternFill("solid", bgColor=colour.lstrip("#").upper()),
        font=Font(bold=True, color=readable_on(colour)),
    )


def _title_reference(sheet: str, column: int, row: int) -> Any:
    return SeriesLabel(strRef=StrRef(f"{_quoted(sheet)}!${get_column_letter(column)}${row}"))


def _quoted(sheet: str) -> str:
    """Return a sheet's name as formulas and links write it."""
    doubled = sheet.replace("'", "''")
    return f"'{doubled}'"


def _shown(value: Value) -> str:
    """Return a value about as long as Excel shows it, to find how high its row must be."""
    if value is None:
        return ""
    if isinstance(value, Formula):
        return "0"
    return "30 Sep 2026" if isinstance(value, date) else str(value)
