"""The action list as a workbook: just the actions that a page shows, in the same order."""

from collections.abc import Sequence

from openpyxl import Workbook

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
from plans.position.parts import ActionPosition

COLUMNS = (
    ("Reference", 11),
    ("Action", 58),
    ("Theme", 9),
    ("Recommendations", 17),
    ("Lead officer", 30),
    ("Start", 13),
    ("Due", 13),
    ("Last day", 18),
    ("Overdue", 10),
    ("Status", 15),
    ("Rating", 13),
    ("Last update", 18),
    ("Progress", 50),
)


def write_action_list(
    position: Position, actions: Sequence[ActionPosition], filters: str, produced_by: str
) -> Workbook:
    """Return a workbook of actions. `filters` says in words what was filtered."""
    workbook = new_workbook(f"{position.plan.title}: actions", produced_by, "Action list")
    sheet = workbook.create_sheet("Actions")
    widths = [width for _name, width in COLUMNS]
    set_widths(sheet, widths)
    write(sheet["A1"], f"Actions of {position.plan.title}", "Plan title")
    write(sheet["A2"], f"As at {position.as_at:%-d %B %Y}. {filters}", "Plan subtitle")
    headings = [
        name if name != "Theme" else position.plan.theme_word.capitalize() for name, _width in COLUMNS
    ]
    write_row(sheet, 4, headings, "Plan column heading")
    row = 4
    for action in actions:
        row += 1
        values = (
            action.reference,
            action.full_text,
            action.theme_number,
            ", ".join(map(str, action.recommendation_numbers)),
            action.leads_text,
            action.start.words,
            action.due.words,
            action.due.latest,
            "Yes" if action.is_overdue else "No",
            action.status_label,
            action.rating.level.name if action.rating else "Not yet rated",
            action.update.known_on if action.update else None,
            action.update.progress if action.update else "",
        )
        write_row(sheet, row, values)
        fit_height(sheet, row, widths)
    add_table(sheet, "Actions", 4, row, len(COLUMNS))
    set_up_print(sheet, f"{position.plan.title} – as at {position.as_at:%-d %B %Y}", 4, len(COLUMNS))
    return workbook
