"""The scorecard as a workbook: just the measures that a page shows, in the same order, values typed."""

from collections.abc import Sequence

from openpyxl import Workbook

from improvement.workbooks import (
    PAPER_A3,
    add_table,
    fit_height,
    new_workbook,
    paint,
    set_up_print,
    set_widths,
    write,
    write_row,
)
from performance.sentences import DIRECTION_WORDS, aim_value
from plans.position import Position
from plans.position.measures import MeasurePosition

COLUMNS = (
    ("Measure", 38),
    ("Recommendations", 14),
    ("Latest", 9),
    ("Period", 14),
    ("Status", 11),
    ("Numerator", 10),
    ("Denominator", 11),
    ("Target", 11),
    ("Target by", 12),
    ("Against target", 11),
    ("Direction", 11),
    ("Before", 9),
    ("Before, period", 14),
    ("Year to date", 9),
    ("Outturn", 9),
    ("Neighbours", 11),
    ("England", 9),
    ("In words", 62),
    ("Unit", 8),
    ("Which way is better", 14),
    ("Code", 22),
)
AGAINST_COLOURS = {"met": "#00703c", "near": "#ffdf80", "missed": "#d4351c", "not_due": "#f3f2f1"}
AGAINST_COLUMN = [name for name, _width in COLUMNS].index("Against target") + 1


def write_scorecard(
    position: Position, measures: Sequence[MeasurePosition], filters: str, produced_by: str
) -> Workbook:
    """Return a workbook of measures. `filters` says in words what was filtered."""
    workbook = new_workbook(f"{position.plan.title}: scorecard", produced_by, "Scorecard")
    sheet = workbook.create_sheet("Scorecard")
    widths = [width for _name, width in COLUMNS]
    set_widths(sheet, widths)
    write(sheet["A1"], f"Measures of {position.plan.title}", "Plan title")
    write(sheet["A2"], f"As at {position.as_at:%-d %B %Y}. {filters}", "Plan subtitle")
    write_row(sheet, 4, [name for name, _width in COLUMNS], "Plan column heading")
    row = 4
    for measure in measures:
        row += 1
        write_row(sheet, row, _values(measure))
        against = measure.judgement.against
        if against:
            paint(sheet.cell(row=row, column=AGAINST_COLUMN), AGAINST_COLOURS[against])
        fit_height(sheet, row, widths)
    add_table(sheet, "Scorecard", 4, row, len(COLUMNS))
    set_up_print(
        sheet, f"{position.plan.title} – as at {position.as_at:%-d %B %Y}", 4, len(COLUMNS), PAPER_A3
    )
    return workbook


def _values(measure: MeasurePosition) -> tuple[object, ...]:
    judgement, version = measure.judgement, measure.version
    latest, before, aim = judgement.latest, judgement.before, judgement.aim
    to_date, outturn = judgement.year_to_date, judgement.outturn
    neighbours, england = judgement.neighbours, judgement.england
    status = ""
    if latest:
        status = "Provisional" if latest.is_provisional else "Stale" if judgement.is_stale else "Final"
    elif judgement.is_missing:
        status = "Not available"
    return (
        measure.name,
        ", ".join(map(str, measure.recommendation_numbers)),
        latest.value if latest else None,
        latest.shown_period if latest else "",
        status,
        latest.numerator if latest else None,
        latest.denominator if latest else None,
        aim_value(aim, measure.unit) if aim else "",
        aim.due_latest if aim else None,
        judgement.against.label if judgement.against else "",
        DIRECTION_WORDS[judgement.direction] if judgement.direction else "",
        before.value if before else None,
        before.shown_period if before else "",
        round(to_date.value, 1) if to_date else None,
        outturn.value if outturn else None,
        neighbours.comparator.value if neighbours else None,
        england.comparator.value if england else None,
        " ".join(measure.sentences),
        version.get_unit_display(),
        version.get_polarity_display(),
        measure.code,
    )
