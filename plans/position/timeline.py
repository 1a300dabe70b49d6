"""The plan in time: each theme's milestones and actions with their days, from one position. Where they lie on a drawing
is said in `plans/charts/svg/timeline.py`."""

from dataclasses import dataclass
from datetime import date

from improvement.periods import month_end
from plans.choices import ProgressStatus
from plans.position.actions import ActionPosition
from plans.position.points import DaysAsWritten
from plans.position.position import Position
from plans.position.themes import MilestonePosition


@dataclass(frozen=True)
class TimelineRow:
    """One milestone or action. `start` and `end` are None where the plan says no day."""

    kind: str
    reference: str
    text: str
    status: str
    late_label: str
    start: date | None
    end: date | None
    first_end: date | None
    start_words: str
    end_words: str

    @property
    def status_label(self) -> str:
        return str(ProgressStatus(self.status).label)

    @property
    def is_overdue(self) -> bool:
        return self.late_label == "Overdue"


@dataclass(frozen=True)
class TimelineGroup:
    """A theme's rows, or those of what is in none: the dated ones in the order of their days."""

    number: int | None
    name: str
    dated: tuple[TimelineRow, ...]
    undated: tuple[TimelineRow, ...]

    @property
    def rows(self) -> tuple[TimelineRow, ...]:
        """All its rows, dated ones first."""
        return self.dated + self.undated


@dataclass(frozen=True)
class Timeline:
    """A plan in time, from the first day to the last, read on one day; `today` is another where that is past."""

    first: date
    last: date
    as_at: date
    today: date
    groups: tuple[TimelineGroup, ...]

    @property
    def undated(self) -> list[TimelineRow]:
        return [row for group in self.groups for row in group.undated]


def timeline(position: Position, today: date, only: int | None = None) -> Timeline:
    """Return a plan, or one theme of it, in time: milestones on their due day, actions from start to due.

    What has no due day is listed, not dated: nothing is invented for it.
    """
    found = {
        division.number: [
            *(_milestone(milestone) for milestone in division.milestones),
            *(_action(action) for action in division.lowest_level_actions),
        ]
        for division in position.divisions
        if only is None or division.number == only
    }
    days = [
        day for rows in found.values() for row in rows for day in (row.start, row.end, row.first_end) if day
    ]
    latest = max(days, default=position.as_at)
    groups = []
    for division in position.divisions:
        rows = found.get(division.number)
        if not rows:
            continue
        dated = sorted((row for row in rows if row.end), key=lambda row: (row.start or row.end, row.end))
        groups.append(
            TimelineGroup(
                division.number,
                position.division_name(division),
                tuple(dated),
                tuple(row for row in rows if not row.end),
            )
        )
    return Timeline(
        min(days, default=position.as_at).replace(day=1),
        month_end(latest.year, latest.month),
        position.as_at,
        today,
        tuple(groups),
    )


def _milestone(milestone: MilestonePosition) -> TimelineRow:
    return TimelineRow(
        "milestone",
        milestone.code,
        milestone.text,
        milestone.status,
        "",
        None,
        milestone.due.latest,
        None,
        "",
        _words(milestone.due, milestone.achieved_on),
    )


def _action(action: ActionPosition) -> TimelineRow:
    moved = [move for move in action.due_moves if move.agreed or move.imported]
    return TimelineRow(
        "action",
        action.reference,
        action.full_text,
        action.status,
        action.late_label,
        action.start.earliest,
        action.due.latest,
        moved[0].from_latest if moved else None,
        action.start.shown,
        _words(action.due, action.completed_on),
    )


def _words(due: DaysAsWritten, done: date | None) -> str:
    due_words = due.shown or "No date"
    return f"{due_words} (done {done:%-d %B %Y})" if done else due_words
