"""Which day a person asked to see, and what to tell them where that day can't be shown. Pure."""

from dataclasses import dataclass
from datetime import date

# Nothing that a plan holds was known before this day.
EARLIEST_DAY = date(2000, 1, 1)


@dataclass(frozen=True)
class AskedDay:
    """The day to show; `notice` is empty where it is the one asked for, or none was asked for."""

    day: date
    notice: str = ""


def in_words(day: date) -> str:
    return f"{day:%-d %B %Y}"


def as_refusal(notice: str) -> str:
    """Return a notice for an answer that shows no day instead: a file, or a program's."""
    return notice.replace(" is used.", " could be used instead.")


def asked_day(
    text: str | None, default: date, latest: date, *, to_come: str = "which is still to come"
) -> AskedDay:
    """Return the day that a text in an address asks for, written YYYY-MM-DD; `default` where it asks for none.

    A day that is not understood gives the default, one after `latest` the latest, one before anything was kept the
    earliest; each with a sentence that says so.
    """
    words = (text or "").strip()
    if not words:
        return AskedDay(default)
    try:
        day = date.fromisoformat(words)
    except ValueError:
        shown = f"{words[:40]}…" if len(words) > 40 else words
        notice = (
            f"“{shown}” was not understood as a date: write it as 2026-09-30. {in_words(default)} is used."
        )
        return AskedDay(default, notice)
    if day > latest:
        return AskedDay(latest, f"You asked for {in_words(day)}, {to_come}. {in_words(latest)} is used.")
    if day < EARLIEST_DAY:
        notice = (
            f"You asked for {in_words(day)}, before any records were kept. {in_words(EARLIEST_DAY)} is used."
        )
        return AskedDay(EARLIEST_DAY, notice)
    return AskedDay(day)
