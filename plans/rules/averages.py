"""Averages of ratings on a scale of numbers, as councils print them: by theme and overall, by period."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from improvement.rounding import round_half_up


class _Level(Protocol):
    @property
    def value(self) -> Decimal | None: ...


class Rated(Protocol):
    """A rating as averages need it: its level's number and the day of its period."""

    @property
    def level(self) -> _Level: ...

    @property
    def known_on(self) -> date: ...


def mean(values: Sequence[Decimal]) -> Decimal | None:
    """Return the mean, unrounded, or None of nothing."""
    return sum(values, Decimal(0)) / len(values) if values else None


def rounded(value: Decimal | None, places: int = 1) -> Decimal | None:
    """Return a value to some decimals, halves up: 3.25 is 3.3."""
    return None if value is None else round_half_up(value, places)


def average_figures(
    ratings_by_theme: Mapping[int, Sequence[Sequence[Rated]]],
) -> dict[str, Decimal | None]:
    """Return the averages of the last two periods that hold ratings, by rule.

    A theme's average is the mean of the numbers of its rated things; what is not rated in a period does not
    count. The plan's is the mean of its themes' averages, unrounded until the end. A thing rated in no period
    before the last has no previous rating.
    """
    periods = sorted(
        {
            rating.known_on
            for rated in ratings_by_theme.values()
            for ratings in rated
            for rating in ratings
            if rating.level.value is not None
        }
    )
    figures: dict[str, Decimal | None] = {}
    for name, day in zip(("current", "previous"), reversed(periods[-2:]), strict=False):
        means: list[Decimal] = []
        for number, rated in ratings_by_theme.items():
            values = [
                rating.level.value
                for ratings in rated
                for rating in ratings
                if rating.known_on == day and rating.level.value is not None
            ]
            average = mean(values)
            if average is not None:
                means.append(average)
            figures[f"ratings.average.theme.{number}.{name}"] = rounded(average)
            figures[f"ratings.average.theme.{number}.{name}.whole"] = rounded(average, 0)
        figures[f"ratings.average.plan.{name}"] = rounded(mean(means))
    return figures
