"""A report as a Word document: real headings, numbered paragraphs, tables whose heading row is repeated on each page.

For a committee's clerk, who sets it in the house style: nothing but Word's own styles is used.
"""

from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from typing import IO, Any

from docx import Document as new_document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from improvement.workbooks import inert
from plans.palette import Look
from plans.reports.document import (
    Bullets,
    Chart,
    Column,
    Document,
    Kind,
    Paragraph,
    Part,
    Row,
    Section,
    Table,
    Value,
    Written,
)
from plans.reports.looks import looks_of
from plans.reports.printed import in_words

A4_SHORT, A4_LONG, MARGIN = Cm(21.0), Cm(29.7), Cm(2.0)
# From so many columns on a table stands on a landscape page.
WIDE = 6
SPARE = 4
# Points: a table of the whole plan has eleven columns.
SMALL, SMALLER, USUAL = Pt(8), Pt(7), Pt(10)


def write_word(document: Document, target: IO[bytes]) -> None:
    """Write a report as a Word document to a file."""
    made = new_document()
    _set_up(made, document)
    made.add_heading(inert(document.title), level=0)
    made.add_paragraph(
        inert(f"{document.subtitle} {document.version}." if document.version else document.subtitle)
    )
    facts = [fact for fact in document.facts if fact.is_needed or not fact.is_empty]
    for fact in facts:
        line = made.add_paragraph()
        line.add_run(f"{fact.label}: ").bold = True
        line.add_run(inert(fact.text) or "not stated")
        line.paragraph_format.space_after = Pt(2)
    writer = _Writer(made, document)
    for section in document.printed():
        writer.section(section)
    made.save(target)


def _set_up(made: Any, document: Document) -> None:
    properties = made.core_properties
    properties.title, properties.author = inert(document.title)[:255], inert(document.produced_by)[:255]
    properties.language = "en-GB"
    properties.subject = f"{document.version or document.title}, as at {document.as_at:%-d %B %Y}"
    properties.created = properties.modified = document.produced_at.replace(tzinfo=None)
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Arial")
    for level in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        style = made.styles[level]
        style.font.name, style.font.color.rgb = "Arial", RGBColor(0x0B, 0x0C, 0x0C)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(name), None)
    made.styles["Title"].font.size = Pt(22)
    made.styles["Heading 1"].font.size = Pt(15)
    made.styles["Heading 2"].font.size = Pt(12)
    _page(made.sections[0], landscape=False)
    _header_and_footer(made.sections[0], document)


