"""Ratings by conditional formatting: the colour that a person sees is the colour that is read."""

import pytest
from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule, FormulaRule, Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle

from improvement.spreadsheets import open_workbook, read_sheets
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
