"""The Cabinet workbook: opens, is finished, clips nothing, and says what the position says."""

from datetime import date, datetime
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from improvement.workbooks import CHARACTERS_PER_WIDTH, _wrapped_lines
from plans.choices import ProgressStatus
from plans.position import build_position
from plans.reports.brief import Brief
from plans.reports.cabinet import cabinet_report
from plans.reports.excel import write_workbook
from tests.conftest import TODAY
from tests.factories import make_plan, say

pytestmark = pytest.mark.django_db
WORDS = ["Report", "Implications"]
TABLES = [
    "Recommendations",
    "Theme 1",
    "Theme 2",
    "Theme 3",
    "Theme 4",
    "Overdue actions",
    "Quality",
    "Checks to answer",
    "Abbreviations",
    "Figures in your papers",
]
SHEETS = ["Report", "Implications", "Position", "Meanings", *TABLES]


def written(position):
    target = BytesIO()
    write_workbook(cabinet_report(Brief(position, "An analyst", datetime(2026, 11, 21, 9))), target)
    return load_workbook(target)


def report(plan, on=TODAY):
    return written(build_position(plan, on))


def test_it_looks_finished(demo):
    workbook = report(demo)

    assert workbook.sheetnames == SHEETS
    assert workbook.properties.title == f"{demo.title}: report to Cabinet"
    for sheet in workbook:
        stands = "portrait" if sheet.title in WORDS else "landscape"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == (stands, 9)
        assert not sheet.merged_cells.ranges
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.oddFooter.right.text == "Page &P of &N"
        assert "as at 21 November 2026" in sheet.oddHeader.left.text
        assert sheet.sheet_properties.tabColor is not None
    for name in set(TABLES) - {"Quality"}:
        sheet = workbook[name]
        assert sheet.freeze_panes == "A5"
        assert sheet.print_title_rows == "$4:$4"
        assert len(sheet.tables) == 1
        table = next(iter(sheet.tables.values()))
        assert table.ref.startswith("A4:")


def test_rows_ratings_and_values(demo):
    workbook, position = report(demo), build_position(demo, TODAY)
    listed = list(workbook["Recommendations"].iter_rows(min_row=5))

    assert [row[0].value for row in listed] == list(range(1, 15))
    for row, item in zip(listed, position.recommendations, strict=True):
        assert row[3].value == item.rating.level.name
        assert row[4].is_date
    plan_rows = [row for name in TABLES[1:5] for row in workbook[name].iter_rows(min_row=5, values_only=True)]
    counted = [row for row in plan_rows if row[1] in {"Action", "Sub-action"}]
    assert len(counted) == 90
    assert sum(row[1] == "Parent action" for row in plan_rows) == 13
    assert sum(row[8] == "Completed" for row in counted) == 49
    overdue = list(workbook["Overdue actions"].iter_rows(min_row=5, values_only=True))
    assert [row[0] for row in overdue] == [action.reference for action in position.overdue_actions]
    assert all(isinstance(row[5], int) for row in overdue)


def test_percentages_are_the_fractions_themselves(demo):
    sheet = report(demo)["Position"]
    shares, started = [], False
    for row in sheet.iter_rows(min_row=5, max_col=3):
        if row[0].value == "Status":
            started = True
        elif started and row[0].value == "Total":
            break
        elif started:
            shares.append((row[1], row[2]))
    total = sum(count.value for count, _share in shares)
    assert all(share.number_format == "0%" for _count, share in shares)
    assert [share.value for _count, share in shares] == pytest.approx(
        [n.value / total for n, _share in shares]
    )


def test_the_longest_text_is_not_clipped(demo):
    workbook = report(demo)
    for name in SHEETS:
        sheet = workbook[name]
        for row in sheet.iter_rows(min_row=5):
            for cell in row:
                if cell.data_type == "s" and len(cell.value) > 40 and cell.alignment.wrap_text:
                    width = sheet.column_dimensions[cell.column_letter].width
                    needed = _wrapped_lines(cell.value, int(width * CHARACTERS_PER_WIDTH) - 1) * 12.75
                    assert sheet.row_dimensions[cell.row].height >= min(needed, 409)


def test_text_that_looks_like_a_formula_stays_text():
    plan = make_plan(actions=1)
    say(plan.actions.get(), ProgressStatus.ON_TARGET, date(2026, 3, 1), '=HYPERLINK("http://evil")')
    sheet = report(plan)["Theme 1"]
    found = [
        cell for row in sheet.iter_rows() for cell in row if cell.value and "HYPERLINK" in str(cell.value)
    ]

    assert found
    assert all(cell.data_type == "s" for cell in found)


def test_a_plan_with_nothing_in_it_still_opens():
    assert report(make_plan(actions=0)).sheetnames[:5] == SHEETS[:5]


def test_the_command_writes_the_same_workbook(demo, tmp_path):
    path = tmp_path / "cabinet.xlsx"
    call_command(
        "export_report",
        "cabinet",
        "--plan",
        "northmoor",
        "--as-at",
        "2026-09-13",
        "--output",
        str(path),
        stdout=StringIO(),
    )

    listed = load_workbook(path)["Recommendations"].iter_rows(min_row=5, values_only=True)
    assert [row[0] for row in listed if row[3] == "Green"] == [2, 8, 11, 12]
    with pytest.raises(CommandError, match="can't be written"):
        call_command(
            "export_report", "cabinet", "--plan", "northmoor", "--output", str(tmp_path / "no" / "x.xlsx")
        )
    with pytest.raises(CommandError, match="no plan 'nowhere'"):
        call_command("export_report", "cabinet", "--plan", "nowhere", "--output", str(path))


def test_stated_figures_stand_beside_the_rows_with_difference_and_rule(demo):
    position = build_position(demo, TODAY)
    sheet = written(position)["Figures in your papers"]
    last = 4 + len(position.stated_figures)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=last)]
    printed = {(row[0], row[8]): row for row in rows}

    assert len(rows) == len(position.stated_figures)
    for figure in position.stated_figures:
        row = printed[figure.label, f"{figure.sheet}!{figure.cell}"]
        assert (row[2], row[3]) == (figure.stated, figure.recomputed)
        # The paper is of an earlier day, of which the rows know nothing but how many actions there were.
        earlier = "No" if figure.rule == "actions.total" else "Nothing to compare"
        assert row[6] == {None: "Can't be recalculated", True: "Yes", False: earlier}[figure.agrees]
        assert figure.stated_on < position.as_at
        if figure.agrees is False:
            assert float(row[4]) == float(figure.stated) - float(figure.recomputed)
