"""Reads the tables of a Word document as a workbook: a sheet for each, with the heading that it stands under.

Plans live in committee papers. The archive and its parts were checked before (`opening`); entities are never resolved.
"""

import io
import re
from collections.abc import Iterator

import docx
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl, CT_Tc
from docx.table import Table
from docx.text.paragraph import Paragraph
from openpyxl.styles import PatternFill
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from improvement.spreadsheets.scanning import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, SpreadsheetRefused
from improvement.spreadsheets.texts import write_text

# A line over a table that names it is short, and stands close above it.
LONGEST_HEADING = 150
MOST_ABOVE = 3
# What a document begins with: its title, its date, whose plan it is.
MOST_AT_FIRST = 12
PART_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2})*[.)]?\s+(?=[A-Z])")
COLOUR = re.compile(r"^[0-9A-Fa-f]{6}$")
BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " "}


def read_word(content: bytes) -> Workbook:
    """Return a workbook with a sheet for each table of a .docx; raise SpreadsheetRefused where there is none.

    What was struck out under tracked changes is left out, what was put in is read. Tables inside a cell are read as
    that cell's lines.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    above: list[str] = []
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Paragraph):
            # A paper numbers its own parts: `2. Progress` is no theme of the plan.
            text = PART_NUMBER.sub("", _text(block._p))
            above += [text] if text and len(text) <= LONGEST_HEADING else []
            continue
        if len(workbook.worksheets) == MAX_SHEETS:
            raise SpreadsheetRefused(
                f"This document has more than {MAX_SHEETS} tables, and no more are read. Keep the plan's own tables."
            )
        sheet = workbook.create_sheet(f"Table {len(workbook.worksheets) + 1}")
        kept = above[:MOST_AT_FIRST] if len(workbook.worksheets) == 1 else above[-MOST_ABOVE:]
        for number, text in enumerate(kept, start=1):
            _write(sheet, number, 1, text)
        # A row apart, so that a heading is none of the table's own.
        _write_table(sheet, block, len(kept) + 2 if kept else 1)
        above = []
    if not workbook.worksheets:
        raise SpreadsheetRefused("This Word document has no table: a plan is read from its tables.")
    return workbook


def _write_table(sheet: Worksheet, table: Table, first: int) -> None:
    element: CT_Tbl = table._tbl
    # Where a cell goes on from above: by column, the row in which it began and its last column.
    began: dict[int, tuple[int, int]] = {}
    ended: list[tuple[int, int, int, int]] = []
    for row, line in enumerate(element.tr_lst, start=first):
        if row > MAX_ROWS:
            raise SpreadsheetRefused(
                f"A table of this document has more than {MAX_ROWS:,} rows, and no more are read."
            )
        column = 1 + line.grid_before
        for cell in line.tc_lst:
            last = column + cell.grid_span - 1
            if last > MAX_COLUMNS:
                raise SpreadsheetRefused(
                    f"A table of this document has more than {MAX_COLUMNS} columns, and no more are read."
                )
            goes_on = cell.vMerge == "continue" and column in began
            if not goes_on:
                _write(sheet, row, column, _text(cell), _fill(cell))
                began[column] = (row, last)
            top, right = began[column]
            if row > top or right > column:
                ended = [range_ for range_ in ended if range_[:2] != (top, column)]
                ended.append((top, column, row, right))
            column = last + 1
    for top, left, bottom, right in ended:
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def _write(sheet: Worksheet, row: int, column: int, text: str, fill: str = "") -> None:
    if text:
        write_text(sheet, row, column, text)
    if fill:
        sheet.cell(row, column).fill = PatternFill("solid", fgColor=fill)


def _fill(cell: CT_Tc) -> str:
    shading = cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}")
    colour = shading.get(qn("w:fill"), "") if shading is not None else ""
    return colour if COLOUR.match(colour) else ""


def _text(element: object) -> str:
    """Return the text of a paragraph or of a cell's paragraphs, a line each."""
    paragraphs = element.iter(qn("w:p"))  # type: ignore[attr-defined]
    lines = ["".join(_pieces(paragraph)) for paragraph in paragraphs]
    return "\n".join(line.strip() for line in lines).strip()


def _pieces(paragraph: object) -> Iterator[str]:
    for part in paragraph.iter():  # type: ignore[attr-defined]
        if part.tag == qn("w:t"):
            yield part.text or ""
        elif part.tag in BREAKS:
            yield BREAKS[part.tag]
