"""Dates as pages show them: one style for what councils write in a dozen."""

import re
from datetime import date

from improvement.written_dates import (
    DAY_FIRST,
    DAY_MONTH_YEAR,
    ISO_DAY,
    MONTH_DAY_YEAR,
    MONTH_YEAR,
    NUMBERED_MONTH,
    read_date,
)

PLAIN_DAYS = (DAY_FIRST, ISO_DAY, DAY_MONTH_YEAR, MONTH_DAY_YEAR)
BULLET = re.compile(r"^[-–—•]\s+")
MIDNIGHT = re.compile(r"[\sT]+00:00(?::00(?:\.0+)?)?$")


def shown_date(words: str, latest: date | None) -> str:
    """Return a written date as a page shows it: `31 March 2026`, or `March 2026` where a month is all that was written.

    `latest` is the last day that the words mean on record. Whatever says more than a day or a month (*Spring 2026*, *By
    March and then yearly*, *31/3/26, if agreed*), or was read in another order than here, is left as it was written.
    """
    plain = MIDNIGHT.sub("", BULLET.sub("", words.strip()))
    if latest is None or read_date(plain).latest != latest:
        return words
    if any(pattern.fullmatch(plain) for pattern in PLAIN_DAYS):
        return f"{latest:%-d %B %Y}"
    if NUMBERED_MONTH.fullmatch(plain):
        return f"{latest:%B %Y}"
    month = MONTH_YEAR.fullmatch(plain)
    if month is None:
        return words
    part = (month["end"] or "").casefold()
    if not part:
        return f"{latest:%B %Y}"
    part = "end of" if part == "end" else part
    return f"{part if plain[0].islower() else part.capitalize()} {latest:%B %Y}"
