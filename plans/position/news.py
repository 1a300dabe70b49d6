"""What is new in a plan to somebody who last looked at a moment: what was recorded since, for whichever day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from plans.choices import ProgressStatus
from plans.models import Visit
from plans.position.board import ChallengePoint
from plans.position.points import RatingPoint
from plans.position.position import Position
from plans.position.recommendations import RecommendationPosition
from plans.position.themes import ThemePosition


@dataclass(frozen=True)
class NewsItem:
    """One thing that is new: on which page it stands, what it is about, what is said, by whom, for which day."""

    page: str
    key: str | int
    title: str
    note: str
    words: str
    by: str
    on: date
    status: str = ""
    rating: RatingPoint | None = None

    @property
    def status_label(self) -> str:
        return str(ProgressStatus(self.status).label) if self.status else ""


@dataclass(frozen=True)
class NewsGroup:
    """New things of one kind: `one` and `many` name them."""

    one: str
    many: str
    items: Sequence[NewsItem]

    @property
    def counted(self) -> str:
        """Their number in words: `3 updates`."""
        return f"{len(self.items)} {self.one if len(self.items) == 1 else self.many}"


def counted(groups: Sequence[NewsGroup]) -> str:
    """Return how much is new, in words: `2 ratings, 3 updates and 1 question of the board`."""
    *others, last = [group.counted for group in groups] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def seen_before(position: Position, user_id: int) -> datetime | None:
    """Return when a person last opened Overview on an earlier day; None where they never did; one query.

    Before they open it today that is the last time, afterwards the one before it: the same moment.
    """
    visit = Visit.objects.filter(plan=position.plan, user=user_id).first()
    if visit is None:
        return None
    is_of_today = timezone.localtime(visit.last_at).date() >= timezone.localdate()
    return visit.before_at if is_of_today else visit.last_at


def read_news(position: Position, challenges: Sequence[ChallengePoint], since: datetime) -> list[NewsGroup]:
    """Return what was recorded after a moment, by kind, the newest first; kinds of which there is nothing are left out.

    It is read from a position, so that nobody is told what they may not see.
    """
    kinds = (
        ("rating", "ratings", _ratings(position, since, proposed=False)),
        ("rating proposed", "ratings proposed", _ratings(position, since, proposed=True)),
        ("update", "updates", _updates(position, since)),
        ("new date asked for", "new dates asked for", _dates(position, since)),
        ("question of the board", "questions of the board", _questions(position, challenges, since)),
        ("answer to the board", "answers to the board", _answers(position, challenges, since)),
    )
    groups = [
        NewsGroup(one, many, sorted(items, key=lambda item: item.on, reverse=True))
        for one, many, items in kinds
    ]
    return [group for group in groups if group.items]


def _updates(position: Position, since: datetime) -> Iterator[NewsItem]:
    for action in position.lowest_level_actions:
        update = action.update
        if update is not None and update.recorded_at > since:
            yield NewsItem(
                "action",
                action.reference,
                action.full_text,
                action.reference,
                update.progress,
                update.by,
                update.known_on,
                update.status,
            )


def _ratings(position: Position, since: datetime, *, proposed: bool) -> Iterator[NewsItem]:
    rated: list[RecommendationPosition | ThemePosition] = [*position.recommendations, *position.themes]
    for subject in rated:
        rating = subject.proposal if proposed else subject.rating
        if rating is None or rating.recorded_at is None or rating.recorded_at <= since:
            continue
        if isinstance(subject, ThemePosition):
            page, note, title = (
                "theme",
                f"{position.plan.theme_word.capitalize()} {subject.number}",
                subject.title,
            )
        else:
            page, note, title = "recommendation", f"Recommendation {subject.number}", subject.shown_text
        yield NewsItem(
            page, subject.number, title, note, rating.reason, rating.by, rating.known_on, rating=rating
        )


def _dates(position: Position, since: datetime) -> Iterator[NewsItem]:
    for action, move in position.waiting_dates:
        if move.recorded_at is not None and move.recorded_at > since:
            words = f"From {move.from_shown or 'no date'} to {move.to_shown}: {move.reason}"
            yield NewsItem(
                "action",
                action.reference,
                action.full_text,
                action.reference,
                words,
                move.asked_by,
                move.asked_on,
            )


def _questions(
    position: Position, challenges: Sequence[ChallengePoint], since: datetime
) -> Iterator[NewsItem]:
    for challenge in challenges:
        if challenge.recorded_at > since:
            yield _of_challenge(
                position, challenge, challenge.question, challenge.asked_by, challenge.known_on
            )


def _answers(position: Position, challenges: Sequence[ChallengePoint], since: datetime) -> Iterator[NewsItem]:
    for challenge in challenges:
        for answer in challenge.answers:
            if answer.recorded_at > since:
                yield _of_challenge(position, challenge, answer.answer, answer.by, answer.known_on)


def _of_challenge(position: Position, challenge: ChallengePoint, words: str, by: str, on: date) -> NewsItem:
    note = challenge.subject.named(position.plan.theme_word)
    said = "" if words == challenge.question else words
    return NewsItem("challenge-log", "", challenge.question, note, said, by, on)
