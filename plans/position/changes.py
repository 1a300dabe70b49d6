"""What moved between two positions of one plan: in words and figures, from the positions alone."""

from dataclasses import dataclass, field
from datetime import date

from improvement.counting import plural
from plans.choices import ProgressStatus
from plans.position.actions import ActionPosition
from plans.position.measures import MeasurePosition
from plans.position.points import Level
from plans.position.position import Position
from plans.position.recommendations import RecommendationPosition
from plans.position.themes import MilestonePosition
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


# How well each status says that an action goes; what nobody said, and what was closed, is on no ladder.
STATUS_STEPS = {
    ProgressStatus.COMPLETED: 3,
    ProgressStatus.ON_TARGET: 2,
    ProgressStatus.NOT_STARTED: 1,
    ProgressStatus.BEHIND_TARGET: 0,
}


@dataclass(frozen=True)
class ActionMove:
    """An action of which something moved: from which words to which, and which way where one is better."""

    action: ActionPosition
    before: str
    after: str
    direction: str = ""


@dataclass(frozen=True)
class MilestoneMove:
    """A milestone whose status changed: from which words to which, and which way."""

    milestone: MilestonePosition
    before: str
    after: str
    direction: str


@dataclass
class Changes:
    """What moved since an earlier day."""

    since: date
    # What the plan calls its themes.
    theme_word: str = "theme"
    ratings: list[RatingMove] = field(default_factory=list)
    completed: list[ActionPosition] = field(default_factory=list)
    newly_overdue: list[ActionPosition] = field(default_factory=list)
    # Whose date passed while nobody has said how it stands.
    newly_past_due: list[ActionPosition] = field(default_factory=list)
    moved_dates: list[ActionMove] = field(default_factory=list)
    added: list[ActionPosition] = field(default_factory=list)
    updated: int = 0
    off_target: list[MeasurePosition] = field(default_factory=list)
    reached_target: list[MeasurePosition] = field(default_factory=list)
    new_figures: int = 0

    removed: list[ActionPosition] = field(default_factory=list)
    # Whose status changed otherwise than to completed.
    restated: list[ActionMove] = field(default_factory=list)

    # Themes whose own rating moved, and milestones whose status did.
    theme_ratings: list[RatingMove] = field(default_factory=list)
    milestones: list[MilestoneMove] = field(default_factory=list)
    # What the board closed, and what it took up again.
    closed: list[RecommendationPosition | ActionPosition] = field(default_factory=list)
    reopened: list[RecommendationPosition | ActionPosition] = field(default_factory=list)

    # Recommendations that came into the plan, and that left it.
    items_added: list[RecommendationPosition] = field(default_factory=list)
    items_removed: list[RecommendationPosition] = field(default_factory=list)

    @property
    def improved(self) -> list[RatingMove]:
        """The recommendations whose rating moved for the better."""
        return [move for move in self.ratings if move.direction == "improved"]

    @property
    def slipped(self) -> list[RatingMove]:
        """The recommendations whose rating moved for the worse."""
        return [move for move in self.ratings if move.direction == "slipped"]

    @property
    def otherwise_rated(self) -> list[RatingMove]:
        """The recommendations that were rated for the first time, no longer, or on another scale."""
        return [move for move in self.ratings if move.direction not in {"improved", "slipped"}]

    @property
    def fell_behind(self) -> list[ActionMove]:
        """The actions whose status moved for the worse."""
        return [move for move in self.restated if move.direction == "slipped"]

    @property
    def reached(self) -> list[MilestoneMove]:
        return [move for move in self.milestones if move.milestone.status == ProgressStatus.COMPLETED]

    @property
    def other_milestones(self) -> list[MilestoneMove]:
        return [move for move in self.milestones if move.milestone.status != ProgressStatus.COMPLETED]

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
            (
                self.theme_ratings,
                f"{self.theme_word} changed rating",
                f"{plural(self.theme_word)} changed rating",
            ),
            (self.reached, "milestone reached", "milestones reached"),
            (self.other_milestones, "milestone changed status", "milestones changed status"),
            (self.closed, "closed by the board", "closed by the board"),
            (self.reopened, "reopened by the board", "reopened by the board"),
            (self.items_added, "recommendation added", "recommendations added"),
            (self.items_removed, "recommendation left the plan", "recommendations left the plan"),
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
            or self.theme_ratings
            or self.milestones
            or self.closed
            or self.reopened
            or self.items_added
            or self.items_removed
            or self.added
            or self.removed
            or self.updated
            or self.new_figures
            or self.off_target
            or self.reached_target
        )


