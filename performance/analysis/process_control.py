"""Statistical process control on an XmR chart, by the rules of NHS England's Making Data Count.

A point outside the limits; a shift, seven points running on one side of the mean; a trend, seven points running each
higher (or each lower) than the last; two of three successive points on one side of the mean that lie next to a limit,
in the outer third of the way to it. Run lengths, the 2.66 and the screening of outlying ranges are as in
NHSRplotthedots, the programme's published package (ptd_spc_standard, ptd_calculate_point_type).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

# 3 divided by d2 for moving ranges of two (Shewhart 1931): turns their mean into three sigma.
SCALING = Decimal("2.66")
# D4 for ranges of two: a moving range beyond this many mean ranges is left out of their mean, once.
SCREENING = Decimal("3.267")
RUN = 7
# Under this many points limits are only on trial, and no signal is claimed from them.
FIRM_FROM = 12


class Rule(StrEnum):
    OUTSIDE = "a point outside the limits"
    SHIFT = "seven points on one side of the mean"
    TREND = "seven points in one direction"
    NEAR_LIMIT = "two of three points near a limit"

    @property
    def short(self) -> str:
        """One or two words for a table's cell."""
        return {
            Rule.OUTSIDE: "outside the limits",
            Rule.SHIFT: "shift",
            Rule.TREND: "trend",
            Rule.NEAR_LIMIT: "near a limit",
        }[self]


@dataclass(frozen=True)
class Signal:
    """A rule that a run of points fulfils: which, from and up to which point (from 0), whether above or rising."""

    rule: Rule
    first: int
    last: int
    upward: bool


@dataclass(frozen=True)
class ControlChart:
    """An XmR chart's lines and signals. Places count from 0 within the values it was made of."""

    mean: Decimal
    lower: Decimal
    upper: Decimal
    is_trial: bool
    signals: list[Signal] = field(default_factory=list)

    def signals_at(self, place: int) -> list[Signal]:
        """Return the signals that a point is part of."""
        return [signal for signal in self.signals if signal.first <= place <= signal.last]


def control_chart(values: Sequence[Decimal]) -> ControlChart | None:
    """Return the chart of values in order of time, or None of fewer than two.

    Limits lie 2.66 mean moving ranges either side of the mean. Under twelve points they are on trial.
    """
    if len(values) < 2:
        return None
    mean = sum(values, Decimal(0)) / len(values)
    ranges = [abs(after - before) for before, after in zip(values, values[1:], strict=False)]
    spread = SCALING * _screened_mean(ranges)
    lower, upper = mean - spread, mean + spread
    if len(values) < FIRM_FROM:
        return ControlChart(mean, lower, upper, is_trial=True)
    signals = [
        *_outside(values, lower, upper),
        *_shifts(values, mean),
        *_trends(values),
        *_near_limits(values, mean, spread),
    ]
    return ControlChart(mean, lower, upper, is_trial=False, signals=signals)


def _screened_mean(ranges: Sequence[Decimal]) -> Decimal:
    """Return the mean of the moving ranges without those that are themselves out of the ordinary."""
    mean = sum(ranges, Decimal(0)) / len(ranges)
    kept = [width for width in ranges if width < SCREENING * mean]
    screened = sum(kept, Decimal(0)) / len(kept) if kept else mean
    # A series that never moved but once: screened, its limits would fall together and every point lie outside.
    return screened or mean


def _outside(values: Sequence[Decimal], lower: Decimal, upper: Decimal) -> list[Signal]:
    return [
        Signal(Rule.OUTSIDE, place, place, value > upper)
        for place, value in enumerate(values)
        if value > upper or value < lower
    ]


def _shifts(values: Sequence[Decimal], mean: Decimal) -> list[Signal]:
    """Find every stretch of seven or more on one side of the mean."""
    return _stretches([(value > mean) - (value < mean) for value in values], RUN, Rule.SHIFT, reach=0)


def _trends(values: Sequence[Decimal]) -> list[Signal]:
    """Find every stretch of seven or more points, six or more steps, that all go one way."""
    steps = [(after > before) - (after < before) for before, after in zip(values, values[1:], strict=False)]
    return _stretches(steps, RUN - 1, Rule.TREND, reach=1)


def _stretches(signs: Sequence[int], least: int, rule: Rule, *, reach: int) -> list[Signal]:
    """Return the runs of equal signs, at least `least` long; `reach` is how far the last point lies past its sign."""
    signals, start = [], 0
    for place in range(1, len(signs) + 1):
        if place == len(signs) or signs[place] != signs[start]:
            if signs[start] and place - start >= least:
                signals.append(Signal(rule, start, place - 1 + reach, signs[start] > 0))
            start = place
    return signals


def _near_limits(values: Sequence[Decimal], mean: Decimal, spread: Decimal) -> list[Signal]:
    """Find two of three successive points, all on one side of the mean, in the outer third yet within the limit."""
    signals = []
    warning = spread * 2 / 3
    for last in range(2, len(values)):
        for upward in (True, False):
            away = [(value - mean) * (1 if upward else -1) for value in values[last - 2 : last + 1]]
            near = [warning < distance <= spread for distance in away]
            if sum(near) >= 2 and all(distance > 0 for distance in away):
                places = [last - 2 + place for place, is_near in enumerate(near) if is_near]
                signals.append(Signal(Rule.NEAR_LIMIT, places[0], places[-1], upward))
    return list(dict.fromkeys(signals))
