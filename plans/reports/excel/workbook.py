"""A report as an Excel workbook: streamed row by row, so that a long one takes no more memory than a short one.

Each sheet: a title, what it is of, then its paragraphs, tables and charts one below another. Tables are real and have
names; ratings and statuses take their colour from a rule that follows the word in the cell, so that a changed word
changes colour; no cell is merged; text is never a formula.
"""

from collections.abc import Callable
from typing import IO, Any

from improvement.workbook_files import save_workbook
from improvement.workbooks import inert, new_workbook
from plans.reports.document import Document
from plans.reports.excel.cells import CellStyles
from plans.reports.excel.sheets import plan_sheets, sheet_names
from plans.reports.excel.writer import Progress, SheetWriter


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