def changes_between(before: Position, after: Position) -> Changes:
    """Return what moved from one position to a later one."""
    changes = Changes(before.as_at, after.plan.theme_word)
    earlier = {item.recommendation_id: item for item in before.recommendations}
    kept_items = {item.recommendation_id for item in after.recommendations}
    changes.items_removed = [i for i in before.recommendations if i.recommendation_id not in kept_items]
    for item in after.recommendations:
        old = earlier.get(item.recommendation_id)
        if old is None:
            changes.items_added.append(item)
            if item.ratings and item.ratings[0].known_on <= before.as_at:
                # It was rated before it left the plan, or was known here only later: no move of these days.
                continue
        was = old.rating.level if old and old.rating else None
        now = item.rating.level if item.rating else None
        if rating_move(was, now):
            changes.ratings.append(RatingMove(item.text, item.number, was, now))
    _theme_changes(before, after, changes)
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
            changes.restated.append(
                ActionMove(
                    action,
                    earlier_action.status_label,
                    action.status_label,
                    _status_direction(earlier_action.status, action.status),
                )
            )
        if action.is_overdue and not earlier_action.is_overdue:
            changes.newly_overdue.append(action)
        if action.is_past_due_without_status and not earlier_action.is_past_due_without_status:
            changes.newly_past_due.append(action)
        if action.due.words != earlier_action.due.words:
            changes.moved_dates.append(
                ActionMove(action, earlier_action.due.shown or "no date", action.due.shown or "no date")
            )
        newest = action.update.update_id if action.update else None
        earlier_update = earlier_action.update
        changes.updated += newest is not None and newest != (
            earlier_update.update_id if earlier_update else None
        )
    _closures(before, after, changes)
    kept = {action.action_id for action in after.actions}
    changes.removed = [action for action in before.lowest_level_actions if action.action_id not in kept]
    return changes


def _theme_changes(before: Position, after: Position, changes: Changes) -> None:
    themes = {theme.theme_id: theme for theme in before.themes}
    for theme in after.themes:
        was = themes[theme.theme_id].rating if theme.theme_id in themes else None
        levels = (was.level if was else None, theme.rating.level if theme.rating else None)
        # One that was rated before it came into the plan moved in none of these days.
        is_new = theme.theme_id not in themes
        if is_new and theme.ratings and theme.ratings[0].known_on <= before.as_at:
            continue
        if rating_move(*levels):
            changes.theme_ratings.append(RatingMove(theme.title, theme.number, *levels))
    milestones = {item.milestone_id: item for item in before.milestones}
    for item in after.milestones:
        earlier = milestones.get(item.milestone_id)
        if earlier is not None and item.status != earlier.status:
            way = _status_direction(earlier.status, item.status)
            changes.milestones.append(MilestoneMove(item, earlier.status_label, item.status_label, way))


def _closures(before: Position, after: Position, changes: Changes) -> None:
    """Note what the board closed or reopened; what a workbook calls cancelled is a change of status."""

    def closed(position: Position) -> dict[tuple[str, int], RecommendationPosition | ActionPosition]:
        of_items = [item.closure for item in position.recommendations if item.closure]
        return {
            _key(item): item
            for item in position.closed
            if item.closure
            and not item.closure.is_imported
            # An action that went with its recommendation is not told beside it.
            and (not isinstance(item, ActionPosition) or not any(item.closure is it for it in of_items))
        }

    was, now = closed(before), closed(after)
    every: list[RecommendationPosition | ActionPosition] = [
        *after.recommendations,
        *after.lowest_level_actions,
    ]
    here = {_key(item): item for item in every}
    before_it = {_key(item) for item in before.closed}
    changes.closed = [item for key, item in now.items() if key not in before_it]
    changes.reopened = [here[key] for key in was if key in here and not here[key].closure]


def _key(item: RecommendationPosition | ActionPosition) -> tuple[str, int]:
    if isinstance(item, ActionPosition):
        return "action", item.action_id
    return "recommendation", item.recommendation_id


def _status_direction(before: str, after: str) -> str:
    was, now = (STATUS_STEPS.get(ProgressStatus(status)) for status in (before, after))
    if was is None or now is None or was == now:
        return ""
    return "improved" if now > was else "slipped"


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
