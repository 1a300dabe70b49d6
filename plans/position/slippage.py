"""What moved in time: due dates against the first ones, and targets that were set anew. From one position."""

from dataclasses import dataclass
from datetime import date
from statistics import median

from improvement.counting import agreeing, counted
from improvement.rounding import round_half_up
from performance.choices import TargetKind
from performance.models import Target
from plans.position.actions import ActionPosition
from plans.position.measures import MeasurePosition
from plans.position.points import DueMove
from plans.position.position import Position


@dataclass(frozen=True)
class MovedAction:
    """An action whose due date moved: from where, how often, and how far."""

    action: ActionPosition
    moves: tuple[DueMove, ...]
    on: date

    @property
    def first(self) -> DueMove:
        return self.moves[0]

    @property
    def days_slipped(self) -> int | None:
        """Days from the first due date to the present one; None where either names no day."""
        first, now = self.first.from_latest, self.action.due.latest
        return (now - first).days if first and now else None

    @property
    def is_overdue_against_first(self) -> bool:
        """Whether it would be overdue had its date not moved."""
        return self.action.is_open and self.first.from_latest is not None and self.first.from_latest < self.on


@dataclass(frozen=True)
class MovedTarget:
    """A target that was set anew, and the one that it stands for, where that is known."""

    measure: MeasurePosition
    target: Target
    first: Target | None


@dataclass(frozen=True)
class Slippage:
    """A plan's moved dates and targets."""

    actions: tuple[MovedAction, ...]
    targets: tuple[MovedTarget, ...]
    waiting: tuple[tuple[ActionPosition, DueMove], ...]
    total: int

    @property
    def overdue_against_first(self) -> int:
        """Open actions past their first date: moved ones by that, the others by their own."""
        return sum(moved.is_overdue_against_first for moved in self.actions)

    def sentence(self) -> str:
        """Return in words how much moved."""
        count = len(self.actions)
        if not count:
            return f"No due dates have moved ({counted(self.total, 'action')})."
        days = [moved.days_slipped for moved in self.actions if moved.days_slipped is not None]
        often = sum(len(moved.moves) > 1 for moved in self.actions)
        dates = agreeing(count, "due date", "due dates")
        text = (
            f"The {dates} of {count} of {counted(self.total, 'action')} {agreeing(count, 'has', 'have')} "
            "moved"
        )
        if days:
            half = counted(int(round_half_up(median(days))), "day")
            text += f", by {half}" if count == 1 else f", half of them by {half} or more"
        if often:
            text += "; more than once" if count == 1 else f"; {often} of them more than once"
        text += "."
        return text


def slippage(position: Position) -> Slippage:
    """Return what moved in time on a plan, the furthest first."""
    moved = [
        MovedAction(action, moves, position.as_at)
        for action in position.lowest_level_actions
        if (moves := tuple(move for move in action.due_moves if move.agreed or move.imported))
    ]
    targets = [
        MovedTarget(measure, target, _first(measure, target))
        for measure in position.measures
        for target in measure.series.targets
        if target.revises_id or target.kind == TargetKind.REVISED
    ]
    return Slippage(
        tuple(sorted(moved, key=lambda item: -(item.days_slipped or 0))),
        tuple(targets),
        tuple(position.waiting_dates),
        len(position.lowest_level_actions),
    )


def _first(measure: MeasurePosition, target: Target) -> Target | None:
    return next((item for item in measure.series.targets if item.pk == target.revises_id), None)
