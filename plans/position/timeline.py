"""The plan laid out in time: themes, milestones and actions as bars and marks, from one position."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from improvement.periods import month_end
from plans.choices import ProgressStatus
from plans.position.actions import ActionPosition
from plans.position.points import DaysAsWritten
from plans.position.position import Position
from plans.position.themes import MilestonePosition

# The drawing is this wide; a bar begins and ends at a part of it.
WIDTH = 1000
ROW_HEIGHT = 22
SYMBOLS: dict[str, str] = {
    ProgressStatus.COMPLETED: "✓",
    ProgressStatus.ON_TARGET: "▸",
    ProgressStatus.BEHIND_TARGET: "!",
    ProgressStatus.NOT_STARTED: "○",
    ProgressStatus.NOT_SUPPLIED: "?",
}


@dataclass(frozen=True)
class Bar:
    """One row of the timeline. `start` and `end` are None where the plan says no day."""

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
    x: float = 0
    width: float = 0
    y: int = 0
    first_x: float | None = None

    @property
    def status_label(self) -> str:
        return str(ProgressStatus(self.status).label)

    @property
    def is_overdue(self) -> bool:
        return self.late_label == "Overdue"

    @property
    def symbol(self) -> str:
        """What stands for the status where colour can't be seen."""
        return SYMBOLS[self.status]

    @property
    def middle(self) -> int:
        return self.y + ROW_HEIGHT // 2

    @property
    def end_x(self) -> float:
        return self.x + self.width


@dataclass(frozen=True)
class Tick:
    """The first day of a month or quarter on the scale."""

    x: float
    label: str


@dataclass(frozen=True)
class TimelineGroup:
    """A theme's rows, or those of what is in none, with the drawing's height."""

    number: int | None
    name: str
    bars: tuple[Bar, ...]
    undated: tuple[Bar, ...]

    @property
    def tables(self) -> tuple[tuple[Bar, ...], ...]:
        """All its rows, dated ones first."""
        return (self.bars, self.undated)

    @property
    def height(self) -> int:
        return len(self.bars) * ROW_HEIGHT


@dataclass(frozen=True)
class Timeline:
    """A plan in time, from the first day to the last; `as_at_x` and `today_x` are None outside of it."""

    first: date
    last: date
    groups: tuple[TimelineGroup, ...]
    ticks: tuple[Tick, ...]
    as_at_x: float | None
    today_x: float | None

    @property
    def today_part(self) -> float:
        """Where the page's day lies on the drawing, from 0 to 1: what a narrow screen shows first."""
        return round((self.as_at_x if self.as_at_x is not None else WIDTH) / WIDTH, 3)

    @property
    def undated(self) -> list[Bar]:
        return [bar for group in self.groups for bar in group.undated]


def timeline(position: Position, today: date, only: int | None = None) -> Timeline:
    """Return a plan, or one theme of it, in time: milestones as marks on their due day, actions from start to due.

    What has no due day is listed, not drawn: nothing is invented for it. An action without a start is drawn as a mark.
    """
    rows = {
        division.number: [
            *(_milestone(milestone) for milestone in division.milestones),
            *(_action(action) for action in division.lowest_level_actions),
        ]
        for division in position.divisions
        if only is None or division.number == only
    }
    days = [
        day for bars in rows.values() for bar in bars for day in (bar.start, bar.end, bar.first_end) if day
    ]
    first = min(days, default=position.as_at).replace(day=1)
    latest = max(days, default=position.as_at)
    last = month_end(latest.year, latest.month)
    scale = _Scale(first, last)
    groups = []
    for division in position.divisions:
        bars = rows.get(division.number)
        if not bars:
            continue
        dated = sorted((bar for bar in bars if bar.end), key=lambda bar: (bar.start or bar.end, bar.end))
        groups.append(
            TimelineGroup(
                division.number,
                position.division_name(division),
                tuple(scale.place(bar, place) for place, bar in enumerate(dated)),
                tuple(bar for bar in bars if not bar.end),
            )
        )
    return Timeline(
        first,
        last,
        tuple(groups),
        tuple(_ticks(scale)),
        scale.x(position.as_at) if first <= position.as_at <= last else None,
        scale.x(today) if first <= today <= last else None,
    )


class _Scale:
    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.days = max((last - first).days, 1)

    def x(self, day: date) -> float:
        return round((day - self.first).days * WIDTH / self.days, 1)

    def place(self, bar: Bar, row: int) -> Bar:
        end = bar.end or self.last
        begin = self.x(min(bar.start, end)) if bar.start else self.x(end)
        return Bar(
            **{
                **bar.__dict__,
                "x": begin,
                "width": round(self.x(end) - begin, 1),
                "y": row * ROW_HEIGHT,
                "first_x": self.x(bar.first_end) if bar.first_end and bar.first_end != end else None,
            }
        )


def _ticks(scale: _Scale) -> Iterator[Tick]:
    """Return month's beginnings, every third of them where the plan is longer than eighteen months."""
    step = 1 if scale.days <= 550 else 3
    day = scale.first
    while day <= scale.last:
        if (day.month - 1) % step == 0:
            yield Tick(scale.x(day), f"{day:%b %Y}" if day.month == 1 or step == 3 else f"{day:%b}")
        day = month_end(day.year, day.month) + timedelta(days=1)


def _milestone(milestone: MilestonePosition) -> Bar:
    return Bar(
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


def _action(action: ActionPosition) -> Bar:
    moved = [move for move in action.due_moves if move.agreed or move.imported]
    return Bar(
        "action",
        action.reference,
        action.full_text,
        action.status,
        action.late_label,
        action.start.earliest,
        action.due.latest,
        moved[0].from_latest if moved else None,
        action.start.words,
        _words(action.due, action.completed_on),
    )


def _words(due: DaysAsWritten, done: date | None) -> str:
    due_words = due.words or "No date"
    return f"{due_words} (done {done:%-d %B %Y})" if done else due_words
