"""Workbooks of no known council: tables of actions with junk above, totals and notes inside, other words in their heads."""

from datetime import datetime

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color

from plans.choices import ProgressStatus
from plans.imports.document import PlanDocument
from plans.imports.recognition import recognise_file
from plans.imports.request import Request
from plans.imports.run import run_import
from plans.models import Evidence, Update
from plans.position import build_position
from tests.conftest import TODAY
from tests.workbooks import content_of

HEADINGS = (
    "Rec No", "Ofsted Recommendation", "Ref", "Action Required", "Responsible Officer", "Target Date", "BRAG",
    "Progress to date", "Evidence",
)  # fmt: skip
ROWS = (
    (1, "Improve the quality of plans", "1.1", "Train all staff", "Head of Practice", datetime(2025, 12, 31), "G", "80% trained", "Training log"),
    (None, None, "1.2", "Audit 20 cases a month", "Jo Bell (QA Manager)", "Monthly", "A", "Behind: vacancies", "Audit report"),
    (),
    (2, "Strengthen supervision", "2.1", "Write a new policy", "Principal Social Worker", "Sept 2025", "B", "Signed off", None),
    (None, None, "2.2", "Launch the policy", "Head of Learning / Head of Practice", "31/10/2025", "R", "Not begun", None),
    ("Total", None, None, 4),
    ("Note: ratings were agreed at the board of 15 September",),
)  # fmt: skip


def action_log() -> Workbook:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet["A1"] = "Testshire Council"
    sheet["A2"] = "Improvement Action Plan - as at 30 September 2025"
    sheet.merge_cells("A2:H2")
    sheet["A4"] = "OFFICIAL - for internal use"
    for column, heading in enumerate(HEADINGS, start=1):
        sheet.cell(6, column).value = heading
    for row, values in enumerate(ROWS, start=7):
        for column, value in enumerate(values, start=1):
            sheet.cell(row, column).value = value
    for merged in ("A7:A8", "B7:B8", "A10:A11", "B10:B11"):
        sheet.merge_cells(merged)
    return workbook


def read(workbook: Workbook) -> PlanDocument:
    return recognise_file("plan.xlsx", content_of(workbook)).document


def test_a_flat_list_with_junk_totals_and_notes():
    document = read(action_log())

    assert [(r.number, r.text) for r in document.recommendations] == [
        (1, "Improve the quality of plans"),
        (2, "Strengthen supervision"),
    ]
    assert [(a.reference, a.recommendations, a.due.words) for a in document.actions] == [
        ("1.1", (1,), "31 December 2025"), ("1.2", (1,), "Monthly"), ("2.1", (2,), "Sept 2025"), ("2.2", (2,), "31/10/2025"),
    ]  # fmt: skip
    assert [rating.level for rating in document.ratings] == ["G", "A", "B", "R"]
    assert document.rating_pattern == "BRAG"
    assert (document.council, str(document.known_on)) == ("Testshire Council", "2025-09-30")
    assert [u.evidence for u in document.updates] == ["Training log", "Audit report", "", ""]
    kept = {left.text for left in document.left_over if left.understood}
    assert {"Total", "4"} <= kept


def test_it_is_imported_with_its_own_references_reports_and_evidence(db):
    request = Request("log.xlsx", content_of(action_log()), "testshire", create=True)
    plan = run_import(request, TODAY).plan
    position = build_position(plan, TODAY)

    assert [action.reference for action in position.actions] == ["1.1", "1.2", "2.1", "2.2"]
    assert position.action("1.1").rating.level.name == "Green"
    assert position.action("1.1").update.evidence[0].description == "Training log"
    assert Evidence.objects.filter(update__action__plan=plan).count() == 2
    assert Update.objects.filter(action__plan=plan, status=ProgressStatus.NOT_SUPPLIED).count() == 4


def test_sheets_a_theme_with_a_lead_and_an_outcome_rated_by_theme_colours():
    workbook = Workbook()
    workbook.worksheets[0].title = "Theme 1"
    for number, name in ((1, "Leadership"), (2, "Practice")):
        sheet = workbook["Theme 1"] if number == 1 else workbook.create_sheet("Theme 2")
        sheet["B2"] = f"Theme {number} – {name}"
        sheet["B3"] = "Theme Lead: Director of Children's Services"
        sheet["B4"], sheet["C4"] = "Outcome", "Children get help early"
        for column, heading in enumerate(("What we will do", "Who?", "By When", "RAG", "Status"), start=2):
            sheet.cell(6, column).value = heading
        rows = (
            ("Do this", "HoS", "Spring 2026", "On track", 6),
            ("Do that", "Jo Bell", "ongoing", "Delayed", None),
        )
        for row, (text, who, when, status, accent) in enumerate(rows, start=7):
            for column, value in enumerate((text, who, when, None, status), start=2):
                sheet.cell(row, column).value = value
            if accent is not None:
                sheet.cell(row, 5).fill = PatternFill("solid", fgColor=Color(theme=accent))
    document = read(workbook)

    assert [(t.number, t.title, t.outcome) for t in document.themes] == [
        (1, "Leadership", "Children get help early"),
        (2, "Practice", "Children get help early"),
    ]
    assert document.themes[0].leads[0].job_title == "Director of Children's Services"
    assert [a.status for a in document.actions[:2]] == [
        ProgressStatus.ON_TARGET,
        ProgressStatus.BEHIND_TARGET,
    ]
    # The sixth colour of the theme that the file carries, its third accent, is green.
    assert [(r.order, r.level) for r in document.ratings] == [(0, "G"), (2, "G")]


