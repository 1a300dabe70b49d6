"""Control charts: the published method's own worked example, each of its rules, and what must hold of any series."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.analysis.process_control import FIRM_FROM, Rule, control_chart

figures = st.decimals(min_value=0, max_value=1000, places=1)
# The twenty points of NHSRplotthedots' own test of ptd_spc_standard (R's rnorm after set.seed(123)).
PUBLISHED = [
    "-0.56047565",
    "-0.23017749",
    "1.55870831",
    "0.07050839",
    "0.12928774",
    "1.71506499",
    "0.46091621",
    "-1.26506123",
    "-0.68685285",
    "-0.44566197",
    "1.22408180",
    "0.35981383",
    "0.40077145",
    "0.11068272",
    "-0.55584113",
    "1.78691314",
    "0.49785048",
    "-1.96661716",
    "0.70135590",
    "-0.47279141",
]


def D(*values: object) -> list[Decimal]:  # noqa: N802 -- a column of figures
    return [Decimal(str(value)) for value in values]


def test_limits_agree_with_the_published_methods_worked_example():
    # Printed there: mean 0.142, lower limit -3.01, upper limit 3.29.
    chart = control_chart(D(*PUBLISHED))

    assert (round(chart.mean, 3), round(chart.lower, 2), round(chart.upper, 2)) == (
        Decimal("0.142"),
        Decimal("-3.01"),
        Decimal("3.29"),
    )


def test_limits_agree_with_the_worked_example_of_the_nist_handbook():
    # e-Handbook of Statistical Methods 6.3.2.2, flow rates: mean 50.81, mean moving range 1.8778.
    chart = control_chart(D(49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1))

    assert (chart.mean, round(chart.lower, 2), round(chart.upper, 2)) == (
        Decimal("50.81"),
        Decimal("45.82"),
        Decimal("55.80"),
    )
    assert chart.is_trial


def test_an_outlying_range_does_not_widen_the_limits():
    values = D(*PUBLISHED)
    values[14] = Decimal(10)
    unscreened = sum(abs(after - before) for before, after in zip(values, values[1:], strict=False)) / 19
    chart = control_chart(values)

    assert chart.upper - chart.lower < 2 * Decimal("2.66") * unscreened
    assert [signal.last for signal in chart.signals if signal.rule == Rule.OUTSIDE] == [14]


def test_two_points_near_opposite_limits_are_no_signal():
    # The published package's own case: 5.5 and -5.5 after sixteen points of one and minus one.
    values = D(*[1, -1] * 7, 5.5, -5.5)

    assert not [signal for signal in control_chart(values).signals if signal.rule == Rule.NEAR_LIMIT]


def test_limits_of_an_xmr_chart_on_a_worked_example():
    # Mean 10; moving ranges of 2 throughout: limits 2.66 times 2 away.
    values = D(*[9, 11] * 7)
    chart = control_chart(values)

    assert chart is not None
    assert (chart.mean, chart.lower, chart.upper) == (10, Decimal("4.68"), Decimal("15.32"))
    assert not chart.signals


def test_few_points_give_trial_limits_and_no_signal():
    chart = control_chart(D(*range(FIRM_FROM - 1)))

    assert chart is not None
    assert chart.is_trial
    assert chart.signals == []
    assert control_chart(D(1)) is None


@pytest.mark.parametrize(
    ("values", "rule", "upward"),
    [
        ([*[9, 11] * 7, 40], Rule.OUTSIDE, True),
        ([*[9, 11] * 4, *[5.5, 6.5] * 4], Rule.SHIFT, False),
        ([*[9, 11, 10] * 3, 8, 8.5, 9, 9.5, 10, 10.5, 11], Rule.TREND, True),
        ([*[9, 11] * 7, 15.5, 12, 15.6], Rule.NEAR_LIMIT, True),
    ],
)
def test_each_rule_of_making_data_count(values, rule, upward):
    chart = control_chart(D(*values))

    assert chart is not None
    assert any(signal.rule == rule and signal.upward is upward for signal in chart.signals)


@given(st.lists(figures, min_size=FIRM_FROM, max_size=40))
def test_turning_a_series_over_turns_its_signals_over(values):
    chart, turned = control_chart(values), control_chart([1000 - value for value in values])

    assert chart is not None
    assert turned is not None
    assert {(s.rule, s.last, s.upward) for s in chart.signals if s.rule == Rule.TREND} == {
        (s.rule, s.last, not s.upward) for s in turned.signals if s.rule == Rule.TREND
    }
    assert chart.lower <= chart.mean <= chart.upper


@pytest.mark.parametrize(("points", "found"), [(6, False), (7, True), (9, True)])
def test_a_shift_takes_seven_points_and_is_one_signal_however_long(points, found):
    values = D(*[12, 8] * 6, *[13] * points, *[7] * points)
    shifts = [s for s in control_chart(values).signals if s.rule == Rule.SHIFT and s.upward]

    assert bool(shifts) is found
    if found:
        assert len(shifts) == 1
        assert shifts[0].last - shifts[0].first + 1 == points


@pytest.mark.parametrize(("points", "found"), [(6, False), (7, True)])
def test_a_trend_takes_seven_points_six_steps(points, found):
    values = D(*[12, 8] * 6, 40, *range(20, 20 + points), 10)
    trends = [s for s in control_chart(values).signals if s.rule == Rule.TREND]

    assert bool(trends) is found


@given(st.lists(figures, min_size=2, max_size=40), st.decimals(min_value=-500, max_value=500, places=1))
def test_lifting_a_series_lifts_its_lines_and_nothing_else(values, lift):
    chart, lifted = control_chart(values), control_chart([value + lift for value in values])

    assert abs(lifted.mean - chart.mean - lift) < Decimal("1e-6")
    assert abs((lifted.upper - lifted.lower) - (chart.upper - chart.lower)) < Decimal("1e-6")
