"""Real .xlsx files for tests, in the theme-sheet layout, small enough to read at a glance."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

HEADINGS = (
    "Action(s) linked to the tasks of the PID",
    "Lead Officer",
    "Start date",
    "End date",
    "Expected Outcome",
)


def bold_first_line(text: str) -> CellRichText:
    """Return a cell whose first line is bold, as group words are."""
    first, _newline, rest = text.partition("\n")
    return CellRichText(TextBlock(InlineFont(b=True), first + "\n"), rest)


def content_of(workbook: Workbook) -> bytes:
    """Return a workbook's bytes."""
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def plan_workbook(
    rows: Sequence[Sequence[Any]],
    *,
    headings: Sequence[str] = HEADINGS,
    ratings: Sequence[tuple[int, str, str | None]] = ((1, "Improve practice.", "A"),),
    above: int = 0,
    merges: Sequence[str] = (),
    theme_sheet: str = "Theme 1",
) -> Workbook:
    """Return a workbook with a list of recommendations and one theme whose first table holds `rows`."""
    workbook = Workbook()
    listed = workbook.worksheets[0]
    listed.title = "Recommendations"
    for _row in range(above):
        listed.append(["Draft for comment"])
    listed.append(["No.", "Recommendation", "RAG Rating"])
    for row in ratings:
        listed.append(list(row))
    sheet = workbook.create_sheet(theme_sheet)
    for _row in range(above):
        sheet.append(["Draft for comment"])
    sheet.append(["Theme 1: Practice\nLead: Head of Practice\nMembership: Principal Social Worker"])
    sheet.append(["Ofsted Recommendation 1: Improve practice."])
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    for merged in merges:
        sheet.merge_cells(merged)
    return workbook


def indicator_workbook(rows: Sequence[Sequence[Any]], actions: Sequence[Sequence[Any]] = ()) -> Workbook:
    """Return a workbook with a grid of indicators (target, two months, England) and a list of actions."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Indicators"
    sheet.append(["Indicator", "Target", "April 2026", "May 2026", "England"])
    for row in rows:
        sheet.append(list(row))
    listed = workbook.create_sheet("Actions")
    listed.append(["Ref", "Action", "Lead officer", "Due date", "Status"])
    for row in actions or [("1", "Write the audit tool.", "Head of Quality", "30/06/2026", "On target")]:
        listed.append(list(row))
    return workbook
