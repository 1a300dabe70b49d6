"""The first two sheets of a committee's workbook: its cover, and the position in figures."""

from collections.abc import Iterable
from datetime import datetime

from openpyxl.worksheet.worksheet import Worksheet

from improvement.workbooks import add_table, fit_height, paint, set_widths, write, write_row
from plans.position import Position
from plans.position.position import Share
from plans.reports.cells import STATUS_COLOURS, as_at_line, rating_cell, write_title


def write_cover(
    sheet: Worksheet, position: Position, produced_by: str, produced_at: datetime
) -> tuple[None, int]:
    widths = (26, 24, 70)
    set_widths(sheet, widths)
    plan = position.plan
    write_title(sheet, plan.title, f"{plan.council.name}: report to Cabinet")
    inspection = plan.inspection
    overall = inspection.judgements.first() if inspection else None
    period = " to ".join(f"{day:%-d %B %Y}" for day in (plan.starts_on, plan.ends_on) if day)
    lines: list[tuple[str, object]] = [
        ("Position as at", position.as_at),
        ("Produced by", produced_by),
        ("Produced on", produced_at.date()),
    ]
    if period:
        lines.append(("Plan period", period))
    if inspection:
        lines.append(("Answers", str(inspection)))
    if overall:
        lines.append(("Judgement", str(overall)))
    if position.hidden:
        count = len(position.hidden)
        lines.append(("Left out", f"{count} exempt item{'' if count == 1 else 's'} (Part 2)"))
    row = 4
    for label, value in lines:
        write(sheet.cell(row=row, column=1), label, "Plan label")
        write(sheet.cell(row=row, column=2), value)
        sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=3)
        fit_height(sheet, row, (26, 94))
        row += 1
    row += 1
    write(sheet.cell(row=row, column=1), "Overall position", "Plan heading")
    row += 1
    write(sheet.cell(row=row, column=1), position.sentence())
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=3)
    fit_height(sheet, row, (120,))
    row += 2
    write(sheet.cell(row=row, column=1), "What the ratings mean", "Plan heading")
    row += 1
    write_row(sheet, row, ("Code", "Rating", "What the plan means by it"), "Plan column heading")
    first = row
    for level in position.levels:
        row += 1
        write_row(sheet, row, (level.code, level.name, level.meaning))
        paint(sheet.cell(row=row, column=2), level.colour)
        fit_height(sheet, row, widths)
    add_table(sheet, "RatingDefinitions", first, row, 3)
    row += 2
    write(
        sheet.cell(row=row, column=1),
        "Not yet rated and not supplied are values of their own: never counted as zero, as red, or in an average. "
        "An action is overdue when the last day that its due date can mean has passed and it is not completed.",
    )
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=3)
    fit_height(sheet, row, (120,))
    return None, 3


def _shares(
    sheet: Worksheet, row: int, name: str, heading: str, first_word: str, shares: Iterable[Share]
) -> int:
    """Write a table of counts and percentages with its total; return the next free row."""
    write(sheet.cell(row=row, column=1), heading, "Plan heading")
    row += 1
    write_row(sheet, row, (first_word, "Number", "Share"), "Plan column heading")
    first = row
    total = 0
    for share in shares:
        row += 1
        write_row(sheet, row, (share.label, share.count, share.percent / 100))
        sheet.cell(row=row, column=3).number_format = "0%"
        colour = share.kind if share.kind.startswith("#") else STATUS_COLOURS.get(share.key, "")
        if colour:
            paint(sheet.cell(row=row, column=1), colour)
        total += share.count
    add_table(sheet, name, first, row, 3)
    row += 1
    write_row(sheet, row, ("Total", total, 1 if total else 0), "Plan label")
    sheet.cell(row=row, column=3).number_format = "0%"
    return row + 2


def write_summary(sheet: Worksheet, position: Position) -> tuple[None, int]:
    widths = (34, 26, 13, 13, 12, 11, 11, 11, 11, 10)
    set_widths(sheet, widths)
    write_title(sheet, "Position", as_at_line(position))
    write(sheet["A3"], position.sentence())
    sheet.merge_cells("A3:J3")
    fit_height(sheet, 3, (sum(widths),))
    row = _shares(
        sheet,
        5,
        "RecommendationsByRating",
        "Recommendations by rating",
        "Rating",
        position.rating_shares(),
    )
    row = _shares(
        sheet, row, "ActionsByStatus", "Actions by progress status", "Status", position.status_shares()
    )
    if position.milestones:
        row = _shares(
            sheet,
            row,
            "MilestonesByStatus",
            "Milestones by status",
            "Status",
            position.milestone_shares(),
        )
    _by_theme(sheet, position, row, widths)
    return None, len(widths)


def _by_theme(sheet: Worksheet, position: Position, row: int, widths: tuple[float, ...]) -> None:
    """Write the themes that something stands under."""
    if position.themes and not position.working_themes:
        return
    word = position.plan.theme_word.capitalize()
    write(sheet.cell(row=row, column=1), f"By {position.plan.theme_word}", "Plan heading")
    row += 1
    headings = (
        word,
        "Lead",
        "Rating",
        "Actions",
        "Completed",
        "On target",
        "Behind target",
        "Not started",
        "Not supplied",
        "Overdue",
    )
    write_row(sheet, row, headings, "Plan column heading")
    sheet.row_dimensions[row].height = 30
    first = row
    for theme in position.working_themes:
        row += 1
        counts = {share.key: share.count for share in position.status_shares(theme.lowest_level_actions)}
        statuses = [
            counts.get(key, 0)
            for key in ("completed", "on_target", "behind_target", "not_started", "not_supplied")
        ]
        name = f"{theme.number}. {theme.title}"
        write_row(
            sheet,
            row,
            (
                name,
                theme.leads_text,
                "",
                len(theme.lowest_level_actions),
                *statuses,
                len(theme.overdue_actions),
            ),
        )
        sheet.cell(row=row, column=1).hyperlink = f"#'{word} {theme.number}'!A1"
        rating_cell(sheet, row, 3, theme.rating)
        fit_height(sheet, row, widths)
    add_table(sheet, "ThemePositions", first, row, len(headings))
