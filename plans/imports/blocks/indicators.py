"""Grids of indicators: one row a measure, its periods across; and lists of measures with a value each."""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from improvement.periods import month_end
from improvement.spreadsheets import Cell, Sheet
from improvement.written_dates import MONTHS, WrittenDate, read_date
from performance.analysis.unusual import may_be_a_fraction
from performance.choices import Frequency, ObservationStatus, Polarity, TargetKind, Unit
from plans.imports.blocks.comparators import compare_row, measure_quoted
from plans.imports.blocks.declaration import Section
from plans.imports.blocks.measure_words import (
    frequency_of,
    frequency_said,
    polarity_said,
    quarter_to,
    unit_said,
)
from plans.imports.blocks.reading import Reading
from plans.imports.blocks.reported import Reported, read_reported
from plans.imports.kinds.measure import MeasureItem
from plans.imports.kinds.observation import ObservationItem
from plans.imports.kinds.stated_figure import StatedFigureItem
from plans.imports.kinds.target import TargetItem
from plans.imports.measure_names import measure_code, polarity_in_name, unit_in_name
from plans.imports.parsers.people import plain
from plans.imports.parsers.periods import FINANCIAL, read_period
from plans.imports.tables import Header, Match, band_over
from plans.imports.values import Source

MONTH_OF_YEAR = re.compile(r"^(?P<month>[A-Za-z]{3,9})\s+(?:20)?(?P<start>\d\d)\s?/\s?\d\d$")
CALENDAR = re.compile(r"\b20\d\d\b")
NUMBERED_PERIOD = re.compile(r"^p(?:eriod)?\s?(?P<number>\d{1,2})$", re.IGNORECASE)
TARGETS = re.compile(r"^(?:targets?|goals?|ambitions?)\b", re.IGNORECASE)
MONTH_ALONE = re.compile(r"^(?P<month>[A-Za-z]{3,9})$")
BOUNDS = {"<": "under ", "≤": "at most ", ">": "over ", "≥": "at least "}
BOUND_SIGNS = re.compile(r"^\s*([<≤>≥])=?\s*(?=\d)")
UNITS = {"percent": Unit.PERCENT, "count": Unit.COUNT, "words": Unit.WORDS}


def read_indicators(section: Section, reading: Reading) -> None:
    """Read a grid or list of measures. A row without a name is no measure, whatever an empty formula shows in it."""
    header = section.header
    periods = _periods_across(header, reading)
    for row in section.rows:
        cell = header.own(row, "measure")
        cells = header.sheet.row(row)
        if cell is None or len(cells) < 2 or cell.is_merged_across:
            # Noughts of empty formulas, remarks: nothing that measures.
            reading.account.note(*cells)
            continue
        name = plain(cell.text)
        theme = section.theme
        number = header.own(row, "theme")
        code = measure_code(name)
        before = len(reading.document.observations)
        said = _Said.of(section, row, periods)
        seen = _read_row(section, row, code, said.periods, reading)
        unit = _unit(
            name, said.unit, [UNITS[reported.unit] for reported in seen if reported.value is not None]
        )
        if seen and unit == Unit.PERCENT:
            _ask_about_fractions(reading, cells, seen, before)
        add_measure(
            reading,
            MeasureItem(
                code,
                name,
                unit,
                Source(cell.sheet, cell.address),
                said.polarity or polarity_in_name(name),
                said.frequency,
                themes=(theme.number,) if theme else (),
            ),
        )
        reading.account.map(cell, number, header.own(row, "reference"))
        reading.account.map(*said.cells)
        reading.account.note(*cells)


