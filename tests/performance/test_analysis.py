"""Judging measures: worked examples, and what must hold whatever the figures."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement.periods import month_end
from performance.analysis.entered import Entered, problems
from performance.analysis.freshness import is_stale
from performance.analysis.intervals import wilson_interval
from performance.analysis.judging import (
    AgainstTarget,
    Checkpoint,
    Direction,
    against_target,
    direction_of_travel,
    expected_on,
    written_in_other_unit,
)
from performance.analysis.measure_types import type_of_period
from performance.analysis.outlook import Assurance, assurance, expected_at_this_rate
from performance.analysis.periods import period_of
from performance.analysis.process_control import control_chart
from performance.analysis.quartiles import quartile
from performance.analysis.unusual import is_unusual
from performance.analysis.year_to_date import Part, latest, pooled, summed, year_to_date
from performance.choices import Accumulation, Frequency, MeasureType, ObservationStatus, Polarity, Unit

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


@pytest.mark.parametrize(
    ("end", "frequency", "on", "stale"),
    [
        (date(2026, 9, 30), Frequency.MONTHLY, date(2026, 11, 30), False),
        (date(2026, 9, 30), Frequency.MONTHLY, date(2026, 12, 1), True),
        (date(2026, 6, 30), Frequency.QUARTERLY, date(2026, 11, 21), False),
        (date(2026, 3, 31), Frequency.QUARTERLY, date(2026, 11, 21), True),
        (date(2025, 3, 31), Frequency.YEARLY, date(2026, 9, 1), False),
        (date(2025, 3, 31), Frequency.YEARLY, date(2026, 10, 31), True),
        (date(2016, 3, 31), Frequency.IRREGULAR, date(2026, 10, 31), True),
        (date(2026, 3, 31), Frequency.IRREGULAR, date(2026, 10, 31), False),
        (None, Frequency.MONTHLY, date(2026, 10, 31), False),
    ],
)
def test_a_figure_is_stale_when_the_next_should_have_come(end, frequency, on, stale):
    assert is_stale(end, frequency, on) is stale


@pytest.mark.parametrize(
    ("value", "polarity", "expected"),
    [
        (90, Polarity.HIGHER, 1), (80, Polarity.HIGHER, 1), (75, Polarity.HIGHER, 2), (65, Polarity.HIGHER, 3),
        (59, Polarity.HIGHER, 4), (59, Polarity.LOWER, 1), (60, Polarity.LOWER, 1), (69, Polarity.LOWER, 2),
        (81, Polarity.LOWER, 4), (70, Polarity.NEITHER, None), (70, Polarity.BAND, None),
    ],
)  # fmt: skip
def test_the_quarter_of_authorities_that_a_value_lies_in(value, polarity, expected):
    assert quartile(Decimal(value), Decimal(60), Decimal(70), Decimal(80), polarity) == expected


def test_quartiles_out_of_order_are_refused():
    with pytest.raises(ValueError, match="in order"):
        quartile(Decimal(1), Decimal(3), Decimal(2), Decimal(1), Polarity.HIGHER)


@given(figures, st.lists(figures, min_size=3, max_size=3).map(sorted))
def test_the_quarter_counted_from_the_other_end_is_its_mirror(value, bounds):
    lower, median, upper = bounds
    if value not in bounds:
        assert quartile(value, *bounds, Polarity.HIGHER) + quartile(value, *bounds, Polarity.LOWER) == 5


@pytest.mark.parametrize(
    ("value", "earlier", "unusual"),
    [(80, [50, 51, 49, 50, 52, 48], True), (52, [50, 51, 49, 50, 52, 48], False), (80, [50] * 5, False),
     (51, [50] * 6, True), (50, [50] * 6, False)],
)  # fmt: skip
def test_a_value_far_from_the_usual_is_unusual(value, earlier, unusual):
    assert is_unusual(Decimal(value), D(*earlier)) is unusual


def test_a_rate_is_the_median_slope_and_one_odd_month_does_not_turn_it():
    days = [month_end(2026, month) for month in range(1, 10)]
    straight = [(day, Decimal(10 + number)) for number, day in enumerate(days)]
    odd = [*straight[:4], (straight[4][0], Decimal(90)), *straight[5:]]
    december = expected_at_this_rate(straight, date(2026, 12, 31))

    assert abs(december - Decimal("21.0")) < Decimal("0.3")
    assert abs(expected_at_this_rate(odd, date(2026, 12, 31)) - december) < Decimal("1.5")
    assert expected_at_this_rate(straight[:5], date(2026, 12, 31)) is None


@pytest.mark.parametrize(
    ("lowest", "highest", "polarity", "expected"),
    [
        (4, 4, Polarity.HIGHER, Assurance.CONSISTENTLY), (10, 10, Polarity.HIGHER, Assurance.SOMETIMES),
        (16, 16, Polarity.HIGHER, Assurance.NOT), (16, 16, Polarity.LOWER, Assurance.CONSISTENTLY),
        (4, 4, Polarity.LOWER, Assurance.NOT), (4, 16, Polarity.BAND, Assurance.CONSISTENTLY),
        (9, 11, Polarity.BAND, Assurance.SOMETIMES), (17, 20, Polarity.BAND, Assurance.NOT),
        (10, 10, Polarity.NEITHER, None), (None, 16, Polarity.NEITHER, Assurance.CONSISTENTLY),
    ],
)  # fmt: skip
def test_whether_a_steady_process_meets_a_target(lowest, highest, polarity, expected):
    # Mean 10, limits 4.68 and 15.32.
    chart = control_chart(D(*[9, 11] * 7))
    ends = [None if end is None else Decimal(end) for end in (lowest, highest)]

    assert assurance(chart, *ends, polarity) == expected
    assert assurance(control_chart(D(9, 11, 9)), *ends, polarity) is None


def part(month: int, value: object, numerator: int | None = None, denominator: int | None = None) -> Part:
    return Part(
        date(2026, month, 1), month_end(2026, month), Decimal(str(value)),
        None if numerator is None else Decimal(numerator), None if denominator is None else Decimal(denominator),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "accumulation", "expected"),
    [
        ([part(3, 9), part(4, 5), part(5, 6)], Accumulation.SUM, 11),
        ([part(4, 5), part(6, 6)], Accumulation.SUM, None),
        ([part(5, 5), part(6, 6)], Accumulation.SUM, None),
        ([part(4, 50, 1, 2), part(5, 10, 1, 10)], Accumulation.POOLED, Decimal(200) / 12),
        ([part(4, 50, 1, 2), part(5, 10)], Accumulation.POOLED, None),
        ([part(4, 5), part(6, 6)], Accumulation.LATEST, 6),
        ([part(4, 5)], Accumulation.NOT_SAID, None),
        ([], Accumulation.SUM, None),
    ],
)
def test_a_year_to_date_runs_from_april_without_a_gap(parts, accumulation, expected):
    assert year_to_date(parts, accumulation) == expected


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(50, 90)), min_size=1, max_size=9))
def test_a_pooled_year_lies_between_its_best_and_worst_month(pairs):
    parts = [part(4 + n, count * 100 / cases, count, cases) for n, (count, cases) in enumerate(pairs)]
    found = year_to_date(parts, Accumulation.POOLED)
    shares = [count * 100 / cases for count, cases in pairs]

    assert min(shares) - 1e-6 <= float(found) <= max(shares) + 1e-6


@pytest.mark.parametrize(
    ("start", "end", "words", "expected"),
    [
        (date(2026, 9, 1), date(2026, 9, 30), "", MeasureType.MONTH),
        (date(2026, 7, 1), date(2026, 9, 30), "", MeasureType.QUARTER),
        (date(2025, 4, 1), date(2026, 3, 31), "2025/26", MeasureType.OUTTURN),
        (date(2025, 9, 1), date(2026, 8, 31), "", MeasureType.ROLLING_YEAR),
        (date(2026, 4, 1), date(2026, 9, 30), "YTD Sept 18", MeasureType.YEAR_TO_DATE),
        (date(2026, 7, 31), date(2026, 7, 31), "31 July", MeasureType.SNAPSHOT),
        (None, None, "currently", MeasureType.SNAPSHOT),
    ],
)
def test_what_a_period_speaks_for(start, end, words, expected):
    assert type_of_period(start, end, words) == expected


@given(st.dates(min_value=date(2010, 1, 1), max_value=date(2040, 1, 1)), st.sampled_from(list(MeasureType)))
def test_the_period_of_a_type_is_of_that_type(day, measure_type):
    start, end, words = period_of(measure_type, month_end(day.year, day.month))

    assert type_of_period(start, end, words) == measure_type
    assert start is None or start <= end


@pytest.mark.parametrize(
    ("value", "target", "other"),
    [
        ("78.5% scored 16 or less", "16", True),
        ("30.6%", "22%", False),
        ("67.1", "65%", False),
        ("8%", "All", False),
        ("", "16", False),
    ],
)
def test_a_percentage_and_a_bare_target_are_not_compared(value, target, other):
    assert written_in_other_unit(value, target) is other


@given(
    st.decimals(0, 100, places=1),
    st.integers(0, 300),
    st.integers(1, 300),
    st.sampled_from(list(ObservationStatus)),
)
def test_what_is_accepted_can_be_and_what_cannot_be_is_not_accepted(value, numerator, denominator, status):
    entered = Entered(value, Decimal(numerator), Decimal(denominator), status, "A note")
    if not problems(entered, Unit.PERCENT):
        assert numerator <= denominator
        assert abs(numerator * 100 / Decimal(denominator) - value) < Decimal("0.25")
        assert status != ObservationStatus.NOT_AVAILABLE
