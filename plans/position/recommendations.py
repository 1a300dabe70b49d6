"""A recommendation as known on one day."""

from dataclasses import dataclass, field
from datetime import date

from plans.choices import Outlook, ProgressStatus
from plans.position.actions import ActionPosition, HoldsActions
from plans.position.measures import MeasurePosition
from plans.position.points import (
    CheckPoint,
    ClosurePoint,
    OfficerName,
    RatingPoint,
    rated_before,
    rated_since,
)
from plans.rules.closing import Criterion, recommendation_criteria
from plans.rules.evidence_ladder import Rung, stands_on_self_report, strongest
from plans.rules.three_answers import Answered, delivered, embedded, working

# Of those who lead its actions, where nobody leads the answer as a whole.
MOST_NAMED = 4


@dataclass
class RecommendationPosition(HoldsActions):
    """A recommendation as known on the day, with what serves it."""

    recommendation_id: int
    number: int
    text: str
    kind_label: str
    theme_numbers: tuple[int, ...] = ()
    ratings: list[RatingPoint] = field(default_factory=list)
    # What a lead proposes, until the board rates the thing again.
    proposal: RatingPoint | None = None
    closure: ClosurePoint | None = None
    actions: list[ActionPosition] = field(default_factory=list)
    outcome: str = ""
    evidence: str = ""
    further_actions: str = ""
    leads: tuple[OfficerName, ...] = ()
    measures: list[MeasurePosition] = field(default_factory=list)
    checks: list[CheckPoint] = field(default_factory=list)
    # From where there is evidence, and the newest day of it.
    evidence_days: list[tuple[str, date]] = field(default_factory=list)
    as_at: date = date.max
    is_exempt: bool = False
    # Periods running on target before progress counts as embedded: the plan's setting.
    embedded_periods: int = 3

    @property
    def delivered(self) -> Answered:
        """Whether its actions are done."""
        actions = self.lowest_level_actions
        return delivered(
            len(self.completed_actions),
            sum(action.status != ProgressStatus.NOT_SUPPLIED for action in actions),
            len(actions),
        )

    @property
    def working(self) -> Answered:
        """Whether its measures show that it works."""
        judged = [measure.judgement for measure in self.measures if measure.judgement.is_judged]
        return working(
            sum(judgement.is_on_target for judgement in judged),
            sum(judgement.is_off_target for judgement in judged),
            sum(measure.judgement.is_worsening for measure in self.measures),
            len(judged),
            len(self.measures),
            sum(judgement.is_stale for judgement in judged),
        )

    @property
    def embedded(self) -> Answered:
        """Whether it held for the plan's number of periods, and someone independent confirmed it."""
        judged = [measure.judgement for measure in self.measures if measure.judgement.is_judged]
        return embedded(
            [judgement.periods_on_target() for judgement in judged],
            self.embedded_periods,
            self.checks[-1].confirms if self.checks else None,
        )

    @property
    def closing_criteria(self) -> tuple[Criterion, ...]:
        """What it should meet before the board closes it."""
        outlook = self.rating.level.outlook if self.rating else None
        return recommendation_criteria(outlook, self.delivered, self.working, self.embedded)

    @property
    def strongest_evidence(self) -> Rung | None:
        """The strongest recent evidence behind it, and its age; None where there is none at all."""
        return strongest(self.evidence_days, self.as_at)

    @property
    def stands_on_self_report(self) -> bool:
        """Whether it is rated good and only its own lead's word stands behind that."""
        return self.rating is not None and stands_on_self_report(
            self.rating.level.outlook, self.evidence_days, self.as_at
        )

    @property
    def is_rated_good(self) -> bool:
        """Whether its rating says that it goes well, whatever the scale calls that."""
        return self.rating is not None and self.rating.level.outlook == Outlook.GOOD

    @property
    def is_rated_poor(self) -> bool:
        """Whether its rating says that it is off its course."""
        return self.rating is not None and self.rating.level.outlook == Outlook.POOR

    @property
    def shown_text(self) -> str:
        """The text, or a plain sentence where the source gives only a number."""
        return self.text or "The text is not given in the council's workbook."

    @property
    def leads_text(self) -> str:
        return "; ".join(lead.label for lead in self.leads)

    @property
    def answering(self) -> tuple[OfficerName, ...]:
        """Who leads the answer to it; else who leads its actions."""
        if self.leads:
            return self.leads
        return tuple(dict.fromkeys(lead for action in self.lowest_level_actions for lead in action.leads))

    @property
    def answering_text(self) -> str:
        """The same in words: of those who lead its actions the first few."""
        if self.leads:
            return self.leads_text
        named = list(dict.fromkeys(lead.label for lead in self.answering))
        more = len(named) - MOST_NAMED
        return "; ".join([*named[:MOST_NAMED], *([f"and {more} more"] if more > 0 else [])])

    @property
    def answering_in_full(self) -> str:
        """The same, everybody named: what is filtered or counted must hold them all."""
        return "; ".join(dict.fromkeys(lead.label for lead in self.answering))

    @property
    def rating(self) -> RatingPoint | None:
        return self.ratings[-1] if self.ratings else None

    @property
    def rated_since(self) -> date | None:
        """The day from which it has stood at its present level without a break, however often it was rated again."""
        return rated_since(self.ratings)

    @property
    def previous_rating(self) -> RatingPoint | None:
        """The last rating at another level, where there was one."""
        return rated_before(self.ratings)
