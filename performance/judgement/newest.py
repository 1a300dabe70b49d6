"""The newest figure of a measure on a day, what came before it, and how sure it is."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from performance.analysis.freshness import is_stale
from performance.analysis.intervals import Interval, wilson_interval
from performance.choices import Frequency, MeasureType, Polarity, Unit
from performance.series import Figure, MeasureSeries


@dataclass
class NewestFigure:
    """One measure on one day: its newest figure."""

    series: MeasureSeries
    on: date

    @property
    def polarity(self) -> Polarity:
        return Polarity(self.series.version.polarity)

    @cached_property
    def latest(self) -> Figure | None:
        """The newest figure that has a value: of the measure's own kind before outturns and years to date.

        A figure whose column names no day counts where no dated one of that kind is there.
        """
        valued = [figure for figure in self.series.figures if figure.value is not None]
        side = {MeasureType.YEAR_TO_DATE, MeasureType.OUTTURN} - {self.series.version.measure_type}
        own = [figure for figure in valued if figure.measure_type not in side]
        dated = [figure for figure in own if figure.period_end]
        for candidates in (dated, own, [figure for figure in valued if figure.period_end], valued):
            if candidates:
                # Of two that end on one day the measure's own kind counts, whichever was entered last.
                own_type = self.series.version.measure_type
                return max(
                    candidates,
                    key=lambda figure: (
                        figure.period_end or date.min,
                        figure.measure_type == own_type,
                        figure.pk,
                    ),
                )
        return None

    @cached_property
    def unvalued(self) -> Figure | None:
        """A newer row without a value: not available and why, or words that give no one figure."""
        latest = self.latest
        without = [figure for figure in self.series.figures if figure.value is None]
        newer = [
            figure
            for figure in without
            if latest is None
            or (
                latest.period_end
                and (figure.period_end is None or figure.period_end > latest.period_end)
                and latest.measure_type != MeasureType.YEAR_TO_DATE
            )
        ]
        said = [figure for figure in newer if figure.is_available]
        if latest is None and said:
            # Words that somebody wrote tell more than a mark for nothing; an undated column is the current one.
            return next((figure for figure in reversed(said) if figure.period_end is None), said[-1])
        return newer[-1] if newer else None

    @cached_property
    def before(self) -> Figure | None:
        """The newest figure of an earlier period: of the same type, else of another, which `before_caution` says."""
        latest = self.latest
        if latest is None or latest.period_end is None:
            return None
        earlier = [
            figure
            for figure in self.series.figures
            if figure.value is not None
            and figure.period_end
            and figure.period_end < latest.period_end
            and figure.measure_type != MeasureType.YEAR_TO_DATE
        ]
        earlier = [
            figure
            for figure in earlier
            if self.series.since_step(figure) and self._can_be_beside(figure.measure_type)
        ]
        same = [figure for figure in earlier if figure.measure_type == latest.measure_type]
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
        figure = self.latest
        if figure is None or self.series.version.unit != Unit.PERCENT:
            return None
        count, cases = figure.numerator, figure.denominator
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
