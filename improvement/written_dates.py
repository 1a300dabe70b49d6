"""Dates as councils write them: the words are kept, beside them the days that they can mean.

A month means its last day when it is a due date, so a date has an earliest and a latest day.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from improvement.periods import financial_quarter, month_end, season

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
MONTH = r"(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
YEAR = r"['’]?(?P<year>(?:19|20)\d\d|\d\d)"
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100

WORDS = {
    "immediate": (
        "with immediate effect",
        "immediate",
        "immediately",
        "at once",
        "asap",
        "as soon as possible",
    ),
    "ongoing": (
        "monthly",
        "quarterly",
        "weekly",
        "annually",
        "yearly",
        "termly",
        "ongoing",
        "on-going",
        "on going",
        "continuous",
        "continuing",
        "current",
    ),
    "as_required": ("as required", "as and when", "as needed"),
    "started": ("started", "in progress", "commenced", "underway"),
    "to_be_confirmed": ("tbc", "tba", "tbd", "to be confirmed", "to be agreed", "to be arranged"),
    "none": ("-", "–", "—", "n/a", "none"),
}
KIND_OF_WORDS = {words: kind for kind, phrases in WORDS.items() for words in phrases}

DAY_FIRST = re.compile(r"(?P<a>\d{1,2})[./-](?P<b>\d{1,2})[./-](?P<year>\d{4}|\d\d)")
ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)")
DAY_MONTH_YEAR = re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{MONTH},?\s+{YEAR}", re.IGNORECASE)
MONTH_YEAR = re.compile(rf"(?:(?P<end>end|early|mid|late)\s+(?:of\s+)?)?{MONTH}[\s,-]*{YEAR}", re.IGNORECASE)
QUARTER = re.compile(
    r"(?:quarter|qtr|q)\s*(?P<quarter>[1-4])[\s,]*(?:of\s+)?(?P<year>20\d\d|\d\d)", re.IGNORECASE
)
SEASON = re.compile(
    rf"(?:(?:early|mid|late)\s+)?(?P<season>spring|summer|autumn|winter)\s+(?:of\s+)?{YEAR}", re.IGNORECASE
)
LONE_YEAR = re.compile(r"(?P<year>20\d\d)")
LEADING = re.compile(r"^(?:[-–—•]\s+|by\s+|due\s+|fully implement by\s+)+", re.IGNORECASE)
FROM = re.compile(r"^(?:from|since|after)\s+", re.IGNORECASE)
ONWARDS = re.compile(r"\s+onwards?\.?$", re.IGNORECASE)
AND_AGAIN = re.compile(
    r"\s+(?:and|then)\s+(?:then\s+)?(?:annually|yearly|monthly|quarterly|weekly|six[- ]monthly|ongoing|on-going)$",
    re.IGNORECASE,
)
WITHIN = re.compile(r"^within\s+.*?\b(?:ie|i\.e\.)\s+(?:by\s+)?", re.IGNORECASE)


@dataclass(frozen=True)
class WrittenDate:
    """A date's words, the earliest and latest day that they can mean, and what sort of date that is.

    `kind` is what the words are: exact (a day), month, quarter, season, year, onwards; without a day immediate,
    ongoing, as_required, started, to_be_confirmed, none; suggestion or not_understood.
    `suggestion` holds a day that a person is asked about: the words then mean no day by themselves.
    """

    words: str = ""
    kind: str = "none"
    earliest: date | None = None
    latest: date | None = None
    suggestion: date | None = None


def read_date(written: object) -> WrittenDate:
    """Return what a date cell or a date's words can mean. Never raises; unread words are kept as such.

    An Excel date on the first of a month is that day here: whether its format shows only the month is for the
    caller, who has the cell, to say by passing the words.
    """
    if isinstance(written, datetime):
        written = written.date()
    if isinstance(written, date):
        return WrittenDate(f"{written:%-d %B %Y}", "exact", written, written)
    return _read_words(" ".join(str(written or "").split()))


def names_a_year_out_of_reach(words: str) -> bool:
    """Return whether words that were not understood name a year that no plan's date can lie in."""
    years = re.findall(r"(?<!\d)\d{4}(?!\d)", words)
    return any(not EARLIEST_YEAR <= int(year) <= LATEST_YEAR for year in years)


@lru_cache(maxsize=5_000)
def _read_words(words: str) -> WrittenDate:
    plain = LEADING.sub("", words).strip()
    folded = plain.casefold().rstrip(".").strip()
    if not words or words.casefold() in WORDS["none"] or not folded:
        return WrittenDate(words)
    if folded in KIND_OF_WORDS:
        return WrittenDate(words, KIND_OF_WORDS[folded])
    within = WITHIN.sub("", plain)
    onwards = bool(FROM.match(within) or ONWARDS.search(within))
    core = (
        AND_AGAIN.sub("", ONWARDS.sub("", FROM.sub("", within)).strip().rstrip("."))
        .strip()
        .rstrip(".")
        .strip()
    )
    reading = _read_core(core)
    if reading is None:
        return WrittenDate(words, "not_understood")
    if onwards and reading.kind != "suggestion":
        return replace(reading, words=words, kind="onwards", latest=None)
    return replace(reading, words=words)


def _full_year(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _day(year: int, month: int, day: int) -> date | None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _exact(day: date | None) -> WrittenDate | None:
    return WrittenDate(kind="exact", earliest=day, latest=day) if day else None


def _read_core(core: str) -> WrittenDate | None:
    if match := ISO_DAY.fullmatch(core):
        return _exact(_day(int(match["year"]), int(match["month"]), int(match["day"])))
    if match := DAY_FIRST.fullmatch(core):
        return _read_numbers(match)
    if match := DAY_MONTH_YEAR.fullmatch(core):
        month = MONTHS[match["month"].casefold()]
        return _exact(_day(_full_year(match["year"]), month, int(match["day"])))
    if match := MONTH_YEAR.fullmatch(core):
        return _read_month(match)
    if match := QUARTER.fullmatch(core):
        first, last = financial_quarter(_full_year(match["year"]), int(match["quarter"]))
        return WrittenDate(kind="quarter", earliest=first, latest=last)
    if match := SEASON.fullmatch(core):
        first, last = season(_full_year(match["year"]), match["season"].casefold())
        return WrittenDate(kind="season", earliest=first, latest=last)
    if match := LONE_YEAR.fullmatch(core):
        year = int(match["year"])
        return WrittenDate(kind="year", earliest=date(year, 1, 1), latest=date(year, 12, 31))
    return None


def _read_month(match: re.Match[str]) -> WrittenDate | None:
    year, month = _full_year(match["year"]), MONTHS[match["month"].casefold()]
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    return WrittenDate(kind="month", earliest=date(year, month, 1), latest=month_end(year, month))


def _read_numbers(match: re.Match[str]) -> WrittenDate | None:
    """Read 29/6/2015 as a UK date. A foreign order, or two legal readings with a short year, is only suggested."""
    first, second, year = int(match["a"]), int(match["b"]), _full_year(match["year"])
    british, american = _day(year, second, first), _day(year, first, second)
    ambiguous = british and american and british != american and len(match["year"]) == 2 and "/" in match[0]
    if british and not ambiguous:
        return _exact(british)
    suggested = british or american
    return WrittenDate(kind="suggestion", suggestion=suggested) if suggested else None
