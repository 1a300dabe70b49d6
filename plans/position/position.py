"""The position itself: its parts and the figures that everything prints."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from improvement.counting import agreeing, counted
from improvement.rounding import percentage, percentage_in_words
from plans.choices import ProgressStatus
from plans.models import Meeting, Plan
from plans.position.actions import ActionPosition, HoldsActions, SuccessMeasurePosition
from plans.position.measures import MeasureCounts, MeasurePosition
from plans.position.numbers import Numbers
from plans.position.points import Contradiction, CostPoint, DueMove, Level
from plans.position.recommendations import RecommendationPosition
from plans.position.stated import StatedPoint
from plans.position.themes import (
    CommitmentPosition,
    Division,
    MilestonePosition,
    OutsideThemes,
    ThemePosition,
)
from plans.position.viewer import EVERYTHING, Viewer
from plans.rules.averages import average_figures

NOT_RATED = "not rated"


@dataclass(frozen=True)
class Share:
    """One line of a table of counts: what is counted, how many, of how many in all."""

    key: str
    label: str
    count: int
    total: int
    kind: str = ""
    meaning: str = ""

    @property
    def percent(self) -> int:
        """The share in whole per cent, rounded half up; for comparing. `percent_words` is what is printed."""
        return int(percentage(self.count, self.total))

    @property
    def percent_words(self) -> str:
        return percentage_in_words(self.count, self.total)

    @property
    def fraction(self) -> float:
        """The share itself, between 0 and 1, as Excel holds it."""
        return self.count / self.total if self.total else 0.0


Rated = RecommendationPosition | ActionPosition | SuccessMeasurePosition


@dataclass
class Position(HoldsActions):
    """A plan as at a date."""

    plan: Plan
    as_at: date
    viewer: Viewer = EVERYTHING
    # What this viewer may not see, by its name in a record: `Action 1.1`, `Recommendation 5`.
    hidden: set[str] = field(default_factory=set)
    # The same with what has left the plan: what is said of it is not shown either.
    withheld: set[str] = field(default_factory=set)
    numbers: Numbers = field(default_factory=Numbers)
    levels: list[Level] = field(default_factory=list)
    themes: list[ThemePosition] = field(default_factory=list)
    recommendations: list[RecommendationPosition] = field(default_factory=list)
    milestones: list[MilestonePosition] = field(default_factory=list)
    actions: list[ActionPosition] = field(default_factory=list)
    measures: list[MeasurePosition] = field(default_factory=list)
    success_measures: list[SuccessMeasurePosition] = field(default_factory=list)
    costs: list[CostPoint] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    stated_figures: list[StatedPoint] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)

    @cached_property
    def overdue_actions(self) -> list[ActionPosition]:
        """Overdue actions, the longest overdue first."""
        overdue = [action for action in self.lowest_level_actions if action.is_overdue]
        return sorted(overdue, key=lambda action: -action.days_overdue)

    @property
    def actions_of_no_recommendation(self) -> list[ActionPosition]:
        """The actions that are in no recommendation's count."""
        return [action for action in self.lowest_level_actions if not action.recommendation_numbers]

    @property
    def open_contradictions(self) -> list[Contradiction]:
        return [contradiction for contradiction in self.contradictions if not contradiction.answer]

    @property
    def answered_contradictions(self) -> list[Contradiction]:
        return [contradiction for contradiction in self.contradictions if contradiction.answer]

    @property
    def proposed(self) -> list[RecommendationPosition | ThemePosition | ActionPosition]:
        """What a lead proposes a rating of, which the board has still to answer."""
        items: list[RecommendationPosition | ThemePosition | ActionPosition] = [
            *self.recommendations,
            *self.themes,
            *self.lowest_level_actions,
        ]
        return [item for item in items if item.proposal]

    @property
    def closed(self) -> list[RecommendationPosition | ActionPosition]:
        """What the board has closed. It stays in every count."""
        items: list[RecommendationPosition | ActionPosition] = [
            *self.recommendations,
            *self.lowest_level_actions,
        ]
        return [item for item in items if item.closure]

    @property
    def waiting_dates(self) -> list[tuple[ActionPosition, DueMove]]:
        """Requests to move a due date that the board has still to decide."""
        return [
            (action, move)
            for action in self.lowest_level_actions
            for move in action.due_moves
            if move.is_waiting
        ]

    @property
    def last_meeting(self) -> Meeting | None:
        return self.meetings[-1] if self.meetings else None

    def theme(self, number: int) -> ThemePosition | None:
        """Return a theme by number."""
        return next((theme for theme in self.themes if theme.number == number), None)

    def recommendation(self, number: int) -> RecommendationPosition | None:
        """Return a recommendation by number."""
        return next((item for item in self.recommendations if item.number == number), None)

    def action(self, reference: str) -> ActionPosition | None:
        """Return an action by reference."""
        return next((action for action in self.actions if action.reference == reference), None)

    def measures_of_theme(self, number: int) -> list[MeasurePosition]:
        """Return the measures that evidence a theme, or a recommendation that is worked on in it."""
        items = {item.number for item in self.recommendations if number in item.theme_numbers}
        return [
            measure
            for measure in self.measures
            if number in measure.theme_numbers or items & set(measure.recommendation_numbers)
        ]

    @property
    def outside_themes(self) -> OutsideThemes:
        """What belongs to no theme."""
        within = {
            measure.measure_id for theme in self.themes for measure in self.measures_of_theme(theme.number)
        }
        return OutsideThemes(
            [item for item in self.recommendations if not item.theme_numbers],
            [action for action in self.actions if action.theme_number is None],
            [item for item in self.success_measures if item.theme_number is None],
            [measure for measure in self.measures if measure.measure_id not in within],
        )

    @property
    def divisions(self) -> list[Division]:
        """The themes that something stands under, then what is in none: together all that the plan holds.

        A plan whose themes hold nothing, and that has recommendations alone, is not divided by them.
        """
        outside, themes = self.outside_themes, self.working_themes
        is_divided = themes or outside.actions or outside.success_measures
        return [*themes, *([outside] if is_divided and not outside.is_empty else [])]

    def division_name(self, division: Division) -> str:
        """Return a division's heading: `Theme 1: Strengthening management`, `No theme`."""
        word = self.plan.theme_word
        if division.number is None:
            return f"No {word}"
        name = f"{word.capitalize()} {division.number}"
        return f"{name}: {division.title}" if division.title else name

    @property
    def measure_counts(self) -> MeasureCounts:
        """How many measures are on and off target, improving and worsening."""
        return MeasureCounts(self.measures)

    def commitment_of(self, action: ActionPosition) -> CommitmentPosition | None:
        """Return the commitment that an action stands under, or None."""
        theme = self.theme(action.theme_number) if action.theme_number is not None else None
        return next((item for item in theme.commitments if action in item.actions), None) if theme else None

    @property
    def working_themes(self) -> list[ThemePosition]:
        """The themes that something stands under. A council's aims may hold nothing by themselves."""
        return [
            theme
            for theme in self.themes
            if theme.actions or theme.recommendations or theme.milestones or theme.success_measures
        ]

    @property
    def rated_actions(self) -> list[ActionPosition]:
        return [action for action in self.lowest_level_actions if action.rating]

    # --- figures --------------------------------------------------------------------------------

    def rating_shares(self, rated: Iterable[Rated] | None = None) -> list[Share]:
        """Return recommendations, or other things, by rating: the scale's levels, then `not rated` where there are."""
        items: list[Rated] = list(self.recommendations if rated is None else rated)
        counts = Counter(item.rating.level.code if item.rating else NOT_RATED for item in items)
        levels = {level.code: level for level in self.levels}
        for item in items:
            if item.rating:
                levels.setdefault(item.rating.level.code, item.rating.level)
        keys = [*levels, *([NOT_RATED] if counts[NOT_RATED] else [])]
        return [
            Share(
                key,
                levels[key].name if key in levels else "Not yet rated",
                counts[key],
                len(items),
                levels[key].colour if key in levels else "",
                levels[key].meaning if key in levels else "No rating has been given.",
            )
            for key in keys
        ]

    def status_shares(self, counted: Iterable[ActionPosition] | None = None) -> list[Share]:
        """Return lowest-level actions by progress status, in the field's order."""
        items = self.lowest_level_actions if counted is None else list(counted)
        return _status_shares(items)

    def milestone_shares(self) -> list[Share]:
        """Return milestones by status."""
        return _status_shares(self.milestones)

    def figures(self) -> dict[str, Decimal | None]:
        """Return the figures that stated ones are compared with, by rule; None where rows can't give them."""
        statuses = {share.key: share for share in self.status_shares()}
        total = len(self.lowest_level_actions)
        unsaid = statuses.get(ProgressStatus.NOT_SUPPLIED)
        nothing_supplied = total == 0 or (unsaid is not None and unsaid.count == total)
        figures: dict[str, Decimal | None] = {
            # Before any row was known there is nothing to compare a stated figure with.
            "actions.total": Decimal(total) if total else None,
            "recommendations.total": Decimal(len(self.recommendations)),
            "milestones.total": Decimal(len(self.milestones)),
        }
        for status in ProgressStatus:
            share = statuses.get(status)
            count = share.count if share else 0
            figures[f"actions.by_status.{status.value}"] = None if nothing_supplied else Decimal(count)
            figures[f"actions.by_status.{status.value}.percent"] = (
                None if nothing_supplied else Decimal(share.percent if share else 0)
            )
        for theme in self.themes:
            figures[f"milestones.by_theme.{theme.number}"] = Decimal(len(theme.milestones))
        figures |= self.averages
        for line in self.costs:
            if line.amount is not None:
                year = f"costs.{line.financial_year}"
                figures[year] = (figures.get(year) or Decimal(0)) + line.amount
        for share in self.rating_shares():
            figures[f"recommendations.by_rating.{share.key}"] = Decimal(share.count)
        return figures

    @cached_property
    def averages(self) -> dict[str, Decimal | None]:
        """Averages of the success measures' ratings in the last two periods, by rule."""
        return average_figures(
            {theme.number: [item.ratings for item in theme.success_measures] for theme in self.themes}
        )

    def sentence(self) -> str:
        """Return the overall position in plain words."""
        total = len(self.recommendations)
        rated = [share for share in self.rating_shares() if share.count]
        parts = [
            f"{share.count} {'not yet rated' if share.key == NOT_RATED else share.label}" for share in rated
        ]
        if rated:
            is_or_are = agreeing(rated[0].count, "is", "are")
            parts[0] = parts[0].replace(
                " ", f" {is_or_are} {'' if rated[0].key == NOT_RATED else 'rated '}", 1
            )
        says = (
            f"Of {counted(total, 'recommendation')}, {joined(parts)}."
            if total
            else "The plan has no recommendations yet."
        )
        if self.success_measures:
            scored = [share for share in self.rating_shares(self.success_measures) if share.count]
            words = [
                f"{share.count} not yet rated"
                if share.key == NOT_RATED
                else f"{share.count} rated {share.label}"
                for share in scored
            ]
            says += f" Of {counted(len(self.success_measures), 'success measure')}, {joined(words)}."
        actions = len(self.lowest_level_actions)
        if not actions:
            return says
        statuses = {share.key: share for share in self.status_shares()}
        if statuses.get(ProgressStatus.NOT_SUPPLIED, Share("", "", 0, 0)).count == actions:
            late = f"; {self.late_words}" if self.past_due_without_status else ""
            return f"{says} No status has been given for the {counted(actions, 'action')}{late}."
        done = statuses[ProgressStatus.COMPLETED]
        completed = (
            f"{done.count} of {counted(actions, 'action')} {agreeing(done.count, 'is', 'are')} completed"
        )
        return (
            f"{says} {completed} ({done.percent_words})"
            f"{',' if self.past_due_without_status else ' and'} {self.late_words}."
        )

    def as_json(self) -> dict[str, Any]:
        """Return the position as `plan_position` prints it. Keys are added by later parts and never renamed."""
        by_status = Counter(action.status for action in self.lowest_level_actions)
        milestones = Counter(milestone.status for milestone in self.milestones)
        return {
            "plan": self.plan.slug,
            "as_at": self.as_at.isoformat(),
            "themes": len(self.themes),
            "recommendations": {
                "total": len(self.recommendations),
                "by_rating": {share.key: share.count for share in self.rating_shares()},
            },
            "milestones": {
                "total": len(self.milestones),
                "by_status": {status.value: milestones[status] for status in ProgressStatus},
            },
            "actions": {
                "total": len(self.lowest_level_actions),
                "by_status": {status.value: by_status[status] for status in ProgressStatus},
                "overdue": len(self.overdue_actions),
                "past_due_status_not_supplied": len(self.past_due_without_status),
                "closed": sum(action.closure is not None for action in self.lowest_level_actions),
            },
            "commitments": sum(len(theme.commitments) for theme in self.themes),
            "success_measures": {
                "total": len(self.success_measures),
                "with_words": sum(bool(item.text) for item in self.success_measures),
                "by_rating": _by_rating(self.success_measures),
            },
            "actions_by_rating": _by_rating(self.lowest_level_actions),
            "measures": len(self.measures),
            "measures_by_judgement": self.measure_counts.as_json(),
            "stated_figures": [
                {
                    "label": figure.label,
                    "stated": figure.stated,
                    "recomputed": figure.recomputed,
                    "agrees": figure.agrees,
                    "rule": figure.rule_sentence,
                    "sheet": figure.sheet,
                    "cell": figure.cell,
                }
                for figure in self.stated_figures
            ],
            "questions": {
                "waiting": len(self.open_contradictions),
                "answered": len(self.answered_contradictions),
            },
            "contradictions": dict(
                Counter(contradiction.kind.value for contradiction in self.contradictions)
            ),
        }


def _by_rating(items: Iterable[ActionPosition | SuccessMeasurePosition]) -> dict[str, int]:
    return dict(Counter(item.rating.level.code if item.rating else NOT_RATED for item in items))


def _status_shares(items: Iterable[ActionPosition | MilestonePosition]) -> list[Share]:
    counts = Counter(item.status for item in items)
    total = sum(counts.values())
    order = (
        ProgressStatus.COMPLETED,
        ProgressStatus.ON_TARGET,
        ProgressStatus.BEHIND_TARGET,
        ProgressStatus.NOT_STARTED,
        ProgressStatus.NOT_SUPPLIED,
    )
    kept = [status for status in order if status != ProgressStatus.NOT_SUPPLIED or counts[status]]
    return [
        Share(
            status.value,
            str(status.label),
            counts[status],
            total,
            status.value.replace("_", "-"),
        )
        for status in kept
    ]


def joined(parts: Sequence[str]) -> str:
    """Return parts as a person lists them: one, two and three."""
    if len(parts) < 2:
        return f"{parts[0]}" if parts else ""
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
