"""Writing cells: text stays text, values stay values, nothing is clipped."""

from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from improvement.workbooks import fit_height, new_workbook, write
from tests.workbooks import content_of


def written(value: object):
    import io  # noqa: PLC0415 -- only here

    workbook = new_workbook("Title", "Somebody", "Subject")
    write(workbook.create_sheet("Sheet")["A1"], value)
    return load_workbook(io.BytesIO(content_of(workbook)))["Sheet"]["A1"]


@pytest.mark.parametrize("text", ["=1+1", "+44 191", "-5", "@SUM(A1)", '=HYPERLINK("x")', "|calc", "＝1"])
def test_text_that_looks_like_a_formula_is_inert(text):
    cell = written(text)

    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_control_characters_are_dropped_and_values_keep_their_type():
    assert written("a\x00b\x07c").value == "abc"
    assert written(3).value == 3
    assert written(date(2026, 3, 31)).is_date


def test_a_row_is_as_high_as_its_longest_text():
    sheet = Workbook().worksheets[0]
    sheet["A1"] = "word " * 60
    fit_height(sheet, 1, [20])

    assert sheet.row_dimensions[1].height > 12 * 13
