"""The period of a measure's type that a month belongs to, and which months a measure is reported for. Pure."""

from datetime import date

from improvement.periods import financial_year_start, month_end, months_before
from performance.choices import Frequency, MeasureType

MONTHS_IN = {Frequency.QUARTERLY: (3, 6, 9, 12), Frequency.YEARLY: (3,)}


def is_due(frequency: str, measure_type: str, month: int) -> bool:
    """Whether a measure is to be reported for a month: quarters end in March, June and so on, years in March."""
    by_type = {MeasureType.QUARTER: MONTHS_IN[Frequency.QUARTERLY], MeasureType.OUTTURN: (3,)}
    return month in MONTHS_IN.get(Frequency(frequency), (month,)) and month in by_type.get(
        MeasureType(measure_type), (month,)
    )


def period_of(measure_type: MeasureType, last: date) -> tuple[date | None, date, str]:
    """Return the first day, the last day and the words of the period that ends with the month of `last`.

    A snapshot has no first day: it says how things stood at the month's end.
    """
    end = month_end(last.year, last.month)
    first = end.replace(day=1)
    april = date(financial_year_start(end), 4, 1)
    year = f"{april.year}/{(april.year + 1) % 100:02}"
    if measure_type == MeasureType.MONTH:
        return first, end, f"{end:%B %Y}"
    if measure_type == MeasureType.QUARTER:
        quarter = (end.month - 4) % 12 // 3 + 1
        return months_before(first, 2), end, f"Quarter {quarter} {year}"
    if measure_type == MeasureType.YEAR_TO_DATE:
        return april, end, f"Year to date {end:%B %Y}"
    if measure_type == MeasureType.ROLLING_YEAR:
        return months_before(first, 11), end, f"12 months to {end:%B %Y}"
    if measure_type == MeasureType.OUTTURN:
        return april, date(april.year + 1, 3, 31), year
    return None, end, f"{end:%-d %B %Y}"
