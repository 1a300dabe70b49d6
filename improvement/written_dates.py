"""Dates as councils write them: the words are kept, beside them the days that they can mean.

A month means its last day when it is a due date, so a date has an earliest and a latest day.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
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
MONTHS_IN_A_YEAR = 12

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
ISO_DAY = re.compile(r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})")
DAY_MONTH_YEAR = re.compile(
    rf"(?P<day>\d{{1,2}})(?:\s*(?:st|nd|rd|th))?(?:\s+of)?[\s./-]*{MONTH}[\s,./-]*{YEAR}", re.IGNORECASE
)
# The American long form: the month's name leaves no doubt.
MONTH_DAY_YEAR = re.compile(
    rf"{MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)", re.IGNORECASE
)
MONTH_YEAR = re.compile(
    rf"(?:(?P<end>end|early|mid|late)[\s-]+(?:of\s+)?)?{MONTH}[\s,/-]*{YEAR}", re.IGNORECASE
)
NUMBERED_MONTH = re.compile(r"(?P<month>0?[1-9]|1[0-2])[/.-](?P<year>20\d\d)")
QUARTER = re.compile(
    r"(?:quarter|qtr|q)\s*(?P<quarter>[1-4])[\s,]*(?:of\s+)?(?P<year>20\d\d|\d\d)(?:\s?[/-]\s?(?:20)?(?P<end>\d\d))?",
    re.IGNORECASE,
)
FINANCIAL_YEAR = re.compile(r"(?:fy\s*)?(?P<year>20\d\d)\s?[/-]\s?(?:20)?(?P<end>\d\d)", re.IGNORECASE)
MONTHS_OF_A_YEAR = re.compile(
    rf"{MONTH}(?:\s+(?P<first_year>20\d\d))?\s*(?:-|–|—|to)\s*{MONTH.replace('month', 'last')}[\s,]*{YEAR}",
    re.IGNORECASE,
)
WEEK = re.compile(
    r"^(?P<end>w/?c|wk/?c|w/?e|week (?:commencing|beginning|starting|ending))[\s:.]+(?P<day>.+)$",
    re.IGNORECASE,
)
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?"
BEFORE_A_DAY = re.compile(rf"^{WEEKDAY}\.?,?\s+(?=\d|[a-z]+\s+\d)", re.IGNORECASE)
AFTER_A_DAY = re.compile(
    rf"(?:[\sT]+\d{{1,2}}:\d\d(?::\d\d(?:\.0+)?)?(?:\s*[ap]m)?|\s*\({WEEKDAY}\)|,?\s+{WEEKDAY})$",
    re.IGNORECASE,
)
# A date that took another's place, as it is written in one cell: what holds now, and what held first.
_MOVES = r"(?:revised|changed|moved|extended|slipped|rescheduled)"
_END = r"[)\]]?$"
MOVED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?P<now>.+?)\s*[,;(\[-]?\s*{_MOVES} from\s*:?\s*(?P<first>[^)\]]+){_END}",
        r"^(?P<now>.+?)\s*[,;(\[]\s*(?:was|originally|original(?: date)?|previously|formerly)\s*:?\s*"
        rf"(?P<first>[^)\]]+){_END}",
        rf"^(?P<first>.+?)\s*[,;(\[-]?\s*(?:(?:now\s+)?{_MOVES}(?: to)?|now)\s*:?\s*(?P<now>[^)\]]+){_END}",
        r"^(?P<first>.+?)\s*(?:→|->|=>)\s*(?P<now>.+)$",
    )
)
# A date's words are short: longer text is no date, and is not searched for one.
LONGEST_DATE = 200
SEASON = re.compile(
    rf"(?:(?:early|mid|late)\s+)?(?P<season>spring|summer|autumn|winter)\s+(?:of\s+)?{YEAR}", re.IGNORECASE
)
LONE_YEAR = re.compile(r"(?P<year>20\d\d)")
LEADING = re.compile(r"^(?:[-–—•]\s+|by\s+|due\s+|fully implement by\s+)+", re.IGNORECASE)
REVISED = re.compile(
    r"^(?:(?:original|first|initial|revised|new|current)(?:\s+date)?|now|was)\s*[:\-–]?\s*", re.IGNORECASE
)
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

    `kind` is what the words are: exact (a day), week, month, months, quarter, season, year, onwards; without a day
    immediate, ongoing, as_required, started, to_be_confirmed, none; suggestion or not_understood.
    `suggestion` holds a day that a person is asked about: the words then mean no day by themselves. `first` is the date
    that this one took the place of, where the words give both.
    """

    words: str = ""
    kind: str = "none"
    earliest: date | None = None
    latest: date | None = None
    suggestion: date | None = None
    first: "WrittenDate | None" = None

    def as_fields(self, name: str) -> dict[str, object]:
        """Return it as the columns of a date that is called `name`."""
        return {
            f"{name}_words": self.words,
            f"{name}_kind": self.kind,
            f"{name}_earliest": self.earliest,
            f"{name}_latest": self.latest,
        }


