"""Figures that papers state beside what the plan's rows give, as a sheet of a report."""

from openpyxl.worksheet.worksheet import Worksheet

from improvement.workbooks import add_table, fit_height, set_widths, write_row
from plans.position import Position
from plans.reports.cells import as_at_line, write_title

COLUMNS = (
    ("Figure", 40),
    ("Stated on", 15),
    ("Stated", 13),
    ("Recomputed", 13),
    ("Difference", 13),
    ("Agrees", 20),
    ("How it was recomputed", 52),
    ("Where it is stated", 22),
)
VERDICTS = {None: "Can't be recomputed", True: "Yes", False: "No"}


def write_reconciliation(sheet: Worksheet, position: Position) -> tuple[int, int]:
    """Write every stated figure with its difference and rule; return the heading row and the number of columns."""
    widths = [width for _name, width in COLUMNS]
    differing = sum(figure.agrees is False for figure in position.stated_figures)
    said = (
        "Every figure that can be recomputed agrees."
        if not differing
        else f"{differing} of {len(position.stated_figures)} differ: a late row, a lost one, or a slip in adding up."
    )
    write_title(sheet, "Stated figures beside the plan's rows", f"{as_at_line(position)} {said}")
    set_widths(sheet, widths)
    row = 4
    write_row(sheet, row, [name for name, _width in COLUMNS], "Plan column heading")
    for figure in position.stated_figures:
        row += 1
        write_row(
            sheet,
            row,
            (
                figure.label,
                figure.stated_on,
                figure.stated,
                figure.recomputed,
                figure.difference,
                VERDICTS[figure.agrees],
                figure.rule_said,
                f"{figure.sheet}!{figure.cell}" if figure.sheet else "",
            ),
        )
        fit_height(sheet, row, widths)
    add_table(sheet, "StatedFigures", 4, row, len(COLUMNS))
    return 4, len(COLUMNS)
