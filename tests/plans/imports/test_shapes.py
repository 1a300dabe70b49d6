"""Shapes that people give to lists of actions, each in a small table of our own."""

from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from plans.choices import ProgressStatus
from plans.imports.document import PlanDocument
from plans.imports.recognition import SURE, recognise_file
from tests.workbooks import content_of

RED, AMBER, GREEN = (PatternFill("solid", fgColor=colour) for colour in ("FF0000", "FFC000", "00B050"))


def read(text: str, **said) -> PlanDocument:
    return recognise_file("list.csv", text.encode(), **said).document


def texts(document: PlanDocument) -> list[str]:
    return [action.text for action in document.actions]


def leads(document: PlanDocument) -> list[list[str]]:
    return [[person.job_title or person.name for person in action.leads] for action in document.actions]


def test_a_header_over_two_rows_ends_in_the_second():
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["Aim", "Action", "Delivery", None, "Checks"])
    sheet.append([None, None, "Lead", "Deadline", "RAG"])
    for block in ("A1:A2", "B1:B2", "C1:D1"):
        sheet.merge_cells(block)
    for number in range(4):
        sheet.append(["Staff", f"Do the thing number {number} well", "Head of Practice", "31/03/2026", "A"])

    document = recognise_file("plan.xlsx", content_of(workbook)).document

    assert texts(document) == [f"Do the thing number {number} well" for number in range(4)]
    assert leads(document) == [["Head of Practice"]] * 4
    assert {action.due.latest for action in document.actions} == {date(2026, 3, 31)}
    assert [rating.level for rating in document.ratings] == ["A"] * 4


def test_a_known_table_has_the_gaps_filled_that_its_contents_tell_and_says_so():
    document = read(
        "Ref,Task,Owner,Finish,On track?\n1,Write the guide for all,Head of Practice,31/03/2026,Behind\n"
        "2,Train each of the teams,Head of Practice,30/06/2026,On track\n"
    )

    assert [action.due.latest for action in document.actions] == [date(2026, 3, 31), date(2026, 6, 30)]
    assert [action.status for action in document.actions] == [
        ProgressStatus.BEHIND_TARGET,
        ProgressStatus.ON_TARGET,
    ]
    columns = {column.header: column for column in document.tables[0].columns}
    assert columns["Finish"].confidence < SURE < columns["Owner"].confidence
    said = [message for message in document.messages if "are not known" in message.text]
    assert said[0].found == "Finish: Due date; On track?: Progress status"


def test_days_on_which_a_row_was_written_are_no_due_dates():
    document = read(
        "Ref,Task,Owner,Date raised\n1,Write the guide for all,Head of Practice,31/03/2026\n"
        "2,Train each of the teams,Head of Practice,30/06/2026\n"
    )

    assert [action.due.latest for action in document.actions] == [None, None]


@pytest.mark.parametrize("header", ["RAG", "Progress"])
def test_ratings_by_fill_alone(header):
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["Ref", "Action", "Lead officer", "Due date", header])
    for number, fill in enumerate((RED, AMBER, GREEN, GREEN)):
        sheet.append([number + 1, f"Do the thing number {number}", "Head of Practice", "31/03/2026"])
        sheet.cell(number + 2, 5).fill = fill

    document = recognise_file("plan.xlsx", content_of(workbook)).document

    assert [rating.level for rating in document.ratings] == ["R", "A", "G", "G"]


def test_a_colour_and_a_status_in_one_cell():
    document = read(
        "Ref,Action,Owner,BRAG status\n1,Write the guide,Head of Practice,Green – on track\n"
        "2,Train the teams,Head of Practice,Blue – complete\n3,Check it,Head of Practice,Amber – some slippage\n"
        "4,Print it,Head of Practice,Red – delayed\n"
    )

    assert [action.status for action in document.actions] == [
        ProgressStatus.ON_TARGET, ProgressStatus.COMPLETED, None, ProgressStatus.BEHIND_TARGET
    ]  # fmt: skip
    assert [rating.level for rating in document.ratings] == ["G", "B", "A", "R"]
    assert document.updates == []


def test_a_header_repeated_at_the_top_of_each_page_is_no_action():
    rows = "Ref,Action,Owner,Due date\n"
    row = "{n},Do the thing number {n},Head of Practice,31/03/2026\n"
    document = read(rows + row.format(n=1) + rows + row.format(n=2))

    assert texts(document) == ["Do the thing number 1", "Do the thing number 2"]


def test_codes_of_recommendations_are_references_of_their_actions():
    document = read(
        "Rec. Ref.,Agreed action,Owner,Due date\nA.1,Write the guide,Head of Practice,31/03/2026\n"
        "B.4,Train the teams,Head of Practice,30/06/2026\n"
    )

    assert [action.reference for action in document.actions] == ["A.1", "B.4"]
    assert document.recommendations == []


