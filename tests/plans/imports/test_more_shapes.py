"""Shapes of action logs that strangers' files taught: two owners, bands over headings, tables beside, other orders."""

from datetime import date
from typing import Any

from openpyxl import Workbook

from plans.imports.document import PlanDocument
from plans.imports.recognition import recognise_file
from tests.workbooks import content_of

LOG = ["Ref", "Action", "Lead officer", "Due date", "Status"]


def read(
    rows: list[list[Any]], merges: tuple[str, ...] = (), more: dict[str, list[list[Any]]] | None = None
) -> PlanDocument:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Plan"
    for row in rows:
        sheet.append(row)
    for merged in merges:
        sheet.merge_cells(merged)
    for title, others in (more or {}).items():
        another = workbook.create_sheet(title)
        for row in others:
            another.append(row)
    return recognise_file("plan.xlsx", content_of(workbook)).document


def people(document: PlanDocument) -> list[list[str]]:
    return [[person.job_title or person.name for person in action.leads] for action in document.actions]


def test_an_owner_beside_an_owner_leads_too():
    document = read(
        [
            ["Ref", "Action", "Accountable director", "Operational owner", "By when"],
            ["1", "Publish the threshold document", "Director of Practice", "Head of Service", "31/03/2026"],
            ["2", "Train every manager in it", "Director of People", None, "30/06/2026"],
        ]
    )

    assert sorted(people(document)[0]) == ["Director of Practice", "Head of Service"]
    assert people(document)[1] == ["Director of People"]


def test_of_a_comment_for_each_quarter_the_last_one_filled_is_the_report():
    document = read(
        [
            ["Ref", "Action", "Owner", "By when", "Comment", "Comment", "Comment"],
            [
                "1",
                "Publish the guide",
                "Head of Service",
                "31/03/2026",
                "Drafted now.",
                "With partners now.",
                None,
            ],
            ["2", "Train every manager", "Head of Service", "30/06/2026", "Dates were set.", None, None],
        ]
    )

    assert [item.progress for item in document.updates] == ["With partners now.", "Dates were set."]
    # What it took the place of is kept.
    assert "Drafted now." in {left.text for left in document.left_over if left.understood}


def test_an_update_a_month_is_one_report_too():
    document = read(
        [
            ["Ref", "Action", "Owner", "By when", "October update", "January update"],
            ["1", "Publish the guide", "Head of Service", "31/03/2026", "Drafted now.", "With partners now."],
            ["2", "Train every manager", "Head of Service", "30/06/2026", "Dates were set.", None],
        ]
    )

    assert [item.progress for item in document.updates] == ["With partners now.", "Dates were set."]


def test_beside_recommendations_that_come_again_the_sentences_are_what_is_done():
    document = read(
        [
            ["ID", "Peer team recommendation", "Unsere Zusage", "SRO", "When"],
            [
                "A1",
                "Reduce waits for assessments",
                "Set up a team for those who wait",
                "Director",
                "31/03/2026",
            ],
            [
                "A2",
                "Reduce waits for assessments",
                "Pilot trusted assessors with two providers",
                "Director",
                "30/06/2026",
            ],
            [
                "A3",
                "Strengthen the carers' offer",
                "Write a new strategy with carers",
                "Head of Carers",
                "30/06/2026",
            ],
        ]
    )

    assert [action.text for action in document.actions][1] == "Pilot trusted assessors with two providers"
    assert [action.reference for action in document.actions] == ["A1", "A2", "A3"]


def test_an_audits_name_is_no_owner():
    document = read(
        [
            [
                "Audit",
                "Rec no.",
                "Agreed management action",
                "Responsible officer",
                "Target date",
                "Current status",
            ],
            [
                "Payroll 2024",
                "1",
                "Reject what is not countersigned.",
                "Payroll Manager",
                "31/03/2026",
                "Overdue",
            ],
            ["Payroll 2024", "2", "Keep the signed reports.", "Payroll Manager", "31/05/2026", "Not started"],
            ["Estates", "1", "Ask tenants for certificates.", "Estates Manager", "31/05/2026", "Not started"],
        ]
    )

    assert people(document) == [["Payroll Manager"], ["Payroll Manager"], ["Estates Manager"]]


def test_a_heading_is_read_with_the_band_over_it():
    document = read(
        [
            ["Ref", "Action", "Owner", "Target date", None, "Status"],
            [None, None, None, "Original", "Revised", None],
            ["1", "Publish the guide", "Head of Service", "31/03/2026", "30/06/2026", "On track"],
            ["2", "Train every manager", "Head of Practice", "30/04/2026", None, "On track"],
        ],
        ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2"),
    )

    assert [action.due.latest for action in document.actions] == [date(2026, 6, 30), date(2026, 4, 30)]
    assert document.actions[0].first_due.latest == date(2026, 3, 31)


