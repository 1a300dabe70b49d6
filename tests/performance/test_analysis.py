"""Judging measures: worked examples, and what must hold whatever the figures."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.analysis.intervals import wilson_interval
from performance.analysis.judging import (
    AgainstTarget,
    Checkpoint,
    Direction,
    against_target,
    direction_of_travel,
    expected_on,
)
from performance.analysis.year_to_date import latest, pooled, summed
from performance.choices import Polarity

figures = st.decimals(min_value=0, max_value=1000, places=1)


def D(*values: object) -> list[Decimal]:  # noqa: N802 -- a column of figures
    return [Decimal(str(value)) for value in values]


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [(3, 37, 2.8, 21.3), (0, 10, 0.0, 27.8), (10, 10, 72.2, 100.0), (134, 241, 49.3, 61.7)],
)
def test_wilsons_interval_on_worked_examples(numerator, denominator, low, high):
    found = wilson_interval(numerator, denominator)

    assert (round(found.low, 1), round(found.high, 1)) == (low, high)
    assert found.is_too_wide == (high - low > 15)


@pytest.mark.parametrize(("numerator", "denominator"), [(1, 0), (-1, 5), (6, 5)])
def test_a_share_that_is_none_has_no_interval(numerator, denominator):
    with pytest.raises(ValueError, match="numerator"):
        wilson_interval(numerator, denominator)


@given(st.integers(min_value=1, max_value=5000), st.data())
def test_the_share_lies_within_its_interval(cases, data):
    count = data.draw(st.integers(min_value=0, max_value=cases))
    found = wilson_interval(count, cases)

    assert 0 <= found.low <= count * 100 / cases + 1e-9
    assert count * 100 / cases - 1e-9 <= found.high <= 100


@pytest.mark.parametrize(
    ("value", "lowest", "highest", "polarity", "tolerance", "expected"),
    [
        ("30.6", "22", "22", Polarity.LOWER, "2", AgainstTarget.MISSED),
        ("23", "22", "22", Polarity.LOWER, "2", AgainstTarget.NEAR),
        ("21", "22", "22", Polarity.LOWER, "0", AgainstTarget.MET),
        ("66", "65", "70", Polarity.HIGHER, "0", AgainstTarget.MET),
        ("64", "65", "70", Polarity.HIGHER, "1", AgainstTarget.NEAR),
        ("75", "65", "70", Polarity.BAND, "0", AgainstTarget.MISSED),
        ("68", "65", "70", Polarity.BAND, "0", AgainstTarget.MET),
        ("9", None, "10", Polarity.NEITHER, "0", AgainstTarget.MET),
        ("50", "50", "50", Polarity.NEITHER, "0", None),
        ("50", None, None, Polarity.HIGHER, "0", None),
    ],
)
def test_a_value_against_its_target(value, lowest, highest, polarity, tolerance, expected):
    ends = [None if end is None else Decimal(end) for end in (lowest, highest)]

    assert against_target(Decimal(value), *ends, polarity, Decimal(tolerance)) == expected


@pytest.mark.parametrize(
    ("before", "after", "polarity", "dead_band", "expected"),
    [
        (10, 12, Polarity.HIGHER, 1, Direction.IMPROVING), (10, 8, Polarity.HIGHER, 1, Direction.WORSENING),
        (10, 8, Polarity.LOWER, 1, Direction.IMPROVING), (10, 11, Polarity.LOWER, 1, Direction.STATIC),
        (10, 12, Polarity.NEITHER, 0, Direction.RISING), (10, 8, Polarity.NEITHER, 0, Direction.FALLING),
    ],
)  # fmt: skip
def test_direction_of_travel(before, after, polarity, dead_band, expected):
    assert direction_of_travel(*D(before, after), polarity, Decimal(dead_band)) == expected


def test_within_a_band_nearer_is_better():
    band = (Decimal(12), Decimal(15))

    assert direction_of_travel(*D(21, 19), Polarity.BAND, Decimal(0), band) == Direction.IMPROVING
    assert direction_of_travel(*D(13, 14), Polarity.BAND, Decimal(0), band) == Direction.STATIC
    assert direction_of_travel(*D(14, 17), Polarity.BAND, Decimal(0), band) == Direction.WORSENING


@given(figures, figures, st.sampled_from([Polarity.HIGHER, Polarity.LOWER]))
def test_what_improves_one_way_worsens_the_other(before, after, polarity):
    there, back = direction_of_travel(before, after, polarity), direction_of_travel(after, before, polarity)

    if there == Direction.STATIC:
        assert back == Direction.STATIC
    else:
        assert {there, back} == {Direction.IMPROVING, Direction.WORSENING}


def test_a_trajectory_is_straight_between_its_checkpoints_and_level_outside():
    plan = [Checkpoint(date(2017, 4, 1), Decimal(40)), Checkpoint(date(2018, 4, 1), Decimal(90))]

    assert expected_on(plan, date(2016, 1, 1)) == 40
    assert expected_on(plan, date(2019, 1, 1)) == 90
    halfway = expected_on(plan, date(2017, 9, 30))
    assert halfway is not None
    assert round(halfway, 1) == Decimal("64.9")
    assert expected_on([], date(2017, 1, 1)) is None


def test_a_year_to_date_pools_cases_and_never_averages_percentages():
    months = [(Decimal(1), Decimal(3)), (Decimal(30), Decimal(300))]

    assert round(pooled(months), 2) == Decimal("10.23")
    assert pooled([]) is None
    assert pooled([(Decimal(0), Decimal(0))]) is None
    assert (summed(D(4, 6)), summed([])) == (10, None)
    assert (latest(D(4, 6)), latest([])) == (6, None)
