"""The workbooks: open in two readers with the same figures, need no repair, and can be read by everybody."""

import re
import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries

from improvement.contrast import readable_on
from plans.choices import ProgressStatus
from plans.issuing.document_json import from_json, to_json
from plans.position import build_position
from plans.reports.catalogue import KINDS
from plans.reports.document import Formula, Kind, Percentage, Row
from plans.reports.printed import in_words
from tests.conftest import TODAY
from tests.factories import make_plan, say
from tests.plans.reports.support import content_of, made, second_reader, table_rows, workbook_of

pytestmark = pytest.mark.django_db


@pytest.fixture(params=KINDS)
def name(request):
    return request.param


def test_each_needs_no_repair(demo, name):
    document = made(demo, name)
    workbook = workbook_of(document)
    names = set()

    assert workbook.properties.title == document.title
    assert workbook.properties.language == "en-GB"
    for sheet in workbook:
        assert len(sheet.title) <= 31
        assert sheet["A1"].value
        assert sheet.sheet_properties.tabColor is not None
        assert sheet.page_setup.paperSize in {8, 9}
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.oddFooter.right.text == "Page &P of &N"
        assert sheet.print_area
        assert not sheet.merged_cells.ranges
        for table in sheet.tables.values():
            assert table.displayName.casefold() not in names
            names.add(table.displayName.casefold())
            first_column, first_row, last_column, last_row = range_boundaries(table.ref)
            headings = [
                sheet.cell(first_row, column).value for column in range(first_column, last_column + 1)
            ]
            assert [column.name for column in table.tableColumns] == headings
            assert all(isinstance(text, str) and text for text in headings)
            assert last_row > first_row
        for link in (cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink):
            assert link.location.rpartition("!")[0].strip("'") in workbook.sheetnames


