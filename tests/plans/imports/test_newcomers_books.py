"""Shapes of three workbooks that a newcomer made and brought in: what was read wrong of them, and is not now."""

from datetime import date, datetime

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from performance.choices import Frequency, Polarity, Unit
from plans.choices import ProgressStatus
from plans.imports.parsers.officers import read_officers
from plans.imports.recognition import recognise_file
from tests.workbooks import content_of

RED, AMBER, GREEN, BLUE = "FFFF0000", "FFFFC000", "FF00B050", "FF0070C0"


def read(rows, fills=None, title="Plan"):
    """Return the document that rows make; `fills` are colours by address."""
    workbook = Workbook()
    workbook.active.title = title
    for row in rows:
        workbook.active.append(row)
    for address, colour in (fills or {}).items():
        workbook.active[address].fill = PatternFill("solid", fgColor=colour)
    return recognise_file("plan.xlsx", content_of(workbook)).document


def test_a_list_of_closed_actions_has_them_completed_on_their_day():
    document = read(
        [
            ["Ref", "Action", "Owner", "Due date", "Date closed"],
            ["1", "Appoint an interim Head of Service", "Director", "29/05/2026", "27/05/2026"],
            ["2", "Brief all staff on the letter", "Director", "15/05/2026", ""],
        ]
    )
    assert [(item.status, item.completed.latest) for item in document.actions] == [
        (ProgressStatus.COMPLETED, date(2026, 5, 27)),
        (None, None),
    ]


def test_a_day_of_completion_that_is_still_to_come_completes_nothing():
    document = read(
        [
            ["Action", "Lead officer", "Date of completion"],
            ["Appoint an interim Head of Service", "Director", "31/03/2027"],
            ["Brief all staff on the letter", "Director", "30/06/2027"],
        ]
    )
    assert [item.status for item in document.actions] == [None, None]


def test_a_status_that_is_said_goes_before_a_day_of_closing():
    document = read(
        [
            ["Ref", "Action", "Owner", "Due date", "Status", "Date closed"],
            [
                "1",
                "Appoint an interim Head of Service",
                "Director",
                "29/05/2026",
                "Behind target",
                "27/05/2026",
            ],
            ["2", "Brief all staff on the letter", "Director", "15/05/2026", "On target", ""],
        ]
    )
    assert document.actions[0].status == ProgressStatus.BEHIND_TARGET


def test_a_heading_over_nothing_makes_no_success_measures_and_takes_no_dates():
    document = read(
        [
            ["Ref", "Action", "Owner", "Due", "Revised due", "Update", "Measure of success"],
            ["1", "Hold a summit", "Chief Executive", "31/07/2026", "", "Held on 3 July, and 84 came.", ""],
            [
                "2",
                "Draft the vision",
                "Chief Executive",
                "30/10/2026",
                "18/12/2026",
                "Two chapters done.",
                "",
            ],
        ]
    )
    assert document.success_measures == []
    assert [item.due.latest for item in document.actions] == [date(2026, 7, 31), date(2026, 12, 18)]
    assert len(document.updates) == 2
    assert all(item.leads for item in document.actions)


NESTED = [
    [
        "Rec",
        "Recommendation / action",
        "Priority",
        "Delivery lead",
        "Due",
        "% complete",
        "RAG Aug",
        "RAG Sept",
    ],
    ["R1", "Set out a shared vision with partners", "H", None, None, None, None, None],
    ["(a)", "Hold a partner summit", "M", "Imogen Rowe", "31/07/2026", 1, "G", "Complete"],
    ["(b)", "Draft the document", "H", "Imogen Rowe", "30/10/2026", 0.6, "A", "R"],
    ["R2", "Strengthen scrutiny", "L", None, None, None, None, None],
    [None, "(a) Member development programme", "M", "Tess Ingleby", "31/03/2027", 0.35, "G", "G"],
    [None, "(b) Appoint a chair", "L", '"', "16/10/2026", 0.8, "G", "A"],
    ["R3", "Review the use of interims", "M", "Ffion Garth", "11/12/2026", 0.7, "G", "G"],
]


