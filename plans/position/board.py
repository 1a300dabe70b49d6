"""What the board itself keeps, as known on a position's day: its year, challenges, decisions, actions, barriers.

Read beside a position by the pages and papers that need it, in the same number of queries whatever there is.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Prefetch

from plans.choices import Escalation
from plans.models import (
    ActionArising,
    ActionArisingReport,
    BarrierAction,
    BarrierVersion,
    BoardDecision,
    Challenge,
    ChallengeAnswer,
    Meeting,
    PlannedMeetingVersion,
)
from plans.position.actions import ActionPosition
from plans.position.position import Position


@dataclass(frozen=True)
class PlannedPoint:
    """A meeting of the forward plan. `meeting` is its record once it was held and closed."""

    planned_id: int
    revision: int
    meets_on: date
    title: str
    place: str
    chair: str
    chair_id: int | None
    focus_id: int | None
    focus_number: int | None
    focus_title: str
    meeting: Meeting | None
    returns_open_on: date | None = None
    returns_close_on: date | None = None

    def __str__(self) -> str:
        return f"{self.title}, {self.meets_on:%-d %B %Y}"


@dataclass(frozen=True)
class NextMeeting:
    """The meeting that comes next after a day; `planned` is None where the forward plan of the day lacks it."""

    meets_on: date
    title: str
    planned: PlannedPoint | None = None


@dataclass(frozen=True)
class Subject:
    """What a challenge or decision is about; neither number where it is the plan as a whole."""

    recommendation_number: int | None = None
    theme_number: int | None = None

    def named(self, theme_word: str) -> str:
        """Return what it is called: `Recommendation 5`; empty for the plan as a whole."""
        if self.recommendation_number is not None:
            return f"Recommendation {self.recommendation_number}"
        return "" if self.theme_number is None else f"{theme_word.capitalize()} {self.theme_number}"


@dataclass(frozen=True)
class AnswerPoint:
    answer: str
    what_changed: str
    closes: bool
    known_on: date
    by: str
    recorded_at: datetime
    meeting_id: int | None = None


@dataclass(frozen=True)
class ChallengePoint:
    """A question of the board's, with the answers to it so far."""

    challenge_id: int
    question: str
    known_on: date
    asked_by: str
    subject: Subject
    meeting_id: int | None
    answers: tuple[AnswerPoint, ...]
    as_at: date
    recorded_at: datetime

    @property
    def is_open(self) -> bool:
        return not any(answer.closes for answer in self.answers)

    @property
    def days_open(self) -> int:
        """Days from the question to the answer that closed it, or to the position's day."""
        closed = [answer.known_on for answer in self.answers if answer.closes]
        return ((closed[0] if closed else self.as_at) - self.known_on).days


@dataclass(frozen=True)
class ReportPoint:
    note: str
    done: bool
    known_on: date
    by: str
    meeting_id: int | None = None


@dataclass(frozen=True)
class ArisingPoint:
    """Something that a meeting asked someone to do, and what was said of it since."""

    arising_id: int
    number: int
    text: str
    owner: str
    owner_id: int
    owner_user_id: int | None
    due_on: date
    asked_on: date
    meeting_id: int
    reports: tuple[ReportPoint, ...]
    as_at: date

    @property
    def is_open(self) -> bool:
        return not any(report.done for report in self.reports)

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < self.as_at


@dataclass(frozen=True)
class DecisionPoint:
    text: str
    known_on: date
    subject: Subject
    meeting_id: int | None


@dataclass(frozen=True)
class BarrierPoint:
    """Something that stands in the way, as known on the day."""

    barrier_id: int
    number: int
    revision: int
    text: str
    remedial_action: str
    owner: str
    owner_id: int | None
    owner_user_id: int | None
    escalation: str
    outcome: str
    is_resolved: bool
    changed_on: date
    actions: tuple[ActionPosition, ...]

    @property
    def escalation_label(self) -> str:
        return str(Escalation(self.escalation).label)

    @property
    def needs_the_board(self) -> bool:
        return not self.is_resolved and self.escalation in {Escalation.BOARD, Escalation.COUNCIL}

    @property
    def theme_numbers(self) -> set[int | None]:
        return {action.theme_number for action in self.actions}


