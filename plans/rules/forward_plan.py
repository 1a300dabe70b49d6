"""A year of board meetings laid out: on which days, and which theme is in focus at each."""

import calendar
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

Theme = TypeVar("Theme")


def meeting_days(first: date, count: int, every_months: int = 1) -> list[date]:
    """Return days that fall as the first does: its weekday, in its week of the month.

    A board that first meets on the second Friday meets on each second Friday; where there is no fifth, on the last.
    """
    week = (first.day - 1) // 7
    return [_weekday_of(first, step * every_months, week) for step in range(count)]


def _weekday_of(first: date, months_on: int, week: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months_on, 12)
    days = [
        day
        for day in range(1, calendar.monthrange(year, month + 1)[1] + 1)
        if date(year, month + 1, day).weekday() == first.weekday()
    ]
    return date(year, month + 1, days[min(week, len(days) - 1)])


def rotation(themes: Sequence[Theme], count: int, first: Theme | None = None) -> list[Theme | None]:
    """Return the theme in focus at each of some meetings, each in turn from the first; None where there are none.

    Four themes: each every fourth meeting.
    """
    if not themes:
        return [None] * count
    start = themes.index(first) if first in themes else 0
    return [themes[(start + place) % len(themes)] for place in range(count)]
