"""The Cabinet report: cover, position, recommendations with ratings, the detailed plan, what is overdue."""

from collections.abc import Callable, Iterable
from datetime import datetime

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from improvement.workbooks import (
    add_table,
    fit_height,
    new_workbook,
    paint,
    set_up_print,
    set_widths,
    write,
    write_row,
)
from plans.position import Position
from plans.position.parts import ActionPosition, RatingPoint, RecommendationPosition, ThemePosition
from plans.position.position import Share

NOT_RATED = "Not yet rated"
STATUS_COLOURS = {
    "completed": "#00703c",
    "on_target": "#bfe3d0",
    "behind_target": "#ffbf00",
    "not_started": "#dbe4ee",
    "not_supplied": "#f3f2f1",
}
PLAN_COLUMNS = (
    ("Reference", 11),
    ("Level", 15),
    ("Recommendation or action", 52),
    ("Lead officer", 27),
    ("Start", 12),
    ("End", 12),
    ("Latest day it can mean", 15),
    ("Expected outcome", 38),
    ("Status", 14),
    ("Rating", 11),
    ("Latest progress", 44),
)


def write_cabinet_report(position: Position, produced_by: str, produced_at: datetime) -> Workbook:
    """Return the Cabinet workbook of a position. Every figure in it is the position's own."""
    title = f"{position.plan.title}: report to Cabinet"
    workbook = new_workbook(title, produced_by, f"Position as at {position.as_at:%-d %B %Y}")
    header = f"{position.plan.council.name} – {position.plan.title} – as at {position.as_at:%-d %B %Y}"
    sheets: list[tuple[str, str, Callable[[Worksheet], tuple[int | None, int]]]] = [
        ("Cover", "1D3557", lambda sheet: _cover(sheet, position, produced_by, produced_at)),
        ("Position", "1D3557", lambda sheet: _summary(sheet, position)),
        ("Recommendations", "00703C", lambda sheet: _recommendations(sheet, position)),
    ]
    for theme in position.themes:
        name = f"{position.plan.theme_word.capitalize()} {theme.number}"
        sheets.append((name, "5694CA", lambda sheet, theme=theme: _theme(sheet, position, theme)))  # type: ignore[misc]
    sheets += [
        ("Overdue actions", "D4351C", lambda sheet: _overdue(sheet, position)),
        ("Questions", "FFBF00", lambda sheet: _questions(sheet, position)),
    ]
    for name, colour, fill in sheets:
        sheet = workbook.create_sheet(name)
        sheet.sheet_properties.tabColor = colour
        heading_row, columns = fill(sheet)
        set_up_print(sheet, header, heading_row, columns)
    return workbook


def _title(sheet: Worksheet, text: str, subtitle: str = "") -> None:
    write(sheet["A1"], text, "Plan title")
    sheet.row_dimensions[1].height = 30
    if subtitle:
        write(sheet["A2"], subtitle, "Plan subtitle")
        sheet.row_dimensions[2].height = 20


def _as_at(position: Position) -> str:
    return f"{position.plan.title}. As at {position.as_at:%-d %B %Y}."


def _rating(sheet: Worksheet, row: int, column: int, rating: RatingPoint | None) -> None:
    cell = write(sheet.cell(row=row, column=column), rating.level.name if rating else NOT_RATED)
    if rating:
        paint(cell, rating.level.colour)


def _status(sheet: Worksheet, row: int, column: int, action: ActionPosition) -> None:
    paint(write(sheet.cell(row=row, column=column), action.status_label), STATUS_COLOURS[action.status])


def _cover(sheet: Worksheet, position: Position, produced_by: str, produced_at: datetime) -> tuple[None, int]:
    widths = (26, 24, 70)
    set_widths(sheet, widths)
    plan = position.plan
    _title(sheet, plan.title, f"{plan.council.name}: report to Cabinet")
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
        "Not yet rated and not supplied are values of their own: they are never counted as zero, as red, or in an average. "
        "An action is overdue when the last day that its due date can mean has passed and it is not completed.",
    )
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=3)
    fit_height(sheet, row, (120,))
    return None, 3


def _shares(sheet: Worksheet, row: int, name: str, heading: str, first_word: str, shares: Iterable[Share], note: str) -> int:
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
    write_row(sheet, row, ("Total", total), "Plan label")
    write(sheet.cell(row=row, column=4), note)
    return row + 2