@dataclass
class BoardRecord:
    """Everything that the board keeps of a plan, as at a date."""

    as_at: date
    planned: list[PlannedPoint] = field(default_factory=list)
    challenges: list[ChallengePoint] = field(default_factory=list)
    arising: list[ArisingPoint] = field(default_factory=list)
    decisions: list[DecisionPoint] = field(default_factory=list)
    barriers: list[BarrierPoint] = field(default_factory=list)

    @property
    def to_come(self) -> list[PlannedPoint]:
        """Planned meetings without a record, the next first; one whose day has passed waits for its minutes."""
        return [item for item in self.planned if item.meeting is None]

    @property
    def without_minutes(self) -> list[PlannedPoint]:
        """Planned meetings whose day has passed, and of which nobody has closed the minutes."""
        return [item for item in self.to_come if item.meets_on < self.as_at]

    @property
    def next_meeting(self) -> PlannedPoint | None:
        """The next meeting of the forward plan, on the day itself or after it."""
        return next((item for item in self.to_come if item.meets_on >= self.as_at), None)

    @property
    def open_challenges(self) -> list[ChallengePoint]:
        return [item for item in self.challenges if item.is_open]

    @property
    def open_arising(self) -> list[ArisingPoint]:
        return [item for item in self.arising if item.is_open]

    @property
    def open_barriers(self) -> list[BarrierPoint]:
        return [item for item in self.barriers if not item.is_resolved]

    @property
    def barriers_for_the_board(self) -> list[BarrierPoint]:
        return [item for item in self.barriers if item.needs_the_board]


def read_board(position: Position) -> BoardRecord:
    """Return what the board keeps of a plan as known on the position's day; nine queries."""
    record = BoardRecord(position.as_at)
    record.planned = read_planned(position)
    record.challenges = read_challenges(position)
    record.arising = read_arising(position)
    record.decisions = read_decisions(position)
    record.barriers = read_barriers(position)
    return record


def read_planned(position: Position) -> list[PlannedPoint]:
    """Return the forward plan; two queries."""
    titles = {theme.theme_id: theme for theme in position.themes}
    held = {
        meeting.planned_id: meeting
        for meeting in Meeting.objects.as_at(position.as_at)
        .filter(plan=position.plan, held_on__lte=position.as_at)
        .exclude(planned=None)
    }
    rows = (
        PlannedMeetingVersion.objects.as_at(position.as_at)
        .filter(planned__plan=position.plan, withdrawn=False)
        .select_related("planned", "chair", "focus")
        .order_by("meets_on", "title", "pk")
    )
    planned = []
    for row in rows:
        theme = titles.get(row.focus_id or 0)
        planned.append(
            PlannedPoint(
                row.planned_id,
                row.planned.revision,
                row.meets_on,
                row.title,
                row.place,
                position.viewer.call(row.chair),
                row.chair_id,
                row.focus_id,
                position.numbers.of(row.focus) if row.focus else None,
                theme.title if theme else "",
                held.get(row.planned_id),
                row.returns_open_on,
                row.returns_close_on,
            )
        )
    return planned


def read_next_meeting(position: Position, board: BoardRecord) -> NextMeeting | None:
    """Return the meeting that comes next after the position's day; one query.

    Of a past day it is the meeting that the board held next, where the forward plan as known then lacks it: many a
    board put its meetings on record without planning them here.
    """
    planned = board.next_meeting
    held = (
        position.plan.meetings.filter(held_on__gt=position.as_at)
        .exclude(planned__in=[item.planned_id for item in board.planned])
        .order_by("held_on", "pk")
        .first()
    )
    if held is not None and (planned is None or held.held_on < planned.meets_on):
        return NextMeeting(held.held_on, held.title)
    return NextMeeting(planned.meets_on, planned.title, planned) if planned else None