def read_date(written: object) -> WrittenDate:
    """Return what a date cell or a date's words can mean. Never raises; unread words are kept as such.

    An Excel date on the first of a month is that day here: whether its format shows only the month is for the
    caller, who has the cell, to say by passing the words.
    """
    if isinstance(written, datetime):
        written = written.date()
    if isinstance(written, date):
        return WrittenDate(f"{written:%-d %B %Y}", "exact", written, written)
    return _read_text(str(written or ""))


@lru_cache(maxsize=5_000)
def _read_text(text: str) -> WrittenDate:
    """Return what a text means: one date, or one that took another's place.

    `31/03/2026 (revised from 31/12/2025)`, `31/12/2025, now 31/03/2026`, or dates in lines one below another, of which
    the last holds.
    """
    words = " ".join(text.split())
    if len(text) > LONGEST_DATE:
        return _read_words(words)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    pairs = [(lines[-1], lines[0])] if len(lines) > 1 else []
    pairs += [
        (match["now"], match["first"]) for pattern in MOVED if (match := pattern.match(" ".join(lines)))
    ]
    for now, first in pairs:
        holds, held = _read_words(REVISED.sub("", now).strip()), _read_words(REVISED.sub("", first).strip())
        if holds.latest and held.latest:
            return replace(holds, words=words, first=held)
    return _read_words(words)


def days_come_first(texts: Iterable[str]) -> bool:
    """Whether dates in figures say that they are written day first: some can be read no other way, and none not so."""
    pairs = [(int(m["a"]), int(m["b"])) for text in texts if (m := DAY_FIRST.fullmatch(text.strip()))]
    return any(first > MONTHS_IN_A_YEAR for first, _second in pairs) and all(
        second <= MONTHS_IN_A_YEAR for _first, second in pairs
    )


def months_come_first(texts: Iterable[str]) -> bool:
    """Whether dates in figures say that they are written month first: some are legal no other way, and none not so."""
    pairs = [(int(m["a"]), int(m["b"])) for text in texts if (m := DAY_FIRST.match(text.strip()))]
    return any(second > MONTHS_IN_A_YEAR for _first, second in pairs) and all(
        first <= MONTHS_IN_A_YEAR for first, _second in pairs
    )


def month_first(text: str) -> date | None:
    """Return the day that 02/06/2026 means in America; None where it has no such reading, or no other."""
    match = DAY_FIRST.match(text.strip())
    if match is None or match["a"] == match["b"]:
        return None
    return _day(_full_year(match["year"]), int(match["a"]), int(match["b"]))


def names_a_year_out_of_reach(words: str) -> bool:
    """Return whether words that were not understood name a year that no plan's date can lie in."""
    years = re.findall(r"(?<!\d)\d{4}(?!\d)", words)
    return any(not EARLIEST_YEAR <= int(year) <= LATEST_YEAR for year in years)


