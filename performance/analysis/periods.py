"""The period of a measure's type that a month belongs to. Pure."""

from datetime import date

from improvement.periods import financial_year_start, month_end, months_before
from performance.choices import MeasureType


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
