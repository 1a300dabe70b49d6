"""The periods that a scorecard's columns stand for: months, quarters, numbered periods; by their own words, by the year
over them, or by the day that the workbook speaks for.
"""

import re
from datetime import date

from improvement.periods import month_end, months_before
from improvement.spreadsheets import Cell, Sheet
from improvement.written_dates import MONTHS, WrittenDate, read_date
from plans.imports.blocks.reading import Reading
from plans.imports.parsers.people import plain
from plans.imports.parsers.periods import FINANCIAL, read_period
from plans.imports.tables import Header, Match

APRIL = 4
MONTH_OF_YEAR = re.compile(r"^(?P<month>[A-Za-z]{3,9})\s+(?:20)?(?P<start>\d\d)\s?/\s?\d\d$")
CALENDAR = re.compile(r"\b20\d\d\b")
NUMBERED_PERIOD = re.compile(r"^p(?:eriod)?\s?(?P<number>\d{1,2})$", re.IGNORECASE)
TARGETS = re.compile(r"^(?:targets?|goals?|ambitions?)\b", re.IGNORECASE)
MONTH_ALONE = re.compile(r"^(?P<month>[A-Za-z]{3,9})$")


def periods_across(header: Header, reading: Reading) -> dict[int, WrittenDate]:
    """Return each period column's days. Months without a year lie in the last twelve that the workbook can speak of."""
    matches = header.several("period")
    found: dict[int, WrittenDate] = {}
    bare: list[tuple[Match, int]] = []
    for match in matches:
        text = _words(match.cell)
        alone = MONTH_ALONE.match(text)
        if under := _under_a_year(header, match.cell):
            found[match.cell.column] = under
        elif alone and alone["month"].casefold() in MONTHS:
            bare.append((match, MONTHS[alone["month"].casefold()]))
        else:
            found[match.cell.column] = period_said(match.cell)
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
            found[match.cell.column] = _month(plain(match.cell.text), year, month)
        if reading.speaks_for:
            reading.say(
                "note",
                bare[0][0].cell,
                f"The months carry no year: read as ending in {found[bare[-1][0].cell.column].words}.",
            )
    return dict(sorted(found.items()))


def _words(cell: Cell) -> str:
    """Return a heading's words without the mark of a footnote."""
    return plain(cell.text).strip(" *†‡")


def period_said(cell: Cell) -> WrittenDate:
    """Return the period that a heading names by itself: a day that stands for its month is that month."""
    written = read_date(cell.text)
    return _whole_month(written if written.latest else read_period(cell.text))


def _whole_month(written: WrittenDate) -> WrittenDate:
    """Return the month that a heading means by its first day, as Excel keeps `Apr-26`, or by its last."""
    first = written.earliest
    if written.kind != "exact" or first is None:
        return written
    if first.day != 1 and first != month_end(first.year, first.month):
        return written
    return _month(f"{first:%B}", first.year, first.month)


def _under_a_year(header: Header, cell: Cell) -> WrittenDate | None:
    """Return the days of what stands with its financial year: `April`, `Q1` or `P1` under `2025/26`; `Apr 25/26`."""
    text = _words(cell)
    if own := MONTH_OF_YEAR.match(text):
        return _in_financial_year(own["month"], 2000 + int(own["start"]))
    band = _band_of(header, cell)
    if band is None:
        return None
    words = plain(band.text)
    year = FINANCIAL.search(words)
    if year is None or (int(year["start"]) + 1) % 100 != int(year["end"]):
        return _in_calendar_year(header.sheet, cell, band)
    start = int(year["start"])
    if alone := MONTH_ALONE.match(text):
        return _in_financial_year(alone["month"], start)
    if numbered := NUMBERED_PERIOD.match(text):
        # The first period of a financial year is April.
        first = months_before(date(start, APRIL, 1), 1 - int(numbered["number"]))
        return _month(f"{first:%B}", first.year, first.month)
    quarter = read_period(f"{text} {year[0]}")
    return quarter if quarter.kind == "quarter" else None


def _band_of(header: Header, cell: Cell) -> Cell | None:
    """Return the cell merged over a heading and others beside it; not a title, which stands over the names as well."""
    top = header.sheet.at(cell.row - 1, cell.column)
    if top is None or not top.is_merged_across:
        return None
    names = header.columns.get("measure", 0)
    return None if top.column <= names <= top.last_column else top


def is_under_targets(header: Header, column: int) -> bool:
    """Whether a column stands under a band of targets: its periods are then those of targets, and hold no figures."""
    cell = header.sheet.at(header.row, column)
    band = _band_of(header, cell) if cell is not None else None
    return band is not None and bool(TARGETS.match(plain(band.text)))


def _in_calendar_year(sheet: Sheet, cell: Cell, band: Cell) -> WrittenDate | None:
    """Return the days of a month or quarter under a calendar year; once the year has turned, of the next."""
    year = CALENDAR.search(plain(band.text))
    if year is None:
        return None
    text = _words(cell)
    month = MONTHS.get(text.casefold())
    if month is None:
        quarter = read_period(f"{text} {year[0]}")
        return quarter if quarter.kind == "quarter" else None
    under = [sheet.text(cell.row, column) for column in range(band.column, band.last_column + 1)]
    months = [MONTHS.get(plain(name).casefold(), 0) for name in under]
    # The newest may stand first: then no year turns.
    falls = all((before - after) % 12 == 1 for before, after in zip(months, months[1:], strict=False))
    of = int(year[0]) + (month < months[0] and not (falls and len(months) > 1))
    return _month(text, of, month)


def _in_financial_year(name: str, start: int) -> WrittenDate | None:
    """Return a month of the financial year that begins in a year; None for no month's name."""
    month = MONTHS.get(name.casefold())
    return None if month is None else _month(name, start + (month < APRIL), month)


def _month(name: str, year: int, month: int) -> WrittenDate:
    """Return a month's days under its name and year."""
    return WrittenDate(f"{name} {year}", "month", date(year, month, 1), month_end(year, month))
