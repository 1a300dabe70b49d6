"""Tables of measures beside theme sheets: checkpoints with targets and positions, and grades by period."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from improvement.spreadsheets import Cell, Sheet
from improvement.written_dates import DAY_MONTH_YEAR, MONTH_YEAR, WrittenDate, read_date
from improvement.written_numbers import WITH_A_POINT
from performance.choices import Frequency, Polarity, TargetKind, Unit
from plans.imports.kinds.measure import MeasureItem
from plans.imports.kinds.observation import ObservationItem
from plans.imports.kinds.target import TargetItem
from plans.imports.measure_names import measure_code, polarity_in_name
from plans.imports.parsers.figures import Figure, read_figure
from plans.imports.parsers.people import plain
from plans.imports.tables import Columns, Header, table_rows, words
from plans.imports.values import Source

if TYPE_CHECKING:
    from plans.imports.layouts.theme_sheets import _Reader

CHECKPOINT_COLUMNS: Columns = {
    "code": words(r"^ref"),
    "theme": words(r"^theme|^workstream|^priority"),
    "recommendation": words(r"\brec"),
    "measure": words(r"^measure|^indicator"),
    "baseline": words(r"^baseline"),
    "figure": words(r"checkpoint|target|position"),
    "due": words(r"^date|^by when"),
    "kind": words(r"^type"),
    "origin": words(r"^source"),
    "wording": words(r"^wording"),
}
KIND_WORDS = {
    "checkpoint": TargetKind.CHECKPOINT,
    "target": TargetKind.TARGET,
    "standard": TargetKind.STANDARD,
    "proposed revised timescale": TargetKind.REVISED,
    "planned": TargetKind.PLANNED,
}
GRADES_HEADER = words(r"^grades?$")
UNIT_OF_FIGURE = {"percent": Unit.PERCENT, "count": Unit.COUNT, "words": Unit.WORDS}


def read_checkpoints(header: Header, reader: "_Reader") -> None:
    """Read one row a target or position: targets and planned figures are aims, positions are observations."""
    measures: dict[str, MeasureItem] = {}
    for row in table_rows(header, "code"):
        name_cell, kind_cell = header.cell(row, "measure"), header.cell(row, "kind")
        if name_cell is None or kind_cell is None:
            reader.account.note(*header.sheet.row(row))
            continue
        figure_cell = header.cell(row, "figure")
        figure = _figure(figure_cell)
        if figure_cell and figure.question:
            _ask(figure_cell, figure, reader)
        measure = _measure(header, row, name_cell, figure, measures)
        source = Source(header.sheet.title, (figure_cell or name_cell).address)
        kind = kind_cell.text.strip().casefold()
        origin, wording = header.text(row, "origin"), header.text(row, "wording")
        known_on = _origin_day(origin)
        due = _date_within(header.text(row, "due"))
        if kind in KIND_WORDS:
            reader.document.targets.append(
                TargetItem(
                    measure,
                    KIND_WORDS[kind],
                    figure.words,
                    source,
                    figure.lowest,
                    figure.highest,
                    due,
                    origin,
                    wording,
                    known_on,
                )
            )
        elif kind == "position":
            reader.document.observations.append(
                ObservationItem(
                    measure,
                    figure.words,
                    source,
                    figure.lowest,
                    figure.highest if figure.highest != figure.lowest else None,
                    due,
                    origin=origin,
                    wording=wording,
                    known_on=known_on,
                )
            )
        else:
            reader.say(
                "warning",
                kind_cell,
                "The type was not understood: the row was kept as notes.",
                kind_cell.text,
                ", ".join(KIND_WORDS) + " or position",
            )
            reader.account.note(*header.sheet.row(row))
            continue
        _read_baseline(header, row, measure, known_on, origin, reader)
        reader.account.map(*(header.cell(row, name) for name in CHECKPOINT_COLUMNS))
    reader.document.measures.extend(measures.values())


def _ask(cell: Cell, figure: Figure, reader: "_Reader") -> None:
    reader.say("warning", cell, f"{figure.question}: kept as words.", cell.text, WITH_A_POINT)


def _figure(cell: Cell | None) -> Figure:
    return read_figure(cell.value, cell.number_format, cell.text) if cell else Figure("")


def _measure(
    header: Header, row: int, name_cell: Cell, figure: Figure, measures: dict[str, MeasureItem]
) -> str:
    """Return the code of the measure that a row names; the same name is the same measure."""
    name = plain(name_cell.text)
    code = measure_code(name)
    numbers = [
        int(text) if (text := header.text(row, field)).isdecimal() else None
        for field in ("theme", "recommendation")
    ]
    themes, recommendations = (() if number is None else (number,) for number in numbers)
    known = measures.get(code)
    unit = UNIT_OF_FIGURE[figure.unit]
    if known and known.unit != Unit.WORDS:
        unit = known.unit
    measures[code] = MeasureItem(
        code,
        known.name if known else name,
        unit,
        known.source if known else Source(name_cell.sheet, name_cell.address),
        polarity_in_name(name),
        themes=tuple(dict.fromkeys((*(known.themes if known else ()), *themes))),
        recommendations=tuple(dict.fromkeys((*(known.recommendations if known else ()), *recommendations))),
    )
    return code


def _read_baseline(
    header: Header, row: int, measure: str, known_on: date | None, origin: str, reader: "_Reader"
) -> None:
    cell = header.cell(row, "baseline")
    if cell is None:
        return
    figure = _figure(cell)
    if figure.question:
        _ask(cell, figure, reader)
    item = TargetItem(
        measure,
        TargetKind.BASELINE,
        figure.words,
        Source(cell.sheet, cell.address),
        figure.lowest,
        figure.highest,
        origin=origin,
        known_on=known_on,
    )
    already = any(
        other.measure == measure and other.kind == TargetKind.BASELINE and other.words == item.words
        for other in reader.document.targets
    )
    if not already:
        reader.document.targets.append(item)


def _origin_day(origin: str) -> date | None:
    match = DAY_MONTH_YEAR.search(origin)
    return read_date(match[0]).latest if match else None


def _date_within(text: str) -> WrittenDate:
    """Read a date cell that may say more than the date (`within 6 months ie by April 2017`)."""
    whole = read_date(text)
    if whole.kind != "not_understood":
        return whole
    found = [read_date(match[0]) for match in (DAY_MONTH_YEAR.search(text), MONTH_YEAR.search(text)) if match]
    if len(found) == 1 and not re.search(r"\b(?:between|compared|and|since)\b", text):
        return WrittenDate(text, found[0].kind, found[0].earliest, found[0].latest)
    return whole


def read_grades(sheet: Sheet, reader: "_Reader") -> None:
    """Read a grid of grades: periods across, one grade a row. A zero is a value; an empty cell is none."""
    label = next((cell for cell in sheet.cells() if GRADES_HEADER.search(cell.text.strip())), None)
    if label is None:
        return
    periods = {
        cell.column: cell for cell in sheet.row(label.row - 1) if isinstance(cell.value, datetime | date)
    }
    if not periods:
        return
    reader.account.map(label, *periods.values(), *sheet.row(label.row))
    title = next((cell.text.strip() for cell in sheet.cells() if cell.row < label.row - 1), "")
    row = label.row + 1
    while row in sheet.rows and sheet.at(row, label.column) is not None:
        grade = sheet.at(row, label.column)
        if grade is None or not any(column in sheet.rows[row] for column in periods):
            break
        name = f"Case file audits graded {plain(grade.text).lower()}"
        code = measure_code(name)
        reader.document.measures.append(
            MeasureItem(
                code,
                name,
                Unit.PERCENT,
                Source(grade.sheet, grade.address),
                Polarity.HIGHER,
                Frequency.IRREGULAR,
            )
        )
        for column, period in periods.items():
            cell = sheet.rows[row].get(column)
            if cell is not None:
                _add_grade(code, cell, period, sheet.text(label.row, column), title, reader)
        reader.account.map(grade)
        row += 1


def _add_grade(code: str, cell: Cell, period: Cell, auditor: str, title: str, reader: "_Reader") -> None:
    figure = read_figure(cell.value, cell.number_format, cell.text)
    if figure.question:
        _ask(cell, figure, reader)
    nothing = None if figure.question else Decimal(0)
    month = read_date(f"{period.value:%B %Y}")
    reader.document.observations.append(
        ObservationItem(
            code,
            figure.words,
            Source(cell.sheet, cell.address),
            figure.lowest if figure.lowest is not None else nothing,
            period=month,
            origin=plain(auditor),
            wording=title,
            known_on=month.latest,
        )
    )
    reader.account.map(cell)
