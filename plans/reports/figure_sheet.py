"""The sheet of figures to fill in: a measure a row, the months across. It is pasted or imported as it is.

The headings are those that `plans.imports.figures.wide_form` reads; what is left as it was changes nothing.
"""

from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import PatternFill

from improvement.periods import month_end, months_before
from improvement.workbooks import fit_height, new_workbook, set_up_print, set_widths, write, write_row
from performance.analysis.periods import is_due
from performance.choices import Unit
from plans.position import Position
from plans.position.measures import MeasurePosition

MONTHS = 12
COLUMNS = (("Code", 30), ("Measure", 48), ("Unit", 9), ("Owner", 24))
MONTH_WIDTH = 11
HEADING_ROW = 4
# No figure belongs in such a cell.
NOT_DUE = PatternFill("solid", start_color="FFD9DCDF")


def write_figure_sheet(position: Position, measures: Sequence[MeasurePosition], produced_by: str) -> Workbook:
    """Return the workbook for some measures' last twelve months, up to the position's day."""
    title = f"{position.plan.title}: figures"
    workbook = new_workbook(title, produced_by, f"Figures of {position.plan.slug}")
    sheet = workbook.create_sheet("Figures")
    days = [months_before(position.as_at, back) for back in range(MONTHS - 1, -1, -1)]
    months = [month_end(day.year, day.month) for day in days]
    widths = [*(width for _name, width in COLUMNS), *[MONTH_WIDTH] * MONTHS]
    set_widths(sheet, widths)
    write(sheet["A1"], title, "Plan title")
    write(
        sheet["A2"],
        f"As at {position.as_at:%-d %B %Y}. Fill in the white cells; then copy all from row {HEADING_ROW} on and paste "
        "it, or import the file. What you leave as it is changes nothing.",
        "Plan subtitle",
    )
    # Text, so that a copy says the month however the spreadsheet shows dates.
    headings = [*(name for name, _width in COLUMNS), *(f"{month:%b %Y}" for month in months)]
    write_row(sheet, HEADING_ROW, headings, "Plan column heading")
    row = HEADING_ROW
    for measure in (item for item in measures if item.unit != Unit.WORDS):
        row += 1
        version = measure.version
        owner = position.viewer.call(version.owner) if version.owner else ""
        write_row(sheet, row, [measure.code, measure.name, version.get_unit_display(), owner])
        for column, month in enumerate(months, start=len(COLUMNS) + 1):
            cell = sheet.cell(row=row, column=column)
            if is_due(version.frequency, version.measure_type, month.month):
                write(cell, _standing(measure, month))
            else:
                cell.fill = NOT_DUE
        fit_height(sheet, row, widths)
    set_up_print(sheet, title, HEADING_ROW, len(headings))
    sheet.freeze_panes = f"C{HEADING_ROW + 1}"
    return workbook


def _standing(measure: MeasurePosition, month: date) -> float | None:
    """Return the figure that stands for a month; None where there is none."""
    found = [
        figure.value
        for figure in measure.series.of_type(measure.version.measure_type)
        if figure.period_end == month and figure.value is not None
    ]
    return float(found[-1]) if found else None