def _summary(sheet: Worksheet, position: Position) -> tuple[None, int]:
    widths = (34, 24, 14, 14, 12, 12, 12, 12, 12, 12)
    set_widths(sheet, widths)
    _title(sheet, "Position", _as_at(position))
    write(sheet["A3"], position.sentence())
    sheet.merge_cells("A3:J3")
    fit_height(sheet, 3, (sum(widths),))
    row = _shares(sheet, 5, "RecommendationsByRating", "Recommendations by rating", "Rating", position.rating_shares(), "")
    row = _shares(sheet, row, "ActionsByStatus", "Actions by progress status", "Status", position.status_shares(), "")
    if position.milestones:
        row = _shares(sheet, row, "MilestonesByStatus", "Milestones by status", "Status", position.milestone_shares(), "")
    word = position.plan.theme_word.capitalize()
    write(sheet.cell(row=row, column=1), f"By {position.plan.theme_word}", "Plan heading")
    row += 1
    headings = (word, "Lead", "Rating", "Actions", "Completed", "On target", "Behind target", "Not started", "Not supplied", "Overdue")
    write_row(sheet, row, headings, "Plan column heading")
    sheet.row_dimensions[row].height = 30
    first = row
    for theme in position.themes:
        row += 1
        counts = {share.key: share.count for share in position.status_shares(theme.lowest_level_actions)}
        statuses = [counts.get(key, 0) for key in ("completed", "on_target", "behind_target", "not_started", "not_supplied")]
        name = f"{theme.number}. {theme.title}"
        write_row(sheet, row, (name, theme.leads_text, "", len(theme.lowest_level_actions), *statuses, len(theme.overdue_actions)))
        sheet.cell(row=row, column=1).hyperlink = f"#'{word} {theme.number}'!A1"
        _rating(sheet, row, 3, theme.rating)
        fit_height(sheet, row, widths)
    add_table(sheet, "ThemePositions", first, row, len(headings))
    if position.stated_figures:
        row = _stated(sheet, position, row + 2, widths)
    return None, len(widths)


def _stated(sheet: Worksheet, position: Position, row: int, widths: tuple[float, ...]) -> int:
    write(sheet.cell(row=row, column=1), "Figures stated elsewhere, and what the rows give", "Plan heading")
    row += 1
    write_row(sheet, row, ("Figure", "Stated on", "Stated", "Recomputed", "Agrees"), "Plan column heading")
    first = row
    for figure in position.stated_figures:
        row += 1
        verdict = {None: "Can't be recomputed", True: "Yes", False: "No"}[figure.agrees]
        write_row(sheet, row, (figure.label, figure.stated_on, figure.stated, figure.recomputed, verdict))
        fit_height(sheet, row, widths)
    add_table(sheet, "StatedFigures", first, row, 5)
    return row


def _recommendations(sheet: Worksheet, position: Position) -> tuple[int, int]:
    columns = (
        ("Number", 10),
        ("Recommendation", 70),
        (f"{position.plan.theme_word.capitalize()}s", 12),
        ("Rating", 12),
        ("Rated on", 18),
        ("Reason", 55),
        ("Actions", 10),
        ("Completed", 12),
        ("Overdue", 11),
    )
    _begin(sheet, "Recommendations", _as_at(position), columns)
    row = 4
    for item in position.recommendations:
        row += 1
        actions = item.lowest_level_actions
        done = sum(1 for action in actions if action.status == "completed")
        rating = item.rating
        write_row(
            sheet,
            row,
            (
                item.number,
                item.text,
                ", ".join(map(str, item.theme_numbers)),
                "",
                rating.known_on if rating else None,
                rating.reason if rating else "",
                len(actions),
                done,
                len(item.overdue_actions),
            ),
        )
        _rating(sheet, row, 4, rating)
        fit_height(sheet, row, [width for _name, width in columns])
    add_table(sheet, "Recommendations", 4, row, len(columns))
    return 4, len(columns)


def _begin(sheet: Worksheet, title: str, subtitle: str, columns: tuple[tuple[str, int], ...]) -> None:
    """Write a sheet's title and its table's heading row (row 4)."""
    _title(sheet, title, subtitle)
    set_widths(sheet, [width for _name, width in columns])
    write_row(sheet, 4, [name for name, _width in columns], "Plan column heading")
    fit_height(sheet, 4, [width for _name, width in columns], 20)


