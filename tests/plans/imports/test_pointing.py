"""A table that nobody could find is pointed at: its headings, or that it has none, and what each row is."""

import re
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from improvement.spreadsheets import open_workbook, read_sheets
from plans.imports.pointing import NOTHING, point
from plans.imports.recognition import Recognition, recognise_file
from plans.imports.undo import undo_import
from plans.models import Action, Closure, ImportRun, PendingImport, Plan, TableChoice
from plans.operations.history import Provenance
from plans.position import build_position
from tests.conftest import TODAY
from tests.workbooks import content_of

WITHOUT_HEADINGS = [
    ["1", "Book a conservator for the portrait", "Ruth", date(2026, 3, 6), "done"],
    ["2", "Replace the light meter in the gallery", "Colin", date(2026, 1, 30), "not started"],
    ["3", "Write the loan agreement for the coins", "Ruth", date(2026, 4, 17), "done"],
]
MEASURES = [
    ["How we are doing"],
    [None, "Apr 26", "Target"],
    ["Visits made in time", 81, 90],
    ["Plans written in time", 70, 85],
]
LOG = [
    ["Ref", "Action", "Lead", "Due", "Status"],
    ["A1", "Publish the new threshold document", "Head of Service", date(2026, 3, 6), "Complete"],
    ["A2", "Train every manager in supervision", "Head of Service", date(2026, 5, 6), "Not started"],
]


def workbook(**sheets: list[list[Any]]) -> bytes:
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(row)
    return content_of(made)


def pointing(content: bytes, title: str, *said: Any, **more: Any) -> dict[str, dict[str, Any]]:
    sheet = next(sheet for sheet in read_sheets(open_workbook(content)) if sheet.title == title)
    return {title: point(sheet, *said, **more).as_said()}


def read(content: bytes, tables: dict[str, dict[str, Any]] | None = None, **said: Any) -> Recognition:
    return recognise_file("list.xlsx", content, tables=tables, **said)


def test_a_list_without_headings_is_read_from_its_first_row():
    content = workbook(Jobs=WITHOUT_HEADINGS)
    assert read(content).document.errors

    seen = read(content, pointing(content, "Jobs", "actions", 1, has_headings=False))

    actions = seen.document.actions
    assert [action.reference for action in actions] == ["1", "2", "3"]
    assert actions[0].text == "Book a conservator for the portrait"
    assert actions[0].due.latest == date(2026, 3, 6)
    assert actions[0].source.cell == "B1"
    assert seen.tables[0].header_row == 0
    assert [column.header for column in seen.tables[0].columns][:2] == ["Column A", "Column B"]
    # Nothing of the first row is lost: what no field takes is kept with its own words.
    assert ("C1", "Ruth") in {(left.cell, left.text) for left in seen.document.left_over}


def test_what_a_column_without_a_heading_means_is_said_by_its_letter():
    content = workbook(Jobs=WITHOUT_HEADINGS)
    tables = pointing(content, "Jobs", "actions", 1, has_headings=False)

    actions = read(content, tables, choices={"column c": "leads"}).document.actions

    assert [(person.name or person.job_title) for person in actions[1].leads] == ["Colin"]


def test_measures_alone_are_pointed_at_though_no_heading_names_them():
    content = workbook(Figures=MEASURES)
    assert not read(content).document.measures

    seen = read(content, pointing(content, "Figures", "indicators", 2))

    assert [measure.name for measure in seen.document.measures] == [
        "Visits made in time",
        "Plans written in time",
    ]
    assert {(item.period.words, str(item.value)) for item in seen.document.observations} >= {("Apr 26", "81")}
    # A column that was taken for its texts alone is asked about.
    assert ("Column A", "measure") in {
        (table.columns[at].header, table.columns[at].field) for table, at in seen.unsure
    }


def test_headings_in_words_of_nobodys_are_read_as_a_person_says():
    rows = [
        ["Zweck", "Wen", "Bis", "Stand"],
        ["Publish the new threshold document soon", "Head of Service", date(2026, 3, 6), "Complete"],
        ["Train every manager in supervision now", "Head of Practice", date(2026, 5, 6), "Not started"],
    ]
    content = workbook(Liste=rows)

    seen = read(content, pointing(content, "Liste", "recommendations", 1))

    assert [item.text for item in seen.document.recommendations] == [rows[1][0], rows[2][0]]
    assert not seen.document.actions


