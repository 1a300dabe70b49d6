"""The newest figure of a measure on a day, what came before it, and how sure it is."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from performance.analysis.freshness import is_stale
from performance.analysis.intervals import Interval, wilson_interval
from performance.choices import Frequency, MeasureType, Polarity, Unit
from performance.series import MeasureSeries, ObservationPoint


@dataclass
class NewestFigure:
    """One measure on one day: its newest figure."""

    series: MeasureSeries
    on: date

    @property
    def polarity(self) -> Polarity:
        return Polarity(self.series.version.polarity)

    @cached_property
    def latest(self) -> ObservationPoint | None:
        """The newest figure that has a value: of the measure's own kind before outturns and years to date.

        A figure whose column names no day counts where no dated one of that kind is there.
        """
        valued = [observation for observation in self.series.observations if observation.value is not None]
        side = {MeasureType.YEAR_TO_DATE, MeasureType.OUTTURN} - {self.series.version.measure_type}
        own = [observation for observation in valued if observation.measure_type not in side]
        dated = [observation for observation in own if observation.period_end]
        for candidates in (
            dated,
            own,
            [observation for observation in valued if observation.period_end],
            valued,
        ):
            if candidates:
                # Of two that end on one day the measure's own kind counts, whichever was entered last.
                own_type = self.series.version.measure_type
                return max(
                    candidates,
                    key=lambda observation: (
                        observation.period_end or date.min,
                        observation.measure_type == own_type,
                        observation.pk,
                    ),
                )
        return None

    @cached_property
    def unvalued(self) -> ObservationPoint | None:
        """A newer row without a value: not available and why, or words that give no one figure."""
        latest = self.latest
        without = [observation for observation in self.series.observations if observation.value is None]
        newer = [
            observation
            for observation in without
            if latest is None
            or (
                latest.period_end
                and (observation.period_end is None or observation.period_end > latest.period_end)
                and latest.measure_type != MeasureType.YEAR_TO_DATE
            )
        ]
        in_words = [observation for observation in newer if observation.is_available]
        if latest is None and in_words:
            # Words that somebody wrote tell more than a mark for nothing; an undated column is the current one.
            undated = [observation for observation in in_words if observation.period_end is None]
            return (undated or in_words)[-1]
        return newer[-1] if newer else None

    @cached_property
    def before(self) -> ObservationPoint | None:
        """The newest figure of an earlier period: of the same type, else of another, which `before_caution` says."""
        latest = self.latest
        if latest is None or latest.period_end is None:
            return None
        earlier = [
            observation
            for observation in self.series.observations
            if observation.value is not None
            and observation.period_end
            and observation.period_end < latest.period_end
            and observation.measure_type != MeasureType.YEAR_TO_DATE
        ]
        earlier = [
            observation
            for observation in earlier
            if self.series.since_step(observation) and self._can_be_beside(observation.measure_type)
        ]
        same = [observation for observation in earlier if observation.measure_type == latest.measure_type]
        comparable = same or earlier
        return comparable[-1] if comparable else None

    def _can_be_beside(self, measure_type: str) -> bool:
        """Whether the newest figure can be set beside one of a type: a month's count is no match for a year's."""
        latest = self.latest
        if latest is None or self.series.version.unit != Unit.COUNT:
            return True
        return latest.measure_type == measure_type or not {latest.measure_type, measure_type} <= ADDS_UP

    @property
    def before_caution(self) -> str:
        """What to mind where the figure before speaks for another stretch of time."""
        latest, before = self.latest, self.before
        if latest is None or before is None or latest.measure_type == before.measure_type:
            return ""
        return unlike(latest.measure_type, before.measure_type)

    @cached_property
    def interval(self) -> Interval | None:
        """The 95% interval of the newest share, where its cases are known."""
        observation = self.latest
        if observation is None or self.series.version.unit != Unit.PERCENT:
            return None
        count, cases = observation.numerator, observation.denominator
        if count is None or not cases or not 0 <= count <= cases:
            return None
        return wilson_interval(count, cases)

    @property
    def is_small(self) -> bool:
        """Whether so few cases stand behind the newest share that it says little."""
        return self.interval is not None and self.interval.is_too_wide

    @property
    def is_missing(self) -> bool:
        """Whether somebody said that the newest figure is not available."""
        return self.unvalued is not None and not self.unvalued.is_available

    @property
    def is_stale(self) -> bool:
        """Whether a newer figure should have been reported by now."""
        latest = self.latest
        return latest is not None and is_stale(
            latest.period_end or latest.known_on, Frequency(self.series.version.frequency), self.on
        )


# What a count adds up over: figures of two of these are of different sizes by nature. A snapshot adds up nothing.
ADDS_UP = frozenset(MeasureType) - {MeasureType.SNAPSHOT}


# What a figure of each type is called beside one of another.
FIGURE_WORDS = {
    MeasureType.MONTH: "monthly",
    MeasureType.QUARTER: "quarterly",
    MeasureType.SNAPSHOT: "snapshot",
    MeasureType.YEAR_TO_DATE: "year-to-date",
    MeasureType.ROLLING_YEAR: "rolling 12-month",
    MeasureType.OUTTURN: "yearly",
}


def unlike(one: str, other: str) -> str:
    """Return the caution for two figures that speak for different stretches of time; empty where they are alike."""
    if one == other:
        return ""
    first, second = (FIGURE_WORDS[MeasureType(name)] for name in (one, other))
    return f"{first} figure against a {second} one"
