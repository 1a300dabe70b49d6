"""What can be said of a recommendation in one cell."""

from collections.abc import Callable

from improvement.counting import agreeing, counted
from plans.position.recommendations import RecommendationPosition
from plans.reports.document import NOT_RATED, Kind, Value
from plans.reports.fields.field import Field, Scope
from plans.reports.fields.measures import measure_line
from plans.rules.overdue import PAST_DUE_NO_STATUS

FieldValue = Callable[[RecommendationPosition, Scope], Value]


def _value(value: Callable[[RecommendationPosition], Value]) -> FieldValue:
    return lambda item, _scope: value(item)


def _previous(item: RecommendationPosition) -> str:
    return item.previous_rating.level.name if item.previous_rating else ""


def _measures(item: RecommendationPosition, scope: Scope) -> str:
    told = [measure for measure in item.measures if measure.judgement.latest]
    silent = len(item.measures) - len(told)
    lines = [measure_line(measure, scope) for measure in told]
    if silent:
        of_them = "more" if told else agreeing(silent, "measure", "measures")
        lines.append(f"{silent} {of_them} {agreeing(silent, 'has', 'have')} no figure.")
    return "\n".join(lines)


def _evidence(item: RecommendationPosition) -> str:
    """The evidence in the plan's own words; else what the newest updates of its actions say."""
    if item.evidence:
        return item.evidence
    told = [action for action in item.lowest_level_actions if action.update and action.update.progress]
    told.sort(key=lambda action: action.update.known_on if action.update else item.as_at, reverse=True)
    return "\n".join(f"{action.reference}: {action.update.progress}" for action in told[:3] if action.update)


def _further(item: RecommendationPosition) -> str:
    """Further actions in the plan's own words; else the next steps of the actions that are open."""
    if item.further_actions:
        return item.further_actions
    open_actions = [action for action in item.lowest_level_actions if action.is_open]
    next_steps = [
        f"{action.reference}: {action.update.next_steps}"
        if action.update and action.update.next_steps
        else f"{action.reference}: {action.text}{f' (due {action.due.shown})' if action.due.words else ''}"
        for action in open_actions
    ]
    more = len(next_steps) - 4
    return "\n".join([*next_steps[:4], *([f"and {counted(more, 'more open action')}"] if more > 0 else [])])


T, N = Kind.TEXT, Kind.NUMBER
RECOMMENDATION_FIELDS: list[Field[RecommendationPosition]] = [
    Field("number", "Number", 9, N, _value(lambda r: r.number)),
    Field("recommendation", "Recommendation", 52, T, _value(lambda r: r.shown_text)),
    Field("kind", "Kind", 18, T, _value(lambda r: r.kind_label)),
    Field("themes", "Themes", 12, T, _value(lambda r: ", ".join(map(str, r.theme_numbers)))),
    Field("lead_officers", "Lead officers", 28, T, _value(lambda r: r.answering_in_full)),
    Field("rating", "Rating", 12, Kind.RATING, _value(lambda r: r.rating.level.name if r.rating else NOT_RATED)),
    Field("rated_on", "Rated on", 13, Kind.DATE, _value(lambda r: r.rating.known_on if r.rating else None)),
    Field("previous_rating", "Rating before", 12, Kind.RATING, _value(_previous)),
    Field("reason", "Reason", 40, T, _value(lambda r: r.rating.reason if r.rating else "")),
    Field("actions", "Actions", 10, N, _value(lambda r: len(r.lowest_level_actions))),
    Field("actions_completed", "Completed", 12, N, _value(lambda r: len(r.completed_actions))),
    Field("actions_overdue", "Overdue", 11, N, _value(lambda r: len(r.overdue_actions))),
    Field(
        "actions_past_due_status_not_supplied", PAST_DUE_NO_STATUS.capitalize(), 12, N,
        _value(lambda r: len(r.past_due_without_status)),
    ),
    Field("delivered", "Delivered", 14, T, _value(lambda r: r.delivered.answer)),
    Field("working", "Working", 14, T, _value(lambda r: r.working.answer)),
    Field("embedded", "Embedded", 14, T, _value(lambda r: r.embedded.answer)),
    Field("measures", "Measures", 46, T, _measures),
    Field("evidence", "Evidence of progress", 46, T, _value(_evidence)),
    Field("further_actions", "Further actions", 42, T, _value(_further)),
    Field("outcome", "Outcome sought", 36, T, _value(lambda r: r.outcome)),
    Field(
        "strongest_evidence", "Strongest evidence", 20, T,
        _value(lambda r: r.strongest_evidence.label if r.strongest_evidence else "None recorded"),
        is_internal=True,
    ),
]  # fmt: skip