def test_a_sheet_is_left_out_and_the_others_are_read():
    content = workbook(Now=LOG, Ideas=[LOG[0], ["B1", "An idea of somebody", "Anyone", None, None]])
    assert len(read(content).document.actions) == 3

    seen = read(content, pointing(content, "Ideas", NOTHING))

    assert [action.reference for action in seen.document.actions] == ["A1", "A2"]


def test_next_months_table_is_found_by_its_headings_wherever_they_stand():
    first = workbook(Figures=MEASURES)
    tables = pointing(first, "Figures", "indicators", 2)
    later = [["How we are doing"], ["By the analyst"], [], [None, "May 26", "Target"], *MEASURES[2:]]

    seen = read(workbook(Scores_May=later), tables)

    assert [measure.name for measure in seen.document.measures] == [row[0] for row in MEASURES[2:]]
    assert seen.tables[0].header_row == 4


def test_another_table_on_a_sheet_of_the_same_name_is_read_as_it_is_found():
    tables = pointing(workbook(List=MEASURES), "List", "indicators", 2)

    seen = read(workbook(List=LOG), tables)

    assert [action.reference for action in seen.document.actions] == ["A1", "A2"]
    assert not seen.document.measures


def upload(client, plan, content):
    client.post(
        reverse("plans:import", args=[plan.slug]), {"workbook": SimpleUploadedFile("jobs.xlsx", content)}
    )
    return PendingImport.objects.get(plan=plan)


def test_a_person_points_in_the_browser_and_next_month_is_asked_nothing(demo, sign_in):
    analyst = sign_in("analyst")
    held = upload(analyst, demo, workbook(Jobs=WITHOUT_HEADINGS))
    columns = reverse("plans:import-columns", args=[demo.slug, held.pk])
    tables = reverse("plans:import-tables", args=[demo.slug, held.pk])
    page = analyst.get(columns).content.decode()
    assert "No table was recognised." in page
    assert tables in page

    # The choice of a row is asked for beside the sheet, and what was chosen stays.
    refused = analyst.post(tables, {"kind_1": "actions", "row_1": ""})
    assert refused.status_code == 422
    assert "Choose the row of the headings on Jobs, or its first row." in refused.content.decode()
    answered = analyst.post(tables, {"kind_1": "actions", "row_1": "1", "without_1": "on"})
    assert answered.url == columns
    assert "Jobs: actions" in analyst.get(columns).content.decode()
    choice = TableChoice.objects.get(plan=demo)
    assert (choice.sheet, choice.kind, choice.row, choice.has_headings) == ("Jobs", "actions", 1, False)
    assert choice.by.email.startswith("analyst@")

    # Another file with a sheet of that name is read so at once, and may be read otherwise.
    held = upload(analyst, demo, workbook(Jobs=WITHOUT_HEADINGS[:2]))
    tables = reverse("plans:import-tables", args=[demo.slug, held.pk])
    page = analyst.get(tables).content.decode()
    assert 'value="1" checked' in " ".join(page.split())
    analyst.post(tables, {"kind_1": "", "row_1": "1", "without_1": "on"})
    assert not TableChoice.objects.filter(plan=demo).exists()


def test_a_choice_that_would_be_lost_is_told(demo, sign_in):
    analyst = sign_in("analyst")
    held = upload(analyst, demo, workbook(Jobs=LOG))
    tables = reverse("plans:import-tables", args=[demo.slug, held.pk])
    # A tick alone says nothing: what each row is has to be said with it.
    answer = analyst.post(tables, {"kind_1": "", "row_1": "", "without_1": "on"})
    assert "Say what each row of Jobs is." in answer.content.decode()

    columns = reverse("plans:import-columns", args=[demo.slug, held.pk])
    form = analyst.get(columns).context["form"]
    data = {field.html_name: field.value() or "" for field in form if field.html_name != "as_at"}
    name = {column.words: name for name, column in form.columns.items()}
    day = {"as_at_day": "21", "as_at_month": "11", "as_at_year": "2026"}
    both = analyst.post(columns, {**data, **day, name["lead"]: "due"})
    assert "“Lead” and “Due” can’t both be the due date" in both.content.decode()


