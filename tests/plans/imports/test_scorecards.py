"""Scorecards whose headers nobody knows: told by periods across and figures under them."""

from datetime import date, datetime

import pytest
from openpyxl import Workbook

from performance.choices import Frequency, Polarity, Unit
from plans.imports.recognition import recognise_file
from tests.workbooks import content_of

NAMES = [
    "Council tax collected in the month",
    "Invoices paid within thirty days",
    "Stage 1 complaints received",
]


def read(rows, merges=(), title="Scorecard"):
    workbook = Workbook()
    workbook.active.title = title
    for row in rows:
        workbook.active.append(row)
    for merged in merges:
        workbook.active.merge_cells(merged)
    return recognise_file("scorecard.xlsx", content_of(workbook)).document


def figures(document, name=NAMES[0]):
    code = next(item.code for item in document.measures if item.name == name)
    return {item.period.latest: item.value for item in document.observations if item.measure == code}


def rows_of(*values):
    return [[name, *values] for name in NAMES]


def test_periods_across_and_figures_under_them_are_a_scorecard_whatever_the_names_are_headed():
    months = [datetime(2026, month, 1) for month in (4, 5, 6)]
    document = read([["What it is about", *months, "Ambition 2026/27"], *rows_of(10, 12, 14, 20)])
    assert [item.name for item in document.measures] == NAMES
    assert figures(document)[date(2026, 5, 31)] == 12
    assert {item.lowest for item in document.targets} == {20}
    # A guess is asked about.
    assert any("What it is about: Measure" in message.found for message in document.messages)


def test_a_log_of_actions_with_dates_is_no_scorecard():
    document = read(
        [
            ["Thing to sort", "Whose", "Jan 2026", "Feb 2026", "Mar 2026"],
            ["Publish the new guide for staff", "Head of Service", "drafted", "with partners", "out"],
            ["Train every manager in using it", "Head of Practice", "booked", "begun", "half done"],
        ]
    )
    assert document.measures == []


@pytest.mark.parametrize(
    ("band", "headers", "days"),
    [
        ("2025/26", ["April", "May", "March"], [date(2025, 4, 30), date(2025, 5, 31), date(2026, 3, 31)]),
        ("2025/26", ["Q1", "Q2", "Q4"], [date(2025, 6, 30), date(2025, 9, 30), date(2026, 3, 31)]),
        (
            "Financial year 2025/26",
            ["P1", "P2", "P12"],
            [date(2025, 4, 30), date(2025, 5, 31), date(2026, 3, 31)],
        ),
    ],
)
def test_a_month_quarter_or_period_is_of_the_year_that_stands_over_it(band, headers, days):
    document = read(
        [[None, band, None, None], ["Measure", *headers], *rows_of(10, 12, 14)], merges=("B1:D1",)
    )
    assert list(figures(document)) == days
    assert not [message for message in document.messages if message.level == "error"]


def test_a_month_with_its_financial_year_and_years_across():
    document = read([["KPI title", "Apr 25/26", "May 25/26", "Jan 25/26"], *rows_of(10, 12, 14)])
    assert list(figures(document)) == [date(2025, 4, 30), date(2025, 5, 31), date(2026, 1, 31)]
    years = read(
        [["Measure", "How often", "2023/24", "FY 2024/25"], *[[name, "Annually", 10, 12] for name in NAMES]]
    )
    assert list(figures(years)) == [date(2024, 3, 31), date(2025, 3, 31)]
    assert {item.frequency for item in years.measures} == {Frequency.YEARLY}


def test_years_under_the_band_of_targets_are_targets_and_no_figures():
    document = read(
        [
            [None, "Actual", None, "Target", None],
            ["Measure", "2023/24", "2024/25", "2025/26", "2026/27"],
            *rows_of(80, 82, 85, 90),
        ],
        merges=("B1:C1", "D1:E1"),
    )
    assert figures(document) == {date(2024, 3, 31): 80, date(2025, 3, 31): 82}
    assert [item.lowest for item in document.targets if item.measure == document.measures[0].code] == [85, 90]


