"""What moved between two positions of one plan: in words and figures, from the positions alone."""

from dataclasses import dataclass, field
from datetime import date

from plans.choices import ProgressStatus
from plans.position.actions import ActionPosition
from plans.position.measures import MeasurePosition
from plans.position.points import Level
from plans.position.position import Position
from plans.rules.rating_moves import rating_move

VERBS = {
    "improved": "moved",
    "slipped": "slipped",
    "newly rated": "rated for the first time:",
    "no longer rated": "no longer rated",
    "on another scale": "rated on another scale:",
}


@dataclass(frozen=True)
class RatingMove:
    """A thing whose rating moved."""

    title: str
    number: int
    before: Level | None
    after: Level | None

    @property
    def direction(self) -> str:
        """Return which way it moved, in words."""
        return rating_move(self.before, self.after)


@dataclass
class Changes:
    """What moved since an earlier day."""

    since: date
    ratings: list[RatingMove] = field(default_factory=list)
    completed: list[ActionPosition] = field(default_factory=list)
    newly_overdue: list[ActionPosition] = field(default_factory=list)
    # Whose date passed while nobody has said how it stands.
    newly_past_due: list[ActionPosition] = field(default_factory=list)
    moved_dates: list[ActionPosition] = field(default_factory=list)
    added: list[ActionPosition] = field(default_factory=list)
    updated: int = 0
    off_target: list[MeasurePosition] = field(default_factory=list)
    reached_target: list[MeasurePosition] = field(default_factory=list)
    new_figures: int = 0

    removed: list[ActionPosition] = field(default_factory=list)
    # Whose status changed otherwise than to completed.
    restated: list[ActionPosition] = field(default_factory=list)

    def sentence(self) -> str:
        """Return in words what moved: `3 recommendations moved to Green, 1 slipped to Red; 7 actions completed`."""
        parts = [*_rating_words(self.ratings)]
        for items, one, many in (
            (self.completed, "action completed", "actions completed"),
            (self.restated, "other action changed status", "other actions changed status")
            if self.completed
            else (self.restated, "action changed status", "actions changed status"),
            (self.moved_dates, "due date moved", "due dates moved"),
            (self.newly_overdue, "action became overdue", "actions became overdue"),
            (
                self.newly_past_due,
                "action passed its due date with no status given",
                "actions passed their due dates with no status given",
            ),
            (self.added, "action added", "actions added"),
            (self.removed, "action left the plan", "actions left the plan"),
        ):
            if items:
                parts.append(f"{len(items)} {one if len(items) == 1 else many}")
        return f"{'; '.join(parts)}." if parts else "No ratings, statuses or dates have changed."

    @property
    def is_empty(self) -> bool:
        return not (
            self.ratings
            or self.completed
            or self.restated
            or self.newly_overdue
            or self.newly_past_due
            or self.moved_dates
            or self.added
            or self.removed
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
        if rating_move(was, now):
            changes.ratings.append(RatingMove(item.text, item.number, was, now))
    _measure_changes(before, after, changes)
    actions = {action.action_id: action for action in before.actions}
    for action in after.lowest_level_actions:
        earlier_action = actions.get(action.action_id)
        if earlier_action is None:
            changes.added.append(action)
            continue
        if action.status == ProgressStatus.COMPLETED != earlier_action.status:
            changes.completed.append(action)
        elif action.status != earlier_action.status:
            changes.restated.append(action)
        if action.is_overdue and not earlier_action.is_overdue:
            changes.newly_overdue.append(action)
        if action.is_past_due_without_status and not earlier_action.is_past_due_without_status:
            changes.newly_past_due.append(action)
        if action.due.words != earlier_action.due.words:
            changes.moved_dates.append(action)
        newest = action.update.update_id if action.update else None
        earlier_update = earlier_action.update
        changes.updated += newest is not None and newest != (
            earlier_update.update_id if earlier_update else None
        )
    kept = {action.action_id for action in after.actions}
    changes.removed = [action for action in before.lowest_level_actions if action.action_id not in kept]
    return changes


def _rating_words(moves: list[RatingMove]) -> list[str]:
    """Return how many recommendations moved to which level, the better ones first."""
    counted: dict[tuple[str, int, str], int] = {}
    for move in moves:
        to = move.after
        verb = VERBS[move.direction]
        key = (verb, to.order if to else 0, to.name if to else "")
        counted[key] = counted.get(key, 0) + 1
    words: list[str] = []
    for (verb, _order, name), count in sorted(counted.items()):
        noun = "" if words else f" recommendation{'' if count == 1 else 's'}"
        to_level = f" to {name}" if name and not verb.endswith(":") else f" {name}" if name else ""
        words.append(f"{count}{noun} {verb}{to_level}")
    return [", ".join(words)] if words else []


def _measure_changes(before: Position, after: Position, changes: Changes) -> None:
    earlier = {measure.measure_id: measure for measure in before.measures}
    for measure in after.measures:
        earlier_measure = earlier.get(measure.measure_id)
        if earlier_measure is None:
            continue
        was, now = earlier_measure.judgement, measure.judgement
        if now.is_off_target and not was.is_off_target:
            changes.off_target.append(measure)
        if now.is_on_target and not was.is_on_target:
            changes.reached_target.append(measure)
        newest = now.latest.pk if now.latest else None
        changes.new_figures += newest is not None and newest != (was.latest.pk if was.latest else None)