def test_a_response_of_a_word_is_no_action():
    document = read(
        "Rec No.,Recommendation,Management response,Responsible manager,Target date\n"
        "P-1,Write the guide,Accepted,Head of Practice,31/03/2026\nP-2,Train the teams,Accepted,Head of Practice,30/06/2026\n"
        "P-3,Check it,Partly accepted,Head of Practice,30/06/2026\n"
    )

    assert texts(document) == ["Write the guide", "Train the teams", "Check it"]
    assert [action.reference for action in document.actions] == ["P-1", "P-2", "P-3"]
    assert "Partly accepted" in {left.text for left in document.left_over}


def test_recommendations_with_a_sponsor_and_a_day_to_deliver_by():
    document = read(
        "Rec,Peer team recommendation,CLT sponsor,Deliver by (latest),Rating\n1,Agree a vision,Chief Executive,June 2026,Green\n"
        "2,Review scrutiny,Monitoring Officer,end of May 2026,Amber\n"
    )

    assert texts(document) == ["Agree a vision", "Review scrutiny"]
    assert [action.due.latest for action in document.actions] == [date(2026, 6, 30), date(2026, 5, 31)]
    assert leads(document) == [["Chief Executive"], ["Monitoring Officer"]]
    assert [rating.level for rating in document.ratings] == ["G", "A"]


def test_two_columns_of_leads_are_both_read():
    document = read(
        "Ref,Trust action,Exec lead,Operational lead(s),Deadline\n1,Write the guide,Chief Nurse,Matron,31/03/2026\n"
        "2,Train the teams,Chief Nurse,Ward Manager,30/06/2026\n"
    )

    assert leads(document) == [["Chief Nurse", "Matron"], ["Chief Nurse", "Ward Manager"]]


def test_a_date_in_doubt_follows_the_order_of_its_column():
    british = read("Ref,Action,Owner,Due date\n1,Write it,Head,05/09/25\n2,Train them,Head,28/11/25\n")
    american = read("Ref,Action,Owner,Due date\n1,Write it,Head,05/09/25\n2,Train them,Head,11/28/25\n")
    neither = read("Ref,Action,Owner,Due date\n1,Write it,Head,05/09/25\n2,Train them,Head,06/10/25\n")

    assert british.actions[0].due.latest == date(2025, 9, 5)
    assert american.actions[0].due.kind == "suggestion"
    assert neither.actions[0].due.kind == "suggestion"


def test_a_word_for_progress_is_no_part_of_the_report_beside_it():
    document = read(
        "Ref,Action,Owner,Status,Update\n1,Write it,Head of Practice,In progress,Nine of twelve are done.\n"
        "2,Train them,Head of Practice,In progress,\n3,Check it,Head of Practice,On track,\n"
    )

    assert [(item.action, item.progress) for item in document.updates] == [(0, "Nine of twelve are done.")]
    assert [action.status_words for action in document.actions] == ["In progress", "In progress", ""]


def test_what_was_found_before_an_action_is_no_report_of_it():
    document = read(
        "No,What the inspector found there,Action required (SMART),Accountable,Wanted for\n"
        "1,Fridge temperatures were not recorded,Fit a monitor to each of the fridges,Chief Pharmacist,31/03/2026\n"
        "2,Triage times were not monitored at all,Set up a weekly audit of triage,Matron for Emergency,30/06/2026\n"
        "3,Staffing was too thin in paediatrics,Recruit six children's nurses this year,Chief Nurse,30/06/2026\n"
    )

    assert texts(document)[0] == "Fit a monitor to each of the fridges"
    assert document.updates == []


def test_dates_in_lines_of_one_cell_are_the_first_and_the_one_that_holds():
    document = read(
        'Ref,Action,Owner,Due date\n1,Write it,Head of Practice,"31/12/2025\n31/03/2026"\n2,Train,Head,June 26\n'
    )

    assert [action.due.latest for action in document.actions] == [date(2026, 3, 31), date(2026, 6, 30)]
    assert [action.first_due.latest for action in document.actions] == [date(2025, 12, 31), None]


def test_a_meaning_for_no_word_changes_no_status():
    document = read(
        "Ref,Action,Owner,Status\n1,Write it,Head,On track\n2,Train them,Head,\n3,Check it,Head,Not started\n",
        statuses={"": "completed"},
    )

    assert [action.status for action in document.actions] == [
        ProgressStatus.ON_TARGET, None, ProgressStatus.NOT_STARTED
    ]  # fmt: skip
