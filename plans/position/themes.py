"""A theme as known on one day, what stands outside all of them, its commitments and milestones."""

from dataclasses import dataclass, field
from datetime import date

from plans.choices import ProgressStatus, ThemePart
from plans.position.actions import ActionPosition, HoldsActions, SuccessMeasurePosition
from plans.position.measures import MeasurePosition
from plans.position.points import (
    DaysAsWritten,
    EvidencePoint,
    OfficerName,
    RatingPoint,
)
from plans.position.recommendations import RecommendationPosition


@dataclass
class CommitmentPosition:
    """A commitment of a theme, between it and its actions."""

    reference: str
    text: str
    theme_number: int
    actions: list[ActionPosition] = field(default_factory=list)


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


@dataclass
class ThemePosition(HoldsActions):
    """A theme as known on the day, with what it holds."""

    theme_id: int
    number: int
    title: str
    outcome: str
    how_will_we_know: str
    people: dict[str, list[OfficerName]] = field(default_factory=dict)
    ratings: list[RatingPoint] = field(default_factory=list)
    proposal: RatingPoint | None = None
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

    def holders_of(self, action: ActionPosition) -> list[OfficerName]:
        """Return the officers whose word an action's report can be: its own leads, and the theme's with deputies."""
        parents = action.parent.leads if action.parent else ()
        return list(dict.fromkeys((*action.leads, *parents, *self.leads, *self.deputies)))

    def is_led_by(self, user_id: int | None) -> bool:
        """Whether a person leads the theme or deputises for its lead."""
        return user_id is not None and any(
            person.user_id == user_id for person in (*self.leads, *self.deputies)
        )


@dataclass
class OutsideThemes(HoldsActions):
    """What belongs to no theme: the last line of every division by theme, so that its lines come to the whole."""

    recommendations: list[RecommendationPosition]
    actions: list[ActionPosition]
    success_measures: list[SuccessMeasurePosition]
    measures: list[MeasurePosition]
    # A milestone and a commitment stand in a theme by what they are; nobody leads or rates what is in none.
    number: None = None
    milestones: tuple[MilestonePosition, ...] = ()
    commitments: tuple[CommitmentPosition, ...] = ()
    rating: None = None
    members: tuple[OfficerName, ...] = ()
    leads_text: str = ""

    @property
    def own_success_measures(self) -> list[SuccessMeasurePosition]:
        """Those that stand under no action."""
        return [item for item in self.success_measures if item.action is None]

    @property
    def is_empty(self) -> bool:
        return not (self.recommendations or self.actions or self.success_measures)


# A theme, or what stands outside all of them: a plan is these, in order.
Division = ThemePosition | OutsideThemes
