"""The theme-sheet layout: Durham's published workbook, the demo's, and small ones with one quirk each."""

import io
from collections import Counter
from datetime import date, datetime

import pytest
from django.conf import settings
from openpyxl import load_workbook

from improvement.spreadsheets import open_workbook, read_sheets
from plans.imports.document import PlanDocument
from plans.imports.layouts import recognise, theme_sheets
from tests.workbooks import bold_first_line, content_of, plan_workbook

ACTIONS_PER_RECOMMENDATION = dict(enumerate([16, 3, 8, 8, 10, 1, 5, 18, 6, 3, 3, 3, 3, 3], start=1))


def read(content: bytes) -> PlanDocument:
    return theme_sheets.read(read_sheets(open_workbook(content)), {})


def parents(document: PlanDocument) -> set[int]:
    return {action.parent for action in document.actions if action.parent is not None}


def leaves(document: PlanDocument):
    return [action for action in document.actions if action.order not in parents(document)]


def outline(document: PlanDocument) -> list[tuple]:
    """Return what makes a plan, without where it stood."""
    return [
        (a.theme, a.recommendations, a.group, a.text, a.leads, a.start, a.due, a.expected_outcome, a.parent)
        for a in document.actions
    ]


@pytest.fixture(params=["durham", "demo"])
def published(request) -> bytes:
    if request.param == "durham":
        return request.getfixturevalue("durham")
    return (settings.BASE_DIR / "fixtures" / "demo_improvement_plan.xlsx").read_bytes()


def test_the_published_counts_come_out(published):
    document = read(published)

    assert len(document.themes) == 4
    assert [item.number for item in document.recommendations] == list(range(1, 15))
    assert [i.number for i in document.recommendations if i.rating == "G"] == [2, 8, 11, 12]
    assert sum(i.rating == "A" for i in document.recommendations) == 10
    assert {i.number for i in document.recommendations if len(i.themes) == 2} == {3, 9}
    assert Counter(m.theme for m in document.milestones) == {1: 5, 2: 4, 3: 7, 4: 1}
    assert len(leaves(document)) == 90
    assert len(parents(document)) == 13
    assert Counter(a.theme for a in leaves(document)) == {1: 16, 2: 9, 3: 44, 4: 21}
    assert Counter(a.recommendations[0] for a in leaves(document)) == ACTIONS_PER_RECOMMENDATION
    assert len({person.job_title for a in document.actions for person in a.leads}) == 9
    assert all(action.status is None for action in document.actions)


def test_checkpoints_and_stated_figures_come_out(published):
    document = read(published)

    kinds = Counter(target.kind.value for target in document.targets)
    assert kinds["checkpoint"] + kinds["target"] + kinds["standard"] + kinds["revised"] == 23
    grades = [o for o in document.observations if o.measure.startswith("case-file-audits-graded")]
    assert [int(o.value) for o in grades] == [40, 0, 50, 61]
    stated = {
        (s.label, s.source.cell): int(s.value) for s in document.stated_figures if s.source.sheet == "Status"
    }
    assert stated["Actions", "A2"] == 79
    assert [stated["Actions completed", "B5"], stated["Actions on target", "B6"]] == [33, 33]
    assert [stated["Actions behind target", "B7"], stated["Actions not started", "B8"]] == [0, 13]


def test_every_cell_is_accounted_for(published):
    document = read(published)

    assert [left for left in document.left_over if not left.understood] == []
    held = sum(1 for sheet in read_sheets(open_workbook(published)) for _cell in sheet.cells())
    assert sum(counts["mapped"] + counts["noted"] for counts in document.cells.values()) == held
    # What the layout notes call data is mapped; only the source lines under tables are notes.
    assert {left.text.partition(":")[0] for left in document.left_over} == {"Source"}


def test_what_durhams_workbook_says_of_itself(durham):
    document = read(durham)

    assert document.council == "Durham County Council"
    assert document.known_on == date(2017, 3, 28)
    assert {item.known_on for item in document.themes} == {date(2016, 12, 5)}
    assert [person.name for person in document.themes[3].leads] == ["Karen Robb", "Gill Horrobin"]


def cells_of(document: PlanDocument, text: str) -> tuple:
    found = next(a for a in document.actions if a.text.startswith(text))
    return (
        [person.job_title for person in found.leads],
        found.start.words,
        found.due.words,
        document.actions[found.parent].text[:20] if found.parent is not None else "",
    )


