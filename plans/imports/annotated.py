"""An annotated copy of an imported workbook: a comment on every cell that needs a look, a sheet of what happened."""

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.exceptions import CellCoordinatesException
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from improvement.spreadsheets import open_workbook
from improvement.spreadsheets.opening import is_excel
from improvement.spreadsheets.sandbox import in_sandbox
from improvement.workbooks import add_named_styles, add_table, fit_height, set_up_print, set_widths, write_row

SHEET = "What happened"
COLUMNS = (("Sheet", 18), ("Cell", 9), ("Kind", 18), ("What", 60), ("Outcome", 14), ("What changed", 60))
OUTCOME_WORDS = {
    "created": "New",
    "changed": "Changed",
    "unchanged": "Unchanged",
    "conflict": "In conflict",
}
FILLS = {
    "error": PatternFill("solid", fgColor="F6D7D2"),
    "warning": PatternFill("solid", fgColor="FFF2CC"),
    "note": PatternFill("solid", fgColor="DEEAF6"),
}
LEVELS = ("note", "warning", "error")
AUTHOR = "Import"
LONGEST_COMMENT = 2_000


def annotated_copy(
    name: str,
    content: bytes,
    messages: Sequence[Mapping[str, Any]],
    outcomes: Sequence[Mapping[str, Any]],
    summary: str,
) -> bytes:
    """Return a workbook with its messages as comments and a sheet that says what became of each row.

    `outcomes` are as in `difference.outcome_of`. Made in the sandbox: raises SpreadsheetRefused where it can't be.
    """
    said = {"name": name, "messages": list(messages), "outcomes": list(outcomes), "summary": summary}
    return in_sandbox("plans.imports.annotated:annotate", content, said)


def annotate(
    content: bytes,
    name: str,
    messages: Sequence[Mapping[str, Any]],
    outcomes: Sequence[Mapping[str, Any]],
    summary: str,
) -> bytes:
    """Return the annotated copy, made in this very process: what the sandbox does."""
    workbook = (
        load_workbook(io.BytesIO(content), rich_text=True)
        if is_excel(content)
        else open_workbook(content, name).workbook
    )
    by_cell: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for message in messages:
        if message["sheet"] and message["cell"]:
            by_cell[message["sheet"], message["cell"]].append(message)
    for (sheet_name, address), said in by_cell.items():
        if sheet_name in workbook.sheetnames:
            _comment(workbook[sheet_name], address, said)
    _write_outcomes(workbook, outcomes, [m for m in messages if not m["sheet"]], summary)
    copy = io.BytesIO()
    workbook.save(copy)
    return copy.getvalue()


def _comment(sheet: Worksheet, address: str, messages: Sequence[Mapping[str, Any]]) -> None:
    try:
        cell = sheet[address]
    except (ValueError, CellCoordinatesException):  # pragma: no cover -- addresses are our own
        return
    lines = []
    if cell.comment:
        lines.append(cell.comment.text)
    for message in messages:
        expected = f" Expected: {message['expected']}." if message["expected"] else ""
        lines.append(f"{message['text']}{expected}")
    comment = Comment("\n".join(lines)[:LONGEST_COMMENT], AUTHOR)
    comment.width, comment.height = 360, 40 + 30 * len(lines)
    cell.comment = comment
    level = max((message["level"] for message in messages), key=LEVELS.index)
    cell.fill = FILLS[level]


def _write_outcomes(
    workbook: Workbook,
    outcomes: Sequence[Mapping[str, Any]],
    general: Sequence[Mapping[str, Any]],
    summary: str,
) -> None:
    add_named_styles(workbook)
    title = SHEET
    number = 1
    while title in workbook.sheetnames:
        number += 1
        title = f"{SHEET} {number}"
    sheet = workbook.create_sheet(title, 0)
    workbook.active = 0
    set_widths(sheet, [width for _name, width in COLUMNS])
    write_row(sheet, 1, (summary,), "Plan heading")
    row = 2
    for message in general:
        row += 1
        write_row(sheet, row, (message["text"],), "Plan subtitle")
    row += 2
    first = row
    write_row(sheet, row, [name for name, _width in COLUMNS], "Plan column heading")
    for outcome in outcomes:
        row += 1
        write_row(
            sheet,
            row,
            (
                outcome["sheet"],
                outcome["cell"],
                outcome["kind"].replace("_", " ").capitalize(),
                outcome["label"],
                OUTCOME_WORDS[outcome["outcome"]],
                _changes(outcome),
            ),
        )
        fit_height(sheet, row, [width for _name, width in COLUMNS])
    add_table(sheet, "WhatHappened", first, row, len(COLUMNS))
    set_up_print(sheet, summary, first, len(COLUMNS))


def _changes(outcome: Mapping[str, Any]) -> str:
    lines = [
        f"{name.replace('_', ' ').capitalize()}: from {before or '(empty)'} to {after or '(empty)'}"
        for name, (before, after) in outcome["fields"].items()
    ]
    lines += [
        f"{name.replace('_', ' ').capitalize()}: here {now}, in the workbook {new}; left as it is here"
        for name, (_imported, now, new) in outcome["conflicts"].items()
    ]
    return "\n".join(lines)
