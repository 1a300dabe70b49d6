"""What can be said of an action in one cell."""

from collections.abc import Callable

from plans.position.actions import ActionPosition
from plans.reports.document import NOT_RATED, Kind, Value
from plans.reports.fields.field import Field, Scope
from plans.rules.overdue import PAST_DUE_NO_STATUS

YES, NO = "Yes", "No"


def _value(value: Callable[[ActionPosition], Value]) -> Callable[[ActionPosition, Scope], Value]:
    return lambda action, _scope: value(action)


def _theme_title(action: ActionPosition, scope: Scope) -> str:
    theme = scope.position.theme(action.theme_number) if action.theme_number is not None else None
    return theme.title if theme else ""


def _of_update(name: str) -> Callable[[ActionPosition, Scope], Value]:
    return lambda action, _scope: getattr(action.update, name) if action.update else ""


def _evidence(action: ActionPosition) -> str:
    return "\n".join(item.description for item in action.update.evidence) if action.update else ""


def _agreed_moves(action: ActionPosition) -> int:
    return sum(bool(move.agreed or move.imported) for move in action.due_moves)


def _level(action: ActionPosition) -> str:
    return "Parent action" if action.is_parent else "Sub-action" if action.parent else "Action"


T, N, D = Kind.TEXT, Kind.NUMBER, Kind.DATE
ACTION_FIELDS: list[Field[ActionPosition]] = [
    Field("reference", "Reference", 11, T, _value(lambda a: a.reference)),
    Field("level", "Level", 13, T, _value(_level)),
    Field("action", "Action", 52, T, _value(lambda a: a.full_text)),
    Field("theme_number", "Theme number", 10, N, _value(lambda a: a.theme_number)),
    Field("theme", "Theme", 26, T, _theme_title),
    Field(
        "recommendations", "Recommendations", 19, T,
        _value(lambda a: ", ".join(map(str, a.recommendation_numbers))),
    ),
    Field("commitment", "Commitment", 13, T, _value(lambda a: a.commitment_reference)),
    Field("lead_officers", "Lead officers", 30, T, _value(lambda a: a.leads_text)),
    Field("start_as_written", "Start, as written", 14, T, _value(lambda a: a.start.words)),
    Field("start_first_day", "Start, first day", 13, D, _value(lambda a: a.start.earliest)),
    Field("due_as_written", "Due, as written", 14, T, _value(lambda a: a.due.words)),
    Field("due_last_day", "Due, last day", 13, D, _value(lambda a: a.due.latest)),
    Field("first_due_as_written", "First due, as written", 14, T, _value(lambda a: a.first_due_words)),
    Field("times_moved", "Times moved", 9, N, _value(_agreed_moves)),
    Field("status", "Status", 14, Kind.STATUS, _value(lambda a: a.status_label)),
    Field("overdue", "Overdue", 10, T, _value(lambda a: YES if a.is_overdue else NO)),
    Field(
        "past_due_status_not_supplied", PAST_DUE_NO_STATUS.capitalize(), 12, T,
        _value(lambda a: YES if a.is_past_due_without_status else NO),
    ),
    Field("days_overdue", "Days overdue", 10, N, _value(lambda a: a.days_overdue)),
    Field("completed_on", "Completed on", 13, D, _value(lambda a: a.completed_on)),
    Field("rating", "Rating", 13, Kind.RATING, _value(lambda a: a.rating.level.name if a.rating else NOT_RATED)),
    Field(
        "rating_reason", "Reason for the rating", 36, T,
        _value(lambda a: a.rating.reason if a.rating else ""),
    ),
    Field("rated_on", "Rated on", 13, D, _value(lambda a: a.rating.known_on if a.rating else None)),
    Field("last_update_on", "Last update on", 13, D, _value(lambda a: a.update.known_on if a.update else None)),
    Field("progress", "Latest progress", 48, T, _of_update("progress")),
    Field("barriers", "Barriers", 32, T, _of_update("barriers"), is_internal=True),
    Field("next_steps", "Next steps", 32, T, _of_update("next_steps")),
    Field("evidence", "Evidence", 32, T, _value(_evidence)),
    Field(
        "expected_outcome", "Expected outcome", 36, T, _value(lambda a: a.expected_outcome), is_on_page=True
    ),
    Field(
        "success_measures", "Success measures", 36, T,
        _value(lambda a: "\n".join(item.text for item in a.success_measures)),
    ),
    Field("cost", "Cost, as written", 16, T, _value(lambda a: a.cost), is_on_page=True),
    Field("closed_on", "Closed on", 13, D, _value(lambda a: a.closure.known_on if a.closure else None)),
    Field("exempt", "Exempt (Part 2)", 10, T, _value(lambda a: YES if a.is_exempt else NO), is_internal=True),
]  # fmt: skip
