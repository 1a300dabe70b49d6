"""What happened to a recommendation, by date: ratings, challenges, decisions, moved dates, checks; without a query."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from plans.choices import ProgressStatus
from plans.position.board import ChallengePoint, DecisionPoint
from plans.position.numbers import NumberChange
from plans.position.points import EvidencePoint, RatingPoint
from plans.position.recommendations import RecommendationPosition
from plans.rules.rating_moves import rating_move


@dataclass(frozen=True)
class StoryEvent:
    """One thing that happened. `page` and `key` name where more of it stands; a rating shows as such."""

    day: date
    kind: str
    words: str = ""
    note: str = ""
    rating: RatingPoint | None = None
    evidence: tuple[EvidencePoint, ...] = ()
    page: str = ""
    key: str | int = ""


def story_of(
    item: RecommendationPosition,
    challenges: Sequence[ChallengePoint],
    decisions: Sequence[DecisionPoint],
    numbers: Sequence[NumberChange],
) -> list[StoryEvent]:
    """Return what happened to a recommendation, the newest first."""
    events = [
        *_ratings(item),
        *_of_the_board(challenges, decisions),
        *_of_its_actions(item),
        *(
            StoryEvent(
                check.checked_on,
                "Independent check",
                check.finding,
                f"{check.source_label}: {'confirms' if check.confirms else 'does not confirm'} the progress",
            )
            for check in item.checks
        ),
        *(
            StoryEvent(change.day, f"Numbered {change.after}; until then {change.before}", note=change.reason)
            for change in numbers
        ),
    ]
    if item.closure:
        events.append(StoryEvent(item.closure.known_on, "Closed by the board", item.closure.reason))
    return sorted(events, key=lambda event: event.day, reverse=True)


def _ratings(item: RecommendationPosition) -> Iterator[StoryEvent]:
    before: RatingPoint | None = None
    for point in item.ratings:
        moved = rating_move(before.level if before else None, point.level)
        kind = "Rated again" if before and not moved else f"Rated: {moved}" if before else "Rated"
        said = ", ".join(
            part for part in (point.meeting, f"recorded by {point.by}" if point.by else "") if part
        )
        late = "entered later" if point.entered_later else ""
        yield StoryEvent(
            point.known_on,
            kind,
            point.reason,
            "; ".join(part for part in (said, late) if part),
            point,
            point.evidence,
        )
        before = point


def _of_the_board(
    challenges: Sequence[ChallengePoint], decisions: Sequence[DecisionPoint]
) -> Iterator[StoryEvent]:
    for challenge in challenges:
        asked = f"asked by {challenge.asked_by}" if challenge.asked_by else ""
        open_for = f"open for {challenge.days_open} days" if challenge.is_open else ""
        yield StoryEvent(
            challenge.known_on,
            "The board asked",
            challenge.question,
            "; ".join(part for part in (asked, open_for) if part),
            page="challenge-log",
        )
        for answer in challenge.answers:
            changed = f"What changed: {answer.what_changed}" if answer.what_changed else ""
            yield StoryEvent(
                answer.known_on,
                "The answer, which closed it" if answer.closes else "An answer",
                answer.answer,
                changed,
                page="challenge-log",
            )
    for decision in decisions:
        page, key = ("meeting", decision.meeting_id) if decision.meeting_id else ("", "")
        yield StoryEvent(decision.known_on, "The board decided", decision.text, page=page, key=key or "")


def _of_its_actions(item: RecommendationPosition) -> Iterator[StoryEvent]:
    for action in item.lowest_level_actions:
        title = action.full_text
        for move in action.due_moves:
            yield StoryEvent(
                move.settled_on or move.asked_on,
                f"Due date, {move.state}",
                title,
                f"from {move.from_shown or 'no date'} to {move.to_shown}{f': {move.reason}' if move.reason else ''}",
                page="action",
                key=action.reference,
            )
        done_on = action.completed_on or (action.update.known_on if action.update else None)
        if action.status == ProgressStatus.COMPLETED and done_on:
            note = action.update.progress if action.update else ""
            yield StoryEvent(done_on, "Action completed", title, note, page="action", key=action.reference)
        if action.closure and not action.closure.is_imported:
            closure = action.closure
            yield StoryEvent(
                closure.known_on, "Action closed", title, closure.reason, page="action", key=action.reference
            )
