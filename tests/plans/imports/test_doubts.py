"""Doubts about what was read: each is raised by its own slip, and by none of a plain plan."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from improvement.spreadsheets.number_formats import scales_to_percent, writes_percent
from improvement.written_dates import WrittenDate, read_date
from performance.choices import Unit
from plans.imports.document import PlanDocument
from plans.imports.doubts import doubts_about
from plans.imports.kinds.action import ActionItem
from plans.imports.kinds.measure import MeasureItem
from plans.imports.kinds.observation import ObservationItem
from plans.imports.kinds.theme import ThemeItem
from plans.imports.parsers.figures import read_figure
from plans.imports.recognition import recognise_file
from plans.imports.values import Source
from tests.plans.imports.layouts_by_chance import write_by_chance
from tests.workbooks import content_of

HERE = Source("Plan", "B4")


def plain() -> PlanDocument:
    """Return a plan of which nothing is doubtful."""
    document = PlanDocument("action-log")
    document.themes = [ThemeItem(1, "Practice", HERE), ThemeItem(2, "Leadership", HERE)]
    document.actions = [
        ActionItem(
            number,
            1,
            (),
            f"Do the thing that is number {number}",
            HERE,
            due=read_date(f"{number + 1} March 2026"),
        )
        for number in range(8)
    ]
    document.measures = [MeasureItem("visits", "Visits in time", Unit.PERCENT, HERE)]
    document.observations = [
        ObservationItem("visits", "86%", HERE, Decimal(86)),
        ObservationItem("visits", "1%", HERE, Decimal(1)),
    ]
    return document


def said_of(document: PlanDocument) -> str:
    return " ".join(message.text for message in doubts_about(document))


def test_of_a_plain_plan_nothing_is_doubtful():
    assert doubts_about(plain()) == []


def test_nor_of_random_ones():
    for seed in range(30):
        content = write_by_chance(seed, foreign=False).content
        assert doubts_about(recognise_file("plan.xlsx", content).document) == []


def changed_action(document: PlanDocument, **fields) -> PlanDocument:
    document.actions[3] = replace(document.actions[3], **fields)
    return document


SLIPS = {
    "all lie between 0 and 1": lambda d: d.observations.__setitem__(0, ObservationItem("visits", "0.86", HERE, Decimal("0.86"))),
    "More than 100%": lambda d: d.observations.append(ObservationItem("visits", "9590%", HERE, Decimal(9590))),
    "perhaps they are one": lambda d: d.themes.append(ThemeItem(3, "Leadership.", HERE)),
    "hardly has a word": lambda d: changed_action(d, text="31"),
    "stands at Plan!B4 too": lambda d: changed_action(d, text=d.actions[2].text, due=d.actions[2].due),
    "can't become overdue": lambda d: changed_action(d, due=WrittenDate("when the board says so", "not_understood")),
    "more than ten years": lambda d: changed_action(d, due=read_date("1 March 2062")),
    "before it starts": lambda d: changed_action(d, start=read_date("1 May 2026")),
}  # fmt: skip


@pytest.mark.parametrize("words", SLIPS)
def test_a_slip_is_doubted_with_its_cell(words):
    document = plain()
    SLIPS[words](document)

    messages = doubts_about(document)
    assert words in " ".join(message.text for message in messages)
    assert all(
        (message.sheet, message.cell, message.level) == ("Plan", "B4", "warning") for message in messages
    )


def test_a_column_of_colours_that_nothing_was_read_from_is_asked_about():
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["Ref", "Action", "Owner", "Due date", "Ward"])
    for number in range(6):
        sheet.append([number + 1, f"Do the thing number {number}", "Head of Practice", "31/03/2026", "x"])
        sheet.cell(number + 2, 5).fill = PatternFill(
            "solid", fgColor=("FF0000", "FFC000", "00B050")[number % 3]
        )

    said = doubts_about(recognise_file("plan.xlsx", content_of(workbook)).document)

    assert [(message.cell, message.found) for message in said] == [("E1", "Ward")]
    assert "perhaps these are ratings" in said[0].text


def test_themes_that_differ_by_a_number_are_two():
    document = plain()
    document.themes = [ThemeItem(1, "Theme 1", HERE), ThemeItem(2, "Theme 2", HERE)]

    assert doubts_about(document) == []


@pytest.mark.parametrize(
    ("number_format", "value", "read"),
    [
        ("0%", 0.959, "95.9"),
        ("0.0%", 1, "100"),
        ('0.0"%"', 95.9, "95.9"),
        (r"0.0\%", 95.9, "95.9"),
        ('0"% of all"', 5, "5"),
    ],
)
def test_a_percent_sign_that_is_only_written_scales_nothing(number_format, value, read):
    figure = read_figure(value, number_format, "")

    assert f"{figure.highest:f}" == read
    assert figure.unit == "percent"
    assert scales_to_percent(number_format) is not writes_percent(number_format)


def test_the_day_a_plan_is_for_is_no_doubt():
    document = plain()
    document.known_on = date(2026, 1, 1)

    assert doubts_about(document) == []
