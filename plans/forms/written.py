"""Dates that people type in their own words, and what is said where the words are no date."""

from django import forms

from improvement.written_dates import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    WrittenDate,
    names_a_year_out_of_reach,
    read_date,
)

SUCH_AS = "March 2027, Quarter 2, 2027 or 31 March 2027"


def written_date(words: str, such_as: str = f"{SUCH_AS} or Ongoing") -> WrittenDate:
    """Return what a typed date means; raise ValidationError that says why it means nothing."""
    reading = read_date(words)
    if reading.kind == "suggestion":
        day = reading.suggestion
        example = f", such as {day:%-d %B %Y}" if day else ""
        raise forms.ValidationError(
            f"{words} can be read as more than one day, or is in a foreign order: write the month in words{example}."
        )
    if reading.kind == "not_understood" and names_a_year_out_of_reach(words):
        raise forms.ValidationError(f"The year must be between {EARLIEST_YEAR} and {LATEST_YEAR}.")
    if reading.kind == "not_understood":
        raise forms.ValidationError(f"This was not understood as a date: enter one such as {such_as}.")
    return reading


def written_day(words: str) -> WrittenDate:
    """Return what a typed date means; raise ValidationError for words without a day that could be overdue."""
    reading = written_date(words, SUCH_AS)
    if reading.latest is None:
        raise forms.ValidationError(f"{words} has no end date: enter a date that has one, such as {SUCH_AS}.")
    return reading
