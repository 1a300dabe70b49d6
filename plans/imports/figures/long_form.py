"""A council's own figures: in long form (measure, period, value, …), or with the periods across."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from improvement.periods import month_end
from improvement.written_dates import WrittenDate
from improvement.written_numbers import WITH_A_POINT
from performance.analysis.entered import Entered, completed, problems, question_about
from performance.analysis.measure_types import type_of_period
from performance.analysis.periods import is_due, period_of
from performance.choices import Frequency, MeasureType, ObservationStatus, Unit
from plans.imports.figures.flat_file import (
    FlatFile,
    Record,
    doubt_about,
    flat_file,
    has_header,
    number_in,
    open_sheets,
)
from plans.imports.figures.wide_form import columns_not_read, find_wide_table, wide_records
from plans.imports.parsers.no_figure import why_no_figure
from plans.imports.parsers.periods import read_period
from plans.position import Position
from plans.position.measures import MeasurePosition

NEEDED = {
    "measure": "its code or its name",
    "period": "for example September 2018, 2018-09 or 2018/19",
    "value": "the figure",
}
COLUMNS = (*NEEDED, "numerator", "denominator", "status", "note")
STATUS_WORDS = {
    "": ObservationStatus.FINAL,
    "final": ObservationStatus.FINAL,
    "provisional": ObservationStatus.PROVISIONAL,
    "not available": ObservationStatus.NOT_AVAILABLE,
    "not_available": ObservationStatus.NOT_AVAILABLE,
    "n/a": ObservationStatus.NOT_AVAILABLE,
}
SHARED = (
    "Whoever brings it in may not enter this measure's figures: another plan of the council keeps it too, or it has "
    "another owner."
)
MONTHS_DUE = {Frequency.QUARTERLY: "March, June, September or December", Frequency.YEARLY: "March"}


@dataclass(frozen=True)
class FigureLine:
    """One row understood: which measure, which period, which figure, and where it stands in the file."""

    measure: MeasurePosition
    period: WrittenDate
    measure_type: MeasureType
    entered: Entered
    words: str
    record: Record

    @property
    def row(self) -> int:
        return self.record.number

    @property
    def question(self) -> str:
        """What to ask of a figure far from what the measure had before; empty where nothing is far."""
        asked = question_about(
            self.entered.value,
            _usual(self.measure, self.measure_type, self.period),
            Unit(self.measure.unit),
        )
        return asked.partition(": is this correct?")[0]


def read_figures(
    name: str, content: bytes, position: Position, may_enter: Collection[int]
) -> tuple[FlatFile, list[FigureLine]]:
    """Return what a file says of a plan's measures; raise ImportRefused with every error, each with its cell.

    A figure of a measure that is not in `may_enter`, by key, is such an error: another plan keeps the measure too.
    """
    measures = {measure.code.casefold(): measure for measure in position.measures}
    named: dict[str, list[MeasurePosition]] = {}
    for measure in position.measures:
        named.setdefault(" ".join(measure.name.split()).casefold(), []).append(measure)
    file = _open(name, content, {*measures, *named}, position.as_at)
    lines: dict[tuple[int, str, date | None], FigureLine] = {}
    rows: dict[int, int] = {}
    for record in file.records:
        found = _measure(file, record, measures, named)
        if (
            file.is_wide
            and found is not None
            and rows.setdefault(found.measure_id, record.number) != record.number
        ):
            # A row of targets under the row of figures, say: whose is whose can't be told.
            file.say(
                "error", record, "measure", f"This measure stands in row {rows[found.measure_id]} already.",
                "one row for each measure",
            )  # fmt: skip
            continue
        if found is not None and found.measure_id not in may_enter:
            file.say("error", record, "measure", SHARED, "a measure whose figures they may enter")
            continue
        period = _period(file, record)
        entered = _entered(file, record, found)
        if found is None or period is None or entered is None:
            continue
        if file.is_wide and _is_blank(record, found, period, position.as_at):
            continue
        if file.is_wide and _is_month(period):
            if not _is_due(file, record, found, period):
                continue
            kind, period = _as_its_type(found, period)
        else:
            kind, period = _placed(found, period)
        if not _can_be_by(file, record, period, entered, position.as_at):
            continue
        line = FigureLine(found, period, kind, entered, record.text("value"), record)
        key = (found.measure_id, kind, period.latest)
        if key in lines and lines[key].entered != entered:
            file.say(
                "error", record, "period", f"This measure and period stand in row {lines[key].row} already."
            )
        lines[key] = line
    if not file.records:
        cell = next(iter(file.headers.values()))
        file.say(
            "error", Record(cell.row, {"measure": cell}), "measure", "There are no rows under the header."
        )
    file.refuse_errors()
    return file, list(lines.values())


def _open(name: str, content: bytes, known: Collection[str], on: date) -> FlatFile:
    """Return a file's records, a figure each: in long form, else with the periods across."""
    sheets = open_sheets(name, content)
    table = None
    if not has_header(sheets, NEEDED):
        table = find_wide_table(sheets, lambda text: " ".join(text.split()).casefold() in known)
    if table is None:
        return flat_file(name, content, sheets, NEEDED)
    said = columns_not_read(table)
    return FlatFile(
        name,
        hashlib.sha256(content).hexdigest(),
        content,
        table.sheet.title,
        {"measure": next(iter(table.periods.values()))},
        wide_records(table, on),
        [said] if said else [],
        is_wide=True,
    )


def _is_month(period: WrittenDate) -> bool:
    """Whether a heading is of a month: so is its first day or its last, as spreadsheets keep months."""
    if type_of_period(period.earliest, period.latest, period.words) == MeasureType.MONTH:
        return True
    last = period.latest
    is_a_day = last is not None and period.earliest == last
    return is_a_day and last is not None and (last.day == 1 or last == month_end(last.year, last.month))


