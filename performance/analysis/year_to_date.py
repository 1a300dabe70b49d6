"""A year to date from the periods since April: sums, the latest, or pooled shares. Never a mean of percentages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from improvement.periods import financial_year_start
from performance.choices import Accumulation


def summed(values: Sequence[Decimal]) -> Decimal | None:
    """Return the sum of counts, or None of none."""
    return sum(values, Decimal(0)) if values else None


def pooled(pairs: Sequence[tuple[Decimal, Decimal]], whole: int = 100) -> Decimal | None:
    """Return all numerators over all denominators, in per cent, or of another whole; None where there are no cases.

    The mean of monthly percentages would give a month of 3 cases the weight of one of 300.
    """
    cases = sum((denominator for _numerator, denominator in pairs), Decimal(0))
    if cases <= 0:
        return None
    return sum((numerator for numerator, _denominator in pairs), Decimal(0)) / cases * whole


def latest(values: Sequence[Decimal]) -> Decimal | None:
    """Return the last of values in order of time: what a snapshot or a stock stands at."""
    return values[-1] if values else None


@dataclass(frozen=True)
class Part:
    """One period of a year: its days, its value, and its cases where they are known."""

    start: date
    end: date
    value: Decimal
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def year_to_date(parts: Sequence[Part], accumulation: Accumulation, *, whole: int = 100) -> Decimal | None:
    """Return the year to date of the newest period's financial year, April to its end; None where it can't be said.

    A sum, or a pool of shares, needs every stretch from April on: with a month missing it would say too little.
    """
    ordered = sorted(parts, key=lambda part: part.end)
    if not ordered:
        return None
    april = date(financial_year_start(ordered[-1].end), 4, 1)
    year = [part for part in ordered if part.start >= april]
    if accumulation == Accumulation.LATEST:
        return latest([part.value for part in year])
    if not year or not _without_gaps(year, april):
        return None
    if accumulation == Accumulation.SUM:
        return summed([part.value for part in year])
    if accumulation == Accumulation.POOLED:
        pairs = [
            (part.numerator, part.denominator)
            for part in year
            if part.numerator is not None and part.denominator is not None
        ]
        return pooled(pairs, whole) if len(pairs) == len(year) else None
    return None


def _without_gaps(year: Sequence[Part], april: date) -> bool:
    following = april
    for part in year:
        if part.start != following:
            return False
        following = date.fromordinal(part.end.toordinal() + 1)
    return True