def test_a_column_is_what_a_person_says_whatever_most_of_its_cells_are(demo):
    rows = [
        ["Ref", "Action", "Owner", "Due", "RAG"],
        *(["1", "Publish it", "Head", None, "Green"] for _ in range(3)),
        ["2", "Train them", "Head", None, "Complete"],
    ]
    content = workbook(Now=rows)

    document = read(content, choices={"rag": "status"}).document
    assert document.status_words == []
    assert document.actions[3].status == "completed"

    # And where nobody says so, a status among ratings is not lost.
    document = read(content).document
    assert document.actions[3].status == "completed"
    assert [rating.level for rating in document.ratings] == ["G", "G", "G"]


def test_what_a_person_leaves_as_it_was_proposed_reads_no_worse():
    rows = [
        ["Ref", "Action", "Lead", "Target date", "Progress"],
        ["A1", "Find more carers now", "Head", None, "First carer appointed."],
        ["A2", "Train the new carers", "Head", None, "11 of 12 carried out."],
    ]
    content = workbook(Now=rows)
    as_found = read(content).document

    left = read(content, choices={"progress": "status"}).document

    assert [item.progress for item in left.updates] == [rows[1][4], rows[2][4]]
    assert left.updates == as_found.updates
    assert left.status_words == []


def test_what_was_pointed_at_is_what_is_previewed_and_applied(demo, sign_in):
    analyst = sign_in("analyst")
    log = [
        ["Zu tun", "Wann"],
        ["Hang the portrait in the long gallery", date(2026, 12, 6)],
        ["Insure the coins for the loan", date(2026, 12, 9)],
    ]
    held = upload(analyst, demo, workbook(Liste=log))
    address = {
        name: reverse(f"plans:{name}", args=[demo.slug, held.pk])
        for name in ("import-tables", "import-columns", "import-preview")
    }
    analyst.post(address["import-tables"], {"kind_1": "actions", "row_1": "1"})
    form = analyst.get(address["import-columns"]).context["form"]
    data = {field.html_name: field.value() or "" for field in form if field.html_name != "as_at"}
    sent = analyst.post(
        address["import-columns"], {**data, "as_at_day": "21", "as_at_month": "11", "as_at_year": "2026"}
    )
    assert sent.status_code == 302, sent.context["form"].errors
    preview = analyst.get(address["import-preview"])
    assert "Due: 06/12/2026" in preview.content.decode() or "Due: 6 December 2026" in preview.content.decode()

    analyst.post(address["import-preview"], {"seen": preview.context["seen"]})

    assert Action.objects.filter(plan=demo, versions__text="Hang the portrait in the long gallery").exists()


def test_the_columns_page_shows_the_sheets_that_were_asked_for(demo, sign_in):
    analyst = sign_in("analyst")
    held = upload(analyst, demo, workbook(Now=LOG, Scratch=[["Idea", "Action", "Owner"], ["x", "y", "z"]]))
    held.answers = {"only": ["Now"]}
    held.save()

    seen = analyst.get(reverse("plans:import-columns", args=[demo.slug, held.pk])).context["seen"]

    assert {table.sheet for table in seen.tables} == {"Now"}


def test_a_word_that_nobody_explained_makes_an_action_overdue_until_it_is_answered(tmp_path, db):
    rows = [LOG[0], [*LOG[1][:4], "In progress"], [*LOG[2][:4], None]]
    said = ("--create", "--council", "Northmoor", "--title", "Jobs", "--as-at", "2026-10-01")
    imported(tmp_path, workbook(Now=rows), *said)
    plan = Plan.objects.get(slug="museum")

    asked, silent = build_position(plan, TODAY).actions
    assert (asked.is_overdue, asked.status_label) == (True, "“In progress”, not explained")
    assert (silent.is_overdue, silent.is_past_due_without_status) == (False, True)

    later = ("--status", "In progress=on_target", "--as-at", "2026-11-01")
    imported(tmp_path, workbook(Now=[*rows, ["A3", "A third thing to do now", "Anyone", None, None]]), *later)

    asked = build_position(plan, TODAY).actions[0]
    assert (asked.status, asked.status_label, asked.is_overdue) == ("on_target", "On target", True)