def _read_words(words: str) -> WrittenDate:
    plain = LEADING.sub("", words).strip()
    folded = plain.casefold().rstrip(".").strip()
    if len(words) > LONGEST_DATE:
        return WrittenDate(words, "not_understood")
    if not words or words.casefold() in WORDS["none"] or not folded:
        return WrittenDate(words)
    if folded in KIND_OF_WORDS:
        return WrittenDate(words, KIND_OF_WORDS[folded])
    if week := WEEK.match(plain):
        return replace(_week(week) or WrittenDate(kind="not_understood"), words=words)
    within = WITHIN.sub("", plain)
    onwards = bool(FROM.match(within) or ONWARDS.search(within))
    core = (
        AND_AGAIN.sub("", ONWARDS.sub("", FROM.sub("", within)).strip().rstrip("."))
        .strip()
        .rstrip(".")
        .strip()
    )
    reading = _read_core(core) or _read_core(AFTER_A_DAY.sub("", BEFORE_A_DAY.sub("", core)).strip())
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
    if match := MONTH_DAY_YEAR.fullmatch(core):
        return _exact(_day(int(match["year"]), MONTHS[match["month"].casefold()], int(match["day"])))
    if match := MONTH_YEAR.fullmatch(core):
        return _read_month(match)
    if match := NUMBERED_MONTH.fullmatch(core):
        year, month = int(match["year"]), int(match["month"])
        return WrittenDate(kind="month", earliest=date(year, month, 1), latest=month_end(year, month))
    if match := MONTHS_OF_A_YEAR.fullmatch(core):
        return _read_months(match)
    if match := QUARTER.fullmatch(core):
        return _read_quarter(match)
    if (match := FINANCIAL_YEAR.fullmatch(core)) and (int(match["year"]) + 1) % 100 == int(match["end"]):
        year = int(match["year"])
        return WrittenDate(kind="year", earliest=date(year, 4, 1), latest=date(year + 1, 3, 31))
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


def _read_months(match: re.Match[str]) -> WrittenDate | None:
    """Read `Jan – Mar 2026`: from the first day of one month to the last of another."""
    year, first, last = (
        _full_year(match["year"]),
        MONTHS[match["month"].casefold()],
        MONTHS[match["last"].casefold()],
    )
    begins = int(match["first_year"]) if match["first_year"] else year if first <= last else year - 1
    if not EARLIEST_YEAR <= begins <= year <= LATEST_YEAR:
        return None
    return WrittenDate(kind="months", earliest=date(begins, first, 1), latest=month_end(year, last))


def _read_quarter(match: re.Match[str]) -> WrittenDate | None:
    """Read `Q3 2025/26` or `Q3 2025`: quarters of the financial year; with two years, these name it."""
    year = _full_year(match["year"])
    if match["end"] and (year + 1) % 100 != int(match["end"]):
        return None
    first, last = financial_quarter(year, int(match["quarter"]))
    return WrittenDate(kind="quarter", earliest=first, latest=last)


def _week(match: re.Match[str]) -> WrittenDate | None:
    """Read `w/c 12/01/2026`: the seven days that begin, or with `w/e` end, on a day."""
    named = _read_core(match["day"].strip())
    if named is None or named.kind != "exact" or named.latest is None:
        return None
    is_end = match["end"].casefold().replace("/", "") in {"we", "week ending"}
    first = named.latest - timedelta(days=6) if is_end else named.latest
    return WrittenDate(kind="week", earliest=first, latest=first + timedelta(days=6))


def _read_numbers(match: re.Match[str]) -> WrittenDate | None:
    """Read 29/6/2015 as a UK date. A foreign order, or two legal readings with a short year, is only suggested."""
    first, second, year = int(match["a"]), int(match["b"]), _full_year(match["year"])
    british, american = _day(year, second, first), _day(year, first, second)
    ambiguous = british and american and british != american and len(match["year"]) == 2 and "/" in match[0]
    if british and not ambiguous:
        return _exact(british)
    suggested = british or american
    return WrittenDate(kind="suggestion", suggestion=suggested) if suggested else None
