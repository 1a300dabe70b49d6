"""A plan's measures as known on the position's day: what each is, what it evidences, and what it says."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from improvement.counting import agreeing
from performance.judgement import Judgement
from performance.models import GradeCount, MeasureVersion
from performance.sentences import sentences
from performance.series import MeasureSeries, read_series
from plans.models import MeasureLink, Plan
from plans.position.numbers import Numbers


@dataclass(eq=False)
class MeasurePosition:
    """A measure that the plan keeps, with what it evidences there."""

    series: MeasureSeries
    as_at: date
    theme_numbers: tuple[int, ...] = ()
    recommendation_numbers: tuple[int, ...] = ()
    action_references: tuple[str, ...] = ()

    @property
    def measure_id(self) -> int:
        return self.series.measure_id

    @property
    def code(self) -> str:
        return self.series.code

    @property
    def version(self) -> MeasureVersion:
        """The definition on the day."""
        return self.series.version

    @property
    def name(self) -> str:
        return self.version.name

    @property
    def unit(self) -> str:
        return self.version.unit

    @cached_property
    def judgement(self) -> Judgement:
        return Judgement(self.series, self.as_at)

    @property
    def can_be_compared(self) -> bool:
        """Whether its newest figure can be set beside a target or an earlier figure."""
        return self.judgement.is_judged or self.judgement.direction is not None

    @cached_property
    def sentences(self) -> list[str]:
        """What it says, in plain English."""
        return sentences(self.judgement)


class MeasureCounts:
    """What a plan's measures come to: on and off target, improving and worsening, and what can't be said."""

    def __init__(self, measures: Sequence[MeasurePosition]) -> None:
        self.total = len(measures)
        self.off_target = [measure for measure in measures if measure.judgement.is_off_target]
        self.on_target = [measure for measure in measures if measure.judgement.is_on_target]
        self.near_target = [measure for measure in measures if measure.judgement.is_near_target]
        self.judged = sum(measure.judgement.is_judged for measure in measures)
        self.improving = [measure for measure in measures if measure.judgement.is_improving]
        self.worsening = [measure for measure in measures if measure.judgement.is_worsening]
        self.stale = sum(measure.judgement.is_stale for measure in measures)
        self.without_figure = sum(measure.judgement.latest is None for measure in measures)

    @property
    def lists(self) -> list[tuple[str, list[MeasurePosition], str, str]]:
        """The three lists of the dashboard: heading, measures, what to say of none, how the scorecard filters them."""
        return [
            ("Off target", self.off_target, "None of the measures that can be judged.", "against=missed"),
            (
                "Worsening",
                self.worsening,
                "None of the measures that can be compared.",
                "direction=worsening",
            ),
            (
                "Improving",
                self.improving,
                "None of the measures that can be compared.",
                "direction=improving",
            ),
        ]

    def _against_targets(self) -> str:
        """Return in words how many meet their target, are close and miss it."""
        on, near, off = len(self.on_target), len(self.near_target), len(self.off_target)
        parts = [
            *([f"{on} {agreeing(on, 'meets', 'meet')} it"] if on else []),
            *([f"{near} {agreeing(near, 'is', 'are')} close"] if near else []),
            *([f"{off} {agreeing(off, 'misses', 'miss')} it"] if off else []),
        ]
        return ", ".join(parts)

    def in_short(self) -> str:
        """Return how the measures that can be judged stand, in a clause: `2 meet it, 4 miss it; 3 are improving`."""
        if not self.judged:
            return "none can be compared with a target yet"
        of = f"of {self.judged} with a target that is due, {self._against_targets()}"
        ways = [
            f"{len(measures)} {agreeing(len(measures), 'is', 'are')} {way}"
            for way, measures in (("improving", self.improving), ("worsening", self.worsening))
            if measures
        ]
        return f"{of}; of all, {' and '.join(ways)}" if ways else of

    def sentence(self) -> str:
        """Return in words how many measures can be judged and how they stand."""
        text = f"{self.total} measure{'' if self.total == 1 else 's'}. "
        if self.judged:
            has = agreeing(self.judged, "has", "have")
            text += f"{self.judged} {has} a target that is due: {self._against_targets()}. "
        else:
            text += "None can be compared with a target yet. "
        if self.without_figure:
            text += f"{self.without_figure} {'has' if self.without_figure == 1 else 'have'} no figure. "
        if without_target := self.total - self.judged - self.without_figure:
            has = "has a figure" if without_target == 1 else "have figures"
            text += f"{without_target} {has} that can't be compared with a target yet. "
        if self.stale:
            text += f"{self.stale} {'is' if self.stale == 1 else 'are'} stale."
        return text.strip()

    def as_json(self) -> dict[str, int]:
        """Return the counts as `plan_position` prints them."""
        return {
            "set_against_a_target": self.judged,
            "on_target": len(self.on_target),
            "near_target": len(self.near_target),
            "off_target": len(self.off_target),
            "improving": len(self.improving),
            "worsening": len(self.worsening),
            "stale": self.stale,
            "without_figure": self.without_figure,
        }


GOOD_OR_ABOVE = re.compile(r"good or (?:above|better)|(?:graded|judged) .?good", re.IGNORECASE)


def of_quality(measures: Sequence[MeasurePosition]) -> list[MeasurePosition]:
    """Return the measures of practice judged good or above: counted by grade, or called so. One query."""
    keys = [measure.measure_id for measure in measures]
    counted = set(
        GradeCount.objects.filter(observation__measure__in=keys)
        .values_list("observation__measure_id", flat=True)
        .distinct()
    )
    return [
        measure for measure in measures if measure.measure_id in counted or GOOD_OR_ABOVE.search(measure.name)
    ]


def plans_keeping(measures: Collection[int]) -> dict[int, set[int]]:
    """Return the keys of the plans that keep each of some measures today, by a link; one query."""
    keeping: dict[int, set[int]] = defaultdict(set)
    links = MeasureLink.objects.filter(measure__in=measures, known_to__isnull=True)
    for measure, plan in links.values_list("measure_id", "plan_id"):
        keeping[measure].add(plan)
    return dict(keeping)


@dataclass
class _Links:
    themes: list[int] = field(default_factory=list)
    recommendations: list[int] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)


def read_measures(plan: Plan, as_at: date, numbers: Numbers) -> list[MeasurePosition]:
    """Return a plan's measures by name; nine queries whatever their number, one where there are none."""
    links: dict[int, _Links] = defaultdict(_Links)
    rows = MeasureLink.objects.as_at(as_at).filter(plan=plan)
    for row in rows.select_related("theme", "recommendation", "action").order_by("pk"):
        linked = links[row.measure_id]
        if row.theme:
            linked.themes.append(numbers.of(row.theme))
        if row.recommendation:
            linked.recommendations.append(numbers.of(row.recommendation))
        if row.action:
            linked.actions.append(row.action.reference)
    if not links:
        return []
    measures = [
        MeasurePosition(
            series,
            as_at,
            tuple(links[key].themes),
            tuple(links[key].recommendations),
            tuple(links[key].actions),
        )
        for key, series in read_series(list(links), as_at).items()
    ]
    return sorted(measures, key=lambda measure: (measure.name.casefold(), measure.code))
