"""Grids of indicators: one row a measure, its periods across; and lists of measures with a value each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from improvement.spreadsheets import Cell
from improvement.written_dates import WrittenDate
from performance.analysis.unusual import may_be_a_fraction
from performance.choices import Frequency, ObservationStatus, Polarity, TargetKind, Unit
from plans.imports.blocks.comparators import compare_row, measure_quoted
from plans.imports.blocks.declaration import Section
from plans.imports.blocks.measure_parts import (
    MeasureRows,
    Part,
    PeriodColumns,
    columns_of,
    columns_under_bands,
    rows_in_parts,
)
from plans.imports.blocks.measure_words import (
    frequency_of,
    frequency_said,
    polarity_said,
    quarter_to,
    unit_said,
)
from plans.imports.blocks.period_columns import is_under_targets, periods_across
from plans.imports.blocks.reading import Reading
from plans.imports.blocks.reported import Reported, read_reported
from plans.imports.kinds.measure import MeasureItem
from plans.imports.kinds.observation import ObservationItem
from plans.imports.kinds.stated_figure import StatedFigureItem
from plans.imports.kinds.target import TargetItem
from plans.imports.measure_names import measure_code, polarity_in_name, unit_in_name
from plans.imports.parsers.people import plain
from plans.imports.parsers.periods import read_period
from plans.imports.tables import Header, Match
from plans.imports.values import Source

BOUNDS = {"<": "under ", "≤": "at most ", ">": "over ", "≥": "at least "}
BOUND_SIGNS = re.compile(r"^\s*([<≤>≥])=?\s*(?=\d)")
UNITS = {"percent": Unit.PERCENT, "count": Unit.COUNT, "words": Unit.WORDS}


def read_indicators(section: Section, reading: Reading) -> None:
    """Read a grid or list of measures. A row without a name is no measure, whatever an empty formula shows in it."""
    header = section.header
    periods = periods_across(header, reading)
    grid, several = _Grid.of(header, periods), rows_in_parts(section, periods)
    for row in section.rows:
        parts = several.get(row)
        if parts is not None and parts.by_part.get(Part.FIGURE) != row:
            # Read beside the measure's figure.
            if Part.FIGURE not in parts.by_part and parts.name.row == row:
                reading.say(
                    "warning",
                    parts.name,
                    "Several rows of figures stand under this measure, and none is known as its own: none was read. "
                    "Call one of them Result or Actual.",
                    parts.name.text,
                )
            reading.account.note(*header.sheet.row(row))
            continue
        cell = parts.name if parts else header.own(row, "measure")
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
        said = _Said.of(section, cell.row, periods)
        seen = _read_row(grid, row, code, said.periods, reading, parts)
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
    _say_how_often(reading)


def _say_how_often(reading: Reading) -> None:
    """Give a measure that has a row for each period the frequency of those."""
    periods: dict[str, list[WrittenDate]] = {}
    for observation in reading.document.observations:
        if observation.period.kind in {"month", "quarter"}:
            periods.setdefault(observation.measure, []).append(observation.period)
    measures = reading.document.measures
    for place, item in enumerate(measures):
        own = periods.get(item.code, [])
        if item.frequency == Frequency.IRREGULAR and len(own) > 1:
            measures[place] = replace(item, frequency=frequency_of(own, 0))


@dataclass(frozen=True)
class _Grid:
    """A table's columns, the same for all of its rows: each period's, and targets that stand under no period."""

    header: Header
    under: Sequence[PeriodColumns]
    targets: Sequence[Match]

    @classmethod
    def of(cls, header: Header, periods: Mapping[int, WrittenDate]) -> "_Grid":
        years = {match.cell.column: read_period(match.cell.text) for match in header.several("outturn")}
        under = columns_of(header, {**periods, **years}) or columns_under_bands(header)
        told = {at for columns in under for at in columns.by_part.values()}
        targets = [match for match in header.several("target") if match.cell.column not in told]
        return cls(header, under, targets)


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


def _read_row(
    grid: _Grid,
    row: int,
    code: str,
    periods: dict[int, WrittenDate],
    reading: Reading,
    parts: MeasureRows | None,
) -> list[Reported]:
    header, sheet = grid.header, grid.header.sheet
    seen = _read_across(grid, row, code, periods, reading, parts)
    value = header.own(row, "value") if not grid.under else None
    as_at = header.own(row, "as_at")
    if value is not None:
        seen.extend(observe(reading, code, value, _period_of(as_at)))
        reading.account.map(as_at)
    previous = header.own(row, "previous") if not grid.under else None
    if previous is not None:
        when = header.own(row, "previous_period")
        seen.extend(observe(reading, code, previous, _period_of(when)))
        reading.account.map(when)
    for match in grid.targets:
        rows = parts.rows if parts else (row,)
        cell = next((cell for of in rows if (cell := sheet.rows[of].get(match.cell.column))), None)
        if cell is not None:
            aim(reading, code, cell, match.cell.text)
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


def _read_across(
    grid: _Grid,
    row: int,
    code: str,
    periods: Mapping[int, WrittenDate],
    reading: Reading,
    parts: MeasureRows | None,
) -> list[Reported]:
    """Read a measure's figures, with what stands beside or below them, and its targets by their periods.

    `periods` are those that the measure itself reports by, where they are others than their columns'.
    """
    sheet = grid.header.sheet
    seen: list[Reported] = []
    for columns in grid.under:
        period = periods.get(columns.heading, columns.period)
        given = {part: cell for part, at in columns.by_part.items() if (cell := sheet.rows[row].get(at))}
        if parts is not None and Part.FIGURE in columns.by_part:
            at = columns.by_part[Part.FIGURE]
            given |= {part: cell for part, of in parts.by_part.items() if (cell := sheet.rows[of].get(at))}
        figure, target = given.get(Part.FIGURE), given.get(Part.TARGET)
        if figure is not None and is_under_targets(grid.header, figure.column):
            aim(reading, code, figure, "", period)
        elif figure is not None:
            seen.extend(observe(reading, code, figure, period))
            _beside(reading, given)
        if target is not None:
            aim(reading, code, target, "", period)
    return seen


def _beside(reading: Reading, given: Mapping[Part, Cell]) -> None:
    """Keep with the figure that was read last its numerator and denominator, where their own cells give numbers."""

    def number(part: Part) -> Decimal | None:
        cell = given.get(part)
        value = read_reported(cell.value, cell.number_format, cell.text)[0].value if cell else None
        reading.account.map(cell if value is not None else None)
        return value

    observations = reading.document.observations
    if observations[-1].value is not None:
        numerator, denominator = number(Part.NUMERATOR), number(Part.DENOMINATOR)
        observations[-1] = replace(
            observations[-1],
            numerator=numerator if numerator is not None else observations[-1].numerator,
            denominator=denominator if denominator is not None else observations[-1].denominator,
        )


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


def aim(reading: Reading, code: str, cell: Cell, header: str, due: WrittenDate | None = None) -> None:
    """Record a target by the date that its cell, else its header, names; or `due`, where its column has a period."""
    due = due or read_period(re.sub(r"^targets?\s*(?:for|by)?\s*", "", plain(header), flags=re.IGNORECASE))
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