@dataclass(frozen=True)
class _Said:
    """What a row's columns say of its measure, the cells that say it, and the periods of its figures."""

    polarity: Polarity | None
    unit: Unit | None
    frequency: Frequency
    periods: dict[int, WrittenDate]
    cells: tuple[Cell, ...]

    @classmethod
    def of(cls, section: Section, row: int, periods: dict[int, WrittenDate]) -> "_Said":
        header = section.header
        cells = {name: header.own(row, name) for name in ("polarity", "unit", "frequency")}
        over = next((plain(match.cell.text) for match in header.matches if match.field == "polarity"), "")
        often = frequency_said(cells["frequency"])
        frequency = often or frequency_of(periods.values(), len(header.several("outturn")))
        found = {
            "polarity": polarity_said(over, cells["polarity"]),
            "unit": unit_said(cells["unit"]),
            "frequency": often,
        }
        if frequency == Frequency.QUARTERLY:
            periods = {column: quarter_to(period) for column, period in periods.items()}
        known = tuple(cell for name, cell in cells.items() if cell is not None and found[name] is not None)
        return cls(found["polarity"], found["unit"], frequency, periods, known)  # type: ignore[arg-type]


def _unit(name: str, said: Unit | None, reported: list[Unit]) -> Unit:
    """Return a measure's unit: per cent where its figures carry the sign, else what a column or the name says of it."""
    if reported and all(unit == Unit.PERCENT for unit in reported):
        return Unit.PERCENT
    return said or unit_in_name(name) or next(iter(reported), Unit.WORDS)


def _ask_about_fractions(reading: Reading, cells: list[Cell], seen: list[Reported], before: int) -> None:
    """Keep as words, and ask about, a number without a per cent sign that fits the row's others as a fraction of 1.

    A 0.86 among eighties is 86% more likely than under 1%, and neither is sure.
    """
    observations = reading.document.observations
    for place, reported in enumerate(seen, start=before):
        others = [item.value for item in seen if item is not reported and item.value is not None]
        value = reported.value
        if value is None or reported.unit == "percent" or not may_be_a_fraction(value, others):
            continue
        observations[place] = replace(observations[place], value=None, highest=None)
        cell = next(cell for cell in cells if cell.address == observations[place].source.cell)
        reading.ask(cell, f"“{reported.words}” could be {value:f}% or {(value * 100).normalize():f}%")


def read_examples(section: Section, reading: Reading) -> None:
    """Read figures that a report quotes of its measures: claims, beside what the measures themselves say."""
    header = section.header
    for row in section.rows:
        cell = header.own(row, "measure")
        if cell is None:
            continue
        for field, when in (("value", "as_at"), ("previous", "previous_period")):
            quoted, period = header.own(row, field), header.own(row, when)
            if quoted is None:
                continue
            said = read_reported(quoted.value, quoted.number_format, quoted.text)[0]
            reading.ask(quoted, said.question)
            label = ", ".join(filter(None, [plain(cell.text), plain(period.text) if period else ""]))
            if said.value is not None:
                reading.document.stated_figures.append(
                    StatedFigureItem(
                        label[:200],
                        said.value,
                        " ".join(quoted.text.split())[:300],
                        Source(quoted.sheet, quoted.address),
                        said.unit,
                    )
                )
                reading.account.map(cell, quoted, period)
        quoted_of = measure_quoted(plain(cell.text), reading.document.measures)
        if quoted_of:
            compare_row(header, row, quoted_of.code, reading, _period_of(header.own(row, "as_at")))
        reading.account.note(*header.sheet.row(row))


def add_measure(reading: Reading, item: MeasureItem) -> None:
    """Add a measure, or join it with the one of the same name that was met before."""
    measures = reading.document.measures
    for position, known in enumerate(measures):
        if known.code == item.code:
            measures[position] = MeasureItem(
                known.code,
                known.name,
                known.unit if known.unit != Unit.WORDS else item.unit,
                known.source,
                known.polarity if known.polarity != Polarity.NEITHER else item.polarity,
                known.frequency,
                themes=tuple(dict.fromkeys((*known.themes, *item.themes))),
                recommendations=tuple(dict.fromkeys((*known.recommendations, *item.recommendations))),
            )
            return
    measures.append(item)


