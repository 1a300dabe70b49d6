"""The plan's data as tables for Power BI, Tableau and the like: stable column names, as at a day.

Names are set down in docs/data.md: a release adds columns at the end, and never renames or takes away one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from performance.series import read_series
from plans.position import Position
from plans.position.board import read_board, read_decisions
from plans.position.points import RatingPoint
from plans.position.snapshot import differences, record_of
from plans.position.updates import read_all_updates
from plans.reports.fields.actions import ACTION_FIELDS
from plans.reports.fields.field import Scope
from plans.reports.fields.measures import MEASURE_FIELDS

Cell = str | int | float | Decimal | date | None
ACTION_COLUMNS = tuple(field.key for field in ACTION_FIELDS)
RATING_COLUMNS = (
    "subject", "reference", "text", "theme_number", "rating_code", "rating", "rating_order", "rating_value", "outlook",
    "means_finished", "rated_on", "reason", "meeting", "rated_by", "entered_later", "is_newest",
)  # fmt: skip
OBSERVATION_COLUMNS = (
    "measure_code", "measure", "unit", "polarity", "frequency", "themes", "recommendations", "speaks_for", "period",
    "period_start", "period_end", "value", "highest", "numerator", "denominator", "status", "reason", "source",
    "as_written", "known_on",
)  # fmt: skip


UPDATE_COLUMNS = (
    "reference", "theme_number", "known_on", "recorded_on", "by", "status", "completed_on", "progress", "barriers",
    "next_steps", "confirms_no_change",
)  # fmt: skip
MILESTONE_COLUMNS = (
    "theme_number", "milestone", "text", "status", "due_as_written", "due_last_day", "achieved_on",
)  # fmt: skip
DUE_DATE_COLUMNS = (
    "reference", "theme_number", "from_as_written", "from_last_day", "to_as_written", "to_last_day", "reason",
    "asked_on", "asked_by", "state", "settled_on", "note",
)  # fmt: skip
TARGET_COLUMNS = (
    "measure_code", "measure", "unit", "kind", "as_written", "lowest", "highest", "due_as_written", "due_last_day",
    "known_on", "is_revised",
)  # fmt: skip
CHANGE_COLUMNS = ("plan", "since", "as_at", "item", "change", "field", "before", "now")
DECISION_COLUMNS = ("decided_on", "recommendation_number", "theme_number", "text")


@dataclass(frozen=True)
class DataFile:
    """A table of the plan's data: its name, what a row is, its columns, and its rows of a position."""

    name: str
    about: str
    columns: tuple[str, ...]
    rows: Callable[[Position], Iterator[tuple[Cell, ...]]]


def lines(file: DataFile, position: Position) -> Iterator[tuple[Cell, ...]]:
    """Yield the heading, then a row for each thing; plan and day come first, so that files can be put together."""
    yield ("plan", "as_at", *file.columns)
    for row in file.rows(position):
        yield (position.plan.slug, position.as_at, *row)


def _actions(position: Position) -> Iterator[tuple[Cell, ...]]:
    scope = Scope(position)
    for action in position.lowest_level_actions:
        # Fields of actions hold plain values only.
        yield tuple(field.value(action, scope) for field in ACTION_FIELDS)  # type: ignore[misc]


def _ratings(position: Position) -> Iterator[tuple[Cell, ...]]:
    for item in position.recommendations:
        themes = item.theme_numbers
        yield from _of(
            "Recommendation", str(item.number), item.text, themes[0] if themes else None, item.ratings
        )
    for theme in position.themes:
        yield from _of("Theme", str(theme.number), theme.title, theme.number, theme.ratings)
    for action in position.actions:
        yield from _of("Action", action.reference, action.full_text, action.theme_number, action.ratings)
    for success in position.success_measures:
        yield from _of(
            "Success measure", success.reference, success.text, success.theme_number, success.ratings
        )


def _of(
    subject: str, reference: str, text: str, theme: int | None, ratings: list[RatingPoint]
) -> Iterator[tuple[Cell, ...]]:
    for place, point in enumerate(ratings, start=1):
        level = point.level
        yield (
            subject,
            reference,
            text,
            theme,
            level.code,
            level.name,
            level.order,
            level.value,
            level.outlook,
            _yes(level.means_finished),
            point.known_on,
            point.reason,
            point.meeting,
            point.by,
            _yes(point.entered_later),
            _yes(place == len(ratings)),
        )