def test_pi_heads_the_codes_and_its_description_the_names():
    document = read(
        [
            ["PI", "Description of indicator", "UoM", "Desired direction", "Apr-25", "May-25", "Jun-25"],
            ["H1", NAMES[0], "%", "Upwards", 97, 98, 98],
            ["H2", NAMES[1], "Days", "Downwards", 34, 33, 31],
        ]
    )
    assert [(item.name, item.unit, item.polarity) for item in document.measures] == [
        (NAMES[0], Unit.PERCENT, Polarity.HIGHER),
        (NAMES[1], Unit.DAYS, Polarity.LOWER),
    ]


def test_a_financial_year_over_months_heads_no_costs():
    document = read(
        [[None, "2025/26", None, None], ["Measure", "April", "May", "June"], *rows_of(10, 12, 14)],
        merges=("B1:D1",),
    )
    assert document.costs == []
    assert not [message for message in document.messages if "£" in message.expected]


@pytest.mark.parametrize(
    ("band", "headers", "days"),
    [
        (
            "Calendar year 2024",
            ["January", "February", "March"],
            [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)],
        ),
        ("2024", ["Apr", "Dec", "Jan"], [date(2024, 4, 30), date(2024, 12, 31), date(2025, 1, 31)]),
        # The newest first: no year turns.
        ("2024", ["Dec", "Nov", "Oct"], [date(2024, 12, 31), date(2024, 11, 30), date(2024, 10, 31)]),
    ],
)
def test_a_month_under_a_calendar_year_is_of_it_or_of_the_next_once_the_year_has_turned(band, headers, days):
    document = read([[None, band, None, None], ["Metric", *headers], *rows_of(10, 12, 14)], merges=("B1:D1",))
    assert list(figures(document)) == days


def test_ends_of_months_and_spans_of_quarters_are_periods():
    ends = read([["Outcome measure", "30 Jun 2024", "30 Sep 2024", "31 Dec 2024"], *rows_of(10, 12, 14)])
    assert list(figures(ends)) == [date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31)]
    assert {item.frequency for item in ends.measures} == {Frequency.QUARTERLY}
    spans = read([["Metric", "Apr-Jun 2024", "Jul-Sep 2024", "Oct-Dec 2024"], *rows_of(10, 12, 14)])
    assert list(figures(spans)) == [date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31)]
    years = read([["Corporate measure", "2019-20", "2020-21", "2021-22"], *rows_of(10, 12, 14)])
    assert list(figures(years)) == [date(2020, 3, 31), date(2021, 3, 31), date(2022, 3, 31)]


def test_quarters_under_the_band_of_targets_are_targets_of_their_quarters():
    document = read(
        [
            [None, "Target 2025/26", None, "Actual 2025/26", None],
            ["Measure", "Q1", "Q2", "Q1", "Q2"],
            *rows_of(90, 91, 1, 2),
        ],
        merges=("B1:C1", "D1:E1"),
    )
    assert figures(document) == {date(2025, 6, 30): 1, date(2025, 9, 30): 2}
    aims = [item for item in document.targets if item.measure == document.measures[0].code]
    assert [(item.lowest, item.due.latest) for item in aims] == [
        (90, date(2025, 6, 30)),
        (91, date(2025, 9, 30)),
    ]


def test_a_sheets_title_is_no_band_of_a_year():
    document = read(
        [
            ["Performance scorecard November 2025", None, None, None],
            ["Measure", "Dec", "Jan", "Nov"],
            *rows_of(1, 2, 3),
        ],
        merges=("A1:D1",),
    )
    assert date(2025, 12, 31) not in figures(document)


def test_the_same_month_of_three_years_is_no_quarter():
    document = read([["Measure", "March 2024", "March 2025", "March 2026"], *rows_of(1, 2, 3)])
    assert {item.frequency for item in document.measures} == {Frequency.MONTHLY}


def test_a_unit_of_so_many_per_cent_of_something():
    document = read(
        [["Measure", "Unit", "Apr-25", "May-25"], *[[name, "% of cases", 97, 98] for name in NAMES]]
    )
    assert {item.unit for item in document.measures} == {Unit.PERCENT}
