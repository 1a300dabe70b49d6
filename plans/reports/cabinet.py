"""The Cabinet report: cover, position, recommendations with ratings, the detailed plan, what is overdue."""

from collections.abc import Callable
from datetime import datetime

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from improvement.templatetags.display import plural
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
from plans.position.divisions import RecommendationPosition, ThemePosition
from plans.position.parts import ActionPosition, SuccessMeasurePosition
from plans.reports.cells import STATUS_COLOURS, as_at_line, rating_cell, status_cell, write_title
from plans.reports.reconciliation import write_reconciliation
from plans.reports.summary import write_cover, write_summary

PLAN_COLUMNS = (
    ("Reference", 10),
    ("Level", 15),
    ("Recommendation or action", 38),
    ("Lead officer", 21),
    ("Start", 9),
    ("End", 10),
    ("Due by", 12),
    ("Expected outcome", 24),
    ("Status", 11),
    ("Rating", 9),
    ("Latest progress", 30),
)


def write_cabinet_report(position: Position, produced_by: str, produced_at: datetime) -> Workbook:
    """Return the Cabinet workbook of a position. Every figure in it is the position's own."""
    title = f"{position.plan.title}: report to Cabinet"
    workbook = new_workbook(title, produced_by, f"Position as at {position.as_at:%-d %B %Y}")
    header = f"{position.plan.council.name} – {position.plan.title} – as at {position.as_at:%-d %B %Y}"
    sheets: list[tuple[str, str, Callable[[Worksheet], tuple[int | None, int]]]] = [
        ("Cover", "1D3557", lambda sheet: write_cover(sheet, position, produced_by, produced_at)),
        ("Position", "1D3557", lambda sheet: write_summary(sheet, position)),
        ("Recommendations", "00703C", lambda sheet: _recommendations(sheet, position)),
    ]
    for theme in position.working_themes:
        name = f"{position.plan.theme_word.capitalize()} {theme.number}"
        sheets.append((name, "5694CA", lambda sheet, theme=theme: _theme(sheet, position, theme)))  # type: ignore[misc]
    sheets += [
        ("Overdue actions", "D4351C", lambda sheet: _overdue(sheet, position)),
        ("Questions", "FFBF00", lambda sheet: _questions(sheet, position)),
    ]
    if position.stated_figures:
        sheets.append(("Stated figures", "505A5F", lambda sheet: write_reconciliation(sheet, position)))
    for name, colour, fill in sheets:
        sheet = workbook.create_sheet(name)
        sheet.sheet_properties.tabColor = colour
        heading_row, columns = fill(sheet)
        set_up_print(sheet, header, heading_row, columns)
    return workbook


def _recommendations(sheet: Worksheet, position: Position) -> tuple[int, int]:
    columns = (
        ("Number", 9),
        ("Recommendation", 56),
        (plural(position.plan.theme_word).capitalize(), 12),
        ("Rating", 12),
        ("Rated on", 15),
        ("Reason", 42),
        ("Actions", 10),
        ("Completed", 12),
        ("Overdue", 11),
    )
    _begin(sheet, "Recommendations", as_at_line(position), columns)
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
                item.shown_text,
                ", ".join(map(str, item.theme_numbers)),
                "",
                rating.known_on if rating else None,
                rating.reason if rating else "",
                len(actions),
                done,
                len(item.overdue_actions),
            ),
        )
        rating_cell(sheet, row, 4, rating)
        fit_height(sheet, row, [width for _name, width in columns])
    add_table(sheet, "Recommendations", 4, row, len(columns))
    return 4, len(columns)