def _observations(position: Position) -> Iterator[tuple[Cell, ...]]:
    whole = read_series([measure.measure_id for measure in position.measures], position.as_at, whole=True)
    for measure in position.measures:
        version = measure.version
        for observation in whole[measure.measure_id].observations:
            yield (
                measure.code,
                measure.name,
                version.unit,
                version.polarity,
                version.frequency,
                ", ".join(map(str, measure.theme_numbers)),
                ", ".join(map(str, measure.recommendation_numbers)),
                observation.measure_type,
                observation.shown_period,
                observation.period_start,
                observation.period_end,
                observation.value,
                observation.highest,
                observation.numerator,
                observation.denominator,
                observation.status,
                observation.reason,
                observation.source,
                observation.words,
                observation.known_on,
            )


def _measures(position: Position) -> Iterator[tuple[Cell, ...]]:
    scope = Scope(position)
    for measure in position.measures:
        # Without suppression a field of a measure holds plain values only.
        yield tuple(field.value(measure, scope) for field in MEASURE_FIELDS)  # type: ignore[misc]


def _updates(position: Position) -> Iterator[tuple[Cell, ...]]:
    for action, update, is_confirmation in read_all_updates(position):
        yield (
            action.reference,
            action.theme_number,
            update.known_on,
            timezone.localtime(update.recorded_at).date(),
            update.by,
            update.status_label,
            update.completed_on,
            update.progress,
            update.barriers,
            update.next_steps,
            _yes(is_confirmation),
        )


def _milestones(position: Position) -> Iterator[tuple[Cell, ...]]:
    for theme in position.themes:
        for item in theme.milestones:
            yield (
                theme.number,
                item.code,
                item.text,
                item.status_label,
                item.due.words,
                item.due.latest,
                item.achieved_on,
            )


def _due_dates(position: Position) -> Iterator[tuple[Cell, ...]]:
    for action in position.lowest_level_actions:
        for move in action.due_moves:
            yield (
                action.reference,
                action.theme_number,
                move.from_words,
                move.from_latest,
                move.to_words,
                move.to_latest,
                move.reason,
                move.asked_on,
                move.asked_by,
                move.state,
                move.settled_on,
                move.note,
            )


def _targets(position: Position) -> Iterator[tuple[Cell, ...]]:
    for measure in position.measures:
        revised = measure.series.revised()
        for target in measure.series.targets:
            yield (
                measure.code,
                measure.name,
                measure.version.unit,
                target.kind,
                target.words,
                target.lowest,
                target.highest,
                target.due_words,
                target.due_latest,
                target.known_on,
                _yes(target.pk in revised),
            )


def _decisions(position: Position) -> Iterator[tuple[Cell, ...]]:
    for item in read_decisions(position):
        yield (
            item.known_on,
            item.subject.recommendation_number,
            item.subject.theme_number,
            item.text,
        )


def change_rows(earlier: Position, later: Position) -> Iterator[tuple[Cell, ...]]:
    """Yield what differs between two days of a plan: a row a changed field, one for what was added or left."""
    plan = later.plan
    found = differences(
        record_of(earlier, read_board(earlier)), record_of(later, read_board(later)), plan.theme_word
    )
    days = (plan.slug, earlier.as_at, later.as_at)
    for item in found.added:
        yield (*days, item, "added", "", "", "")
    for item in found.removed:
        yield (*days, item, "left", "", "", "")
    for change in found.changed:
        yield (*days, change.item, "changed", change.field, change.was, change.now)


def _yes(value: bool) -> str:
    return "Yes" if value else "No"


DATA_FILES: dict[str, DataFile] = {
    file.name: file
    for file in (
        DataFile("actions", "A row for each action that is counted.", ACTION_COLUMNS, _actions),
        DataFile(
            "ratings",
            "A row for each rating that was ever given to a recommendation, theme, action or success measure.",
            RATING_COLUMNS,
            _ratings,
        ),
        DataFile(
            "measures",
            "A row for each measure: its newest figure, its targets, and how the two stand.",
            tuple(field.key for field in MEASURE_FIELDS),
            _measures,
        ),
        DataFile(
            "observations",
            "A row for each figure of each measure, as last corrected.",
            OBSERVATION_COLUMNS,
            _observations,
        ),
        DataFile(
            "updates", "A row for each update of each action, as last corrected.", UPDATE_COLUMNS, _updates
        ),
        DataFile("milestones", "A row for each milestone of each theme.", MILESTONE_COLUMNS, _milestones),
        DataFile(
            "due-dates",
            "A row for each request to move an action's due date, and what became of it.",
            DUE_DATE_COLUMNS,
            _due_dates,
        ),
        DataFile(
            "targets", "A row for each target of each measure, low and high apart.", TARGET_COLUMNS, _targets
        ),
        DataFile("decisions", "A row for each decision of the board.", DECISION_COLUMNS, _decisions),
    )
}
