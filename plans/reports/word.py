"""A report as a Word document: real headings, numbered paragraphs, tables whose heading row is repeated on each page.

For a committee's clerk, who sets it in the house style: nothing but Word's own styles is used.
"""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import IO, Any

from docx import Document as new_document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from improvement.word_templates import BULLET, has_bullets, open_template
from improvement.workbooks import inert
from plans.palette import GREY_LIGHT, GREY_PALE, Look
from plans.reports.document import (
    NUMBERS,
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
from plans.reports.paper import SHORT, WIDE, continued, on_paper, shares
from plans.reports.printed import in_words

A4_SHORT, A4_LONG, MARGIN, NARROW_MARGIN = Cm(21.0), Cm(29.7), Cm(2.0), Cm(1.5)
# Nothing is smaller than nine points: a committee reads on paper.
SMALL, USUAL = Pt(9), Pt(10)
# About how wide a letter of nine points is.
LETTER = Cm(0.17)
# Other letters than these may be wider by so much.
FONT, OTHER_LETTERS = "Arial", 1.15
# Between a cell's lines and its words, on both sides.
EDGES = Cm(0.25)
PICTURE_WIDTH = Cm(16)
# Draws a chart of a section as PNG; empty where it can't be drawn.
Picture = Callable[[Chart, Section], bytes]


def no_picture(chart: Chart, section: Section) -> bytes:
    """Return nothing: the table beside a chart says the same."""
    return b""


def write_word(
    document: Document, target: IO[bytes], picture: Picture = no_picture, template: bytes = b""
) -> None:
    """Write a report as a Word document to a file, its charts as pictures where `picture` can draw them.

    `template` is a council's own file: its page, header, footer and styles are then the paper's.
    """
    if template:
        made = open_template(template)
    else:
        made = new_document()
        _set_up(made, document)
    _say_what_it_is(made, document)
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
    writer = _Writer(made, document, picture)
    for section in document.on_paper():
        writer.section(section)
    made.save(target)


def _say_what_it_is(made: Any, document: Document) -> None:
    properties = made.core_properties
    properties.title, properties.author = inert(document.title)[:255], inert(document.produced_by)[:255]
    properties.language = "en-GB"
    properties.subject = f"{document.version or document.title}, as at {document.as_at:%-d %B %Y}"
    properties.created = properties.modified = document.produced_at.replace(tzinfo=None)


def _set_up(made: Any, document: Document) -> None:
    """Give a paper its look, where the council gave no file of its own."""
    _speak_english(made)
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Arial")
    for level in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        style = made.styles[level]
        style.font.name, style.font.color.rgb = FONT, RGBColor(0x0B, 0x0C, 0x0C)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(name), None)
    made.styles["Title"].font.size = Pt(22)
    made.styles["Heading 1"].font.size = Pt(15)
    made.styles["Heading 2"].font.size = Pt(12)
    _page(made.sections[0])
    if document.is_one_page:
        _draw_together(made)
    _header_and_footer(made.sections[0], document)


def _speak_english(made: Any) -> None:
    """Say that the words are British English, for spelling and for who listens to them."""
    for language in made.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    made.styles["Normal"].element.get_or_add_rPr().append(language)


def _draw_together(made: Any) -> None:
    """Make room on one page by margins and by what stands between lines, never by smaller letters."""
    page = made.sections[0]
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = NARROW_MARGIN
    page.header_distance = page.footer_distance = NARROW_MARGIN // 2
    for name, before, after in (
        ("Normal", 0, 3),
        ("List Bullet", 0, 2),
        ("Heading 1", 8, 2),
        ("Heading 2", 8, 2),
    ):
        style = made.styles[name].paragraph_format
        style.space_before, style.space_after, style.line_spacing = Pt(before), Pt(after), 1.0


