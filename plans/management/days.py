"""The day that a command is given: today or one of the past, or a sentence that says what is wrong with it."""

from argparse import ArgumentTypeError
from datetime import date

from django.utils import timezone

from plans.rules.asked_day import EARLIEST_DAY, in_words


def day(text: str) -> date:
    """Return a day written YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a day: write it as 2026-09-30.") from None


def day_so_far(text: str) -> date:
    """Return a day that has come: nothing is known of a later one."""
    day_given, today = day(text), timezone.localdate()
    if day_given > today:
        raise ArgumentTypeError(
            f"{in_words(day_given)} is still to come: give today, {in_words(today)}, or a day before."
        )
    if day_given < EARLIEST_DAY:
        raise ArgumentTypeError(f"nothing was kept before {in_words(EARLIEST_DAY)}: give a later day.")
    return day_given
