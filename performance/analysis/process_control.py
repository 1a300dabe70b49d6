"""Statistical process control on an XmR chart, by the rules of NHS England's Making Data Count.

A point outside the limits; a shift, seven points running on one side of the mean; a trend, seven points running each
higher (or each lower) than the last; two of three successive points in the third of the way to a limit that lies
next to it. Run lengths as in NHSRplotthedots, the programme's published package.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

# 3 divided by d2 for moving ranges of two (Shewhart 1931): turns their mean into three sigma.
SCALING = Decimal("2.66")
RUN = 7
# Under this many points limits are only on trial, and no signal is claimed from them.
FIRM_FROM = 12


class Rule(StrEnum):
    OUTSIDE = "a point outside the limits"
    SHIFT = "seven points on one side of the mean"
    TREND = "seven points in one direction"
    NEAR_LIMIT = "two of three points near a limit"


@dataclass(frozen=True)
class Signal:
    """A rule that a run of points fulfils: which, up to which point (from 0), and whether above or rising."""

    rule: Rule
    last: int
    upward: bool


@dataclass(frozen=True)
class ControlChart:
    """An XmR chart's lines and signals."""

    mean: Decimal
    lower: Decimal
    upper: Decimal
    is_trial: bool
    signals: list[Signal] = field(default_factory=list)


def control_chart(values: Sequence[Decimal]) -> ControlChart | None:
    """Return the chart of values in order of time, or None of fewer than two.

    Limits lie 2.66 mean moving ranges either side of the mean. Under twelve points they are on trial.
    """
    if len(values) < 2:
        return None
    mean = sum(values, Decimal(0)) / len(values)
    ranges = [abs(after - before) for before, after in zip(values, values[1:], strict=False)]
    spread = SCALING * sum(ranges, Decimal(0)) / len(ranges)
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


def _outside(values: Sequence[Decimal], lower: Decimal, upper: Decimal) -> list[Signal]:
    return [
        Signal(Rule.OUTSIDE, place, value > upper)
        for place, value in enumerate(values)
        if value > upper or value < lower
    ]


def _shifts(values: Sequence[Decimal], mean: Decimal) -> list[Signal]:
    found = []
    for last in range(RUN - 1, len(values)):
        run = values[last - RUN + 1 : last + 1]
        if all(value > mean for value in run) or all(value < mean for value in run):
            found.append(Signal(Rule.SHIFT, last, run[0] > mean))
    return found


def _trends(values: Sequence[Decimal]) -> list[Signal]:
    found = []
    for last in range(RUN - 1, len(values)):
        run = values[last - RUN + 1 : last + 1]
        pairs = list(zip(run, run[1:], strict=False))
        if all(after > before for before, after in pairs) or all(after < before for before, after in pairs):
            found.append(Signal(Rule.TREND, last, run[-1] > run[0]))
    return found


def _near_limits(values: Sequence[Decimal], mean: Decimal, spread: Decimal) -> list[Signal]:
    """Find two of three successive points beyond two thirds of the way to the same limit, yet within it."""
    found = []
    warning = spread * 2 / 3
    for last in range(2, len(values)):
        three = values[last - 2 : last + 1]
        for upward in (True, False):
            sign = 1 if upward else -1
            near = [warning < (value - mean) * sign <= spread for value in three]
            if sum(near) >= 2 and near[-1]:
                found.append(Signal(Rule.NEAR_LIMIT, last, upward))
    return found
