"""Columns of ratings: one, or one for each period, each cell a letter, a word, a number or only a colour."""

import re
from dataclasses import dataclass, replace
from datetime import date

from openpyxl.utils import get_column_letter

from improvement.periods import days_ago, month_end
from improvement.spreadsheets import Cell
from plans.imports.blocks.reading import Reading
from plans.imports.kinds.rating import RatingItem
from plans.imports.tables import Header, Match
from plans.imports.values import Source

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
        day = month_end(int(month["year"]) % 100 + 2000, int(month["month"])) if month else None
        found.append(RatingPeriod(match, text, day))
    dated = [period.known_on for period in found if period.known_on]
    if len(found) < 2 or not dated:
        return found
    before = days_ago(min(dated).replace(day=1), 1)
    return [period if period.known_on else replace(period, known_on=before) for period in found]


def _settled_rating(header: Header) -> list[Match]:
    column = header.columns.get("rating")
    return [match for match in header.matches if match.cell.column == column]


@dataclass(frozen=True)
class RatingRead:
    """A cell of a row that may rate it: its period, the cell or the merged one it is part of, its level's code."""

    period: RatingPeriod
    cell: Cell | None
    code: str


def read_ratings(header: Header, row: int, periods: list[RatingPeriod], reading: Reading) -> list[RatingRead]:
    """Return what a row's rating columns say, period by period, a merged cell's words for each of its rows."""
    columns = [period.match.cell.column for period in periods]
    return [
        RatingRead(period, header.sheet.at(row, column), reading.level(header.sheet, row, column))
        for period, column in zip(periods, columns, strict=True)
    ]


def add_ratings(
    header: Header, row: int, of: str, order: int, ratings: list[RatingRead], reading: Reading
) -> None:
    """Add the ratings of an action or a success measure that stand in the row itself."""
    for rating in ratings:
        if rating.cell is not None and rating.cell.row != row:
            continue
        reading.account.map(rating.cell)
        if rating.code:
            address = f"{get_column_letter(rating.period.match.cell.column)}{row}"
            reading.document.ratings.append(
                RatingItem(
                    of,
                    order,
                    rating.code,
                    Source(header.sheet.title, rating.cell.address if rating.cell else address),
                    rating.period.words if len(ratings) > 1 else "",
                    rating.period.known_on,
                )
            )
