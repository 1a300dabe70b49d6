"""On which days a person is to be sent a report that they asked for regularly. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from plans.choices import SentWhen

# A day of the month that every month has.
LAST_DAY = 28
MOST_DAYS_BEFORE = 28


@dataclass(frozen=True)
class ReportDays:
    """When a report is sent: on the day `number` of each month, `number` days before a board meeting, or once `on`.

    None of them is earlier than `begins_on`.
    """

    when: SentWhen
    begins_on: date
    number: int = 0
    on: date | None = None

    def in_words(self) -> str:
        """Return when it is sent, as a sentence goes on."""
        if self.when == SentWhen.MONTHLY:
            return f"on day {self.number} of each month"
        if self.when == SentWhen.ONCE and self.on:
            return f"once, on {self.on:%-d %B %Y}"
        if self.number == 0:
            return "on the day of each board meeting"
        return f"{self.number} day{'' if self.number == 1 else 's'} before each board meeting"


def due_occasion(days: ReportDays, today: date, meets_on: date | None) -> str:
    """Return the name of the occasion for which the report is due today or was due before; empty for none.

    `meets_on` is the next meeting of the board, today's too. The name stays the same until the next occasion, so that
    what was sent under it is not sent again, and one that was missed is made up for: of a meeting until it is held.
    """
    if days.when == SentWhen.MONTHLY:
        due = _monthly(days, today)
        return f"{due:%Y-%m}" if due >= days.begins_on else ""
    if days.when == SentWhen.ONCE:
        return f"{days.on}" if days.on and days.on <= today else ""
    if meets_on is None or not meets_on - timedelta(days=days.number) <= today <= meets_on:
        return ""
    return f"meeting {meets_on}"


def next_day(days: ReportDays, after: date, meets_on: date | None) -> date | None:
    """Return the next day after one on which the report is to be sent, as far as it is known; None for none."""
    if days.when == SentWhen.MONTHLY:
        due = _monthly(days, after)
        while due <= after or due < days.begins_on:
            due = (due.replace(day=1) + timedelta(days=32)).replace(day=days.number)
        return due
    day = days.on
    if days.when == SentWhen.BEFORE_MEETING:
        day = meets_on - timedelta(days=days.number) if meets_on else None
    return day if day and day > after else None


def _monthly(days: ReportDays, today: date) -> date:
    """Return the newest monthly day that is not after today."""
    this_month = today.replace(day=days.number)
    if this_month <= today:
        return this_month
    return (today.replace(day=1) - timedelta(days=1)).replace(day=days.number)
