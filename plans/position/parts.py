"""What a position is made of: plain values, as known on one day. Templates, tables and reports print these."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from plans.choices import ContradictionKind, EvidenceSource, ProgressStatus, ThemePart
from plans.position.measures import MeasurePosition
from plans.rules.progress import days_overdue
from plans.rules.three_answers import Answered, delivered, embedded, working


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


@dataclass(frozen=True)
class RatingPoint:
    """A rating in a thing's history."""

    level: Level
    known_on: date
    reason: str
    by: str
    meeting: str
    entered_later: bool


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
class EvidencePoint:
    description: str
    link: str
    source: str

    @property
    def source_label(self) -> str:
        return str(EvidenceSource(self.source).label)


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

    @property
    def state(self) -> str:
        """Waiting, agreed, refused, or moved by an import."""
        if self.imported:
            return "changed in the workbook"
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
    due_moves: list[DueMove] = field(default_factory=list)
    children: list["ActionPosition"] = field(default_factory=list)
    is_overdue: bool = False
    is_behind: bool = False
    is_past_due_without_status: bool = False
    cost: str = ""
    commitment_reference: str = ""
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
        return self.status != ProgressStatus.COMPLETED

    @property
    def days_overdue(self) -> int:
        """Days since the due date, where it is overdue; else 0."""
        return days_overdue(self.due.latest, self.as_at) if self.is_overdue else 0

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
        return "" if self.amount is None else f"£{self.amount:,.0f}"


@dataclass
class MilestonePosition:
    milestone_id: int
    theme_number: int
    code: str
    text: str
    status: str
    due: DaysAsWritten
    achieved_on: date | None

    @property
    def status_label(self) -> str:
        return str(ProgressStatus(self.status).label)


@dataclass(frozen=True)
class CheckPoint:
    """What someone independent found of a recommendation."""

    source_label: str
    checked_on: date
    confirms: bool
    finding: str


@dataclass
class RecommendationPosition:
    """A recommendation as known on the day, with what serves it."""

    recommendation_id: int
    number: int
    text: str
    kind_label: str
    theme_numbers: tuple[int, ...] = ()
    ratings: list[RatingPoint] = field(default_factory=list)
    actions: list[ActionPosition] = field(default_factory=list)
    outcome: str = ""
    evidence: str = ""
    further_actions: str = ""
    leads: tuple[OfficerName, ...] = ()
    measures: list[MeasurePosition] = field(default_factory=list)
    checks: list[CheckPoint] = field(default_factory=list)
    # Periods running on target before progress counts as embedded: the plan's setting.
    embedded_periods: int = 3

    @property
    def delivered(self) -> Answered:
        """Whether its actions are done."""
        actions = self.lowest_level_actions
        return delivered(
            sum(action.status == ProgressStatus.COMPLETED for action in actions),
            sum(action.status != ProgressStatus.NOT_SUPPLIED for action in actions),
            len(actions),
        )

    @property
    def working(self) -> Answered:
        """Whether its measures show that it works."""
        judged = [measure.judgement for measure in self.measures if measure.judgement.against]
        return working(
            sum(judgement.is_on_target for judgement in judged),
            sum(judgement.is_off_target for judgement in judged),
            sum(measure.judgement.is_worsening for measure in self.measures),
            len(judged),
            len(self.measures),
        )

    @property
    def embedded(self) -> Answered:
        """Whether it held for the plan's number of periods, and someone independent confirmed it."""
        judged = [measure.judgement for measure in self.measures if measure.judgement.against]
        return embedded(
            [judgement.periods_on_target() for judgement in judged],
            self.embedded_periods,
            self.checks[-1].confirms if self.checks else None,
        )

    @property
    def shown_text(self) -> str:
        """The text, or a plain sentence where the source gives only a number."""
        return self.text or "The text is not given in the council's workbook."

    @property
    def leads_text(self) -> str:
        return "; ".join(lead.label for lead in self.leads)

    @property
    def rating(self) -> RatingPoint | None:
        return self.ratings[-1] if self.ratings else None

    @property
    def previous_rating(self) -> RatingPoint | None:
        """The last rating at another level, where there was one."""
        if not self.ratings:
            return None
        return next(
            (point for point in reversed(self.ratings) if point.level != self.ratings[-1].level), None
        )

    @property
    def lowest_level_actions(self) -> list[ActionPosition]:
        return [action for action in self.actions if not action.is_parent]

    @property
    def overdue_actions(self) -> list[ActionPosition]:
        return [action for action in self.lowest_level_actions if action.is_overdue]


@dataclass
class ThemePosition:
    """A theme as known on the day, with what it holds."""

    theme_id: int
    number: int
    title: str
    outcome: str
    how_will_we_know: str
    people: dict[str, list[OfficerName]] = field(default_factory=dict)
    ratings: list[RatingPoint] = field(default_factory=list)
    recommendations: list[RecommendationPosition] = field(default_factory=list)
    milestones: list[MilestonePosition] = field(default_factory=list)
    actions: list[ActionPosition] = field(default_factory=list)
    commitments: list[CommitmentPosition] = field(default_factory=list)
    success_measures: list[SuccessMeasurePosition] = field(default_factory=list)
    measures: list[MeasurePosition] = field(default_factory=list)

    @property
    def own_success_measures(self) -> list[SuccessMeasurePosition]:
        """Those that stand under the theme itself, not under one of its actions."""
        return [item for item in self.success_measures if item.action is None]

    @property
    def rating(self) -> RatingPoint | None:
        return self.ratings[-1] if self.ratings else None

    @property
    def leads(self) -> list[OfficerName]:
        return self.people.get(ThemePart.LEAD, [])

    @property
    def deputies(self) -> list[OfficerName]:
        return self.people.get(ThemePart.DEPUTY, [])

    @property
    def members(self) -> list[OfficerName]:
        return self.people.get(ThemePart.MEMBER, [])

    @property
    def sponsors(self) -> list[OfficerName]:
        return self.people.get(ThemePart.SPONSOR, [])

    @property
    def leads_text(self) -> str:
        return "; ".join(lead.label for lead in self.leads)

    @property
    def lowest_level_actions(self) -> list[ActionPosition]:
        return [action for action in self.actions if not action.is_parent]

    @property
    def overdue_actions(self) -> list[ActionPosition]:
        return [action for action in self.lowest_level_actions if action.is_overdue]

    def is_led_by(self, user_id: int | None) -> bool:
        """Whether a person leads the theme or deputises for its lead."""
        return user_id is not None and any(
            person.user_id == user_id for person in (*self.leads, *self.deputies)
        )
