"""What moved between two positions of one plan: in words and figures, from the positions alone."""

from dataclasses import dataclass, field
from datetime import date

from plans.choices import ProgressStatus
from plans.position.measures import MeasurePosition
from plans.position.parts import ActionPosition, Level
from plans.position.position import Position


@dataclass(frozen=True)
class RatingMove:
    """A thing whose rating moved."""

    title: str
    number: int
    before: Level | None
    after: Level | None

    @property
    def direction(self) -> str:
        """Return improved, slipped, or newly rated."""
        if self.before is None or self.after is None:
            return "newly rated" if self.after else "no longer rated"
        return "improved" if self.after.order < self.before.order else "slipped"


@dataclass
class Changes:
    """What moved since an earlier day."""

    since: date
    ratings: list[RatingMove] = field(default_factory=list)
    completed: list[ActionPosition] = field(default_factory=list)
    newly_overdue: list[ActionPosition] = field(default_factory=list)
    moved_dates: list[ActionPosition] = field(default_factory=list)
    added: list[ActionPosition] = field(default_factory=list)
    updated: int = 0
    off_target: list[MeasurePosition] = field(default_factory=list)
    reached_target: list[MeasurePosition] = field(default_factory=list)
    new_figures: int = 0

    @property
    def is_empty(self) -> bool:
        return not (
            self.ratings
            or self.completed
            or self.newly_overdue
            or self.moved_dates
            or self.added
            or self.updated
            or self.new_figures
            or self.off_target
            or self.reached_target
        )


def changes_between(before: Position, after: Position) -> Changes:
    """Return what moved from one position to a later one."""
    changes = Changes(before.as_at)
    earlier = {item.recommendation_id: item for item in before.recommendations}
    for item in after.recommendations:
        old = earlier.get(item.recommendation_id)
        was = old.rating.level if old and old.rating else None
        now = item.rating.level if item.rating else None
        if was != now:
            changes.ratings.append(RatingMove(item.text, item.number, was, now))
    _measure_changes(before, after, changes)
    actions = {action.action_id: action for action in before.actions}
    for action in after.lowest_level_actions:
        known = actions.get(action.action_id)
        if known is None:
            changes.added.append(action)
            continue
        if action.status == ProgressStatus.COMPLETED != known.status:
            changes.completed.append(action)
        if action.is_overdue and not known.is_overdue:
            changes.newly_overdue.append(action)
        if action.due.words != known.due.words:
            changes.moved_dates.append(action)
        newest = action.update.update_id if action.update else None
        changes.updated += newest is not None and newest != (known.update.update_id if known.update else None)
    return changes


def _measure_changes(before: Position, after: Position, changes: Changes) -> None:
    earlier = {measure.measure_id: measure for measure in before.measures}
    for measure in after.measures:
        known = earlier.get(measure.measure_id)
        if known is None:
            continue
        was, now = known.judgement, measure.judgement
        if now.is_off_target and not was.is_off_target:
            changes.off_target.append(measure)
        if now.is_on_target and not was.is_on_target:
            changes.reached_target.append(measure)
        newest = now.latest.pk if now.latest else None
        changes.new_figures += newest is not None and newest != (was.latest.pk if was.latest else None)