def test_a_column_whose_months_come_first_is_never_read_day_first():
    rows = [
        ["1", "Publish the guide", "Head of Service", "02/06/2026", "On track"],
        ["2", "Train all of them", "Head of Service", "01/30/2026", "On track"],
    ]
    document = read([LOG, *rows])

    assert [action.due.latest for action in document.actions] == [None, None]
    assert [action.due.suggestion for action in document.actions] == [date(2026, 2, 6), date(2026, 1, 30)]
    # Among dates that can be read no other way than day first, the same one is a day in June.
    british = read([LOG, rows[0], [*rows[1][:3], "30/01/2026", "On track"]])
    assert british.actions[0].due.latest == date(2026, 6, 2)


def test_a_small_table_beside_is_no_part_of_the_log_but_a_spacer_column_parts_nothing():
    beside = [
        [*LOG, None, "Status", "No."],
        *([str(n), f"Do the thing numbered {n} well", "Head of Service", "31/03/2026", "On track", None, *said]
          for n, said in enumerate((("On track", "7"), ("Late", "3"), (), (), (), ()), start=1)),
    ]  # fmt: skip
    document = read([[*row] for row in beside])
    assert [action.reference for action in document.actions] == ["1", "2", "3", "4", "5", "6"]
    assert {column.header for column in document.tables[0].columns} == set(LOG)

    spaced = [[*row[:2], None, *row[2:]] for row in [LOG, *(row[:5] for row in beside[1:])]]
    document = read(spaced)
    assert people(document)[0] == ["Head of Service"]


def test_codes_are_references_whatever_stands_over_them():
    named = read(
        [
            ["Line", *LOG[1:]],
            ["FD1", "Publish the guide", "Head of Service", "31/03/2026", "On track"],
            ["FD2", "Train all of them", "Head of Service", "31/03/2026", "On track"],
        ]
    )
    bare = read(
        [
            [None, *LOG[1:]],
            ["1a", "Publish the guide", "Head of Service", "31/03/2026", "On track"],
            ["1b", "Train all of them", "Head of Service", "31/03/2026", "On track"],
        ]
    )

    assert [action.reference for action in named.actions] == ["FD1", "FD2"]
    assert [action.reference for action in bare.actions] == ["1a", "1b"]
    assert bare.tables[0].columns[0].header == "Column A"


def test_a_success_measure_of_a_single_row_leaves_the_rating_to_the_action():
    document = read(
        [
            ["Ref", "Action", "Owner", "By when", "BRAG", "Progress so far", "Success measure"],
            [
                "1",
                "Publish the guide",
                "Head of Service",
                "31/03/2026",
                "Red",
                "Nothing was drafted yet.",
                "All know it",
            ],
            [
                "2",
                "Train every manager",
                "Head of Practice",
                "30/06/2026",
                "Green",
                "Nine of twelve came.",
                "All came",
            ],
        ]
    )

    assert [(rating.of, rating.order, rating.level) for rating in document.ratings] == [
        ("action", 0, "R"),
        ("action", 1, "G"),
    ]
    assert [item.progress for item in document.updates] == [
        "Nothing was drafted yet.",
        "Nine of twelve came.",
    ]
    assert document.actions[0].due.latest == date(2026, 3, 31)
    assert [(item.action, item.text) for item in document.success_measures] == [
        (0, "All know it"),
        (1, "All came"),
    ]


def test_success_measures_with_rows_of_their_own_keep_their_ratings():
    document = read(
        [
            ["Ref", "Action", "Owner", "By when", "RAG", "Success measure"],
            ["1", "Publish the guide", "Head of Service", "31/03/2026", "Red", "All know it"],
            [None, None, "Head of Service", "30/04/2026", "Green", "All use it"],
            ["2", "Train every manager", "Head of Practice", "30/06/2026", "Green", "All came"],
        ]
    )

    assert {rating.of for rating in document.ratings} == {"success_measure"}


def test_examples_on_a_sheet_of_guidance_are_no_actions():
    example = [
        LOG,
        ["A1", "Write clear tasks that begin with a verb", "Head of Service", "31/03/2026", "On track"],
    ]
    document = read(
        [LOG, ["1", "Publish the guide", "Head of Service", "31/03/2026", "On track"]],
        more={"READ ME": example},
    )

    assert [action.text for action in document.actions] == ["Publish the guide"]
    assert any(
        "This sheet is named guidance or a record of versions: kept as notes." in m.text
        for m in document.messages
    )


def test_a_management_response_is_what_is_done():
    document = read(
        [
            ["Rec no.", "Weakness and recommendation", "Agreed management response", "Officer", "Target date", "Position"],
            ["P1", "Forms were not countersigned.", "The workflow will be changed.", "Payroll Manager", "31/03/2026", "Overdue"],
            ["P2", "Reports were not kept.", "Reports will be saved.", "Payroll Manager", "31/05/2026", "Not started"],
        ]
    )  # fmt: skip

    assert [action.text for action in document.actions] == [
        "The workflow will be changed.",
        "Reports will be saved.",
    ]
