"""What a unit can be at all: no share over all, no count under none. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from performance.analysis.process_control import ControlChart
from performance.choices import Unit

NOTHING, WHOLE = Decimal(0), Decimal(100)


def possible(unit: str, values: Iterable[Decimal]) -> tuple[Decimal | None, Decimal | None]:
    """Return the least and the most that a unit allows; None where it sets no end.

    An end that one of the figures lies beyond is none: a change in per cent can be negative, or over a hundred.
    """
    all_values = list(values)
    low = NOTHING if unit in {Unit.PERCENT, Unit.COUNT, Unit.DAYS} else None
    high = WHOLE if unit == Unit.PERCENT else None
    return (
        None if low is None or any(value < low for value in all_values) else low,
        None if high is None or any(value > high for value in all_values) else high,
    )


def kept_within(value: Decimal, low: Decimal | None, high: Decimal | None) -> Decimal:
    """Return a value, or the end that it lies beyond."""
    if low is not None and value < low:
        return low
    return high if high is not None and value > high else value


def chart_in_unit(chart: ControlChart | None, unit: str, values: Iterable[Decimal]) -> ControlChart | None:
    """Return a control chart with its limits within what the unit allows; its signals are those that it had.

    Whoever prints or draws the limits takes them from here, so that they are the same everywhere.
    """
    if chart is None:
        return None
    low, high = possible(unit, values)
    return replace(
        chart, lower=kept_within(chart.lower, low, high), upper=kept_within(chart.upper, low, high)
    )