def read_challenges(position: Position) -> list[ChallengePoint]:
    """Return the board's questions; two queries."""
    answers = ChallengeAnswer.objects.as_at(position.as_at).select_related("by").order_by("known_on", "pk")
    rows = (
        Challenge.objects.as_at(position.as_at)
        .filter(plan=position.plan)
        .select_related("asked_by", "recommendation", "theme")
        .prefetch_related(Prefetch("answers", answers))
        .order_by("known_on", "pk")
    )
    return [
        ChallengePoint(
            row.pk,
            row.question,
            row.known_on,
            position.viewer.call(row.asked_by),
            _subject(row, position),
            row.meeting_id,
            tuple(
                AnswerPoint(
                    a.answer,
                    a.what_changed,
                    a.closes,
                    a.known_on,
                    position.viewer.call(a.by),
                    a.recorded_at,
                    a.meeting_id,
                )
                for a in row.answers.all()
            ),
            position.as_at,
            row.recorded_at,
        )
        for row in rows
        if not _is_hidden(row, position)
    ]


def read_decisions(position: Position) -> list[DecisionPoint]:
    """Return what the board decided, beside its ratings and dates; one query."""
    rows = (
        BoardDecision.objects.as_at(position.as_at)
        .filter(plan=position.plan)
        .select_related("recommendation", "theme")
        .order_by("known_on", "pk")
    )
    return [
        DecisionPoint(row.text, row.known_on, _subject(row, position), row.meeting_id)
        for row in rows
        if not _is_hidden(row, position)
    ]


def read_arising(position: Position) -> list[ArisingPoint]:
    """Return what meetings asked people to do; two queries."""
    reports = (
        ActionArisingReport.objects.as_at(position.as_at).select_related("by").order_by("known_on", "pk")
    )
    rows = (
        ActionArising.objects.as_at(position.as_at)
        .filter(plan=position.plan)
        .select_related("owner", "meeting")
        .prefetch_related(Prefetch("reports", reports))
        .order_by("meeting__held_on", "number")
    )
    return [
        ArisingPoint(
            row.pk,
            row.number,
            row.text,
            position.viewer.call(row.owner),
            row.owner_id,
            row.owner.user_id,
            row.due_on,
            row.meeting.held_on,
            row.meeting_id,
            tuple(
                ReportPoint(r.note, r.done, r.known_on, position.viewer.call(r.by), r.meeting_id)
                for r in row.reports.all()
            ),
            position.as_at,
        )
        for row in rows
    ]


def read_barriers(position: Position) -> list[BarrierPoint]:
    """Return what stands in the way; two queries."""
    actions = {action.action_id: action for action in position.actions}
    of_barrier: dict[int, list[ActionPosition]] = defaultdict(list)
    links = BarrierAction.objects.as_at(position.as_at).filter(barrier__plan=position.plan)
    of_hidden: set[int] = set()
    for link in links.select_related("action").order_by("action__position", "pk"):
        if link.action_id in actions:
            of_barrier[link.barrier_id].append(actions[link.action_id])
        elif f"Action {link.action.reference}" in position.withheld:
            of_hidden.add(link.barrier_id)
    rows = (
        BarrierVersion.objects.as_at(position.as_at)
        .filter(barrier__plan=position.plan, withdrawn=False)
        .select_related("barrier", "owner")
        .order_by("barrier__number")
    )
    barriers = []
    for row in rows:
        if row.barrier_id in of_hidden:
            continue
        barriers.append(
            BarrierPoint(
                row.barrier_id,
                row.barrier.number,
                row.barrier.revision,
                row.text,
                row.remedial_action,
                position.viewer.call(row.owner),
                row.owner_id,
                row.owner.user_id if row.owner else None,
                row.escalation,
                row.outcome,
                row.is_resolved,
                row.known_from,
                tuple(of_barrier[row.barrier_id]),
            )
        )
    return barriers


def _is_hidden(row: Challenge | BoardDecision, position: Position) -> bool:
    """Whether what it is about is exempt and not for the position's viewer."""
    return (
        row.recommendation is not None
        and f"Recommendation {position.numbers.of(row.recommendation)}" in position.withheld
    )


def _subject(row: Challenge | BoardDecision, position: Position) -> Subject:
    numbers = position.numbers
    return Subject(
        numbers.of(row.recommendation) if row.recommendation else None,
        numbers.of(row.theme) if row.theme else None,
    )
