"""Percentages as a calculator gives them, and rounding as people do it."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement.rounding import (
    ROUNDING_NOTE,
    percentage,
    percentage_in_words,
    round_half_up,
    rounding_note,
    share_to_record,
    with_commas,
)

COUNTS = st.integers(0, 10_000)


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (49, 90, "54%"), (3, 46, "7%"), (0, 90, "0%"), (90, 90, "100%"), (0, 0, "0%"),
        (299, 300, "over 99%"), (1, 300, "under 1%"), (199, 200, "over 99%"), (1, 200, "1%"), (1, 201, "under 1%"),
        (197, 200, "99%"), (198, 200, "99%"), (57, 200, "29%"), (109, 200, "55%"), (1, 8, "13%"), (1, 40, "3%"),
        (0.285, 1, "29%"), (0.545, 1, "55%"), (299 / 300, 1, "over 99%"), (1.0, 1, "100%"), (0.0, 1, "0%"),
    ],
)  # fmt: skip
def test_a_percentage_is_its_own_fraction_rounded_half_up(part, whole, said):
    assert percentage_in_words(part, whole) == said


@given(COUNTS, st.integers(1, 10_000))
def test_no_calculator_denies_a_percentage(part, whole):
    part = min(part, whole)
    said = percentage_in_words(part, whole)
    # By whole numbers alone: half a per cent is whole / 200.
    expected = (200 * part + whole) // (2 * whole)

    if part not in {0, whole} and expected in {0, 100}:
        assert said == ("under 1%" if expected == 0 else "over 99%")
    else:
        assert said == f"{expected}%"
    # The fraction that Excel holds is said alike.
    assert percentage_in_words(part / whole) == said


@given(st.lists(COUNTS, min_size=1, max_size=12))
def test_a_note_stands_exactly_where_what_is_printed_does_not_add_up(counts):
    total = sum(counts)
    printed = [percentage_in_words(count, total) for count in counts]
    adds_up = all(said[0].isdigit() for said in printed) and sum(int(said[:-1]) for said in printed) == 100

    assert rounding_note(counts) == ("" if adds_up or not total else ROUNDING_NOTE)


def test_durhams_percentages_are_as_published():
    # Its status table prints 42, 42, 0 and 16 per cent of 79.
    assert [percentage(count, 79) for count in (33, 33, 0, 13)] == [42, 42, 0, 16]


@pytest.mark.parametrize(
    ("value", "rounded"), [("3.25", "3.3"), ("2.25", "2.3"), ("2.249", "2.2"), ("-0.05", "-0.1")]
)
def test_halves_round_up(value, rounded):
    assert round_half_up(Decimal(value), 1) == Decimal(rounded)


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        (3, 37, "8.1"),
        (1, 8, "12.5"),
        (1, 16, "6.3"),
        (1999, 2000, "99.95"),
        (1, 3000, "0.03"),
        (0, 9, "0"),
        (9, 9, "100"),
    ],
)
def test_a_share_on_record_is_never_all_or_none_where_it_is_not(part, whole, share):
    assert share_to_record(Decimal(part), Decimal(whole)) == Decimal(share)


@given(st.decimals(-1_000_000, 1_000_000, places=6, allow_nan=False), st.integers(0, 4))
def test_a_printed_number_is_the_number_rounded_half_up(value, places):
    said = with_commas(value, places)

    exact = Fraction(str(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)))
    assert Fraction(said.replace(",", "")) == exact
    assert said != "-0"
    assert "." not in said or said[-1] not in "0."


@pytest.mark.parametrize(
    ("value", "said"), [(Decimal("2.125"), "2.13"), (2.675, "2.68"), (1234567, "1,234,567"), (-0.001, "0")]
)
def test_numbers_as_they_are_printed(value, said):
    assert with_commas(value) == said
