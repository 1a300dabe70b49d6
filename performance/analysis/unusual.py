"""Whether a typed figure is so far from the usual that a person should look again. Pure."""

from collections.abc import Sequence
from decimal import Decimal
from statistics import mean, stdev

LEAST_POINTS = 6
DEVIATIONS = 3


def is_unusual(value: Decimal, earlier: Sequence[Decimal]) -> bool:
    """Return whether a value lies more than three standard deviations from the mean of those before it.

    Under six earlier values nothing is known to be usual. Where they never changed, any other value is unusual.
    """
    if len(earlier) < LEAST_POINTS:
        return False
    numbers = [float(number) for number in earlier]
    spread = stdev(numbers)
    away = abs(float(value) - mean(numbers))
    # What rounding leaves of equal numbers is no spread.
    return away > max(DEVIATIONS * spread, 1e-9)


def may_be_a_fraction(value: Decimal, earlier: Sequence[Decimal]) -> bool:
    """Return whether a percentage may be a fraction of 1: as 0.86 among eighties is, and 0.9 among twos is not.

    It may where a hundred times as much lies nearer to the usual. One earlier value is enough to ask.
    """
    if not earlier or not 0 < value <= 1:
        return False
    usual = sum(earlier, Decimal(0)) / len(earlier)
    return abs(value * 100 - usual) < abs(value - usual)