def test_headings_of_recommendations_stand_over_their_actions_and_columns_carry_on():
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Priority 2"
    sheet["A1"], sheet["A2"] = "Priority 2: Practice", "Lead: Head of Practice"
    sheet["A4"] = "Ofsted Recommendation 3: Improve plans"
    for row in (
        ("Action", "Lead", "Deadline", "Progress status"),
        ("Write plans", "Head A", "May 26", "On track"),
        ("Ofsted recommendation 4: Improve reviews",),
        ("Hold reviews", "Head B", "June 26", "Complete"),
    ):
        sheet.append(row)
    document = read(workbook)

    assert [(a.text, a.theme, a.recommendations) for a in document.actions] == [
        ("Write plans", 2, (3,)),
        ("Hold reviews", 2, (4,)),
    ]
    assert [(r.number, r.text) for r in document.recommendations] == [
        (3, "Improve plans"),
        (4, "Improve reviews"),
    ]


def test_recommendations_and_actions_on_two_sheets():
    workbook = Workbook()
    listed = workbook.worksheets[0]
    for row in (
        ("No.", "Recommendation", "RAG", "Lead"),
        (1, "Do better", "Green", "Head of A"),
        (2, "Do well", "Amber", "Head of B"),
    ):
        listed.append(row)
    actions = workbook.create_sheet("Actions")
    for row in (
        ("ID", "Task", "Rec", "Owner", "Deadline", "Progress"),
        ("A1", "One", 1, "Head of A", "2026-03-31", "Completed"),
        ("A2", "Two", "1, 2", "Head of B", "30/4/2026", "Not started"),
    ):
        actions.append(row)
    document = read(workbook)

    assert [(r.number, r.rating) for r in document.recommendations] == [(1, "G"), (2, "A")]
    assert [(a.reference, a.recommendations, a.status) for a in document.actions] == [
        ("A1", (1,), ProgressStatus.COMPLETED),
        ("A2", (1, 2), ProgressStatus.NOT_STARTED),
    ]


@pytest.mark.parametrize(
    ("action", "who", "when", "how"),
    [
        ("Task", "SRO", "Due", "BRAG"), ("Activity", "Lead", "Deadline", "Status"), ("Key actions", "Owner", "End date", "Progress"),
        ("What we will do", "Who?", "When", "RAG rating"), ("Improvement action", "Lead officer(s)", "Timescale", "Current RAG"),
        ("Action title", "By whom", "By when", "Progress update"), ("Actions to be taken", "Responsible person", "Completion date", "Comments"),
        ("Agreed actions", "Accountable officer", "Target completion date", "Delivery status"),
    ],
)  # fmt: skip
def test_header_words_that_councils_use(action, who, when, how):
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append([action, who, when, how])
    sheet.append(["Write the guide", "Head of Practice", "May 2026", "G"])
    sheet.append(["Train the teams", "Head of Learning", "June 2026", "A"])
    document = read(workbook)

    assert [(a.text, a.leads[0].job_title, a.due.words) for a in document.actions] == [
        ("Write the guide", "Head of Practice", "May 2026"),
        ("Train the teams", "Head of Learning", "June 2026"),
    ]
    fields = {column.header: column.field for column in document.tables[0].columns}
    assert fields[action] == "action"
    assert fields[how] in {"rating", "status", "update"}


def test_a_csv_file_is_read_by_the_same_engine():
    content = "Ref;Action;Owner;Due\n1;=cmd();Jörg Lead;1/2/2026\n2;Train;Head;31/3/2026\n".encode("cp1252")
    document = recognise_file("log.csv", content).document

    assert [(a.reference, a.text, a.due.words) for a in document.actions] == [
        ("1", "=cmd()", "1/2/2026"),
        ("2", "Train", "31/3/2026"),
    ]


