"""Everything that is said of one measure on one day."""

from dataclasses import dataclass
from functools import cached_property

from performance.analysis.judging import AgainstTarget, Direction, direction_of_travel
from performance.analysis.quartiles import quartile
from performance.choices import ComparatorKind
from performance.judgement.newest import unlike
from performance.judgement.past import AgainstPast
from performance.models import Comparator
from performance.series import MeasureSeries


@dataclass(frozen=True)
class Beside:
    """How the newest figure stands beside another place's: better or worse by polarity, and what to mind."""

    comparator: Comparator
    standing: str
    caution: str


class Judgement(AgainstPast):
    """One measure on one day: its newest figure, against its aims, its own past, and other places."""

    def beside(self, kind: ComparatorKind) -> Beside | None:
        """Return how the newest figure stands beside the newest one of others; None without both."""
        comparator = self.series.newest_comparator(kind)
        latest = self.latest
        if comparator is None or latest is None or latest.value is None:
            return None
        way = direction_of_travel(
            comparator.value, latest.value, self.polarity, self.series.version.dead_band, self._band
        )
        standing = {
            Direction.IMPROVING: "better",
            Direction.WORSENING: "worse",
            Direction.STATIC: "the same",
            Direction.RISING: "higher",
            Direction.FALLING: "lower",
        }[way]
        if comparator.period_end is None:
            caution = "their year is not stated"
        else:
            caution = unlike(latest.measure_type, comparator.measure_type)
        return Beside(comparator, standing, caution)

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
        if latest is None or latest.value is None:
            return None
        lower, median, upper = (bound.value if bound else None for bound in bounds)
        if lower is None or median is None or upper is None or not lower <= median <= upper:
            return None
        return quartile(latest.value, lower, median, upper, self.polarity)

    @property
    def quartile_caution(self) -> str:
        """What to mind where the quartiles speak for another stretch of time."""
        median = self.series.newest_comparator(ComparatorKind.MEDIAN)
        if self.latest is None or median is None or median.period_end is None:
            return ""
        return unlike(self.latest.measure_type, median.measure_type)

    @property
    def is_off_target(self) -> bool:
        return self.against == AgainstTarget.MISSED

    @property
    def is_on_target(self) -> bool:
        return self.against == AgainstTarget.MET

    @property
    def is_improving(self) -> bool:
        return self.direction == Direction.IMPROVING

    @property
    def is_worsening(self) -> bool:
        return self.direction == Direction.WORSENING

    def periods_on_target(self) -> int:
        """Return for how many periods running, up to the newest, the measure met the aim that held then."""
        latest = self.latest
        if latest is None or latest.period_end is None:
            return 0
        count = 0
        for figure in reversed(self.series.of_type(latest.measure_type)):
            then = Judgement(
                MeasureSeries(
                    self.series.measure_id,
                    self.series.code,
                    self.series.version,
                    [figure],
                    self.series.targets,
                ),
                self.on,
            )
            if then.against != AgainstTarget.MET:
                break
            count += 1
        return count