def test_what_was_cancelled_is_closed_counted_and_asked_about_no_more(tmp_path, db):
    rows = [
        LOG[0],
        [*LOG[1][:4], "Cancelled"],
        [*LOG[2][:4], "Parked for good"],
        ["A3", "Brief the partners again", "Head of Service", date(2026, 3, 1), "On track"],
    ]
    said = ("--create", "--council", "Northmoor", "--title", "Jobs", "--as-at", "2026-10-01")
    imported(tmp_path, workbook(Now=rows), *said, "--status", "Parked for good=closed")
    plan = Plan.objects.get(slug="museum")

    position = build_position(plan, TODAY)
    cancelled, parked, open_still = position.actions
    assert (cancelled.is_open, cancelled.is_overdue, cancelled.status_label) == (False, False, "Cancelled")
    assert parked.closure.reason == "“Parked for good” in the council's workbook: closed without completion."
    assert (open_still.is_open, open_still.is_overdue) == (True, True)
    assert len(position.lowest_level_actions) == 3
    assert not any("A1" in question.subject for question in position.contradictions)

    # Undone and imported again it stands so again; the same word next month closes nothing twice.
    undo_import(ImportRun.objects.get(plan=plan), Provenance(TODAY))
    assert build_position(plan, TODAY).actions == []
    more = [*rows, ["A4", "A fourth thing to do", "Anyone", None, None]]
    for day in ("2026-11-22", "2026-11-23"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(timezone, "localdate", lambda *args, **kwargs: date(2026, 11, 28))
            imported(tmp_path, workbook(Now=more), "--as-at", day)
        more = [*more, ["A5", "A fifth thing to do", "Anyone", None, None]]
    position = build_position(plan, date(2026, 11, 28))
    assert [action.is_open for action in position.actions] == [False, False, True, True, True]
    assert Closure.objects.as_at(date(2026, 11, 28)).filter(plan=plan).count() == 2


def imported(tmp_path, content, *words):
    path = tmp_path / "jobs.xlsx"
    path.write_bytes(content)
    out = StringIO()
    call_command("import_plan", str(path), "--plan", "museum", *words, stdout=out)
    return out.getvalue()


def test_the_command_line_points_too_and_remembers(tmp_path, db):
    first = ("--create", "--council", "Northmoor", "--title", "Jobs", "--as-at", "2026-10-01")
    content = workbook(
        Jobs=WITHOUT_HEADINGS, Ideas=[LOG[0], ["B1", "An idea of somebody", "Anyone", None, None]]
    )
    said = ("--table", "Jobs!1=actions,no-headings", "--table", "Ideas=nothing", "--column", "Column C=leads")
    imported(tmp_path, content, *first, *said)
    plan = Plan.objects.get(slug="museum")
    assert sorted(plan.actions.values_list("reference", flat=True)) == ["1", "2", "3"]

    # Next month's file is read so without a word.
    more = [*WITHOUT_HEADINGS, ["4", "Mend the gutter above the store", "Colin", date(2026, 12, 1), None]]
    imported(tmp_path, workbook(Jobs=more, Ideas=[["Anything"]]), "--as-at", "2026-11-01")

    assert sorted(plan.actions.values_list("reference", flat=True)) == ["1", "2", "3", "4"]
    assert plan.actions.get(reference="4").leads.get().officer.name == "Colin"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("Jobs!1=tasks", "Kinds: actions, recommendations, indicators, nothing"),
        ("Jobs=actions", "--table takes SHEET!ROW=KIND"),
        ("Job!1=actions", "There is no sheet Job. Its sheets: Jobs."),
        ("Jobs!9=actions", "Row 9 of Jobs is empty."),
    ],
)
def test_pointing_at_nothing_is_said(tmp_path, db, said, answer):
    with pytest.raises(CommandError, match=re.escape(answer)):
        imported(tmp_path, workbook(Jobs=WITHOUT_HEADINGS), "--create", "--table", said)