def _begin(sheet: Worksheet, title: str, subtitle: str, columns: tuple[tuple[str, int], ...]) -> None:
    """Write a sheet's title and its table's heading row (row 4)."""
    write_title(sheet, title, subtitle)
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
        write_row(
            sheet,
            row,
            (
                milestone.code,
                "Milestone",
                milestone.text,
                "",
                "",
                milestone.due.words,
                milestone.due.latest,
                "",
                milestone.status_label,
                "",
                "",
            ),
        )
        paint(sheet.cell(row=row, column=9), STATUS_COLOURS[milestone.status])
        fit_height(sheet, row, widths)
    printed: set[str] = set()
    for item in theme.recommendations:
        row += 1
        write_row(
            sheet, row, (f"Rec {item.number}", "Recommendation", item.shown_text, *[""] * 8), "Plan parent"
        )
        rating_cell(sheet, row, 10, item.rating)
        write(sheet.cell(row=row, column=11), item.rating.reason if item.rating else "", "Plan parent")
        fit_height(sheet, row, widths)
        for action in _in_theme(item, theme):
            # An action that serves several recommendations is printed once, under the first.
            if action.reference not in printed:
                printed.add(action.reference)
                row = _action_rows(sheet, row, action, widths)
    for commitment in theme.commitments:
        row += 1
        write_row(sheet, row, (commitment.reference, "Commitment", commitment.text, *[""] * 8), "Plan parent")
        fit_height(sheet, row, widths)
        for action in commitment.actions:
            if action.reference not in printed:
                printed.add(action.reference)
                row = _action_rows(sheet, row, action, widths)
    for action in theme.actions:
        if action.reference in printed:
            continue
        if not set(action.recommendation_numbers) & {item.number for item in theme.recommendations}:
            row = _action_rows(sheet, row, action, widths)
    for measure in theme.own_success_measures:
        row += 1
        _success_measure_row(sheet, row, measure, widths)
    add_table(sheet, f"Plan{theme.number}", 4, row, len(PLAN_COLUMNS))
    return 4, len(PLAN_COLUMNS)


def _in_theme(item: RecommendationPosition, theme: ThemePosition) -> list[ActionPosition]:
    return [action for action in item.actions if action.theme_number == theme.number]


def _action_rows(sheet: Worksheet, row: int, action: ActionPosition, widths: list[int]) -> int:
    """Write an action and its success measures under a row; return the last row written."""
    row += 1
    _action_row(sheet, row, action, widths)
    for measure in action.success_measures:
        row += 1
        _success_measure_row(sheet, row, measure, widths)
    return row


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
            "\n".join(line for line in action.expected_outcome.splitlines() if line.strip()),
            "",
            "",
            progress,
        ),
        "Plan label" if action.is_parent else "Plan text",
    )
    if not action.is_parent:
        status_cell(sheet, row, 9, action)
    if action.rating:
        rating_cell(sheet, row, 10, action.rating)
    fit_height(sheet, row, widths)


def _success_measure_row(sheet: Worksheet, row: int, item: SuccessMeasurePosition, widths: list[int]) -> None:
    write_row(
        sheet,
        row,
        (
            item.reference,
            "Success measure",
            item.text or "Not worded in the workbook.",
            item.leads_text,
            "",
            item.due.words,
            item.due.latest,
            "",
            "",
            "",
            item.progress,
        ),
    )
    rating_cell(sheet, row, 10, item.rating)
    fit_height(sheet, row, widths)


def _overdue(sheet: Worksheet, position: Position) -> tuple[int, int]:
    columns = (
        ("Reference", 11),
        ("Action", 42),
        ("Lead officer", 24),
        ("Due", 11),
        ("Due by", 15),
        ("Days overdue", 10),
        ("Status", 12),
        ("Latest progress", 36),
        ("Next steps", 32),
    )
    count = len(position.overdue_actions)
    said = (
        "None is overdue."
        if not count
        else "1 action is overdue."
        if count == 1
        else f"{count} actions are overdue."
    )
    _begin(sheet, "Overdue actions", f"{as_at_line(position)} {said}", columns)
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
        status_cell(sheet, row, 7, action)
        fit_height(sheet, row, [width for _name, width in columns])
    add_table(sheet, "OverdueActions", 4, row, len(columns))
    return 4, len(columns)


def _questions(sheet: Worksheet, position: Position) -> tuple[int, int]:
    columns = (("Question", 26), ("About", 48), ("What is asked", 48), ("Answer", 32), ("Answered", 18))
    waiting, answered = len(position.open_contradictions), len(position.answered_contradictions)
    _begin(
        sheet,
        "Where judgement and evidence disagree",
        f"{as_at_line(position)} Each is a question to the lead. {waiting} waiting, {answered} answered.",
        columns,
    )
    row = 4
    for found in position.contradictions:
        row += 1
        settled = f"{found.answered_by}, {found.answered_on:%-d %B %Y}" if found.answered_on else ""
        write_row(
            sheet,
            row,
            (
                str(found.kind.label),
                found.title,
                found.question,
                found.answer or "Waiting for an answer",
                settled,
            ),
        )
        fit_height(sheet, row, [width for _name, width in columns])
    add_table(sheet, "Questions", 4, row, len(columns))
    return 4, len(columns)
