"""A committee's paper as a PDF that can be listened to: tagged, with headings, table headings and words for charts.

Made by WeasyPrint from the document itself, since a page's own print needs a browser and LibreOffice is half a gigabyte
that few servers have. WeasyPrint needs Debian's libpango; where that is missing a page says so (`why_not`).
"""

from base64 import b64encode
from dataclasses import dataclass, replace
from functools import cache
from typing import IO, Any

from django.template.loader import render_to_string
from django.utils.html import format_html

from plans.issuing.pictures import svg_of
from plans.reports.document import NUMBERS, Chart, Document, Row, Section, Table, Written
from plans.reports.looks import looks_of
from plans.reports.paper import SHORT, WIDE, continued, on_paper, shares
from plans.reports.printed import in_words

# How many letters of nine points a page's width has room for, standing and lying.
LETTERS, LETTERS_WIDE = 100, 157
# A thousand actions take 15 seconds and 440 MB (measured 30 November 2026), and both grow with the rows.
MOST_ROWS = 2_500
MISSING = (
    "This server can't make PDF files: the library libpango is not installed. On Debian or Ubuntu: apt-get install "
    "libpango-1.0-0 libpangoft2-1.0-0."
)


class NoPdf(Exception):
    """There is no PDF to be had of a report here; the text says why."""


def too_long(document: Document) -> str:
    """Return why a report is too long for a PDF; empty where it is not."""
    rows = sum(len(table.rows) for table in document.tables())
    if rows <= MOST_ROWS:
        return ""
    return (
        f"This report has {rows:,} rows, and a PDF is made of up to {MOST_ROWS:,}. "
        "Open the Word file and save it as PDF."
    )


@cache
def why_not() -> str:
    """Return why no PDF can be made here; empty where one can."""
    try:
        import weasyprint  # noqa: F401, PLC0415
    except (ImportError, OSError):
        return MISSING
    return ""


@dataclass(frozen=True)
class Cell:
    """A cell as it is printed: its words, whether it is a number, its ground and its letters."""

    text: str
    is_number: bool = False
    fill: str = ""
    ink: str = ""


@dataclass(frozen=True)
class PrintedTable:
    """A table ready for a page: headings with their share of its width in per cent, rows of cells."""

    table: Table
    headings: list[tuple[str, str]]
    rows: list[tuple[list[Cell], bool]]
    has_heading: bool
    kind: str = "table"

    @property
    def is_short(self) -> bool:
        """Whether it is kept on one page."""
        return len(self.rows) <= SHORT


@dataclass(frozen=True)
class Picture:
    """A chart as SVG, with its title; what it shows in words stands in the drawing."""

    title: str
    drawing: str
    kind: str = "picture"


@dataclass(frozen=True)
class PrintedSection:
    """A section with its parts ready for a page."""

    section: Section
    parts: list[Any]

    @property
    def is_wide(self) -> bool:
        """Whether it holds a table too wide for a page that stands."""
        return any(isinstance(part, PrintedTable) and len(part.headings) > WIDE for part in self.parts)


def write_pdf(document: Document, target: IO[bytes]) -> None:
    """Write a report as a tagged PDF (PDF/UA-1). Raises NoPdf where none can be made, or of one so long."""
    if reason := why_not() or too_long(document):
        raise NoPdf(reason)
    sections = [_section(section, document) for section in document.on_paper()]
    html = render_to_string(
        "plans/reports/paper.html",
        {
            "document": document,
            "facts": [fact for fact in document.facts if fact.is_needed or not fact.is_empty],
            "sections": sections,
        },
    )
    target.write(drawn(html))


def drawn(html: str) -> bytes:
    """Return a printed page as a tagged PDF: what stands in it alone, whatever somebody typed into the plan."""
    from weasyprint import HTML, URLFetcher  # noqa: PLC0415

    fetcher = URLFetcher(allowed_protocols=["data"], fail_on_errors=True)
    written: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
    return written


def _section(section: Section, document: Document) -> PrintedSection:
    parts: list[Any] = []
    for part in section.parts:
        if isinstance(part, Table):
            parts.append(_table(part, document, len(section.parts) > 1 and part.title != section.heading))
        elif isinstance(part, Chart):
            if drawing := svg_of(part, section):
                parts.append(Picture(part.title, _spoken(drawing, part.alternative)))
        elif not (isinstance(part, Written) and part.is_empty and not part.is_needed):
            parts.append(part)
    return PrintedSection(section, parts)


def _spoken(drawing: str, words: str) -> str:
    """Return a drawing as an image that says what it shows: PDF readers read out an image's alternative text."""
    encoded = b64encode(drawing.encode()).decode()
    return format_html('<img src="data:image/svg+xml;base64,{}" alt="{}">', encoded, words)


def _table(table: Table, document: Document, has_heading: bool) -> PrintedTable:
    shown = on_paper(table)
    looks = {column.kind: looks_of(column.kind, document.levels) for column in shown.columns}

    def cells(row: Row) -> list[Cell]:
        found = []
        for value, column in zip(row.values, shown.columns, strict=True):
            look = looks[column.kind].get(str(value))
            is_number = column.kind in NUMBERS and not isinstance(value, str)
            cell = Cell(in_words(value, column.kind), is_number)
            found.append(replace(cell, fill=look.fill, ink=look.ink) if look else cell)
        return found

    room = LETTERS_WIDE if len(shown.columns) > WIDE else LETTERS
    parts = shares(shown, room)
    letters = [max(int(part * room) - 2, 1) for part in parts]
    pieces = [piece for row in shown.rows for piece in continued(row, shown.columns, letters)]
    rows = [(cells(row), row.is_parent) for row in pieces]
    if shown.total:
        rows.append((cells(shown.total), True))
    widths = [str(int(part * 1000) / 10) for part in parts]
    return PrintedTable(shown, list(zip(shown.column_names, widths, strict=True)), rows, has_heading)
