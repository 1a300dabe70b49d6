"""The newest figure against the measure's own past: direction, control limits, outturn, year to date."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from improvement.periods import months_before
from performance.analysis.judging import (
    AgainstTarget,
    Direction,
    against_target,
    direction_of_travel,
    written_in_other_unit,
)
from performance.analysis.outlook import Assurance, assurance, expected_at_this_rate
from performance.analysis.process_control import ControlChart, Rule, Signal, control_chart
from performance.analysis.units import chart_in_unit, kept_within, possible
from performance.analysis.year_to_date import Part, year_to_date
from performance.choices import Accumulation, MeasureType, Unit
from performance.judgement.aims import AgainstAims
from performance.models import Target
from performance.series import MONTHS_JUDGED, ObservationPoint

# Fewer points than these show no limits, not even trial ones.
LEAST_FOR_LIMITS = 6
# Figures of these types overlap from one to the next: they say nothing of each other's variation.
CUMULATIVE = frozenset({MeasureType.YEAR_TO_DATE, MeasureType.ROLLING_YEAR})


@dataclass(frozen=True)
class YearToDate:
    """A year to date: its value, the period it runs to, and whether somebody stated it or it was worked out here."""

    value: Decimal
    period: str
    is_stated: bool


class AgainstPast(AgainstAims):
    """Which way the measure travels, and where it is heading."""

    @cached_property
    def points(self) -> list[ObservationPoint]:
        """The figures that control limits are worked out from: three years, from the last step change on."""
        latest = self.latest
        if latest is None or latest.period_end is None or latest.measure_type in CUMULATIVE:
            return []
        oldest = months_before(latest.period_end, MONTHS_JUDGED)
        return [
            observation
            for observation in self.series.of_type(latest.measure_type)
            if observation.period_end
            and oldest < observation.period_end <= latest.period_end
            and self.series.since_step(observation)
        ]

    @cached_property
    def chart(self) -> ControlChart | None:
        """The control chart of `points`, its limits within what the unit allows; None of fewer than two."""
        values = [point.value for point in self.points if point.value is not None]
        return chart_in_unit(control_chart(values), self.series.version.unit, values)

    @property
    def shows_limits(self) -> bool:
        """Whether a drawing has limits at all: of fewer points they would be drawn around what is not known yet."""
        return self.chart is not None and len(self.points) >= LEAST_FOR_LIMITS

    @property
    def has_firm_limits(self) -> bool:
        return self.chart is not None and not self.chart.is_trial

    @property
    def signals(self) -> list[Signal]:
        """The signals that the newest point is part of."""
        return self.chart.signals_at(len(self.points) - 1) if self.chart else []

    def point_signals(self, observation: ObservationPoint) -> list[Signal]:
        """Return the signals that a figure is part of, one of each rule; none outside the chart's points."""
        places = [place for place, point in enumerate(self.points) if point.pk == observation.pk]
        signals = self.chart.signals_at(places[0]) if self.chart and places else []
        return list({signal.rule: signal for signal in signals}.values())

    @cached_property
    def direction(self) -> Direction | None:
        """Which way it travels: by the control chart's signals where its limits are firm, else since the period before.

        None without an earlier figure.
        """
        latest, before, version = self.latest, self.before, self.series.version
        if latest is None or before is None or latest.value is None or before.value is None:
            return None
        if self.chart is not None and self.has_firm_limits:
            if not self.signals:
                return Direction.STATIC
            # A run that goes one way says where it travels, even while it is still on its old side of the mean.
            trend = next((signal for signal in self.signals if signal.rule == Rule.TREND), None)
            first = self.points[trend.first].value if trend else self.chart.mean
            reference = self.chart.mean if first is None else first
            return direction_of_travel(reference, latest.value, self.polarity, Decimal(0), self._band)
        return direction_of_travel(before.value, latest.value, self.polarity, version.dead_band, self._band)

    @property
    def _band(self) -> tuple[Decimal | None, Decimal | None]:
        return (self.aim.lowest, self.aim.highest) if self.aim else (None, None)

    @cached_property
    def assurance(self) -> Assurance | None:
        """Whether the next aim, else the one in force, will be met if nothing changes."""
        aim, latest = self.next_aim or self.aim, self.latest
        if aim is None or latest is None or self.series.version.unit == Unit.WORDS:
            return None
        if written_in_other_unit(latest.words, aim.words):
            return None
        return assurance(self.chart, aim.lowest, aim.highest, self.polarity)

    @cached_property
    def at_this_rate(self) -> AgainstTarget | None:
        """Whether the next dated aim will be met at the rate of the newest points; None where nobody can say."""
        aim = self.coming_aim
        latest = self.latest
        if aim is None or aim.due_latest is None or latest is None:
            return None
        value = expected_at_this_rate(
            [(p.period_end, p.value) for p in self.points if p.period_end and p.value is not None],
            aim.due_latest,
        )
        if value is None or written_in_other_unit(latest.words, aim.words):
            return None
        values = [point.value for point in self.points if point.value is not None]
        value = kept_within(value, *possible(self.series.version.unit, values))
        return against_target(value, aim.lowest, aim.highest, self.polarity)

    @property
    def coming_aim(self) -> Target | None:
        """The first aim after the newest figure's period whose day has not come yet."""
        aim = self.next_aim or self.aim
        day = max(self._period_end, self.on)
        return aim if aim and aim.due_latest and aim.due_latest > day else None

    @cached_property
    def outturn(self) -> ObservationPoint | None:
        """The last financial year's final figure."""
        outturns = self.series.of_type(MeasureType.OUTTURN)
        return outturns[-1] if outturns else None

    @property
    def since_outturn(self) -> Direction | None:
        """Which way the newest figure lies from the outturn; None where they are one and the same."""
        latest, outturn = self.latest, self.outturn
        if latest is None or latest.value is None or outturn is None or outturn.value is None:
            return None
        if latest.pk == outturn.pk:
            return None
        if not self._can_be_beside(outturn.measure_type):
            return None
        dead_band = self.series.version.dead_band
        return direction_of_travel(outturn.value, latest.value, self.polarity, dead_band, self._band)

    @cached_property
    def year_to_date(self) -> YearToDate | None:
        """The year to date from April: as stated where somebody stated it, else worked out by the measure's rule."""
        stated = [
            observation
            for observation in self.series.observations
            if observation.measure_type == MeasureType.YEAR_TO_DATE and observation.value is not None
        ]
        latest = self.latest
        if stated and stated[-1].value is not None and self._reaches(stated[-1], latest):
            return YearToDate(stated[-1].value, stated[-1].shown_period, is_stated=True)
        if latest is None or latest.measure_type in CUMULATIVE | {MeasureType.OUTTURN}:
            return None
        parts = [
            Part(point.period_start, point.period_end, point.value, point.numerator, point.denominator)
            for point in self.series.of_type(latest.measure_type)
            if point.period_start and point.period_end and point.value is not None
        ]
        value = year_to_date(
            parts, self._accumulation, whole=100 if self.series.version.unit == Unit.PERCENT else 1
        )
        return (
            None if value is None else YearToDate(value, f"April to {latest.shown_period}", is_stated=False)
        )

    def _reaches(self, stated: ObservationPoint, latest: ObservationPoint | None) -> bool:
        """Whether a stated year to date runs as far as the newest figure: an older one would say too little."""
        if latest is None or latest.period_end is None:
            return True
        return stated.period_end is not None and stated.period_end >= latest.period_end

    @property
    def _accumulation(self) -> Accumulation:
        """How the year is added up: shares by their cases, where nobody said otherwise."""
        accumulation = Accumulation(self.series.version.accumulation)
        if accumulation == Accumulation.NOT_SAID and self.series.version.unit == Unit.PERCENT:
            return Accumulation.POOLED
        return accumulation
