"""Parts of a measure's figures: Target, Actual and RAG under a quarter, numerator and denominator in rows."""

from datetime import date

import pytest

from performance.choices import Frequency
from tests.plans.imports.test_scorecards import NAMES, figures, read

Q1, Q2 = date(2025, 6, 30), date(2025, 9, 30)
BANDS = ["", "Q1 2025/26", "", "", "Q2 2025/26", "", ""]
PARTS = ["Measure", "Target", "Actual", "RAG", "Target", "Actual", "RAG"]
ROWS = [[name, 90, 80, "A", 91, 85, "G"] for name in NAMES]
MONTHS = ["Apr-26", "May-26", "Jun-26"]


def in_rows(*parts):
    """Return a scorecard whose measures are given in several rows each, named beside the first of them."""
    months = MONTHS[: len(parts[0]) - 1]
    named = [[name if place == 0 else "", *part] for name in NAMES for place, part in enumerate(parts)]
    return [["Measure", "", *months], *named]


@pytest.mark.parametrize(
    ("head", "merges"),
    [
        ([BANDS, PARTS], ["B1:D1", "E1:G1"]),
        ([BANDS, PARTS], []),
        ([["Measure", *BANDS[1:]], ["", *PARTS[1:]]], ["A1:A2", "B1:D1", "E1:G1"]),
        ([["Measure", *BANDS[1:]], ["", *PARTS[1:]]], []),
    ],
)
def test_of_the_columns_under_a_quarter_the_actual_is_the_figure(head, merges):
    document = read([*head, *ROWS], merges)
    assert figures(document) == {Q1: 80, Q2: 85}
    aims = {(item.due.latest, item.lowest) for item in document.targets}
    assert aims == {(Q1, 90), (Q2, 91)}


def test_where_no_column_under_a_period_is_known_as_the_figures_none_is_taken():
    document = read(
        [
            ["Measure", "Apr-26", "", "May-26", ""],
            ["", "Plan", "Done", "Plan", "Done"],
            *[[name, 90, 80, 91, 85] for name in NAMES],
        ],
        ["B1:C1", "D1:E1"],
    )
    assert not document.observations


@pytest.mark.parametrize("is_filled_down", [True, False])
@pytest.mark.parametrize("is_merged", [True, False])
def test_a_measure_in_three_rows_is_its_percentage_of_numerator_and_denominator(is_filled_down, is_merged):
    rows, merges = [["Measure", "", "Apr-26", "May-26", "Jun-26"]], []
    for name in NAMES:
        again = name if is_filled_down and not is_merged else ""
        if is_merged:
            merges.append(f"A{len(rows) + 1}:A{len(rows) + 3}")
        rows += [
            [name, "Numerator", 40, 41, 42],
            [again, "Denominator", 50, 50, 50],
            [again, "%", 80, 82, 84],
        ]
    document = read(rows, merges)
    assert [item.name for item in document.measures] == NAMES
    assert figures(document)[date(2026, 5, 31)] == 82
    assert {(item.numerator, item.denominator) for item in document.observations} == {
        (40, 50),
        (41, 50),
        (42, 50),
    }


SHARES = [["Counted", 40, 41, 43], ["Cohort", 50, 52, 61], ["Score", 80, 78.8, 70.5]]


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (2, 0, 1), (2, 1, 0)])
def test_under_words_that_nobody_knows_the_figure_is_what_the_others_make(order):
    document = read(in_rows(*(SHARES[row] for row in order)))
    assert [float(value) for value in figures(document).values()] == [80, 78.8, 70.5]
    assert {(item.numerator, item.denominator) for item in document.observations} == {
        (40, 50),
        (41, 52),
        (43, 61),
    }


@pytest.mark.parametrize("word", ["Share", "Compliance", "%"])
def test_under_a_measures_cases_a_word_that_nobody_knows_is_what_they_make(word):
    document = read(in_rows(["Num", 1, 2, 3], ["Den", 7, 7, 7], [word, 14, 29, 43]))
    assert list(figures(document).values()) == [14, 29, 43]


def test_cases_alone_are_no_figure_and_that_is_said():
    document = read(in_rows(["Numerator", 1, 2, 3], ["Denominator", 7, 7, 7]))
    assert not document.observations
    assert sum("none was read" in message.text for message in document.messages) == len(NAMES)


def test_a_name_over_hundreds_of_rows_is_not_tried_in_every_way():
    rows = [["Measure", "", "Apr-26", "May-26", "Jun-26"]]
    rows += [[NAMES[0] if place == 0 else "", f"Team {place}", place, place, 7] for place in range(600)]
    rows += [[name, "All", 1, 2, 3] for name in NAMES[1:]]
    assert len(read(rows).measures) == len(NAMES)


def test_where_whole_numbers_could_be_read_two_ways_neither_is():
    document = read(in_rows(["Counted", 40, 41], ["Cohort", 50, 50], ["Score", 80, 82]))
    assert not document.observations
    assert any("none was read" in message.text for message in document.messages)


def test_of_several_rows_that_make_nothing_of_each_other_none_is_read_and_that_is_said():
    document = read(in_rows(["Hither", 4, 9, 3], ["Thither", 8, 2, 7]))
    assert not document.observations
    assert sum("none was read" in message.text for message in document.messages) == len(NAMES)


def test_a_measure_in_two_rows_is_its_actual_beside_its_target():
    document = read(in_rows(["Target", 90, 91, 92], ["Actual", 80, 81, 82]))
    assert list(figures(document).values()) == [80, 81, 82]
    assert {item.lowest for item in document.targets} == {90, 91, 92}


def test_a_row_a_month_is_a_monthly_measure():
    months = ["April 2026", "May 2026", "June 2026"]
    rows = [[name, month, 80 + place, 90] for name in NAMES for place, month in enumerate(months)]
    document = read([["KPI", "Reporting month", "Result", "Target"], *rows])
    assert list(figures(document).values()) == [80, 81, 82]
    assert {item.frequency for item in document.measures} == {Frequency.MONTHLY}
