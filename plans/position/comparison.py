"""Two days of one plan side by side, per theme and per recommendation: in words and figures."""

from collections.abc import Mapping
from dataclasses import dataclass

from plans.choices import ProgressStatus
from plans.position.actions import ActionPosition
from plans.position.changes import Changes, changes_between
from plans.position.points import RatingPoint
from plans.position.position import Position
from plans.position.recommendations import RecommendationPosition
from plans.position.themes import OutsideThemes, ThemePosition
from plans.rules.rating_moves import rating_move

Compared = RecommendationPosition | ThemePosition | OutsideThemes


@dataclass(frozen=True)
class Standing:
    """How one theme or recommendation stood on a day."""

    rating: RatingPoint | None
    actions: int
    completed: int
    overdue: int
    past_due_without_status: int


@dataclass(frozen=True)
class ComparedDivision:
    """A theme or recommendation on two days; `before` or `after` is None where the plan did not hold it."""

    number: int | None
    text: str
    before: Standing | None
    after: Standing | None
    completed: tuple[str, ...]
    moved_dates: tuple[str, ...]

    @property
    def direction(self) -> str:
        """Return which way its rating moved; empty where it stayed."""
        was = self.before.rating.level if self.before and self.before.rating else None
        now = self.after.rating.level if self.after and self.after.rating else None
        return rating_move(was, now)


@dataclass(frozen=True)
class Comparison:
    """What differs between two days of a plan."""

    before: Position
    after: Position
    changes: Changes
    themes: tuple[ComparedDivision, ...]
    recommendations: tuple[ComparedDivision, ...]


def compare(before: Position, after: Position) -> Comparison:
    """Return an earlier and a later position of one plan side by side."""
    return Comparison(
        before,
        after,
        changes_between(before, after),
        _compared(_themes(before), _themes(after)),
        _compared(
            {item.recommendation_id: item for item in before.recommendations},
            {item.recommendation_id: item for item in after.recommendations},
        ),
    )


def _themes(position: Position) -> dict[int | None, Compared]:
    """Return the themes by key, and under None what is in none, where that holds actions."""
    by_key: dict[int | None, Compared] = {theme.theme_id: theme for theme in position.themes}
    outside = position.outside_themes
    return {**by_key, None: outside} if outside.actions else by_key


def _compared(
    before: Mapping[int | None, Compared], after: Mapping[int | None, Compared]
) -> tuple[ComparedDivision, ...]:
    divisions = []
    for key in {**before, **after}:
        old, new = before.get(key), after.get(key)
        shown = new or old
        if shown is None:  # pragma: no cover -- it is in one of the two
            continue
        earlier = {action.action_id: action for action in old.lowest_level_actions} if old else {}
        pairs = [
            (earlier[action.action_id], action)
            for action in (new.lowest_level_actions if new else [])
            if action.action_id in earlier
        ]
        divisions.append(
            ComparedDivision(
                shown.number,
                _title(shown),
                _standing(old),
                _standing(new),
                tuple(now.reference for was, now in pairs if not _done(was) and _done(now)),
                tuple(now.reference for was, now in pairs if was.due.words != now.due.words),
            )
        )
    return tuple(sorted(divisions, key=lambda item: (item.number is None, item.number or 0)))


def _title(item: Compared) -> str:
    if isinstance(item, RecommendationPosition):
        return item.shown_text
    return item.title if isinstance(item, ThemePosition) else "in none"


def _done(action: ActionPosition) -> bool:
    return action.status == ProgressStatus.COMPLETED


def _standing(item: Compared | None) -> Standing | None:
    if item is None:
        return None
    actions = item.lowest_level_actions
    return Standing(
        item.rating,
        len(actions),
        sum(map(_done, actions)),
        len(item.overdue_actions),
        len(item.past_due_without_status),
    )