def _page(section: Any, *, landscape: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (A4_LONG, A4_SHORT) if landscape else (A4_SHORT, A4_LONG)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN


def _header_and_footer(section: Any, document: Document) -> None:
    section.header.paragraphs[0].text = inert(document.header)
    footer = section.footer.paragraphs[0]
    footer.add_run("Page ")
    _field(footer, "PAGE")
    footer.add_run(" of ")
    _field(footer, "NUMPAGES")


def _field(paragraph: Any, name: str) -> None:
    """Add a field that Word works out: the page's number, how many pages there are."""
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        run = paragraph.add_run()
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = text
        run._r.append(element)


class _Writer:
    """Writes sections one after another, on pages that stand or lie as their tables ask."""

    def __init__(self, made: Any, document: Document) -> None:
        self.made = made
        self.is_landscape = False
        self.coloured = {kind: looks_of(kind, document.levels) for kind in Kind}
        # How a cell's paragraph and words look by size and weight: made once, and copied into every other cell.
        self.looks: dict[tuple[int, bool], tuple[Any, Any]] = {}

    def section(self, section: Section) -> None:
        wide = any(isinstance(part, Table) and len(part.columns) > WIDE for part in section.parts)
        if wide != self.is_landscape:
            _page(self.made.add_section(), landscape=wide)
            self.is_landscape = wide
        self.made.add_heading(inert(section.heading), level=section.level - 1)
        for part in section.parts:
            self.part(part, section)

    def part(self, part: Part, section: Section) -> None:
        if isinstance(part, Table):
            self.table(part, has_heading=part.title != section.heading and len(section.parts) > 1)
        elif isinstance(part, Chart):
            # The table beside it says the same; a picture would need a browser to draw it.
            return
        elif isinstance(part, Written):
            if part.is_empty and not part.is_needed:
                return
            if part.label != section.heading:
                self.made.add_heading(inert(part.label), level=section.level)
            for block in part.blocks:
                self.part(block, section)
            if part.is_empty:
                self.made.add_paragraph("Not stated.")
        elif isinstance(part, Bullets):
            for item in part.items:
                self.made.add_paragraph(inert(item), style="List Bullet")
        else:
            self.paragraph(part)

    def paragraph(self, part: Paragraph) -> None:
        number = f"{part.number}.\t" if part.number is not None else ""
        line = self.made.add_paragraph(f"{number}{inert(part.text)}")
        if number:
            # The number hangs in the margin, as committees print it.
            line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Cm(1.0), Cm(-1.0)
            line.paragraph_format.tab_stops.add_tab_stop(Cm(1.0))

    def table(self, table: Table, *, has_heading: bool) -> None:
        if has_heading:
            self.made.add_heading(inert(table.title), level=2)
        if not table.rows:
            self.made.add_paragraph(table.nothing)
            return
        rows = [*table.rows, *([table.total] if table.total else [])]
        drawn = self.made.add_table(rows=1 + len(rows), cols=len(table.columns))
        drawn.style, drawn.alignment, drawn.autofit = "Table Grid", WD_TABLE_ALIGNMENT.LEFT, False
        _narrow_margins(drawn)
        self._describe(drawn, table.title)
        widths = self._widths(table.columns)
        for column, width in zip(drawn.columns, widths, strict=True):
            column.width = width
        size = SMALLER if len(table.columns) > 9 else SMALL if len(table.columns) > WIDE else USUAL
        self._row(drawn.rows[0], table.column_names, widths, size, bold=True)
        _repeat(drawn.rows[0])
        for row, cells in zip(rows, drawn.rows[1:], strict=True):
            texts = [_in_cell(value, column) for value, column in zip(row.values, table.columns, strict=True)]
            self._row(cells, texts, widths, size, bold=row.is_parent or row is table.total)
            _keep_whole(cells)
            self._colour(cells, row, table.columns)
        if table.note:
            self.made.add_paragraph(table.note)
        self.made.add_paragraph()

    def _row(self, row: Any, texts: Sequence[str], widths: Sequence[Any], size: Any, *, bold: bool) -> None:
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(inert(text))
            self._look(paragraph, run, size, bold=bold)

    def _look(self, paragraph: Any, run: Any, size: Any, *, bold: bool) -> None:
        if look := self.looks.get((size, bold)):
            for_paragraph, for_run = look
            paragraph._p.insert(0, deepcopy(for_paragraph))
            run._r.insert(0, deepcopy(for_run))
            return
        run.font.size, run.bold = size, bold
        paragraph.paragraph_format.space_after = Pt(0)
        self.looks[size, bold] = deepcopy(paragraph._p.pPr), deepcopy(run._r.rPr)

    def _colour(self, cells: Any, row: Row, columns: Sequence[Column]) -> None:
        for cell, value, column in zip(cells.cells, row.values, columns, strict=True):
            if look := self.coloured[column.kind].get(str(value)):
                _shade(cell, look)

    def _widths(self, columns: Sequence[Column]) -> list[Any]:
        room = (A4_LONG if self.is_landscape else A4_SHORT) - 2 * MARGIN
        # Narrow columns get a little more than in a workbook, where nothing breaks a word.
        total = sum(column.width + SPARE for column in columns)
        return [int(room * (column.width + SPARE) / total) for column in columns]

    @staticmethod
    def _describe(drawn: Any, title: str) -> None:
        """Give a table its name for who can't see it."""
        caption = OxmlElement("w:tblCaption")
        caption.set(qn("w:val"), inert(title))
        drawn._tbl.tblPr.append(caption)


def _in_cell(value: Value, column: Column) -> str:
    """Return a cell's text; a day in short, since columns are narrow."""
    return f"{value:%-d %b %Y}" if isinstance(value, date) else in_words(value, column.kind)


def _narrow_margins(drawn: Any) -> None:
    """Leave a millimetre between a cell's edge and its text: with eleven columns Word's own two are too many."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "57")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    drawn._tbl.tblPr.append(margins)


def _repeat(row: Any) -> None:
    """Repeat a row at the top of each page."""
    element = OxmlElement("w:tblHeader")
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)


def _keep_whole(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _shade(cell: Any, look: Look) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), look.fill.lstrip("#").upper())
    cell._tc.get_or_add_tcPr().append(shade)
    for run in cell.paragraphs[0].runs:
        run.bold = True
        run.font.color.rgb = RGBColor.from_string(look.ink.lstrip("#").upper())
