"""Writes one sheet from the top to the bottom: title, words, tables, charts, and where pages end."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from textwrap import wrap
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableStyleInfo

from improvement.workbooks import LIVE_START, PAPER_A3, PAPER_A4, height_of, inert, set_up_print, set_widths
from plans.reports.document import (
    Bullets,
    Chart,
    Column,
    Document,
    Formula,
    Kind,
    Link,
    Paragraph,
    Part,
    Percentage,
    Suppressed,
    Table,
    Value,
    Written,
)
from plans.reports.excel.cells import (
    CENTRED,
    CellStyles,
    about_as_long,
    colour_rules,
    fraction_format,
    kind_of,
    percentage_format,
)
from plans.reports.excel.drawing import BESIDE_WIDTHS, CHART_ROWS, draw
from plans.reports.excel.sheets import SheetPlan, quoted

LONGEST_HEADER = 200
PLAIN_ROW = 16.5
# Letters of a title to a column's unit of width; how many more of the smaller subtitle go there.
TITLE_LETTERS, SUBTITLE_LETTERS = 0.56, 1.5
SHORT_TABLE = 20
# A landscape A4 page within our margins, in points; a column's unit of width, as Arial 10 takes it.
PAGE_WIDTH, PAGE_HEIGHT = 785.0, 480.0
STANDING_WIDTH, STANDING_HEIGHT = 530.0, 725.0
POINTS_PER_WIDTH = 5.3
# A heading is not left at a page's end without so much of what it stands over.
WITH_HEADING = 60.0


class Progress:
    """Counts rows, and tells every few hundred which share of them is written."""

    EVERY = 250

    def __init__(self, rows: int, told: Callable[[float], None]) -> None:
        self._rows, self._told, self._written = rows, told, 0

    def row(self) -> None:
        self._written += 1
        if self._written % self.EVERY == 0:
            self._told(self._written / max(self._rows, self._written))


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
        # What a page has no room for stands to the right of what is printed.
        self.printed = plan.printed_columns() + len(self.beside)
        width = sum([*self.widths, *self.beside][: self.printed]) * POINTS_PER_WIDTH
        high, wide = (STANDING_HEIGHT, STANDING_WIDTH) if plan.is_words else (PAGE_HEIGHT, PAGE_WIDTH)
        self.page_height = high * max(width / wide, 1.0)
        self.alternatives: list[str] = []
        self.values: dict[str, Any] = {}
        # The first data row of each table and its columns, for charts.
        self.first_rows: dict[str, int] = {}

    def write(self) -> None:
        first = self.plan.placed[0].section
        self.sheet.sheet_properties.tabColor = first.tab.lstrip("#").upper()
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
        # Large type: on a page of words a long title takes several lines, since no cell is merged for it.
        room = int(sum(self.widths) * TITLE_LETTERS)
        for line in wrap(self.document.title, room) if is_words else [title]:
            self._line(line, "Plan title", height=30)
        subtitle = self.document.subtitle if is_words or not first.subtitle else first.subtitle
        for line in wrap(subtitle, int(room * SUBTITLE_LETTERS)) if is_words else [subtitle]:
            self._line(line, "Plan subtitle", 20)
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
        last = get_column_letter(self.printed)
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
            cells.append((value, style, kind_of(value, column.kind)))
        self._append(cells, height_of([about_as_long(value) for value in values], widths))

    def _chart(self, chart: Chart) -> None:
        """Draw a chart right of its table, or below what was written; its rows are kept free for it."""
        table = next(table for table in self.plan.tables if table.name == chart.table)
        first, count = self.first_rows[chart.table], len(table.rows)
        if not count:
            return
        drawn = draw(chart, self.sheet, first, count)
        self.alternatives.append(inert(chart.alternative))
        if chart.is_beside:
            self.sheet.add_chart(drawn, f"{get_column_letter(len(table.columns) + 2)}{first - 1}")
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
        is_live = False
        if isinstance(value, Formula):
            cell.value = value.text
            self.values[f"{get_column_letter(column)}{self.row}"] = value.value
        elif isinstance(value, str | Link | Suppressed):
            text = inert(str(value))
            # An empty text is an empty cell: a pivot table counts no blanks for it.
            cell.value = text or None
            if text:
                cell.data_type = "s"
            is_live = text.startswith(LIVE_START)
            if isinstance(value, Link) and value.section in self.homes:
                cell.hyperlink = Hyperlink(
                    ref=f"{get_column_letter(column)}{self.row}",
                    location=f"{quoted(self.homes[value.section])}!A1",
                    display=text,
                )
                style = "Plan link"
        elif isinstance(value, Percentage):
            # A fraction, so that a formula over it or a chart of it needs no unit.
            cell.value = Decimal(value) / 100
        else:
            cell.value = value
        number_format = percentage_format(value) if kind == Kind.PERCENT else ""
        if isinstance(value, Percentage):
            number_format = fraction_format(value)
        cell._style = self.styles.style_of(style, kind, is_live, number_format)
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
                for rule in colour_rules(column.kind, self.document.levels):
                    self.sheet.conditional_formatting.add(f"{letter}{first}:{letter}{last}", rule)
