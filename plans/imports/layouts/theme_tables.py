"""The tables that stand beside theme sheets, each known by its header words wherever it is."""

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from improvement.spreadsheets import Sheet
from improvement.spreadsheets.colours import hue_name
from improvement.written_dates import read_date
from plans.choices import Framework, ProgressStatus
from plans.imports.kinds.inspection import InspectionItem
from plans.imports.kinds.milestone import MilestoneItem
from plans.imports.kinds.recommendation import RecommendationItem
from plans.imports.kinds.stated_figure import StatedFigureItem
from plans.imports.kinds.theme import ThemeItem
from plans.imports.layouts import measure_tables
from plans.imports.naming import stated_day
from plans.imports.parsers.people import plain
from plans.imports.parsers.statuses import HUE_OF_CODE, read_grade, read_rating, read_status
from plans.imports.tables import Columns, Header, find_header, found_table, table_rows, words
from plans.imports.values import Source

if TYPE_CHECKING:
    from plans.imports.layouts.theme_sheets import _Reader

NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        start=1,
    )
}
STATED_MILESTONES = re.compile(
    r"there (?:are|is) (?P<count>\w+) (?:key )?milestones? in theme (?P<theme>\d+)", re.IGNORECASE
)
STATED_ACTIONS = re.compile(r"total of (?P<count>\d+) actions", re.IGNORECASE)
SOURCE_LINE = re.compile(r"^source\s*:", re.IGNORECASE)

RECOMMENDATION_COLUMNS: Columns = {
    "rating": words(r"^b?rag\b|rating"),
    "recommendation": words(r"recommendation"),
    "reference": words(r"^(?:no|nr|number|ref|#)\b|^no\.?$"),
}
STATUS_COLUMNS: Columns = {
    "percent": words(r"^%|percent"),
    "count": words(r"^actions|^number"),
    "status": words(r"^status$"),
}
MILESTONE_COLUMNS: Columns = {
    "status": words(r"^status"),
    "code": words(r"^milestone"),
    "text": words(r"^description"),
    "theme": words(r"^theme|^workstream|^priority"),
}
HOME_COLUMNS: Columns = {
    "grade": words(r"judgement"),
    "inspected": words(r"inspection date|^inspected"),
    "setting": words(r"^name|^home|^setting"),
}
RULE_OF_STATUS = {
    ProgressStatus.COMPLETED: "actions.by_status.completed",
    ProgressStatus.ON_TARGET: "actions.by_status.on_target",
    ProgressStatus.BEHIND_TARGET: "actions.by_status.behind_target",
    ProgressStatus.NOT_STARTED: "actions.by_status.not_started",
}


def read_tables(sheet: Sheet, reader: "_Reader") -> None:
    """Read whichever known table a sheet holds; what is outside it stays in the account."""
    for kind, columns, required, read in (
        (
            "checkpoints",
            measure_tables.CHECKPOINT_COLUMNS,
            {"code", "measure", "kind", "figure"},
            measure_tables.read_checkpoints,
        ),
        ("milestones", MILESTONE_COLUMNS, {"code", "text", "status"}, _read_milestones),
        ("inspections", HOME_COLUMNS, {"setting", "inspected", "grade"}, _read_inspections),
        ("status table", STATUS_COLUMNS, {"status", "count"}, _read_status_table),
        ("recommendations", RECOMMENDATION_COLUMNS, {"reference", "recommendation"}, _read_recommendations),
    ):
        header = find_header(sheet, columns, required, reader.choices)
        if header:
            below = [row for row in sheet.row_numbers() if row > header.row]
            reader.document.tables.append(found_table(kind, header, below))
            reader.account.map(*header.cells())
            read(header, reader)
            break
    else:
        measure_tables.read_grades(sheet, reader)
    _read_sentences(sheet, reader)


def _read_sentences(sheet: Sheet, reader: "_Reader") -> None:
    """Take titles and source lines into account: they name what stands beside them."""
    for cell in sheet.cells():
        if cell.row == sheet.row_numbers()[0] and (cell.is_merged_across or len(sheet.rows[cell.row]) == 1):
            reader.account.map(cell)
        elif SOURCE_LINE.match(cell.text):
            reader.account.note(cell)


def _read_recommendations(header: Header, reader: "_Reader") -> None:
    for row in table_rows(header, "reference"):
        number, text, rating = (header.cell(row, name) for name in ("reference", "recommendation", "rating"))
        if number is None or text is None:
            continue
        digits = number.text.strip().rstrip(".)")
        if not digits.isdecimal():
            reader.account.note(*header.sheet.row(row))
            continue
        code = read_rating(rating.text) if rating else None
        if code == "B":
            reader.document.rating_pattern = "BRAG"
        if rating and code is None:
            reader.say(
                "warning", rating, "The rating was not understood: left unrated.", rating.text, "R, A, G or B"
            )
        hue = hue_name(rating.fill) if rating else ""
        if rating and code and hue and hue != HUE_OF_CODE[code]:
            reader.say(
                "warning",
                rating,
                f"The fill is {hue} but the letter is {code}: the letter was taken.",
                rating.text,
            )
        reader.document.recommendations.append(
            RecommendationItem(
                int(digits),
                plain(text.text),
                Source(text.sheet, text.address),
                rating=code,
                rating_source=Source(rating.sheet, rating.address) if rating else None,
            )
        )
        reader.account.map(number, text, rating)


