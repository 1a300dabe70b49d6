"""A year to date from the months since April: sums, the latest, or pooled shares. Never a mean of percentages."""

from collections.abc import Sequence
from decimal import Decimal


def summed(values: Sequence[Decimal]) -> Decimal | None:
    """Return the sum of counts, or None of none."""
    return sum(values, Decimal(0)) if values else None


def pooled(pairs: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    """Return all numerators over all denominators, in per cent; None where there are no cases.

    The mean of monthly percentages would give a month of 3 cases the weight of one of 300.
    """
    cases = sum((denominator for _numerator, denominator in pairs), Decimal(0))
    if cases <= 0:
        return None
    return sum((numerator for numerator, _denominator in pairs), Decimal(0)) / cases * 100


def latest(values: Sequence[Decimal]) -> Decimal | None:
    """Return the last of values in order of time: what a snapshot or a stock stands at."""
    return values[-1] if values else None
