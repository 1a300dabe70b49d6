"""Ratings by conditional formatting: the colour that a person sees is the colour that is read."""

import pytest
from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule, FormulaRule, Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle

from improvement.spreadsheets import SpreadsheetRefused, open_workbook, read_sheets
from tests.workbooks import content_of

RED, GREEN = PatternFill(bgColor="FFFF0000"), PatternFill(bgColor="FF00B050")


def fills(values: list[object], *rules: Rule) -> list[str]:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row, value in enumerate(values, start=1):
        sheet.cell(row, 1).value = value
    for rule in rules:
        sheet.conditional_formatting.add("A1:A20", rule)
    read = read_sheets(open_workbook(content_of(workbook)))[0]
    return [cell.fill for cell in read.cells()]


@pytest.mark.parametrize(
    ("values", "rule", "expected"),
    [
        (["Late", "Fine"], CellIsRule("equal", ['"Late"'], fill=RED), ["ff0000", ""]),
        ([1, 3], CellIsRule("lessThan", ["2"], fill=RED), ["ff0000", ""]),
        ([1, 3, 9], CellIsRule("between", ["2", "4"], fill=GREEN), ["", "00b050", ""]),
        (
            ["Done: yes", "Not yet"],
            Rule("containsText", text="done", dxf=DifferentialStyle(fill=GREEN), formula=['NOT(ISERROR(SEARCH("done",A1)))']),
            ["00b050", ""],
        ),
        # A formula can't be evaluated from the file alone: no colour is guessed.
        (["Late"], FormulaRule(["$B1>3"], fill=RED), [""]),
        (["Late"], CellIsRule("equal", ["$B$1"], fill=RED), [""]),
    ],
)  # fmt: skip
def test_the_colour_of_a_rule_is_the_cells(values, rule, expected):
    assert fills(values, rule) == expected


def test_the_rule_that_goes_first_wins():
    rules = (CellIsRule("greaterThan", ["1"], fill=GREEN), CellIsRule("greaterThan", ["0"], fill=RED))

    assert fills([1, 2], *rules) == ["ff0000", "00b050"]


def test_a_rule_broken_into_thousands_of_ranges_still_colours_its_cells():
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in range(1, 401):
        sheet.cell(row, 1).value = "Red" if row % 2 else "Green"
    # As copying rows leaves it: a rule for every second cell, and the same rule again and again.
    for number in range(0, 400, 2):
        scattered = " ".join(f"A{row}" for row in range(1 + number % 4, 401, 4))
        rule = CellIsRule(operator="equal", formula=['"Red"'], fill=PatternFill(bgColor="FFFF0000"))
        sheet.conditional_formatting.add(scattered, rule)

    read = read_sheets(open_workbook(content_of(workbook)))[0]

    assert read.fill(1, 1) == "ff0000"
    assert read.fill(3, 1) == "ff0000"
    assert read.fill(2, 1) == ""


def test_more_large_ranges_than_a_person_makes_are_refused_with_a_sentence():
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet["A1"] = "Red"
    rule = CellIsRule(operator="equal", formula=['"Red"'], fill=PatternFill(bgColor="FFFF0000"))
    sheet.conditional_formatting.add(" ".join(f"A{row}:J{row + 200}" for row in range(1, 1200)), rule)

    with pytest.raises(SpreadsheetRefused, match="more conditional formatting than can be read"):
        read_sheets(open_workbook(content_of(workbook)))