def test_two_readers_see_the_same_values(demo, name):
    document = made(demo, name)
    content = content_of(document)
    workbook = workbook_of(document)
    values = {str(f.text): f.value for t in document.tables() for r in [*t.rows, *([t.total] if t.total else [])]
              for f in r.values if isinstance(f, Formula)}  # fmt: skip
    seen = 0
    for sheet in workbook:
        other = second_reader(content, sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                found = other[cell.row - 1][cell.column - 1]
                if cell.data_type == "f":
                    assert float(found) == float(values[cell.value])
                elif cell.is_date:
                    assert str(found)[:10] == str(cell.value)[:10]
                else:
                    assert found == cell.value
                seen += 1
    assert seen > 3


def test_tables_hold_the_documents_rows(demo, name):
    document = made(demo, name)
    workbook = workbook_of(document)
    for table in document.tables():
        rows = table_rows(workbook, table.name)
        if not table.rows:
            assert rows[0][table.column_names[0]] == table.nothing
            continue
        assert len(rows) == len(table.rows)
        assert [str(row[table.column_names[0]] or "") for row in rows] == [
            str(r.values[0]) for r in table.rows
        ]


def test_ratings_take_their_colour_from_a_rule_that_follows_the_word(demo):
    document = made(demo, "cabinet")
    sheet = workbook_of(document)["Recommendations"]
    column = document.table("Recommendations").column_names.index("Rating")
    rules = {
        rule.formula[0].strip('"'): (str(area.sqref), rule)
        for area in sheet.conditional_formatting
        for rule in area.rules
    }

    for level in document.levels:
        area, rule = rules[level.name]
        colour = level.colour.lstrip("#").upper()
        assert rule.dxf.fill.bgColor.rgb.endswith(colour)
        assert rule.dxf.font.color.rgb.endswith(readable_on(level.colour).lstrip("#").upper())
        assert range_boundaries(area) == (
            column + 1,
            5,
            column + 1,
            4 + len(document.table("Recommendations").rows),
        )
    # The cell itself carries no colour that a changed word would belie.
    assert all(cell.fill.patternType is None for cell in sheet["D"][4:])


def test_every_chart_has_alternative_text_and_draws_what_its_table_holds(demo):
    document = made(demo, "measures")
    content = content_of(document)
    archive = zipfile.ZipFile(BytesIO(content))
    drawings = [name for name in archive.namelist() if re.match(r"xl/drawings/drawing\d+\.xml", name)]
    texts = [
        text for name in drawings for text in re.findall(r'descr="([^"]*)"', archive.read(name).decode())
    ]
    charts = sum(len(sheet._charts) for sheet in workbook_of(document))

    assert charts == len(texts) > 3
    assert all(text.startswith("Line of ") for text in texts)
    position = build_position(demo, TODAY)
    measure = next(m for m in position.measures if m.code == "staff-turnover")
    said = next(text for text in texts if measure.name in text)
    assert f"{measure.series.of_type('month')[-1].value.normalize():f} in October 2026" in said
    bars = (
        zipfile.ZipFile(BytesIO(content_of(made(demo, "cabinet")))).read("xl/drawings/drawing1.xml").decode()
    )
    assert "theme 1: 11 completed" in bars
    # Practice judged good or above over time stands in the report to Cabinet.
    quality = workbook_of(made(demo, "cabinet"))["Quality"]
    assert len(quality._charts) == len(quality.tables) > 1


def test_totals_are_formulas_with_their_value_beside_them(demo):
    content = content_of(made(demo, "cabinet"))
    sheet = workbook_of(made(demo, "cabinet"))["Position"]
    formulas = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    read = second_reader(content, "Position")

    assert {cell.value for cell in formulas} >= {
        "=SUBTOTAL(109,RecommendationsByRating[Number])",
        "=SUBTOTAL(109,ActionsByStatus[Number])",
    }
    by_cell = {cell.value: read[cell.row - 1][cell.column - 1] for cell in formulas}
    assert by_cell["=SUBTOTAL(109,RecommendationsByRating[Number])"] == 14
    assert by_cell["=SUBTOTAL(109,ActionsByStatus[Share])"] == 1


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝", "|"])
def test_typed_text_is_never_a_formula(start):
    plan = make_plan(actions=1)
    text = f'{start}HYPERLINK("http://evil")'
    say(plan.actions.get(), ProgressStatus.ON_TARGET, TODAY, text)
    for name in KINDS:
        for sheet in workbook_of(made(plan, name)):
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and "HYPERLINK" in cell.value:
                        assert cell.data_type == "s"
                        if cell.value.startswith(start):
                            assert cell.quotePrefix


def test_the_same_report_makes_the_same_file(demo):
    assert content_of(made(demo, "board")) == content_of(made(demo, "board"))


def test_a_percentage_is_a_fraction_that_is_shown_as_per_cent_and_a_target_has_its_two_ends(demo):
    document = made(demo, "measures")
    workbook = workbook_of(document)
    rows = table_rows(workbook, "Scorecard")
    said = {row.values[0]: row.values for row in document.table("Scorecard").rows}
    columns = document.table("Scorecard").column_names
    latest, unit = columns.index("Latest"), columns.index("Unit")
    checked = 0
    for row in rows:
        value = said[row["Measure"]][latest]
        if said[row["Measure"]][unit] == "%" and isinstance(value, Decimal):
            assert row["Latest"] == pytest.approx(float(value) / 100)
            checked += 1
    assert checked >= 5
    band = next(row for row in rows if row["Target"] == "65 to 70%")
    assert (band["Target from"], band["Target to"]) == (pytest.approx(0.65), pytest.approx(0.7))
    sheet = workbook["Scorecard"]
    heading = next(cell for cell in sheet[4] if cell.value == "Latest")
    formats = {
        sheet.cell(row=number, column=heading.column).number_format for number in range(5, 5 + len(rows))
    }
    assert formats & {"0%", "0.0%"}


def test_a_percentage_survives_being_issued():
    kept = from_json(to_json(Row((Percentage("8.3"), Decimal("8.3")))))

    assert [type(value) for value in kept.values] == [Percentage, Decimal]
    assert [in_words(value, Kind.NUMBER) for value in kept.values] == ["8.3%", "8.3"]


def test_the_action_log_prints_what_a_page_has_room_for_and_holds_the_rest(demo):
    sheet = workbook_of(made(demo, "action-log"))["Action log"]
    headings = [cell.value for cell in sheet[4]]
    printed = sheet.print_area.replace("$", "").split("!")[-1]
    last = re.search(r":([A-Z]+)", printed)
    assert last is not None
    count = column_index_from_string(last.group(1))

    assert headings[count - 1] == "Next steps"
    assert len(headings) > count + 10
    assert sum(sheet.column_dimensions[get_column_letter(n)].width for n in range(1, count + 1)) < 300