@pytest.mark.parametrize(
    ("text", "leads", "start", "due", "parent"),
    [
        ("Practice Lead in post", ["Strategic Manager, Child Protection and Disability"], "Feb 16", "July 16", "Introduction of a So"),
        ("12 new participants", ["Strategic Manager, Child Protection and Disability"], "-", "Oct 16", "Introduction of a So"),
        ("Enhance the development programme for existing team", ["Strategic Manager, Children's Services Reform"], "June 16", "Sept 17", "Development programm"),
        ("Families First phase 1", ["Strategic Manager, First Contact and Intervention Service"], "Started", "Mar 16", "Offer all social wor"),
        ("All teams", ["Strategic Manager, First Contact and Intervention Service"], "", "Mar 17", "Offer all social wor"),
        ("Review standards in relation", ["Head of Children's Services"], "May 16", "July 17", ""),
        ("Implement practice standards", ["Strategic Manager, Think Family Services"], "June 16", "Jan 17", ""),
        ("Development and approval", ["Head of Planning and Service Strategy", "Head of ICT"], "Sept 16", "Jan 17", ""),
        ("Procure electronic", ["Head of Planning and Service Strategy", "Head of Children's Services"], "Mar 17", "July 17", ""),
        ("Introduce a programme of thematic", ["Strategic Manager, Children's Services Reform"], "June 16", "Sept 18", ""),
        ("Thematic audits to be determined", ["Strategic Manager, Children's Services Reform"], "Apr 17", "Sept 18", "Introduce a programm"),
        ("Audit 1", ["Strategic Manager, Children's Services Reform"], "", "Nov 16", "Introduce bi-annual e"[:20]),
        ("First quarterly report", ["Strategic Manager, Think Family Services"], "", "- Mar 17", "Introduce the family"),
        ("Complete audit of private fostering", ["Strategic Manager, Looked After Children and Permanence"], "Oct 16", "Mar 17", "Increase innovative "),
        ("Recruitment of adopters", ["Strategic Manager, Looked After Children and Permanence"], "", "", "Produce an analysis "),
        ("Management sign off in place", ["Strategic Manager, Looked After Children and Permanence"], "Started", "July 16", "Develop return to ho"),
    ],
)  # fmt: skip
def test_officers_and_dates_stand_line_by_line(durham, text, leads, start, due, parent):
    assert cells_of(read(durham), text) == (leads, start, due, parent)


def shifted_copy(content: bytes) -> bytes:
    """Return a copy with other sheet names, rows further down, and the action tables' columns in another order."""
    source = load_workbook(io.BytesIO(content), rich_text=True)
    for number, sheet in enumerate(source.worksheets):
        sheet.title = f"Tab {number}"
        bounds = [merged.bounds for merged in sheet.merged_cells.ranges]
        for merged in [merged.coord for merged in sheet.merged_cells.ranges]:
            sheet.unmerge_cells(merged)
        sheet.move_range(sheet.dimensions, rows=4, cols=2)
        for first_column, first_row, last_column, last_row in bounds:
            sheet.merge_cells(
                start_row=first_row + 4,
                end_row=last_row + 4,
                start_column=first_column + 2,
                end_column=last_column + 2,
            )
    return content_of(source)


def test_a_copy_with_sheets_renamed_and_rows_and_columns_shifted_gives_the_same_plan(published):
    plain, moved = read(published), read(shifted_copy(published))

    assert outline(moved) == outline(plain)
    assert [(i.number, i.text, i.rating, i.themes) for i in moved.recommendations] == [
        (i.number, i.text, i.rating, i.themes) for i in plain.recommendations
    ]
    assert [(m.theme, m.code, m.text, m.status) for m in moved.milestones] == [
        (m.theme, m.code, m.text, m.status) for m in plain.milestones
    ]
    assert [(t.measure, t.kind, t.lowest, t.highest, t.due) for t in moved.targets] == [
        (t.measure, t.kind, t.lowest, t.highest, t.due) for t in plain.targets
    ]
    # The copy lost the stored results of its two formulas, as any workbook does that a program saved.
    formulas = {("Status", "B9"), ("Status", "C9")}
    kept = [s for s in plain.stated_figures if (s.source.sheet, s.source.cell) not in formulas]
    assert [(s.label, s.value) for s in moved.stated_figures] == [(s.label, s.value) for s in kept]


ROW = ("Do it", "Head of Practice", "May 26", "June 26", "It is done")


def test_columns_in_another_order_and_under_other_words():
    usual = read(content_of(plan_workbook([ROW])))
    order = (4, 0, 3, 1, 2)
    headings = ("Intended outcome", "Task", "Deadline", "By whom", "Start")
    other = read(content_of(plan_workbook([[ROW[column] for column in order]], headings=headings, above=3)))

    assert outline(other) == outline(usual)


def test_bullets_are_actions_only_where_dates_stand_for_each():
    shared = read(content_of(plan_workbook([("Report to:\n• one\n• two", "X", "May 26", "June 26", "")])))
    each = read(
        content_of(plan_workbook([("Report to:\n• one\n• two", "X", "May 26", "June 26\nJuly 26", "")]))
    )

    assert [action.text for action in shared.actions] == ["Report to:\n• one\n• two"]
    assert [action.text for action in each.actions] == ["Report to:", "one", "two"]
    assert [action.due.words for action in each.actions] == ["", "June 26", "July 26"]
    assert [action.start.words for action in each.actions] == ["", "May 26", ""]
    assert "1 start date stands beside 2 lines" in each.messages[0].text


def test_a_group_word_is_not_an_action():
    text = bold_first_line("Recruitment\n• one\n• two")
    document = read(content_of(plan_workbook([(text, "X", "", "June 26", "")])))

    assert [(action.group, action.text) for action in document.actions] == [
        ("Recruitment", "one"),
        ("Recruitment", "two"),
    ]