def _page(section: Any) -> None:
    section.page_width, section.page_height = A4_SHORT, A4_LONG
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

    def __init__(self, made: Any, document: Document, picture: Picture = no_picture) -> None:
        self.made, self.picture = made, picture
        first = made.sections[0]
        # As the page stands: its own margins, the council's where it gave a file.
        self.sides = sorted((first.page_width, first.page_height))
        self.margins = (first.left_margin, first.right_margin)
        self.lay(first, landscape=False)
        self.has_bullets = has_bullets(made)
        self.letter = LETTER if made.styles["Normal"].font.name == FONT else LETTER * OTHER_LETTERS
        self.is_landscape = False
        self.coloured = {kind: looks_of(kind, document.levels) for kind in Kind}
        # How a cell's paragraph and words look by size and weight: made once, and copied into every other cell.
        self.looks: dict[tuple[int, bool, bool], tuple[Any, Any]] = {}

    @property
    def room(self) -> int:
        """How wide what is written may be, in Word's own units."""
        return int(self.sides[1 if self.is_landscape else 0] - sum(self.margins))

    def section(self, section: Section) -> None:
        section = replace(
            section, parts=[on_paper(part) if isinstance(part, Table) else part for part in section.parts]
        )
        wide = any(isinstance(part, Table) and len(part.columns) > WIDE for part in section.parts)
        if wide != self.is_landscape:
            self.turn(self.made.add_section(), landscape=wide)
            self.is_landscape = wide
        self.made.add_heading(inert(section.heading), level=section.level - 1)
        for part in section.parts:
            self.part(part, section)

    def lay(self, section: Any, *, landscape: bool) -> None:
        """Lay a section's pages down, or stand them up; margins, header and footer stay."""
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        short, long = self.sides
        section.page_width, section.page_height = (long, short) if landscape else (short, long)

    def turn(self, section: Any, *, landscape: bool) -> None:
        """Begin a section of the other kind; a crest on the first page is for the paper's first page."""
        self.lay(section, landscape=landscape)
        section.different_first_page_header_footer = False

    def part(self, part: Part, section: Section) -> None:
        if isinstance(part, Table):
            self.table(part, has_heading=part.title != section.heading and len(section.parts) > 1)
        elif isinstance(part, Chart):
            self.chart(part, section)
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
                self.bullet(item)
        else:
            self.paragraph(part)

    def bullet(self, text: str) -> None:
        if self.has_bullets:
            self.made.add_paragraph(inert(text), style=BULLET)
            return
        line = self.made.add_paragraph(f"–\t{inert(text)}")
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Cm(1.0), Cm(-0.5)
        line.paragraph_format.tab_stops.add_tab_stop(Cm(1.0))

    def paragraph(self, part: Paragraph) -> None:
        number = f"{part.number}.\t" if part.number is not None else ""
        line = self.made.add_paragraph(f"{number}{inert(part.text)}")
        if number:
            # The number hangs in the margin, as committees print it.
            line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Cm(1.0), Cm(-1.0)
            line.paragraph_format.tab_stops.add_tab_stop(Cm(1.0))

    def chart(self, chart: Chart, section: Section) -> None:
        """Add a chart as a picture, with what it shows in words for who can't see it."""
        if drawn := self.picture(chart, section):
            caption = self.made.add_paragraph()
            caption.add_run(inert(chart.title)).bold = True
            caption.paragraph_format.keep_with_next = True
            shape = self.made.add_picture(BytesIO(drawn), width=min(PICTURE_WIDTH, self.room))
            properties = shape._inline.docPr
            properties.set("descr", inert(chart.alternative))
            properties.set("title", inert(chart.title))

    def table(self, table: Table, *, has_heading: bool) -> None:
        if has_heading:
            self.made.add_heading(inert(table.title), level=2)
        if not table.rows:
            self.made.add_paragraph(table.nothing)
            return
        widths = [int(self.room * share) for share in shares(table, self.room / self.letter)]
        size = SMALL if len(table.columns) >= WIDE else USUAL
        letters = [max(int((width - EDGES) / self.letter), 1) for width in widths]
        rows = [piece for row in table.rows for piece in continued(row, table.columns, letters)]
        rows += [table.total] if table.total else []
        drawn = self.made.add_table(rows=1 + len(rows), cols=len(table.columns))
        drawn.style, drawn.alignment, drawn.autofit = "Table Grid", WD_TABLE_ALIGNMENT.LEFT, False
        _draw_edges(drawn)
        self._describe(drawn, table.title)
        for column, width in zip(drawn.columns, widths, strict=True):
            column.width = width
        self._row(drawn.rows[0], table.column_names, widths, size, bold=True)
        _repeat(drawn.rows[0])
        _keep_whole(drawn.rows[0])
        for cell in drawn.rows[0].cells:
            _fill(cell, GREY_PALE)
            # Headings never stand alone at a page's foot.
            cell.paragraphs[0].paragraph_format.keep_with_next = True
        for row, cells in zip(rows, drawn.rows[1:], strict=True):
            texts = [_in_cell(value, column) for value, column in zip(row.values, table.columns, strict=True)]
            right = [
                column.kind in NUMBERS and not isinstance(value, str)
                for value, column in zip(row.values, table.columns, strict=True)
            ]
            self._row(cells, texts, widths, size, bold=row.is_parent or row is table.total, right=right)
            _keep_whole(cells)
            self._colour(cells, row, table.columns)
        if len(rows) <= SHORT:
            # A short table is not parted, least of all from its total.
            for row_cells in drawn.rows[:-1]:
                for cell in row_cells.cells:
                    cell.paragraphs[0].paragraph_format.keep_with_next = True
        if table.note:
            self.made.add_paragraph(table.note)
        # Word asks for a paragraph between two tables; a whole line of it can be a page of its own.
        gap = self.made.add_paragraph()
        gap.paragraph_format.space_after, gap.paragraph_format.line_spacing = Pt(0), Pt(6)

    def _row(
        self,
        row: Any,
        texts: Sequence[str],
        widths: Sequence[Any],
        size: Any,
        *,
        bold: bool,
        right: Sequence[bool] = (),
    ) -> None:
        for place, (cell, text, width) in enumerate(zip(row.cells, texts, widths, strict=True)):
            cell.width = width
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(inert(text))
            self._look(paragraph, run, size, bold=bold, right=bool(right) and right[place])

    def _look(self, paragraph: Any, run: Any, size: Any, *, bold: bool, right: bool) -> None:
        if look := self.looks.get((size, bold, right)):
            for_paragraph, for_run = look
            paragraph._p.insert(0, deepcopy(for_paragraph))
            run._r.insert(0, deepcopy(for_run))
            return
        run.font.size, run.bold = size, bold
        paragraph.paragraph_format.space_after = Pt(0)
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self.looks[size, bold, right] = deepcopy(paragraph._p.pPr), deepcopy(run._r.rPr)

    def _colour(self, cells: Any, row: Row, columns: Sequence[Column]) -> None:
        for cell, value, column in zip(cells.cells, row.values, columns, strict=True):
            if look := self.coloured[column.kind].get(str(value)):
                _shade(cell, look)

    @staticmethod
    def _describe(drawn: Any, title: str) -> None:
        """Give a table its name for who can't see it."""
        caption = OxmlElement("w:tblCaption")
        caption.set(qn("w:val"), inert(title))
        drawn._tbl.tblPr.append(caption)


def _in_cell(value: Value, column: Column) -> str:
    """Return a cell's text; a day in short, since columns are narrow."""
    return f"{value:%-d %b %Y}" if isinstance(value, date) else in_words(value, column.kind)


def _draw_edges(drawn: Any) -> None:
    """Draw a table's lines in grey, and leave a little more than a millimetre between them and the words."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (
            ("val", "single"),
            ("sz", "4"),
            ("space", "0"),
            ("color", GREY_LIGHT.lstrip("#")),
        ):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    drawn._tbl.tblPr.append(borders)
    margins = OxmlElement("w:tblCellMar")
    # Twentieths of a point, in the order that Word's schema asks for.
    for side, width in (("top", "40"), ("left", "70"), ("bottom", "40"), ("right", "70")):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), width)
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


def _fill(cell: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), colour.lstrip("#").upper())
    cell._tc.get_or_add_tcPr().append(shade)


def _shade(cell: Any, look: Look) -> None:
    _fill(cell, look.fill)
    for run in cell.paragraphs[0].runs:
        run.bold = True
        run.font.color.rgb = RGBColor.from_string(look.ink.lstrip("#").upper())