@pytest.fixture
def nested():
    return read(NESTED, {"H3": BLUE})


def test_lettered_rows_are_the_actions_of_the_recommendation_above_them(nested):
    assert [item.recommendations for item in nested.actions] == [(1,), (1,), (2,), (2,), (3,)]
    assert [item.text for item in nested.recommendations][:2] == [
        "Set out a shared vision with partners",
        "Strengthen scrutiny",
    ]


def test_how_urgent_an_action_is_and_how_far_is_no_theme_and_no_status(nested):
    fields = {column.header: column.field for column in nested.tables[0].columns}
    assert (fields["Priority"], fields["% complete"]) == ("", "")
    assert nested.themes == []
    assert nested.status_words == []


def test_complete_in_the_last_column_of_ratings_is_a_status_and_its_fill_a_rating(nested):
    assert [item.status for item in nested.actions][:2] == [ProgressStatus.COMPLETED, None]
    assert [item.level for item in nested.ratings if item.order == 0] == ["G", "B"]
    assert not [message for message in nested.messages if "not understood" in message.text]


def test_a_ditto_mark_names_whom_the_row_above_names(nested):
    assert nested.actions[3].leads == nested.actions[2].leads != ()


def test_a_word_of_no_rating_gives_way_to_its_fill_and_that_is_said():
    document = read(
        [
            ["Ref", "Action", "Owner", "RAG"],
            ["1", "Review pathway plans", "Head of Service", "Partly"],
            ["2", "Offer health passports", "Head of Service", "No"],
            ["3", "Rewrite the local offer", "Head of Service", "Green"],
            ["4", "Ask care leavers", "Head of Service", "Hmm"],
        ],
        {"D2": AMBER, "D3": RED, "D4": GREEN},
    )
    assert [item.level for item in document.ratings] == ["A", "R", "G"]
    told = {
        message.cell: message.text
        for message in document.messages
        if message.found in {"Partly", "No", "Hmm"}
    }
    assert "its fill, amber, was taken" in told["D2"]
    assert "left unrated" in told["D5"]


def test_a_record_of_versions_is_no_list_of_actions():
    workbook = Workbook()
    workbook.active.title = "Doc control"
    for row in (["Version", "Date", "Who", "What changed"], ["0.1", "02/04/2026", "P Dace", "first full draft of it"],
                ["0.7", "08/09/2026", "P Dace", "changed after the board met"]):  # fmt: skip
        workbook.active.append(row)
    plan = workbook.create_sheet("Plan")
    for row in (["Ref", "Action", "Owner", "Due date"], ["1", "Publish the guide", "Director", "31/03/2027"],
                ["2", "Train every manager", "Director", "30/06/2027"]):  # fmt: skip
        plan.append(row)
    document = recognise_file("plan.xlsx", content_of(workbook)).document
    assert [item.text for item in document.actions] == ["Publish the guide", "Train every manager"]


@pytest.mark.parametrize(
    ("said", "people"),
    [
        ("Helen Strudwick, All TMs", [("", "Helen Strudwick"), ("All TMs", "")]),
        ("Ravi Menon & Supt. J. Okafor", [("", "Ravi Menon"), ("", "Supt. J. Okafor")]),
        ("All Team Managers", [("All Team Managers", "")]),
        ("Alice Brown, All Age Disability Manager", [("All Age Disability Manager", "Alice Brown")]),
    ],
)
def test_everyone_is_nobodys_title(said, people):
    assert [(person.job_title, person.name) for person in read_officers(said)] == people


