"""Cells that several reports write alike: titles, ratings, statuses."""

from openpyxl.worksheet.worksheet import Worksheet

from improvement.workbooks import paint, write
from plans.position import Position
from plans.position.parts import ActionPosition, RatingPoint

NOT_RATED = "Not yet rated"
STATUS_COLOURS = {
    "completed": "#00703c",
    "on_target": "#bfe3d0",
    "behind_target": "#ffbf00",
    "not_started": "#dbe4ee",
    "not_supplied": "#f3f2f1",
}


def write_title(sheet: Worksheet, text: str, subtitle: str = "") -> None:
    write(sheet["A1"], text, "Plan title")
    sheet.row_dimensions[1].height = 30
    if subtitle:
        write(sheet["A2"], subtitle, "Plan subtitle")
        sheet.row_dimensions[2].height = 20


def as_at_line(position: Position) -> str:
    return f"{position.plan.title}. As at {position.as_at:%-d %B %Y}."


def rating_cell(sheet: Worksheet, row: int, column: int, rating: RatingPoint | None) -> None:
    cell = write(sheet.cell(row=row, column=column), rating.level.name if rating else NOT_RATED)
    if rating:
        paint(cell, rating.level.colour)


def status_cell(sheet: Worksheet, row: int, column: int, action: ActionPosition) -> None:
    paint(write(sheet.cell(row=row, column=column), action.status_label), STATUS_COLOURS[action.status])