def log_of_meetings() -> Workbook:
    """A list that its keeper copies to a new sheet for each meeting."""
    workbook = Workbook()
    for number, (title, rows) in enumerate(
        (
            (
                "Meeting 2 Mar 2025",
                [
                    ("One", "May-2025", "On track"),
                    ("Two", "June-2025", "On track"),
                    ("Three", "July-2025", ""),
                ],
            ),
            (
                "Meeting 19 Jul 2025",
                [
                    ("One", "May-2025", "Completed"),
                    ("Two", "Aug-2025", "On track"),
                    ("Three", "July-2025", "On track"),
                    ("Four", "Dec-2025", ""),
                ],
            ),
        )
    ):
        sheet = workbook.worksheets[0] if number == 0 else workbook.create_sheet()
        sheet.title = title
        for row in (("Action", "Deadline", "Progress"), *rows):
            sheet.append(row)
    return workbook


def test_of_several_versions_of_one_list_the_last_is_read_and_the_others_are_said():
    document = read(log_of_meetings())

    assert [(a.text, a.due.words, a.status) for a in document.actions] == [
        ("One", "May-2025", ProgressStatus.COMPLETED),
        ("Two", "Aug-2025", ProgressStatus.ON_TARGET),
        ("Three", "July-2025", ProgressStatus.ON_TARGET),
        ("Four", "Dec-2025", None),
    ]
    assert str(document.known_on) == "2025-07-19"
    assert "earlier version" in next(m.text for m in document.messages if m.sheet == "Meeting 2 Mar 2025")


def test_successive_versions_become_the_history_of_the_same_actions(db):
    content = content_of(log_of_meetings())
    for title in ("Meeting 2 Mar 2025", "Meeting 19 Jul 2025"):
        request = Request("log.xlsx", content, "log", create=True, council="Testshire", only=(title,))
        plan = run_import(request, TODAY).plan
    then, now = build_position(plan, datetime(2025, 4, 1).date()), build_position(plan, TODAY)

    assert [(a.text, a.due.words, a.status) for a in then.actions] == [
        ("One", "May-2025", "on_target"), ("Two", "June-2025", "on_target"), ("Three", "July-2025", "not_supplied"),
    ]  # fmt: skip
    assert [(a.text, a.due.words, a.status) for a in now.actions] == [
        ("One", "May-2025", "completed"), ("Two", "Aug-2025", "on_target"), ("Three", "July-2025", "on_target"),
        ("Four", "Dec-2025", "not_supplied"),
    ]  # fmt: skip
    assert now.actions[1].first_due_words == "June-2025"


def test_a_list_without_numbers_in_another_order_names_nothing_anew(db):
    def log(*rows: tuple[str, str, str]) -> bytes:
        workbook = Workbook()
        for row in (("Theme", "Recommendation", "Action", "Owner"), *((*row, "Head") for row in rows)):
            workbook.worksheets[0].append(row)
        return content_of(workbook)

    first = (("Quality", "Improve plans", "Write"), ("Workforce", "Keep staff", "Recruit"))
    second = (("Governance", "Scrutinise", "Meet"), *reversed(first))
    for number, rows in enumerate((first, second), start=1):
        request = Request(f"{number}.xlsx", log(*rows), "log", create=True, council="Testshire")
        result = run_import(request, TODAY)
    position = build_position(result.plan, TODAY)

    assert [(t.number, t.title) for t in position.themes] == [
        (1, "Quality"),
        (2, "Workforce"),
        (3, "Governance"),
    ]
    assert [(r.number, r.text) for r in position.recommendations] == [
        (1, "Improve plans"), (2, "Keep staff"), (3, "Scrutinise"),
    ]  # fmt: skip
    assert {a.text: (a.theme_number, a.recommendation_numbers) for a in position.actions} == {
        "Write": (1, (1,)), "Recruit": (2, (2,)), "Meet": (3, (3,)),
    }  # fmt: skip
    assert result.difference.counts()["action"]["created"] == 1


def sheet_of(*rows: tuple, merges: tuple[str, ...] = ()) -> Workbook:
    workbook = Workbook()
    for row in rows:
        workbook.worksheets[0].append(list(row))
    for merged in merges:
        workbook.worksheets[0].merge_cells(merged)
    return workbook


def test_a_renumbered_list_keeps_each_actions_own_history(db):
    head = ("Ref", "Action", "Lead", "Due", "RAG")
    first = sheet_of(
        head,
        ("1", "Hold monthly supervision for all social workers", "Jane Smith", "March 2024", "G"),
        ("2", "Hold monthly supervision for all team managers", "Ann Lee", "May 2024", "R"),
        ("3", "Audit ten case files a month", "Bob Hay", "May 2024", "A"),
    )
    second = sheet_of(
        head,
        ("1", "Hold monthly supervision for all social workers", "Jane Smith", "March 2024", "G"),
        ("2", "Hold monthly supervision for all student social workers", "New Person", "June 2024", "A"),
        ("3", "Hold monthly supervision for all team managers and deputies", "Ann Lee", "May 2024", "G"),
        ("4", "Audit ten case files a month", "Bob Hay", "May 2024", "G"),
    )
    for day, workbook in ((datetime(2024, 1, 31), first), (datetime(2024, 2, 29), second)):
        request = Request(
            f"{day}.xlsx", content_of(workbook), "log", create=True, council="T", as_at=day.date()
        )
        plan = run_import(request, TODAY).plan
    history = {a.text: [r.level.code for r in a.ratings] for a in build_position(plan, TODAY).actions}

    assert history == {
        "Hold monthly supervision for all social workers": ["G"],
        "Hold monthly supervision for all team managers and deputies": ["R", "G"],
        "Audit ten case files a month": ["A", "G"],
        "Hold monthly supervision for all student social workers": ["A"],
    }