MONTHS = [datetime(2026, month, 1) for month in (4, 5, 6, 7, 8, 9)]
SCORECARD = [
    ["PI", "Indicator", "Good is…", "Freq", "Target 26/27", "Unit", *MONTHS],
    [
        "A1",
        "Assessments completed in 28 days",
        "Higher",
        "M",
        "≥ 75%",
        "%",
        0.60,
        0.61,
        0.66,
        0.64,
        None,
        0.70,
    ],
    ["A2", "Annual reviews done", "Bigger is better", "M", 80, "%", 57.9, 58.8, 60.1, 61.2, 61.0, 63.7],
    ["A3", "Still at home at 91 days", "H", "Q", 0.85, "%", None, None, 0.812, None, None, 0.838],
    ["A4", "Delayed discharges", "L", "M", 150, "Days", 201, 188, "n/a", 158, 160, "171²"],
    ["A5", "Homecare hand-backs", "Lower", "M", "<5 a month", "No.", 7, 6, "<5", "<5", 3, 6],
    ["A6", "Tenant satisfaction", "Higher", "Annual", 0.68, "%", None, None, None, None, None, None],
]


@pytest.fixture
def scorecard():
    workbook = Workbook()
    for row in SCORECARD:
        workbook.active.append(row)
    for row in (2, 4):
        for cell in workbook.active[row][4:]:
            cell.number_format = "0%"
    for cell in workbook.active[1][6:]:
        cell.number_format = "mmm-yy"
    return recognise_file("scorecard.xlsx", content_of(workbook)).document


def test_a_scorecards_own_columns_say_its_units_which_way_is_better_and_how_often(scorecard):
    assert [(item.unit, item.polarity, item.frequency) for item in scorecard.measures] == [
        (Unit.PERCENT, Polarity.HIGHER, Frequency.MONTHLY),
        (Unit.PERCENT, Polarity.HIGHER, Frequency.MONTHLY),
        (Unit.PERCENT, Polarity.HIGHER, Frequency.QUARTERLY),
        (Unit.DAYS, Polarity.LOWER, Frequency.MONTHLY),
        (Unit.COUNT, Polarity.LOWER, Frequency.MONTHLY),
        (Unit.PERCENT, Polarity.HIGHER, Frequency.YEARLY),
    ]


def test_a_quarterly_figure_under_its_last_month_is_the_quarters(scorecard):
    quarters = [item for item in scorecard.observations if item.measure == "still-at-home-at-91-days"]
    assert [(item.period.kind, item.period.earliest, float(item.value)) for item in quarters] == [
        ("quarter", date(2026, 4, 1), 81.2),
        ("quarter", date(2026, 7, 1), 83.8),
    ]


def test_a_footnotes_mark_is_no_digit_and_a_small_number_stays_untold(scorecard):
    values = {(item.measure, item.period.latest): item.value for item in scorecard.observations}
    assert values["delayed-discharges", date(2026, 9, 30)] == 171
    assert values["homecare-hand-backs", date(2026, 6, 30)] is None


def test_a_bound_is_a_target(scorecard):
    targets = {item.measure: (item.words, item.lowest, item.highest) for item in scorecard.targets}
    assert targets["homecare-hand-backs"] == ("<5 a month", 5, 5)
    assert targets["assessments-completed-in-28-days"] == ("≥ 75%", 75, 75)


@pytest.mark.parametrize(
    ("header", "word", "better"),
    [
        ("Good = low?", "Y", Polarity.LOWER),
        ("Good = low?", "N", Polarity.HIGHER),
        ("Higher is better", "No", Polarity.LOWER),
        ("Polarity", "decrease", Polarity.LOWER),
        ("Polarity", "Within range", Polarity.BAND),
        ("Polarity", "see note", Polarity.NEITHER),
    ],
)
def test_which_way_is_better_in_a_word(header, word, better):
    document = read(
        [
            ["Measure", header, "Q1 26/27", "Q2 26/27"],
            ["Appeals registered", word, 13, 17],
            ["Others", word, 2, 3],
        ]
    )
    assert [(item.polarity, item.frequency) for item in document.measures][0] == (better, Frequency.QUARTERLY)
