"""Columns of ratings: one, or one for each period, each cell a letter, a word, a number or only a colour."""

import re
from dataclasses import dataclass, replace
from datetime import date

from plans.imports.blocks.reading import Reading, month_end_before
from plans.imports.document import RatingItem, Source
from plans.imports.tables import Header, Match
from plans.imports.words.dates import read_date

MONTH_OF_PERIOD = re.compile(r"(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:20)?\d\d)\b")


@dataclass(frozen=True)
class RatingPeriod:
    """A rating column: its header, its words for the period, the day on which it was known (or none)."""

    match: Match
    words: str
    known_on: date | None


def rating_periods(header: Header) -> list[RatingPeriod]:
    """Return the rating columns with their periods. One without a date lies before the first that has one."""
    found = []
    for match in header.several("rating") or _settled_rating(header):
        text = " ".join(match.cell.text.split())
        month = MONTH_OF_PERIOD.search(text)
        written = read_date(f"{month['month']}/{month['year']}") if month else None
        day = None
        if month:
            year = int(month["year"]) % 100 + 2000
            day = month_end_before(date(year + int(month["month"]) // 12, int(month["month"]) % 12 + 1, 1))
        elif written and written.latest:
            day = written.latest
        found.append(RatingPeriod(match, text, day))
    dated = [period.known_on for period in found if period.known_on]
    if len(found) < 2 or not dated:
        return found
    before = month_end_before(min(dated))
    return [period if period.known_on else replace(period, known_on=before) for period in found]


def _settled_rating(header: Header) -> list[Match]:
    column = header.columns.get("rating")
    return [match for match in header.matches if match.cell.column == column]


def rate(
    header: Header, row: int, of: str, order: int, periods: list[RatingPeriod], reading: Reading
) -> None:
    for period in periods:
        column = period.match.cell.column
        code = reading.level(header.sheet, row, column)
        cell = header.sheet.at(row, column)
        if cell is not None and cell.row != row:
            continue
        reading.account.map(cell)
        if code:
            address = cell.address if cell else f"{column_letters(column)}{row}"
            reading.document.ratings.append(
                RatingItem(
                    of,
                    order,
                    code,
                    Source(header.sheet.title, address),
                    period.words if len(periods) > 1 else "",
                    period.known_on,
                )
            )


def column_letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
