"""A meeting that was held: who came, what was rated, decided, asked and answered there, as a position knows it."""

from dataclasses import dataclass

from plans.models import Attendance, Meeting
from plans.position.actions import ActionPosition
from plans.position.board import (
    AnswerPoint,
    ArisingPoint,
    BoardRecord,
    ChallengePoint,
    DecisionPoint,
    ReportPoint,
)
from plans.position.points import DueMove, RatingPoint
from plans.position.position import Position
from plans.position.recommendations import RecommendationPosition
from plans.position.themes import ThemePosition


@dataclass(frozen=True)
class HeldMeeting:
    """What came of one meeting."""

    meeting: Meeting
    attendances: list[Attendance]
    rated: list[tuple[str, RecommendationPosition | ThemePosition, RatingPoint]]
    dates: list[tuple[ActionPosition, DueMove]]
    reported: list[tuple[ArisingPoint, ReportPoint]]
    answered: list[tuple[ChallengePoint, AnswerPoint]]
    challenges: list[ChallengePoint]
    decisions: list[DecisionPoint]
    arising: list[ArisingPoint]


def read_held(position: Position, board: BoardRecord, meeting: Meeting) -> HeldMeeting:
    """Return what came of a meeting, of what the position's viewer may see; one query beside the board's record."""
    things: list[tuple[str, RecommendationPosition | ThemePosition]] = [
        *(("recommendation", item) for item in position.recommendations),
        *(("theme", theme) for theme in position.themes),
    ]
    return HeldMeeting(
        meeting,
        list(meeting.attendances.select_related("officer")),
        [
            (kind, thing, point)
            for kind, thing in things
            for point in thing.ratings
            if point.meeting_id == meeting.pk
        ],
        [
            (action, move)
            for action in position.lowest_level_actions
            for move in action.due_moves
            if move.meeting_id == meeting.pk
        ],
        [
            (item, report)
            for item in board.arising
            for report in item.reports
            if report.meeting_id == meeting.pk
        ],
        [
            (item, answer)
            for item in board.challenges
            for answer in item.answers
            if answer.meeting_id == meeting.pk and item.meeting_id != meeting.pk
        ],
        [item for item in board.challenges if item.meeting_id == meeting.pk],
        [item for item in board.decisions if item.meeting_id == meeting.pk],
        [item for item in board.arising if item.meeting_id == meeting.pk],
    )
