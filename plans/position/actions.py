"""An action as known on one day, how it says that it will be judged, and what holds actions: counted alike."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.text import Truncator

from plans.choices import ProgressStatus
from plans.position.measures import MeasurePosition
from plans.position.points import (
    ClosurePoint,
    DaysAsWritten,
    DueMove,
    OfficerName,
    RatingPoint,
    UpdatePoint,
)
from plans.rules.closing import Criterion, action_criteria
from plans.rules.overdue import PAST_DUE_NO_STATUS, days_overdue, has_begun, late_words

# A sentence in the place of a status is shown by its beginning.
LONGEST_WORDS_SHOWN = 40


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
    status_words: str
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
        """The status in words: its source's own, where nobody has explained what they mean."""
        if self.status == ProgressStatus.NOT_SUPPLIED and self.status_words:
            words = Truncator(self.status_words).chars(LONGEST_WORDS_SHOWN)
            return words if self.closure else f"“{words}”, not explained"
        return str(ProgressStatus(self.status).label)

    @property
    def rating(self) -> RatingPoint | None:
        return self.ratings[-1] if self.ratings else None

    @property
    def is_open(self) -> bool:
        """Whether something is still to do: neither completed nor closed."""
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
        return self._first_move.from_words if self._first_move else ""

    @property
    def first_due_shown(self) -> str:
        """The first due date that was ever set, as pages show it; empty where it has not moved."""
        return self._first_move.from_shown if self._first_move else ""

    @property
    def _first_move(self) -> DueMove | None:
        return next((move for move in self.due_moves if move.agreed or move.imported), None)

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

    # Worked out once: what holds them is not changed any more once its actions have been read.
    @cached_property
    def lowest_level_actions(self) -> list[ActionPosition]:
        """The actions that are counted: not the sentences over sub-actions."""
        return [action for action in self.actions if not action.is_parent]

    @cached_property
    def completed_actions(self) -> list[ActionPosition]:
        return [action for action in self.lowest_level_actions if action.status == ProgressStatus.COMPLETED]

    @cached_property
    def overdue_actions(self) -> list[ActionPosition]:
        return [action for action in self.lowest_level_actions if action.is_overdue]

    @cached_property
    def past_due_without_status(self) -> list[ActionPosition]:
        """Actions past their date of which nobody has said how they stand, the oldest first."""
        late = [action for action in self.lowest_level_actions if action.is_past_due_without_status]
        return sorted(late, key=lambda action: action.due.latest or date.max)

    @property
    def late_words(self) -> str:
        """How many are overdue, and past due with no status given: `2 are overdue`."""
        return late_words(len(self.overdue_actions), len(self.past_due_without_status))


@dataclass
class SomeActions(HoldsActions):
    """Actions that a page lists together, with what they come to."""

    actions: list[ActionPosition]


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


def longest_overdue_first(actions: Iterable[ActionPosition]) -> list[ActionPosition]:
    """Return those of some actions that are overdue, the longest first."""
    return sorted(
        (action for action in actions if action.is_overdue), key=lambda action: -action.days_overdue
    )


def asked_about(reference: str) -> str:
    """Return how a question that a member puts about an action begins in the log, which knows no actions."""
    return f"Action {reference}: "


def action_asked_about(question: str) -> str:
    """Return the reference of the action that a question in the log is about; empty where it is about none."""
    match = re.match(r"Action (.+?): ", question)
    return match[1] if match else ""
