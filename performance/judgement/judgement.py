"""Everything that is said of one measure on one day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from improvement.periods import month_end, months_before
from performance.analysis.judging import AgainstTarget, Direction, direction_of_travel
from performance.analysis.periods import period_of
from performance.analysis.quartiles import quartile
from performance.choices import ComparatorKind, Frequency, MeasureType
from performance.judgement.newest import unlike
from performance.judgement.past import AgainstPast
from performance.models import Comparator
from performance.series import ObservationPoint


@dataclass(frozen=True)
class Beside:
    """How the newest figure stands beside another place's: better or worse by polarity, and what to mind.

    `standing` is empty where the two can't be compared.
    """

    comparator: Comparator
    standing: str
    caution: str


STANDINGS = {
    Direction.IMPROVING: "better",
    Direction.WORSENING: "worse",
    Direction.STATIC: "the same",
    Direction.RISING: "higher",
    Direction.FALLING: "lower",
}


# Months from one period's end to the next; where nobody said how often, a year apart is still running.
MONTHS_BETWEEN = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.YEARLY: 12}
LONGEST_GAP = 12
MONTHS_SPOKEN_FOR = {MeasureType.QUARTER: 3, MeasureType.OUTTURN: 12}


@dataclass(frozen=True)
class MissingPeriod:
    """A period of which no figure is on record, between two that have one."""

    period_end: date
    shown_period: str
    value: None = None


class Judgement(AgainstPast):
    """One measure on one day: its newest figure, against its aims, its own past, and other places."""

    def beside(self, kind: ComparatorKind) -> Beside | None:
        """Return how the newest figure stands beside the newest one of others; None without both."""
        comparator = self.series.newest_comparator(kind)
        latest = self.latest
        if comparator is None or latest is None or latest.value is None:
            return None
        caution = (
            "their year is not stated"
            if comparator.period_end is None
            else unlike(latest.measure_type, comparator.measure_type)
        )
        if not self._can_be_beside(comparator.measure_type):
            return Beside(comparator, "", caution)
        way = direction_of_travel(
            comparator.value, latest.value, self.polarity, self.series.version.dead_band, self._band
        )
        return Beside(comparator, STANDINGS[way], caution)

    @property
    def neighbours(self) -> Beside | None:
        return self.beside(ComparatorKind.STATISTICAL_NEIGHBOURS)

    @property
    def england(self) -> Beside | None:
        return self.beside(ComparatorKind.ENGLAND)

    @property
    def region(self) -> Beside | None:
        return self.beside(ComparatorKind.REGION)

    @cached_property
    def quartile(self) -> int | None:
        """The quarter of all authorities in which the newest value lies, 1 the best; None where it can't be said."""
        latest = self.latest
        bounds = [
            self.series.newest_comparator(kind)
            for kind in (ComparatorKind.LOWER_QUARTILE, ComparatorKind.MEDIAN, ComparatorKind.UPPER_QUARTILE)
        ]
        if (
            latest is None
            or latest.value is None
            or len({bound and bound.period_words for bound in bounds}) != 1
        ):
            # Boundaries of several years are no boundaries.
            return None
        lower, median, upper = (bound.value if bound else None for bound in bounds)
        if lower is None or median is None or upper is None or not lower <= median <= upper:
            return None
        return quartile(latest.value, lower, median, upper, self.polarity)

    @property
    def quartile_caution(self) -> str:
        """The year of the quartiles, and what to mind where they speak for another stretch of time."""
        median = self.series.newest_comparator(ComparatorKind.MEDIAN)
        if self.latest is None or median is None:
            return ""
        cautions = [
            median.period_words or "year not stated",
            unlike(self.latest.measure_type, median.measure_type) if median.period_end else "",
        ]
        return "; ".join(caution for caution in cautions if caution)

    @property
    def is_off_target(self) -> bool:
        return self.against == AgainstTarget.MISSED

    @property
    def is_on_target(self) -> bool:
        return self.against == AgainstTarget.MET

    @property
    def is_near_target(self) -> bool:
        return self.against == AgainstTarget.NEAR

    @property
    def is_improving(self) -> bool:
        return self.direction == Direction.IMPROVING

    @property
    def is_worsening(self) -> bool:
        return self.direction == Direction.WORSENING

    def periods_on_target(self) -> int:
        """Return for how many periods running, up to the newest, the measure met the aim that held then.

        A period that is missing, or not available, ends the run; where the newest is stale nothing is held.
        """
        latest = self.latest
        if latest is None or latest.period_end is None or self.is_stale:
            return 0
        count = 0
        following: date | None = None
        for observation in reversed(self.series.of_type(latest.measure_type)):
            if following and observation.period_end and not self._is_next(observation.period_end, following):
                break
            then = Judgement(replace(self.series, observations=[observation], step_changes=[]), self.on)
            if then.against != AgainstTarget.MET:
                break
            count += 1
            following = observation.period_end
        return count

    def with_gaps(self, observations: Sequence[ObservationPoint]) -> list[ObservationPoint | MissingPeriod]:
        """Return dated figures of one type, oldest first, with every period between two that has none at all."""
        history: list[ObservationPoint | MissingPeriod] = []
        for observation in observations:
            if history and observation.period_end and history[-1].period_end:
                history += self._missing(
                    history[-1].period_end, observation.period_end, observation.measure_type
                )
            history.append(observation)
        return history

    def _missing(self, earlier: date, later: date, measure_type: str) -> list[MissingPeriod]:
        step = max(
            MONTHS_BETWEEN.get(Frequency(self.series.version.frequency), LONGEST_GAP),
            MONTHS_SPOKEN_FOR.get(MeasureType(measure_type), 1),
        )
        missing: list[MissingPeriod] = []
        while earlier < months_before(later.replace(day=1), step):
            before = months_before(later.replace(day=1), step)
            later = month_end(before.year, before.month)
            missing.append(MissingPeriod(later, period_of(MeasureType(measure_type), later)[2]))
        return missing[::-1]

    def _is_next(self, earlier: date, later: date) -> bool:
        """Whether no period is missing between two that end on these days."""
        months = MONTHS_BETWEEN.get(Frequency(self.series.version.frequency), LONGEST_GAP)
        return earlier >= months_before(later.replace(day=1), months)
