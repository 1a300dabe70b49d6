"""What a position is made of: plain values, as known on one day. Templates, tables and reports print these."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from improvement.rounding import with_commas
from plans.choices import ContradictionKind, EvidenceSource, ProgressStatus
from plans.position.measures import MeasurePosition
from plans.rules.closing import Criterion, action_criteria
from plans.rules.progress import PAST_DUE_NO_STATUS, days_overdue, has_begun, late_words


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


@dataclass(frozen=True)
class ClosurePoint:
    """That the board closed a thing: when, why, and which criteria it met then."""

    known_on: date
    reason: str
    criteria: tuple[tuple[str, bool], ...]
    meeting_id: int | None

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

    def __str__(self) -> str:
        return self.words


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
    entered_later: bool = False
    replaces_id: int | None = None
    # What its author had said before correcting it, the newest first.
    said_before: tuple["UpdatePoint", ...] = ()

    @property
    def status_label(self) -> str:
        return str(ProgressStatus(self.status).label)


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
    # The meeting that decided, where that is recorded.
    meeting_id: int | None = None
    asked_by_id: int | None = None
    # Since when it waits no longer although the board has not decided, and whether another request took its place.
    ended_on: date | None = None
    is_replaced: bool = False

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


@dataclass
class ActionPosition:
    """An action as known on the day."""

    action_id: int
    reference: str
    revision: int
    version_id: int
    text: str
    group: str
    theme_number: int | None
    parent: "ActionPosition | None"
    start: DaysAsWritten
    due: DaysAsWritten
    expected_outcome: str
    status: str
    completed_on: date | None
    as_at: date
    recommendation_numbers: tuple[int, ...] = ()
    leads: tuple[OfficerName, ...] = ()
    update: UpdatePoint | None = None
    ratings: list[RatingPoint] = field(default_factory=list)
    proposal: RatingPoint | None = None
    due_moves: list[DueMove] = field(default_factory=list)
    children: list["ActionPosition"] = field(default_factory=list)
    is_overdue: bool = False
    is_behind: bool = False
    is_past_due_without_status: bool = False
    cost: str = ""
    commitment_reference: str = ""
    closure: ClosurePoint | None = None
    is_exempt: bool = False
    success_measures: list["SuccessMeasurePosition"] = field(default_factory=list)
    measures: list[MeasurePosition] = field(default_factory=list)

    @property
    def is_parent(self) -> bool:
        """Whether it is the sentence over sub-actions, which is not counted itself."""
        return bool(self.children)

    @property
    def status_label(self) -> str:
        return str(ProgressStatus(self.status).label)

    @property
    def rating(self) -> RatingPoint | None:
        return self.ratings[-1] if self.ratings else None

    @property
    def is_open(self) -> bool:
        """Whether something is still to do: neither completed nor closed by the board."""
        return self.status != ProgressStatus.COMPLETED and self.closure is None

    @property
    def has_begun(self) -> bool:
        """Whether its owner can be asked how it stands: what starts on a later day is not asked about."""
        return has_begun(self.status, self.start.earliest, self.as_at)

    @property
    def closing_criteria(self) -> tuple[Criterion, ...]:
        """What it should meet before the board closes it."""
        update = self.update
        return action_criteria(self.status, bool(update and (update.evidence or update.no_evidence_reason)))

    @property
    def days_overdue(self) -> int:
        """Days since the due date, where it is overdue; else 0."""
        return days_overdue(self.due.latest, self.as_at) if self.is_overdue else 0

    @property
    def late_label(self) -> str:
        """What is said beside its status once its date has passed; empty where it has not, or all is done."""
        if self.is_overdue:
            return "Overdue"
        return PAST_DUE_NO_STATUS.capitalize() if self.is_past_due_without_status else ""

    @property
    def first_due_words(self) -> str:
        """The first due date that was ever set, where it has moved since; else empty."""
        moved = [move for move in self.due_moves if move.agreed or move.imported]
        return moved[0].from_words if moved else ""

    @property
    def leads_text(self) -> str:
        return "; ".join(lead.label for lead in self.leads)

    @property
    def full_text(self) -> str:
        """The text with its parent's sentence before it, so that it makes sense alone."""
        return f"{self.parent.text.rstrip(' .:')}: {self.text}" if self.parent else self.text


class HoldsActions:
    """What counts the actions under it: a plan, a theme, a recommendation. The lowest level alone is counted."""

    actions: list[ActionPosition]

    @property
    def lowest_level_actions(self) -> list[ActionPosition]:
        """The actions that are counted: not the sentences over sub-actions."""
        return [action for action in self.actions if not action.is_parent]

    @property
    def overdue_actions(self) -> list[ActionPosition]:
        return [action for action in self.lowest_level_actions if action.is_overdue]

    @property
    def past_due_without_status(self) -> list[ActionPosition]:
        """Actions past their date of which nobody has said how they stand, the oldest first."""
        late = [action for action in self.lowest_level_actions if action.is_past_due_without_status]
        return sorted(late, key=lambda action: action.due.latest or date.max)

    @property
    def late_words(self) -> str:
        """How many are overdue, and past due with no status given: `2 are overdue`."""
        return late_words(len(self.overdue_actions), len(self.past_due_without_status))


@dataclass
class SuccessMeasurePosition:
    """How an action, or a theme, says it will be judged, and how it was."""

    success_measure_id: int
    reference: str
    text: str
    theme_number: int | None
    action: ActionPosition | None
    due: DaysAsWritten
    progress: str
    leads: tuple[OfficerName, ...] = ()
    responsible: tuple[OfficerName, ...] = ()
    ratings: list[RatingPoint] = field(default_factory=list)

    @property
    def rating(self) -> RatingPoint | None:
        return self.ratings[-1] if self.ratings else None

    @property
    def previous_rating(self) -> RatingPoint | None:
        """The rating before the last, where there was one."""
        return self.ratings[-2] if len(self.ratings) > 1 else None

    @property
    def leads_text(self) -> str:
        return "; ".join(officer.label for officer in dict.fromkeys((*self.leads, *self.responsible)))


@dataclass
class CommitmentPosition:
    """A commitment of a theme, between it and its actions."""

    reference: str
    text: str
    theme_number: int
    actions: list[ActionPosition] = field(default_factory=list)


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


@dataclass
class MilestonePosition:
    milestone_id: int
    theme_number: int
    code: str
    text: str
    status: str
    due: DaysAsWritten
    achieved_on: date | None
    version_id: int = 0
    evidence: tuple[EvidencePoint, ...] = ()

    @property
    def status_label(self) -> str:
        return str(ProgressStatus(self.status).label)
