"""The detailed plan of a theme as a table: milestones, recommendations with their actions, success measures."""

from plans.palette import BLUE_LIGHT
from plans.position import Position
from plans.position.actions import ActionPosition, SuccessMeasurePosition
from plans.position.recommendations import RecommendationPosition
from plans.position.themes import Division
from plans.reports.document import NOT_RATED, Column, Kind, Row, Section, Table, Value
from plans.reports.fields.field import Scope
from plans.reports.tables import key_of, theme_section

COLUMNS = [
    Column("Reference", 10),
    # On paper a reference and the weight of the letters say so.
    Column("Level", 17, is_on_paper=False),
    Column("Recommendation or action", 38),
    Column("Lead officer", 21),
    Column("Start", 13, is_on_paper=False),
    Column("End", 13),
    Column("Due by", 12, Kind.DATE, is_on_paper=False),
    Column("Expected outcome", 24, is_said_once=True),
    Column("Status", 11, Kind.STATUS),
    Column("Rating", 9, Kind.RATING),
    Column("Latest progress", 30),
]


def plan_section(theme: Division, scope: Scope) -> Section:
    """Return a theme's part of the detailed plan, on a sheet of its own."""
    position = scope.position
    people = [] if theme.number is None else [f"Lead: {theme.leads_text or 'none recorded'}"]
    if theme.members:
        people.append(f"Members: {'; '.join(person.label for person in theme.members)}")
    if theme.rating:
        people.append(f"Rated {theme.rating.level.name} on {theme.rating.known_on:%-d %B %Y}")
    name = f"Detailed plan, {position.division_name(theme)}"
    word = position.plan.theme_word
    return Section(
        theme_section(theme),
        name,
        [Table(f"Plan{key_of(theme).capitalize()}", name, COLUMNS, _rows(theme))],
        sheet=f"No {word}" if theme.number is None else f"{word.capitalize()} {theme.number}",
        subtitle=f"{'. '.join(people)}." if people else "",
        tab=BLUE_LIGHT,
        is_appendix=True,
    )


def _row(*values: Value, is_parent: bool = False) -> Row:
    return Row((*values, *[""] * (len(COLUMNS) - len(values))), is_parent)


def _rows(theme: Division) -> list[Row]:
    rows = [
        _row(
            milestone.code, "Milestone", milestone.text, "", "", milestone.due.shown, milestone.due.latest, "",
            milestone.status_label,
        )
        for milestone in theme.milestones
    ]  # fmt: skip
    printed: set[str] = set()
    for item in theme.recommendations:
        rows.append(
            _row(
                f"Rec {item.number}", "Recommendation", item.shown_text, "", "", "", None, "", "",
                item.rating.level.name if item.rating else NOT_RATED,
                item.rating.reason if item.rating else "",
                is_parent=True,
            )
        )  # fmt: skip
        for action in _in_theme(item, theme):
            # An action that serves several recommendations is printed once, under the first.
            rows += _action_rows(action, printed)
    for commitment in theme.commitments:
        rows.append(_row(commitment.reference, "Commitment", commitment.text, is_parent=True))
        for action in commitment.actions:
            rows += _action_rows(action, printed)
    served = {item.number for item in theme.recommendations}
    for action in theme.actions:
        if not set(action.recommendation_numbers) & served:
            rows += _action_rows(action, printed)
    return rows + [_success_measure(measure) for measure in theme.own_success_measures]


def _in_theme(item: RecommendationPosition, theme: Division) -> list[ActionPosition]:
    return [action for action in item.actions if action.theme_number == theme.number]


def _action_rows(action: ActionPosition, printed: set[str]) -> list[Row]:
    """Return an action and its success measures; nothing of one that is printed already."""
    if action.reference in printed:
        return []
    printed.add(action.reference)
    level = "Parent action" if action.is_parent else "Sub-action" if action.parent else "Action"
    text = f"{action.group}: {action.text}" if action.group and not action.parent else action.text
    row = _row(
        action.reference,
        level,
        text,
        action.leads_text,
        action.start.shown,
        action.due.shown,
        action.due.latest,
        "\n".join(line for line in action.expected_outcome.splitlines() if line.strip()),
        "" if action.is_parent else action.status_label,
        action.rating.level.name if action.rating else "",
        f"{action.update.known_on:%-d %b %Y}: {action.update.progress}" if action.update else "",
        is_parent=action.is_parent,
    )
    return [row, *(_success_measure(measure) for measure in action.success_measures)]


def _success_measure(item: SuccessMeasurePosition) -> Row:
    return _row(
        item.reference,
        "Success measure",
        item.text or "No wording given in the workbook.",
        item.leads_text,
        "",
        item.due.shown,
        item.due.latest,
        "",
        "",
        item.rating.level.name if item.rating else NOT_RATED,
        item.progress,
    )


def plan_sections(position: Position, scope: Scope) -> list[Section]:
    """Return the detailed plan, a section a theme, and one of what is in none."""
    return [plan_section(division, scope) for division in position.divisions]