def _periods_across(header: Header, reading: Reading) -> dict[int, WrittenDate]:
    """Return each period column's days. Months without a year lie in the last twelve that the workbook can speak of."""
    matches = header.several("period")
    found: dict[int, WrittenDate] = {}
    bare: list[tuple[Match, int]] = []
    for match in matches:
        text = plain(match.cell.text)
        alone = MONTH_ALONE.match(text)
        if under := _under_a_year(header.sheet, match.cell):
            found[match.cell.column] = under
        elif alone and alone["month"].casefold() in MONTHS:
            bare.append((match, MONTHS[alone["month"].casefold()]))
        else:
            written = read_date(match.cell.text)
            known = written if written.latest else read_period(match.cell.text)
            found[match.cell.column] = _whole_month(known)
    if bare:
        limit = reading.speaks_for or date.max.replace(year=2000)
        year = limit.year if month_end(limit.year, bare[-1][1]) <= limit else limit.year - 1
        following = 13
        for match, month in reversed(bare):
            if month > following:
                year -= 1
            following = month
            if reading.speaks_for is None:
                found[match.cell.column] = WrittenDate(plain(match.cell.text), "not_understood")
                continue
            found[match.cell.column] = WrittenDate(
                f"{plain(match.cell.text)} {year}", "month", date(year, month, 1), month_end(year, month)
            )
        if reading.speaks_for:
            reading.say(
                "note",
                bare[0][0].cell,
                f"The months carry no year: read as ending in {year_of(found, bare[-1][0])}.",
            )
    return dict(sorted(found.items()))


def _whole_month(written: WrittenDate) -> WrittenDate:
    """Return the month that a heading means by its first day, as Excel keeps `Apr-26`, or by its last."""
    first = written.earliest
    if written.kind != "exact" or first is None:
        return written
    if first.day != 1 and first != month_end(first.year, first.month):
        return written
    first = first.replace(day=1)
    return WrittenDate(f"{first:%B %Y}", "month", first, month_end(first.year, first.month))


def _under_a_year(sheet: Sheet, cell: Cell) -> WrittenDate | None:
    """Return the days of what stands with its financial year: `April`, `Q1` or `P1` under `2025/26`; `Apr 25/26`."""
    text = plain(cell.text)
    if own := MONTH_OF_YEAR.match(text):
        return _month_of(own["month"], 2000 + int(own["start"]))
    year = FINANCIAL.search(band_over(sheet, cell))
    if year is None:
        return _in_calendar_year(sheet, cell)
    start = int(year["start"])
    if alone := MONTH_ALONE.match(text):
        return _month_of(alone["month"], start)
    if numbered := NUMBERED_PERIOD.match(text):
        # The first period of a financial year is April.
        return _month_of(date(2000, (int(numbered["number"]) + 2) % 12 + 1, 1).strftime("%B"), start)
    quarter = read_period(f"{text} {year[0]}")
    return quarter if quarter.kind == "quarter" else None


def _in_calendar_year(sheet: Sheet, cell: Cell) -> WrittenDate | None:
    """Return the days of a month or quarter under a calendar year; a month before the band's first is of the next."""
    year = CALENDAR.search(band_over(sheet, cell))
    over = sheet.at(cell.row - 1, cell.column)
    if year is None or over is None:
        return None
    text = plain(cell.text)
    month = MONTHS.get(text.casefold())
    if month is None:
        quarter = read_period(f"{text} {year[0]}")
        return quarter if quarter.kind == "quarter" else None
    first = MONTHS.get(plain(sheet.text(cell.row, over.column)).casefold(), 1)
    of = int(year[0]) + (month < first)
    return WrittenDate(f"{text} {of}", "month", date(of, month, 1), month_end(of, month))


def _month_of(name: str, start: int) -> WrittenDate | None:
    """Return a month of the financial year that begins in a year; None for no month's name."""
    month = MONTHS.get(name.casefold())
    if month is None:
        return None
    year = start if month >= 4 else start + 1
    return WrittenDate(f"{name} {year}", "month", date(year, month, 1), month_end(year, month))


def year_of(found: dict[int, WrittenDate], match: Match) -> str:
    return found[match.cell.column].words


