"""What stretch of time a figure speaks for, read from its days and words. Pure."""

import re
from datetime import date

from improvement.periods import month_end
from performance.choices import MeasureType

YEAR_TO_DATE = re.compile(r"\b(?:ytd|year to date)\b", re.IGNORECASE)
ROLLING_YEAR = re.compile(
    r"\b(?:rolling|last|previous) (?:12|twelve) months\b|\b(?:12|twelve) months to\b|\brolling year\b",
    re.IGNORECASE,
)


def type_of_period(start: date | None, end: date | None, words: str = "") -> MeasureType:
    """Return the type that a period's words or its length give.

    A whole financial year is an outturn, any other twelve months a rolling year. What has no first day, or is no
    whole month, quarter or year, is how things stood: a snapshot.
    """
    if YEAR_TO_DATE.search(words):
        return MeasureType.YEAR_TO_DATE
    if ROLLING_YEAR.search(words):
        return MeasureType.ROLLING_YEAR
    if start is None or end is None or start.day != 1 or end != month_end(end.year, end.month):
        return MeasureType.SNAPSHOT
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months == 12:
        return MeasureType.OUTTURN if start.month == 4 else MeasureType.ROLLING_YEAR
    return {1: MeasureType.MONTH, 3: MeasureType.QUARTER}.get(months, MeasureType.SNAPSHOT)