def _theme(sheet: Worksheet, position: Position, theme: ThemePosition) -> tuple[int, int]:
    word = position.plan.theme_word.capitalize()
    people = [f"Lead: {theme.leads_text or 'none recorded'}"]
    if theme.members:
        people.append(f"Members: {'; '.join(person.label for person in theme.members)}")
    if theme.rating:
        people.append(f"Rated {theme.rating.level.name} on {theme.rating.known_on:%-d %B %Y}")
    _begin(sheet, f"{word} {theme.number}: {theme.title}", ". ".join(people) + ".", PLAN_COLUMNS)
    row = 4
    widths = [width for _name, width in PLAN_COLUMNS]
    for milestone in theme.milestones:
        row += 1
        write_row(sheet, row, (milestone.code, "Milestone", milestone.text, "", "", milestone.due.words, milestone.due.latest, "", milestone.status_label, "", ""))
        paint(sheet.cell(row=row, column=9), STATUS_COLOURS[milestone.status])
        fit_height(sheet, row, widths)
    for item in theme.recommendations:
        row += 1
        write_row(sheet, row, (f"Rec {item.number}", "Recommendation", item.text, *[""] * 8), "Plan parent")
        _rating(sheet, row, 10, item.rating)
        write(sheet.cell(row=row, column=11), item.rating.reason if item.rating else "", "Plan parent")
        fit_height(sheet, row, widths)
        for action in _in_theme(item, theme):
            row += 1
            _action_row(sheet, row, action, widths)
    for action in theme.actions:
        if not action.recommendation_numbers:
            row += 1
            _action_row(sheet, row, action, widths)
    add_table(sheet, f"Plan{theme.number}", 4, row, len(PLAN_COLUMNS))
    return 4, len(PLAN_COLUMNS)


def _in_theme(item: RecommendationPosition, theme: ThemePosition) -> list[ActionPosition]:
    return [action for action in item.actions if action.theme_number == theme.number]


def _action_row(sheet: Worksheet, row: int, action: ActionPosition, widths: list[int]) -> None:
    level = "Parent action" if action.is_parent else "Sub-action" if action.parent else "Action"
    text = f"{action.group}: {action.text}" if action.group and not action.parent else action.text
    progress = f"{action.update.known_on:%-d %b %Y}: {action.update.progress}" if action.update else ""
    write_row(
        sheet,
        row,
        (
            action.reference,
            level,
            text,
            action.leads_text,
            action.start.words,
            action.due.words,
            action.due.latest,
            action.expected_outcome,
            "",
            "",
            progress,
        ),
        "Plan label" if action.is_parent else "Plan text",
    )
    if not action.is_parent:
        _status(sheet, row, 9, action)
    if action.rating:
        _rating(sheet, row, 10, action.rating)
    fit_height(sheet, row, widths)


def _overdue(sheet: Worksheet, position: Position) -> tuple[int, int]:
    columns = (
        ("Reference", 11),
        ("Action", 60),
        ("Lead officer", 30),
        ("Due", 16),
        ("Last day", 18),
        ("Days overdue", 11),
        ("Status", 15),
        ("Latest progress", 50),
        ("Next steps", 45),
    )
    count = len(position.overdue_actions)
    said = "None is overdue." if not count else "1 action is overdue." if count == 1 else f"{count} actions are overdue."
    _begin(sheet, "Overdue actions", f"{_as_at(position)} {said}", columns)
    row = 4
    for action in position.overdue_actions:
        row += 1
        update = action.update
        write_row(
            sheet,
            row,
            (
                action.reference,
                action.full_text,
                action.leads_text,
                action.due.words,
                action.due.latest,
                action.days_overdue,
                "",
                update.progress if update else "",
                update.next_steps if update else "",
            ),
        )
        _status(sheet, row, 7, action)
        fit_height(sheet, row, [width for _name, width in columns])
    add_table(sheet, "OverdueActions", 4, row, len(columns))
    return 4, len(columns)


def _questions(sheet: Worksheet, position: Position) -> tuple[int, int]:
    columns = (("Question", 34), ("About", 62), ("What is asked", 66), ("Answer", 46), ("Answered", 22))
    waiting = len(position.open_contradictions)
    _begin(
        sheet,
        "Where judgement and evidence disagree",
        f"{_as_at(position)} Each is a question to the lead. {waiting} waiting, {len(position.answered_contradictions)} answered.",
        columns,
    )
    row = 4
    for found in position.contradictions:
        row += 1
        answered = f"{found.answered_by}, {found.answered_on:%-d %B %Y}" if found.answered_on else ""
        write_row(sheet, row, (str(found.kind.label), found.title, found.question, found.answer or "Waiting for an answer", answered))
        fit_height(sheet, row, [width for _name, width in columns])
    add_table(sheet, "Questions", 4, row, len(columns))
    return 4, len(columns)