def _read_row(
    section: Section, row: int, code: str, periods: dict[int, WrittenDate], reading: Reading
) -> list[Reported]:
    header, sheet = section.header, section.header.sheet
    seen: list[Reported] = []
    for column, period in periods.items():
        cell = sheet.rows[row].get(column)
        if cell is not None:
            seen.extend(observe(reading, code, cell, period))
    for match in header.several("outturn"):
        cell = sheet.rows[row].get(match.cell.column)
        if cell is not None and TARGETS.match(band_over(sheet, match.cell)):
            # A year under the band of targets is a year's target.
            aim(reading, code, cell, match)
        elif cell is not None:
            seen.extend(observe(reading, code, cell, read_period(match.cell.text)))
    value = header.own(row, "value") if not periods else None
    as_at = header.own(row, "as_at")
    if value is not None:
        seen.extend(observe(reading, code, value, _period_of(as_at)))
        reading.account.map(as_at)
    previous = header.own(row, "previous") if not periods else None
    if previous is not None:
        when = header.own(row, "previous_period")
        seen.extend(observe(reading, code, previous, _period_of(when)))
        reading.account.map(when)
    for match in header.several("target"):
        cell = sheet.rows[row].get(match.cell.column)
        if cell is not None:
            aim(reading, code, cell, match)
    compare_row(header, row, code, reading)
    to_date = header.own(row, "year_to_date")
    if to_date is not None and seen:
        if to_date.value not in (0, "0"):
            seen.extend(observe(reading, code, to_date, WrittenDate("Year to date", "not_understood")))
        else:
            reading.account.note(to_date)
    wording, note = header.own(row, "wording"), header.own(row, "note")
    if note is not None and not seen:
        reading.document.observations.append(
            ObservationItem(
                code,
                plain(note.text),
                Source(note.sheet, note.address),
                period=list(periods.values())[-1] if periods else WrittenDate(),
                status=ObservationStatus.NOT_AVAILABLE,
            )
        )
        reading.account.map(note)
    if wording is not None and wording.row == row:
        reading.account.note(wording)
    return seen


def _period_of(cell: Cell | None) -> WrittenDate:
    return read_period(cell.text) if cell else WrittenDate()


def observe(reading: Reading, code: str, cell: Cell, period: WrittenDate) -> list[Reported]:
    """Record what a cell reports. A merged cell is read once, beside its first row."""
    found = read_reported(cell.value, cell.number_format, cell.text, period)
    for reported in found:
        reading.ask(cell, reported.question)
        words = (
            f"Year to date {reported.period.words}".strip()
            if reported.is_year_to_date
            else reported.period.words
        )
        reading.document.observations.append(
            ObservationItem(
                code,
                reported.words,
                Source(cell.sheet, cell.address),
                reported.value,
                reported.highest,
                WrittenDate(words, reported.period.kind, reported.period.earliest, reported.period.latest),
                reported.status,
                numerator=reported.numerator,
                denominator=reported.denominator,
            )
        )
    reading.account.map(cell)
    return found


def aim(reading: Reading, code: str, cell: Cell, match: Match) -> None:
    """Record a target by the date that its cell, else its header, names."""
    due = read_period(re.sub(r"^targets?\s*(?:for|by)?\s*", "", plain(match.cell.text), flags=re.IGNORECASE))
    # In a target `<5` is a bound; among figures it is a small number that is not told.
    shown = BOUND_SIGNS.sub(lambda match: BOUNDS[match[1]], cell.text)
    value = shown if shown != cell.text else cell.value
    reported = replace(read_reported(value, cell.number_format, shown, due)[0], words=cell.text.strip())
    reading.ask(cell, reported.question)
    lowest: Decimal | None = reported.value
    reading.document.targets.append(
        TargetItem(
            code,
            TargetKind.TARGET,
            reported.words,
            Source(cell.sheet, cell.address),
            lowest,
            reported.highest if reported.highest is not None else lowest,
            reported.period,
        )
    )
    reading.account.map(cell)
    if (
        reported.value is None
        and not reported.question
        and any(character.isdigit() for character in reported.words)
    ):
        several = len(re.findall(r"\d+(?:[.,]\d+)*", reported.words)) > 1
        why = "Several figures stand in one target" if several else "The target says more than a figure"
        reading.say("note", cell, f"{why}: kept as words.", reported.words)