def _is_blank(record: Record, measure: MeasurePosition, period: WrittenDate, on: date) -> bool:
    """Whether a dash or an *n/a* only fills a cell in which no figure can be yet, or none belongs."""
    if not why_no_figure(record.text("value")) or period.latest is None:
        return False
    version = measure.version
    is_to_come = period.earliest is not None and period.latest > on
    return is_to_come or not is_due(version.frequency, version.measure_type, period.latest.month)


def _is_due(file: FlatFile, record: Record, measure: MeasurePosition, period: WrittenDate) -> bool:
    """Say of a quarter's or a year's figure under a month in which none is reported that it belongs elsewhere."""
    version = measure.version
    if period.latest is None or is_due(version.frequency, version.measure_type, period.latest.month):
        return True
    of_a_quarter = version.frequency == Frequency.QUARTERLY or version.measure_type == MeasureType.QUARTER
    months = MONTHS_DUE[Frequency.QUARTERLY if of_a_quarter else Frequency.YEARLY]
    text = f"This measure is reported by the {'quarter' if of_a_quarter else 'year'}."
    file.say("error", record, "value", text, f"its figure under {months}")
    return False


def _as_its_type(measure: MeasurePosition, period: WrittenDate) -> tuple[MeasureType, WrittenDate]:
    """Return what a figure under a month's heading speaks for: what the measure is of, up to that month's end."""
    own = MeasureType(measure.version.measure_type)
    first, last, words = period_of(own, period.latest or date.min)
    return own, WrittenDate(words, "month" if first else "exact", first or last, last)


def _placed(measure: MeasurePosition, period: WrittenDate) -> tuple[MeasureType, WrittenDate]:
    """Return what a period speaks for and its days as the measure keeps them: a monthly measure's day is its month."""
    own = MeasureType(measure.version.measure_type)
    kind = type_of_period(period.earliest, period.latest, period.words)
    last = period.latest
    if last and own == MeasureType.MONTH and kind == MeasureType.SNAPSHOT and last.day == 1:
        first, last, words = period_of(own, last)
        return own, WrittenDate(words, "month", first, last)
    if last and own == MeasureType.SNAPSHOT and kind == MeasureType.MONTH:
        first, last, words = period_of(own, last)
        return own, WrittenDate(words, "exact", last, last)
    return kind, period


def _can_be_by(file: FlatFile, record: Record, period: WrittenDate, entered: Entered, on: date) -> bool:
    """Say what is wrong with a period that has not begun, or a final figure of one that has not ended."""
    if period.earliest and period.earliest > on:
        file.say("error", record, "period", "The period has not begun.", f"a period up to {on:%-d %B %Y}")
        return False
    if period.latest and period.latest > on and entered.status == ObservationStatus.FINAL:
        file.say(
            "error",
            record,
            "status" if "status" in record.cells else "period",
            "The period has not ended: the figure can only be provisional.",
            "provisional",
        )
        return False
    return True


def _usual(measure: MeasurePosition, kind: MeasureType, period: WrittenDate) -> list[Decimal]:
    """Return the values of the periods before, which show what is usual."""
    return [
        figure.value
        for figure in measure.series.of_type(kind)
        if figure.value is not None
        and figure.period_end
        and period.latest
        and figure.period_end < period.latest
    ]


def _measure(
    file: FlatFile,
    record: Record,
    codes: dict[str, MeasurePosition],
    named: dict[str, list[MeasurePosition]],
) -> MeasurePosition | None:
    words = record.text("measure").casefold()
    if words in codes:
        return codes[words]
    alike = named.get(words, [])
    if len(alike) == 1:
        return alike[0]
    text = (
        "No measure is given."
        if not words
        else "Two measures of the plan have this name: give the code."
        if alike
        else "The plan keeps no measure of this code or name."
    )
    file.say("error", record, "measure", text, "the code on the measure's page or its whole name")
    return None


def _period(file: FlatFile, record: Record) -> WrittenDate | None:
    period = read_period(record.text("period"))
    if period.latest is None:
        file.say("error", record, "period", "The period was not understood.", NEEDED["period"])
        return None
    return period


def _number(file: FlatFile, record: Record, header: str) -> Decimal | None:
    cell = record.cells.get(header)
    if cell is None or not cell.text.strip():
        return None
    number = number_in(cell)
    if number is None and (doubt := doubt_about(cell)):
        file.say("error", record, header, f"{doubt}.", WITH_A_POINT)
    elif number is None:
        file.say("error", record, header, f"The {header} is not a number.", "a number such as 61.5")
    return number


def _entered(file: FlatFile, record: Record, measure: MeasurePosition | None) -> Entered | None:
    said = record.text("status").casefold()
    if said not in STATUS_WORDS:
        file.say(
            "error", record, "status", "The status was not understood.", "final, provisional, not available"
        )
        return None
    status, note = STATUS_WORDS[said], record.text("note")
    if why_no_figure(record.text("value")):
        return Entered(
            status=ObservationStatus.NOT_AVAILABLE,
            note=note or f"“{record.text('value')}” in the file",
        )
    before = len(file.messages)
    value, numerator, denominator = (
        _number(file, record, header) for header in ("value", "numerator", "denominator")
    )
    if len(file.messages) > before:
        return None
    unit = Unit(measure.unit) if measure else Unit.COUNT
    entered = completed(Entered(value, numerator, denominator, status, note), unit)
    found = problems(entered, unit) if measure else []
    for problem in found:
        file.say("error", record, problem.field, problem.text)
    return None if found else entered
