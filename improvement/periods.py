"""Financial years, quarters, months and seasons: pure dates, no clock."""

import calendar
from datetime import date, timedelta

# Seasons as councils use them in plans: whole months, so that a season has a first and a last day.
SEASON_MONTHS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}


def month_end(year: int, month: int) -> date:
    """Return a month's last day."""
    return date(year, month, calendar.monthrange(year, month)[1])


def financial_year_start(day: date) -> int:
    """Return the calendar year in which the financial year holding `day` began (1 April)."""
    return day.year if day.month >= 4 else day.year - 1


def financial_quarter(year: int, quarter: int) -> tuple[date, date]:
    """Return the first and last day of a financial quarter.

    `year` is the year in which the quarter falls as councils write it: quarters 1 to 3 of "2017" lie in 2017
    and quarter 2 is July to September; quarter 4 is January to March of the year after the start year.
    """
    if quarter not in {1, 2, 3, 4}:
        raise ValueError(f"A quarter is 1 to 4, not {quarter}.")
    first_month = {1: 4, 2: 7, 3: 10, 4: 1}[quarter]
    start_year = year + 1 if quarter == 4 else year
    return date(start_year, first_month, 1), month_end(start_year, first_month + 2)


def season(year: int, name: str) -> tuple[date, date]:
    """Return the first and last day of a season; winter runs into the next year."""
    first_month, last_month = SEASON_MONTHS[name]
    last_year = year + 1 if last_month < first_month else year
    return date(year, first_month, 1), month_end(last_year, last_month)


def months_before(day: date, months: int) -> date:
    """Return the same day of an earlier month, or that month's last day where it has no such day."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def days_ago(day: date, days: int) -> date:
    """Return the day that lies `days` days earlier."""
    return day - timedelta(days=days)
