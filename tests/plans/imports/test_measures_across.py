"""Scorecards on their side: a measure a column, a period a row, told by what stands in them."""

from datetime import date, datetime

import pytest
from openpyxl import Workbook

from performance.choices import Frequency, Polarity
from plans.imports.blocks.vocabulary import FIELDS_OF
from plans.imports.recognition import recognise_file
from tests.plans.imports.test_scorecards import NAMES, figures, read
from tests.workbooks import content_of

DAYS = [datetime(2026, month, 1) for month in (4, 5, 6, 7)]


def rows(*before, after=(), days=DAYS):
    return [
        ["Reporting month", *NAMES],
        *before,
        *[[day, 0.8 + place / 100, 70 + place, 5 + place] for place, day in enumerate(days)],
        *after,
    ]


def test_a_measure_a_column_is_read_by_the_periods_of_its_rows_and_asked_about():
    document = read(rows())
    assert [item.name for item in document.measures] == NAMES
    assert figures(document, NAMES[2]) == {
        date(2026, 4, 30): 5,
        date(2026, 5, 31): 6,
        date(2026, 6, 30): 7,
        date(2026, 7, 31): 8,
    }
    assert {item.frequency for item in document.measures} == {Frequency.MONTHLY}
    assert any("words of these headers are not known" in message.text for message in document.messages)


def test_rows_of_targets_and_of_which_way_is_better_are_no_figures_and_an_average_is_none():
    document = read(
        rows(
            ["Target", 0.95, 90, 4],
            ["Good is…", "High", "High", "Low"],
            after=[["12 month average", 0.81, 71, 6], ["England 2024/25", 0.7, 60, 9]],
        )
    )
    assert [item.polarity for item in document.measures] == [Polarity.HIGHER, Polarity.HIGHER, Polarity.LOWER]
    assert [float(item.lowest) for item in document.targets] == [0.95, 90, 4]
    assert len(document.observations) == len(NAMES) * len(DAYS)


def test_a_financial_year_over_its_months_heads_no_costs():
    document = read(rows(["2026/27", None, None, None]))
    assert len(document.observations) == len(NAMES) * len(DAYS)
    assert not document.costs


@pytest.mark.parametrize(
    "periods", [["Q1 2026/27", "Q2 2026/27", "Q3 2026/27"], ["30/06/2026", "30/09/2026", "31/12/2026"]]
)
def test_quarters_are_quarters(periods):
    document = read(rows(days=periods))
    assert list(figures(document, NAMES[2])) == [date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)]
    assert {item.frequency for item in document.measures} == {Frequency.QUARTERLY}


@pytest.mark.parametrize(
    "table",
    [
        # A diary of meetings; a list with two amounts; a log of actions by date.
        [["Day", "Chair", "Venue", "Papers by"], *[[day, "Head of Service", "Room 2", day] for day in DAYS]],
        [["Month", "Agency social workers", "Remarks"], *[[day, 12, "as before"] for day in DAYS]],
        [
            ["When", "Thing to sort", "Whose", "Position"],
            *[[day, "Publish the guide", "Head of Service", "on its way"] for day in DAYS],
        ],
    ],
)
def test_another_list_by_date_is_no_scorecard(table):
    assert read(table).measures == []


def test_what_a_person_says_of_a_column_goes_first():
    assert set(FIELDS_OF["measures across"]) == {"as_at", "measure_across"}
    workbook = Workbook()
    for row in rows():
        workbook.active.append(row)
    document = recognise_file("card.xlsx", content_of(workbook), choices={NAMES[1].lower(): ""}).document
    assert [item.name for item in document.measures] == [NAMES[0], NAMES[2]]