def test_what_is_not_understood_is_said_with_its_cell():
    document = read(
        content_of(
            plan_workbook(
                [("Do it", "X", "01/16/2018", "June Board", "")], ratings=[(1, "Improve practice.", "Purple")]
            )
        )
    )
    said = {(m.sheet, m.cell): m for m in document.messages}

    assert said["Theme 1", "C4"].found == "01/16/2018"
    assert "16 January 2018" in said["Theme 1", "C4"].text
    assert said["Theme 1", "D4"].found == "June Board"
    assert said["Recommendations", "C2"].found == "Purple"
    assert document.actions[0].due.words == "June Board"
    assert document.recommendations[0].rating is None


def test_another_workbook_is_not_taken_for_this_layout():
    workbook = plan_workbook([ROW])
    del workbook["Theme 1"]

    name, confidence = recognise(read_sheets(open_workbook(content_of(workbook))))

    assert name != "theme-sheets" or confidence == 0.0


def test_totals_and_remarks_under_a_table_are_notes_and_blank_rows_inside_it_nothing():
    rows = [
        ROW,
        ("", "", "", "", ""),
        ("Do more", *ROW[1:]),
        ("Total", "2", "", "", ""),
        ("", "", "", "", ""),
        ("Draft only", "", "", "", ""),
    ]
    document = read(content_of(plan_workbook(rows)))

    assert [action.text for action in document.actions] == ["Do it", "Do more"]
    assert [(left.text, left.understood) for left in document.left_over] == [
        ("Total", True),
        ("2", True),
        ("Draft only", True),
    ]


def unmerged(content: bytes) -> bytes:
    source = load_workbook(io.BytesIO(content), rich_text=True)
    for sheet in source.worksheets:
        for merged in [merged.coord for merged in sheet.merged_cells.ranges]:
            sheet.unmerge_cells(merged)
    return content_of(source)


def test_a_copy_without_any_merge_has_the_same_actions(published):
    plain, loose = read(published), read(unmerged(published))

    # What only a merge said is not made up: a lead or an outcome that stood over several rows.
    def without_leads_and_outcomes(document: PlanDocument) -> list[tuple]:
        return [(*row[:4], row[5], row[6], row[8]) for row in outline(document)]

    assert without_leads_and_outcomes(loose) == without_leads_and_outcomes(plain)


def test_dates_that_excel_shows_as_a_month_mean_the_month():
    workbook = plan_workbook([("Do it", "X", datetime(2026, 5, 1), datetime(2026, 6, 1), "")])
    for cell in ("C4", "D4"):
        workbook["Theme 1"][cell].number_format = "mmm-yy"

    action = read(content_of(workbook)).actions[0]

    assert (action.due.words, action.due.latest) == ("Jun-26", date(2026, 6, 30))


def test_a_copy_without_bold_type_has_the_same_actions(published):
    workbook = load_workbook(io.BytesIO(published), data_only=True)

    assert outline(read(content_of(workbook))) == outline(read(published))


def test_a_blank_row_inside_a_merged_action_cell_doubles_nothing():
    rows = [
        ("• One\n• Two", "Head of Practice", "May 26", "June 26", "Better"),
        ("", "", "", "", ""),
        ("", "Head of Learning", "July 26", "Aug 26", "Better"),
    ]
    document = read(content_of(plan_workbook(rows, merges=("A4:A6",))))

    assert [(a.text, a.due.words) for a in document.actions] == [("One", "June 26"), ("Two", "Aug 26")]


def test_an_earlier_copy_of_a_themes_sheet_is_kept_as_notes_and_said():
    workbook = plan_workbook([ROW])
    copy = workbook.copy_worksheet(workbook["Theme 1"])
    copy.title = "Theme 1 (old)"
    document = read(content_of(workbook))

    assert len(document.actions) == 1
    said = next(m for m in document.messages if "earlier copy" in m.text)
    assert (said.sheet, said.level) == ("Theme 1 (old)", "warning")
    assert document.cells["Theme 1 (old)"]["noted"] == sum(
        1 for row in copy.iter_rows() for c in row if c.value
    )


def test_a_header_that_nobody_knows_is_named_and_can_be_said():
    workbook = plan_workbook(
        [ROW, ("Do more", *ROW[1:])], headings=("Vorhaben", "Wer", "Von", "Bis", "Expected Outcome")
    )
    content = content_of(workbook)
    refused = read(content)
    said = theme_sheets.read(
        read_sheets(open_workbook(content)),
        {"vorhaben": "action", "wer": "leads", "von": "start", "bis": "due"},
    )

    error = next(m for m in refused.errors if m.sheet == "Theme 1")
    assert "Vorhaben | Wer | Von | Bis" in error.found
    assert error.cell == "A3"
    asked = next(table for table in refused.tables if table.kind == "unknown")
    assert [column.header for column in asked.columns][:4] == ["Vorhaben", "Wer", "Von", "Bis"]
    assert [action.text for action in said.actions] == [ROW[0], "Do more"]
