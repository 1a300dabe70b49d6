"""What hangs on the things of a plan, as known on one day: levels, ratings, dates, updates, evidence, costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from improvement.rounding import with_commas
from improvement.shown_dates import shown_date
from plans.choices import ContradictionKind, EvidenceSource, ProgressStatus


@dataclass(frozen=True)
class Level:
    """A level of the plan's scale: what it is called and what the plan means by it."""

    code: str
    name: str
    meaning: str
    colour: str
    order: int
    outlook: str
    means_finished: bool = False
    value: Decimal | None = None
    scale_id: int = 0


@dataclass(frozen=True)
class EvidencePoint:
    description: str
    link: str
    source: str
    file_id: int | None = None
    file_name: str = ""
    measure_code: str = ""
    known_on: date | None = None
    # Why the file is shown to nobody any more; empty for one that is.
    file_withdrawn: str = ""
    file_erased: bool = False
    # Whose account attached the file, by key.
    file_by: int | None = None

    @property
    def source_label(self) -> str:
        return str(EvidenceSource(self.source).label)


@dataclass(frozen=True)
class RatingPoint:
    """A rating in a thing's history, or one that is proposed."""

    level: Level
    known_on: date
    reason: str
    by: str
    meeting: str
    entered_later: bool
    meeting_id: int | None = None
    evidence: tuple[EvidencePoint, ...] = ()
    rating_id: int = 0
    recorded_at: datetime | None = None


def rated_since(ratings: Sequence[RatingPoint]) -> date | None:
    """Return the day from which a thing has stood at its present level, however often it was rated again."""
    since = None
    for point in reversed(ratings):
        if point.level != ratings[-1].level:
            break
        since = point.known_on
    return since


def rated_before(ratings: Sequence[RatingPoint]) -> RatingPoint | None:
    """Return the last rating at another level than the present one, where there was one."""
    return next((point for point in reversed(ratings) if point.level != ratings[-1].level), None)


@dataclass(frozen=True)
class ClosurePoint:
    """That a thing left the plan: when, why, and which criteria it met then.

    The board decides so; or a workbook says that an action was cancelled or superseded.
    """

    known_on: date
    reason: str
    criteria: tuple[tuple[str, bool], ...]
    meeting_id: int | None
    is_imported: bool = False

    @property
    def unmet(self) -> list[str]:
        return [words for words, is_met in self.criteria if not is_met]


@dataclass(frozen=True)
class OfficerName:
    """An officer as printed, and whose account that is."""

    officer_id: int
    label: str
    user_id: int | None


@dataclass(frozen=True)
class DaysAsWritten:
    """A date's words and the days that they can mean."""

    words: str = ""
    kind: str = "none"
    earliest: date | None = None
    latest: date | None = None

    @property
    def shown(self) -> str:
        """The date in the style of every page; in its own words where they say more than a day or a month."""
        return shown_date(self.words, self.latest)

    def __str__(self) -> str:
        return self.shown


@dataclass(frozen=True)
class UpdatePoint:
    """What was said of an action on a day."""

    update_id: int
    known_on: date
    recorded_at: datetime
    by: str
    status: str
    completed_on: date | None
    progress: str
    barriers: str
    next_steps: str
    no_evidence_reason: str
    evidence: tuple[EvidencePoint, ...] = ()
    replaces_id: int | None = None
    # What its author had said before correcting it, the newest first.
    earlier_wordings: tuple["UpdatePoint", ...] = ()

    @property
    def status_label(self) -> str:
        return str(ProgressStatus(self.status).label)

    @property
    def entered_later(self) -> bool:
        """Whether it was recorded on a later day than it was said."""
        return timezone.localtime(self.recorded_at).date() > self.known_on


@dataclass(frozen=True)
class DueMove:
    """A request to move a due date and the answer to it."""

    change_id: int
    from_words: str
    to_words: str
    reason: str
    asked_on: date
    asked_by: str
    agreed: bool | None
    decided_on: date | None
    note: str
    imported: bool
    from_latest: date | None = None
    to_latest: date | None = None
    recorded_at: datetime | None = None
    # The meeting that decided, where that is recorded.
    meeting_id: int | None = None
    asked_by_id: int | None = None
    # Since when it waits no longer although the board has not decided, and whether another request took its place.
    ended_on: date | None = None
    is_replaced: bool = False

    @property
    def from_shown(self) -> str:
        """The date that it moves, as pages show it; empty where there was none."""
        return shown_date(self.from_words, self.from_latest)

    @property
    def to_shown(self) -> str:
        """The date asked for, as pages show it."""
        return shown_date(self.to_words, self.to_latest)

    @property
    def is_waiting(self) -> bool:
        """Whether the board has still to decide."""
        return self.agreed is None and not self.imported and self.ended_on is None

    @property
    def settled_on(self) -> date | None:
        """The day on which it stopped waiting: decided, withdrawn or replaced."""
        return self.decided_on or self.ended_on

    @property
    def state(self) -> str:
        """Waiting, agreed, refused, withdrawn, replaced by another, or moved by an import."""
        if self.imported:
            return "changed in the workbook"
        if self.agreed is None and self.ended_on is not None:
            return "replaced by another request" if self.is_replaced else "withdrawn"
        return {None: "waiting for a decision", True: "agreed", False: "refused"}[self.agreed]


@dataclass(frozen=True)
class Contradiction:
    """A question put to the lead, and the answer if the judgement was kept with a reason."""

    kind: ContradictionKind
    subject: str
    basis: str
    question: str
    theme_numbers: tuple[int, ...]
    title: str
    reference: str
    is_action: bool
    answer: str = ""
    answered_by: str = ""
    answered_on: date | None = None


@dataclass(frozen=True)
class CostPoint:
    """One line of the plan's costs for one financial year, in pounds."""

    label: str
    financial_year: str
    amount: Decimal | None
    recurrent: bool | None
    words: str

    @property
    def amount_shown(self) -> str:
        return "" if self.amount is None else f"£{with_commas(self.amount, 0)}"


@dataclass(frozen=True)
class CheckPoint:
    """What someone independent found of a recommendation."""

    source: str
    checked_on: date
    confirms: bool
    finding: str

    @property
    def source_label(self) -> str:
        return str(EvidenceSource(self.source).label)
