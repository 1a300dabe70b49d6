"""The update workbook: a theme's open actions for a lead who does not sign in. It comes back as updates.

What identifies an action is locked; drop-downs offer statuses, ratings and officers; there is room for the report.
The words of its headings are in `plans.rules.update_sheet`; `plans.imports.update_workbook` reads them back.
"""

from collections.abc import Collection, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from improvement.marks import mark_of
from improvement.workbooks import (
    add_table,
    fit_height,
    new_workbook,
    set_up_print,
    set_widths,
    write,
    write_row,
)
from plans.position import Position
from plans.position.actions import ActionPosition
from plans.position.hiding import exempt_references
from plans.position.themes import ThemePosition
from plans.rules.update_sheet import (
    COLUMNS,
    HEADING_ROW,
    KEY_SHEET,
    KEY_WORDS,
    LOCKED,
    MARKED,
    OPEN,
    SHEET,
    STATUSES,
)

A3 = 8


def open_actions(theme: ThemePosition, exempt: Collection[str]) -> list[ActionPosition]:
    """Return the actions of a theme that a report can be given on in a file: it is mailed, so no exempt ones."""
    return [
        action for action in theme.lowest_level_actions if action.is_open and action.reference not in exempt
    ]


def write_update_workbook(position: Position, theme: ThemePosition, produced_by: str) -> Workbook:
    """Return the workbook for one theme's open actions."""
    word = position.plan.theme_word.capitalize()
    title = f"{position.plan.title}: {word} {theme.number}"
    workbook = new_workbook(title, produced_by, f"Update workbook of {position.plan.slug}")
    sheet = workbook.create_sheet(SHEET)
    sheet.sheet_properties.tabColor = "1D3557"
    key = workbook.create_sheet(KEY_SHEET)
    actions = open_actions(theme, exempt_references(position))
    left_out = sum(action.is_open for action in theme.lowest_level_actions) - len(actions)
    officers = _write_key(key, position, theme, actions)
    widths = [width for _name, width in COLUMNS]
    set_widths(sheet, widths)
    write(sheet["A1"], title, "Plan title")
    write(
        sheet["A2"],
        f"As at {position.as_at:%-d %B %Y}. Fill in the white cells and return it.",
        "Plan subtitle",
    )
    write(
        sheet["A3"],
        "Leave a row blank if you have nothing to report. The grey cells describe the action and are locked."
        + _exempt_note(left_out),
        "Plan subtitle",
    )
    write_row(sheet, HEADING_ROW, [name for name, _width in COLUMNS], "Plan column heading")
    row = HEADING_ROW
    for action in actions:
        row += 1
        _write_action(sheet, row, action, widths)
    _add_choices(sheet, row, position, officers)
    add_table(sheet, "Updates", HEADING_ROW, row, len(COLUMNS))
    set_up_print(sheet, title, HEADING_ROW, len(COLUMNS) - 1)
    sheet.page_setup.paperSize = A3
    sheet.freeze_panes = f"C{HEADING_ROW + 1}"
    sheet.column_dimensions[get_column_letter(len(COLUMNS))].hidden = True
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    return workbook


def _exempt_note(count: int) -> str:
    if not count:
        return ""
    if count == 1:
        return " 1 exempt item is left out (Part 2): report on it on the site."
    return f" {count} exempt items are left out (Part 2): report on them on the site."


def _write_action(sheet: Worksheet, row: int, action: ActionPosition, widths: Sequence[int]) -> None:
    last = f"{action.update.known_on:%-d %b %Y}: {action.update.progress}" if action.update else ""
    locked: tuple[Any, ...] = (
        action.reference,
        action.full_text,
        action.leads_text,
        action.due.words,
        action.status_label,
        last,
    )
    write_row(sheet, row, locked, "Plan locked")
    for column in range(len(LOCKED) + 1, len(LOCKED) + len(OPEN) + 1):
        cell = write(sheet.cell(row=row, column=column), None)
        cell.protection = Protection(locked=False)
    write(sheet.cell(row=row, column=len(LOCKED) + 2), None).number_format = "d mmm yyyy"
    sheet.cell(row=row, column=len(LOCKED) + 2).protection = Protection(locked=False)
    write(sheet.cell(row=row, column=len(COLUMNS)), action.revision)
    fit_height(sheet, row, widths, 48)


def _write_key(
    sheet: Worksheet, position: Position, theme: ThemePosition, actions: Sequence[ActionPosition]
) -> int:
    """Write what the importer needs to know the workbook again, and the officers; return the officers' last row."""
    set_widths(sheet, (22, 60))
    key = (position.plan.slug, theme.number, position.as_at.isoformat())
    rows = zip(KEY_WORDS.values(), (*key, mark_of(MARKED, *key)), strict=True)
    for number, row in enumerate(rows, start=1):
        write_row(sheet, number, row)
    people = {officer.label for action in actions for officer in theme.holders_of(action)}
    write(sheet["A5"], "Officers", "Plan heading")
    last = 5
    for label in sorted(people):
        last += 1
        write(sheet.cell(row=last, column=1), label)
    sheet.protection.sheet = True
    sheet.sheet_state = "hidden"
    return last


def _add_choices(sheet: Worksheet, last: int, position: Position, officers: int) -> None:
    lists = {
        "Status": f'"{",".join(str(status.label) for status in STATUSES)}"',
        "Rating proposed": f'"{",".join(level.name.replace(",", "") for level in position.levels)}"',
        "Reported by": f"{KEY_SHEET}!$A$6:$A${officers}",
    }
    for column, (name, _width) in enumerate(COLUMNS, start=1):
        formula = lists.get(name)
        if formula is None or formula == '""' or (name == "Reported by" and officers < 6):
            continue
        choice = DataValidation(type="list", formula1=formula, allow_blank=True)
        choice.error, choice.errorTitle = "Choose one from the list.", name
        letter = get_column_letter(column)
        choice.add(f"{letter}{HEADING_ROW + 1}:{letter}{max(last, HEADING_ROW + 1)}")
        sheet.add_data_validation(choice)
    if last > HEADING_ROW:
        letter = get_column_letter(len(LOCKED) + 2)
        day = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True)
        day.error, day.errorTitle = "Enter a date, such as 31/3/2026.", "Completed on"
        day.add(f"{letter}{HEADING_ROW + 1}:{letter}{last}")
        sheet.add_data_validation(day)
