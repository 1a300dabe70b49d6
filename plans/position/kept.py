"""Positions kept from one request to the next, for as long as nothing of the council's changes."""

from collections.abc import Callable
from datetime import date

from improvement.kept import KEPT
from plans.models import Plan
from plans.position.board import BoardRecord, read_board
from plans.position.build import build_position
from plans.position.changes import Changes, changes_between
from plans.position.position import Position
from plans.position.viewer import Viewer


def kept_position(plan: Plan, as_at: date, viewer: Viewer) -> Position:
    """Return the plan as at a day for a viewer, as `build_position` does; nobody may change what is returned.

    `plan.council` must have been read by the request that asks: its revision says which rows are meant. For pages that
    only read; what writes builds its own.
    """
    key = ("position", plan.pk, as_at, viewer.without_need())
    return KEPT.get(plan.council, key, lambda: build_position(plan, as_at, viewer), _weight)


def kept_changes(before: Callable[[], Position], after: Position, since: date) -> Changes:
    """Return what moved between a day and a position, kept as positions are; `before` gives the plan on that day."""
    key = ("changes", after.plan.pk, since, after.as_at, after.viewer.without_need())
    return KEPT.get(after.plan.council, key, lambda: changes_between(before(), after), lambda _changes: 100)


def kept_board(position: Position) -> BoardRecord:
    """Return what the board keeps beside a position that was kept, kept as that is; nobody may change it."""
    key = ("board", position.plan.pk, position.as_at, position.viewer.without_need())
    return KEPT.get(position.plan.council, key, lambda: read_board(position), lambda _board: 100)


def _weight(position: Position) -> int:
    """Return about how many rows stand behind a position."""
    observations = sum(len(measure.series.observations) for measure in position.measures)
    return 1 + 4 * len(position.actions) + len(position.recommendations) + observations