def _read_status_table(header: Header, reader: "_Reader") -> None:
    sheet = header.sheet
    above = [cell for cell in sheet.cells() if cell.row < header.row]
    stated_on = next((day for cell in above if (day := stated_day(cell.text))), None)
    figures = reader.document.stated_figures
    for cell in above:
        if match := STATED_ACTIONS.search(cell.text):
            figures.append(
                StatedFigureItem(
                    "Actions",
                    Decimal(match["count"]),
                    match[0],
                    Source(cell.sheet, cell.address),
                    rule="actions.total",
                    stated_on=stated_on,
                )
            )
            reader.account.map(cell)
    for row in table_rows(header, "status"):
        status_cell = header.cell(row, "status")
        if status_cell is None:
            continue
        label = plain(status_cell.text)
        status = read_status(label)
        is_total = label.casefold() == "total"
        if status is None and not is_total:
            reader.say(
                "warning", status_cell, "The status was not understood.", label, "a progress status or Total"
            )
        rule = "actions.total" if is_total else RULE_OF_STATUS.get(status, "") if status else ""
        for name, unit in (("count", "count"), ("percent", "percent")):
            figure = header.cell(row, name)
            if figure is None or not isinstance(figure.value, int | float):
                continue
            said = "Actions" if is_total else f"Actions {label.lower()}"
            figures.append(
                StatedFigureItem(
                    said if unit == "count" else f"{said}, per cent",
                    Decimal(str(figure.value)),
                    figure.text + ("%" if unit == "percent" else ""),
                    Source(figure.sheet, figure.address),
                    unit,
                    rule if unit == "count" else f"{rule}.percent" if rule and not is_total else "",
                    stated_on,
                )
            )
            reader.account.map(figure)
        reader.account.map(status_cell)


def _read_milestones(header: Header, reader: "_Reader") -> None:
    status_header = header.sheet.at(header.row, header.columns["status"])
    known_on = stated_day(status_header.text) if status_header else None
    if known_on is None:
        known_on = next(
            (day for c in header.sheet.cells() if c.row < header.row and (day := stated_day(c.text))),
            None,
        )
    theme: int | None = None
    for row in table_rows(header, "code"):
        theme_cell, code, text, status_cell = (
            header.cell(row, name) for name in ("theme", "code", "text", "status")
        )
        if theme_cell is not None:
            number = re.search(r"\d+", theme_cell.text)
            theme = int(number[0]) if number else theme
            if theme_cell.row == row:
                _read_stated_milestones(
                    theme_cell.text, Source(theme_cell.sheet, theme_cell.address), known_on, reader
                )
        if code is None or text is None or theme is None:
            continue
        if theme not in {item.number for item in reader.document.themes}:
            reader.say(
                "warning", code, f"There is no sheet of theme {theme}: its milestones were kept as notes."
            )
            reader.account.note(*header.sheet.row(row))
            continue
        status = read_status(status_cell.text) if status_cell else None
        if status_cell and status is None:
            reader.say("warning", status_cell, "The status was not understood: left out.", status_cell.text)
        key = (theme, code.text.strip())
        known = reader.milestones.get(key)
        wording = known.text if known else plain(text.text).rstrip(".")
        if known and plain(known.text).rstrip(".").casefold() != plain(text.text).rstrip(".").casefold():
            reader.say(
                "note",
                text,
                f"The milestone is worded differently on {known.source.sheet}: {known.text!r}.",
                text.text,
            )
        reader.milestones[key] = MilestoneItem(
            theme,
            key[1],
            wording,
            known.source if known else Source(text.sheet, text.address),
            status or ProgressStatus.NOT_SUPPLIED,
            known_on=known_on,
        )
        reader.account.map(theme_cell, code, text, status_cell)
    if known_on:
        reader.document.themes[:] = [
            ThemeItem(**{**item.__dict__, "known_on": known_on}) for item in reader.document.themes
        ]


def _read_stated_milestones(text: str, source: Source, stated_on: object, reader: "_Reader") -> None:
    match = STATED_MILESTONES.search(text)
    count = NUMBER_WORDS.get(match["count"].lower()) if match else None
    if match and count:
        reader.document.stated_figures.append(
            StatedFigureItem(
                f"Milestones in theme {match['theme']}",
                Decimal(count),
                match[0],
                source,
                rule=f"milestones.by_theme.{match['theme']}",
                stated_on=stated_on,  # type: ignore[arg-type]
            )
        )


def _read_inspections(header: Header, reader: "_Reader") -> None:
    for row in table_rows(header, "setting"):
        setting, inspected, grade_cell = (
            header.cell(row, name) for name in ("setting", "inspected", "grade")
        )
        if setting is None or grade_cell is None:
            continue
        grade = read_grade(grade_cell.text)
        if grade is None:
            reader.say("warning", grade_cell, "The judgement was not understood: left out.", grade_cell.text)
            reader.account.note(*header.sheet.row(row))
            continue
        day = read_date(inspected.value if inspected else "")
        reader.document.inspections.append(
            InspectionItem(
                plain(setting.text),
                Framework.CHILDRENS_HOME,
                grade,
                day,
                Source(setting.sheet, setting.address),
            )
        )
        reader.account.map(setting, inspected, grade_cell)
    for cell in header.sheet.cells():
        if cell.row < header.row:
            reader.account.map(cell)