def test_headings_inside_a_table_are_themes_or_group_words_and_never_actions():
    head = ("Action", "Lead", "Deadline", "RAG status", "Comments")
    themed = read(
        sheet_of(
            head, ("Theme 1: Leadership",), ("Appoint a director", "J Smith", "May 26", "G", "x"), (),
            ("Theme 2: Practice",), ("Review all plans", "A Lee", "June 26", "A", "y"),
        )
    )  # fmt: skip
    grouped = read(
        sheet_of(
            head, ("Leadership",), ("Appoint a director", "J Smith", "May 26", "G", "x"), ("Practice",),
            ("Review all plans", "A Lee", "June 26", "A", "y"), merges=("A2:E2", "A4:E4"),
        )
    )  # fmt: skip

    assert [(a.text, a.theme) for a in themed.actions] == [("Appoint a director", 1), ("Review all plans", 2)]
    assert [(t.number, t.title) for t in themed.themes] == [(1, "Leadership"), (2, "Practice")]
    assert [(a.text, a.group) for a in grouped.actions] == [
        ("Appoint a director", "Leadership"),
        ("Review all plans", "Practice"),
    ]


def test_what_begins_like_a_total_is_an_action_where_somebody_leads_it():
    document = read(
        sheet_of(
            ("Action", "Lead", "Due", "RAG"), ("Total Respect training for councillors", "Jane Smith", "March 2026", "A"),
            ("Write it", "Ann Lee", "May 2026", "G"), ("Total", None, None, 2),
        )
    )  # fmt: skip

    assert [a.text for a in document.actions] == ["Total Respect training for councillors", "Write it"]


def test_a_line_that_could_have_been_an_action_is_never_dropped_in_silence():
    document = read(
        sheet_of(
            ("Action", "Lead", "Due", "RAG"), ("Write it", "Ann Lee", "May 2026", "G"), (),
            ("Agree the whole of the budget with finance",),
        )
    )  # fmt: skip

    assert [a.text for a in document.actions] == ["Write it"]
    assert "Kept as a note, not as an action" in next(
        m.text for m in document.messages if m.found.startswith("Agree the whole")
    )


def test_a_theme_is_numbered_only_where_a_number_stands_apart():
    head = ("Theme (from 2023 plan)", "Action", "Owner", "Target date")
    rows = [
        (name, f"Action {n}", "Head", "May 2026")
        for n, name in enumerate(("Leadership", "16 plus services", "3. Practice"))
    ]
    document = read(sheet_of(head, *rows))

    assert {t.title for t in document.themes} == {"Leadership", "16 plus services", "Practice"}
    assert next(t.number for t in document.themes if t.title == "Practice") == 3


def test_several_rows_beside_one_action_say_what_was_left_out():
    document = read(
        sheet_of(
            ("Action", "Lead", "Due", "RAG"), ("Improve supervision", "Jane Smith", "March 2026", "G"),
            (None, "Ann Lee", "May 2026", "R"), merges=("A2:A3",),
        )
    )  # fmt: skip

    assert len(document.actions) == 1
    assert [person.name for person in document.actions[0].leads] == ["Jane Smith", "Ann Lee"]
    assert "this rating was left out" in next(m.text for m in document.messages if m.found == "R")


def test_ratings_of_months_without_a_year_are_said():
    document = read(
        sheet_of(
            ("Action", "Lead", "By when", "RAG Jan", "RAG Feb"),
            ("Visit", "Jane Smith", "March 2026", "R", "A"),
        )
    )

    assert any("names a month and a year" in m.text for m in document.messages)


def test_a_rating_column_of_statuses_is_a_column_of_statuses():
    document = read(
        sheet_of(
            ("Action", "Lead", "RAG"),
            ("One", "Head", "On track"),
            ("Two", "Head", "Completed"),
            ("Three", "Head", "Overdue"),
        )
    )

    assert [a.status for a in document.actions] == [
        ProgressStatus.ON_TARGET, ProgressStatus.COMPLETED, ProgressStatus.BEHIND_TARGET,
    ]  # fmt: skip
