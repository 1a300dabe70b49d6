"""Averages of ratings on a scale of numbers, as councils print them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from plans.rules.averages import average_figures, mean, rounded

MARCH, APRIL, MAY = date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)


@dataclass(frozen=True)
class Level:
    value: Decimal | None


@dataclass(frozen=True)
class Rated:
    level: Level
    known_on: date


def rated(*values: float | None, days: tuple[date, ...] = (MARCH, APRIL, MAY)) -> list[Rated]:
    """Return one item's ratings, a period each; None where the level has no number."""
    return [
        Rated(Level(None if value is None else Decimal(str(value))), day)
        for value, day in zip(values, days, strict=False)
    ]


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [("3.25", 1, "3.3"), ("2.5", 0, "3"), ("3.24", 1, "3.2"), (None, 1, None)],
)
def test_averages_are_rounded_half_up(value, places, expected):
    result = rounded(None if value is None else Decimal(value), places)

    assert result == (None if expected is None else Decimal(expected))


def test_the_mean_of_nothing_is_not_nought():
    assert mean([]) is None


def test_the_plans_average_is_the_mean_of_its_themes_unrounded_until_the_end():
    figures = average_figures({1: [rated(3, 4), rated(4, 4)], 2: [rated(2, 3)]})

    assert figures["ratings.average.theme.1.previous"] == Decimal("3.5")
    assert figures["ratings.average.theme.1.previous.whole"] == Decimal(4)
    assert figures["ratings.average.plan.previous"] == Decimal("2.8")  # (3.5 + 2) / 2 = 2.75
    assert figures["ratings.average.plan.current"] == Decimal("3.5")


def test_the_last_two_periods_count_and_what_is_not_rated_in_one_does_not():
    figures = average_figures({1: [rated(1, 2, 5), rated(None, None, 3)], 2: [rated(4)]})

    assert figures["ratings.average.theme.1.current"] == Decimal("4.0")
    assert figures["ratings.average.theme.1.previous"] == Decimal("2.0")
    assert figures["ratings.average.theme.2.current"] is None
    assert figures["ratings.average.plan.current"] == Decimal("4.0")


def test_a_scale_without_numbers_has_no_averages():
    assert average_figures({1: [rated(None, None)]}) == {}
