"""Where a measure is heading: its usual slope, and whether its target will be met if nothing changes. Pure."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from statistics import median

from performance.analysis.judging import bounds
from performance.analysis.process_control import ControlChart
from performance.choices import Polarity

# Fewer points than this show no rate that a date could be reckoned from.
LEAST_POINTS = 6
# The rate of a year, not of old times.
NEWEST_POINTS = 12


class Assurance(StrEnum):
    """Whether a target will be met if nothing changes (Making Data Count: assurance)."""

    CONSISTENTLY = "consistently met"
    SOMETIMES = "met sometimes"
    NOT = "not met"


def assurance(
    chart: ControlChart | None, lowest: Decimal | None, highest: Decimal | None, polarity: Polarity
) -> Assurance | None:
    """Return whether a process will meet a target if nothing changes; None on trial limits or without a target.

    A target that the limits lie wholly beyond on the good side is met consistently, on the other side not; between
    the limits it is met or missed at random. A band (or a bound written as one) must hold both limits.
    """
    if chart is None or chart.is_trial or (lowest is None and highest is None):
        return None
    floor, ceiling = bounds(lowest, highest, polarity)
    if floor is None and ceiling is None:
        return None
    holds = [
        *([chart.lower >= floor] if floor is not None else []),
        *([chart.upper <= ceiling] if ceiling is not None else []),
    ]
    if all(holds):
        return Assurance.CONSISTENTLY
    beyond = (floor is not None and chart.upper < floor) or (ceiling is not None and chart.lower > ceiling)
    return Assurance.NOT if beyond else Assurance.SOMETIMES


def expected_at_this_rate(points: Sequence[tuple[date, Decimal]], day: date) -> Decimal | None:
    """Return what a measure comes to on a day at the rate of its newest points; None under six points.

    The rate is the median of the slopes between all pairs of the newest twelve (Theil 1950; Sen 1968), which one
    odd month does not turn; the line runs through the median of what it leaves.
    """
    newest = sorted(points)[-NEWEST_POINTS:]
    if len(newest) < LEAST_POINTS:
        return None
    start = newest[0][0]
    plotted = [((when - start).days, float(value)) for when, value in newest]
    slopes = [
        (later - earlier) / (x2 - x1)
        for place, (x1, earlier) in enumerate(plotted)
        for x2, later in plotted[place + 1 :]
        if x2 != x1
    ]
    if not slopes:
        return None
    slope = median(slopes)
    level = median(value - slope * x for x, value in plotted)
    return Decimal(str(round(level + slope * (day - start).days, 4)))
