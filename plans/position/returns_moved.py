"""Whose last day to return moved, from when to when, and who is concerned: read from the forward plan's own history."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from plans.models import Meeting, PlannedMeetingVersion
from plans.position.board import read_planned
from plans.position.position import Position
from plans.position.returns import ExpectedReturn, read_returns
from plans.rules.reminders import Occasion

# How long before the last day people are told that it moved; what moves next year is told of next year.
DAYS_BEFORE = 31


@dataclass(frozen=True)
class MovedReturns:
    """That the last day of the returns to a meeting moved, and whether the meeting did."""

    planned_id: int
    title: str
    met_on: date
    meets_on: date
    closed_on: date
    closes_on: date
    moved_on: date

    @property
    def sentence(self) -> str:
        """What a lead is told of it."""
        text = f"the last day for returns moved from {self.closed_on:%-d %B %Y} to {self.closes_on:%-d %B %Y}"
        if self.met_on != self.meets_on:
            text += f", because {self.title} moved from {self.met_on:%-d %B %Y} to {self.meets_on:%-d %B %Y}"
        else:
            text += f", for {self.title} on {self.meets_on:%-d %B %Y}"
        return text[0].upper() + text[1:] + "."

    def occasion(self, expected: ExpectedReturn) -> Occasion:
        """Return what one lead is reminded of, once for each move."""
        words = (
            f"{self.sentence} "
            f"{'Yours has been received.' if expected.is_in else 'Yours has not been received yet.'}"
        )
        return Occasion(
            f"returns|{self.planned_id}|{self.closes_on}|{self.moved_on}",
            words,
            max(self.moved_on, self.closes_on - timedelta(days=DAYS_BEFORE)),
        )


def read_moved_returns(position: Position) -> list[MovedReturns]:
    """Return the last move of the returns to each meeting that was not held by the day, while of use; one query."""
    by_meeting: dict[int, MovedReturns] = {}
    before: dict[int, PlannedMeetingVersion] = {}
    held = Meeting.objects.filter(plan=position.plan, held_on__lte=position.as_at, planned__isnull=False)
    rows = (
        PlannedMeetingVersion.objects.filter(planned__plan=position.plan, known_from__lte=position.as_at)
        .exclude(planned__in=held.values("planned"))
        .order_by("planned", "known_from", "pk")
    )
    for row in rows:
        earlier = before.get(row.planned_id)
        before[row.planned_id] = row
        if row.withdrawn or row.returns_close_on is None:
            by_meeting.pop(row.planned_id, None)
        elif (
            earlier is not None
            and earlier.returns_close_on
            and earlier.returns_close_on != row.returns_close_on
        ):
            by_meeting[row.planned_id] = MovedReturns(
                row.planned_id,
                row.title,
                earlier.meets_on,
                row.meets_on,
                earlier.returns_close_on,
                row.returns_close_on,
                row.known_from,
            )
    return [moved for moved in by_meeting.values() if moved.closes_on >= position.as_at]


def occasions_of_returns(position: Position) -> Iterator[tuple[ExpectedReturn, Occasion]]:
    """Yield each lead who is to return something to a meeting whose last day moved, and what they are told."""
    moved = read_moved_returns(position)
    if not moved:
        return
    planned = {point.planned_id: point for point in read_planned(position) if point.meeting is None}
    for item in moved:
        if item.planned_id in planned:
            for expected in read_returns(position, planned[item.planned_id]).expected:
                yield expected, item.occasion(expected)
