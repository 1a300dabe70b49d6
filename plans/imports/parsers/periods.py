"""Periods as councils and published tables write them: the words are kept, beside them their first and last day."""

import re
from datetime import date

from improvement.periods import financial_quarter, financial_year_start, month_end, months_before
from improvement.written_dates import DAY_MONTH_YEAR, MONTH_YEAR, MONTHS, WrittenDate, read_date

MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
FINANCIAL = re.compile(r"(?P<start>20\d\d)\s?[/–-]\s?(?:20)?(?P<end>\d\d)\b(?!-)")
ISO_MONTH = re.compile(r"^(?P<year>20\d\d)-(?P<month>0[1-9]|1[0-2])$")
QUARTER_OF_YEAR = re.compile(r"\bq(?:uarter|tr)?\s?(?P<quarter>[1-4])\b", re.IGNORECASE)
SPAN = re.compile(
    rf"\b{MONTH_NAME}\s*(?:20\d\d\s*)?(?:to|-|–)\s*(?P<last>{MONTH_NAME}\s+20\d\d)", re.IGNORECASE
)
YEAR_ENDING = re.compile(
    r"\b(?:year ending|year ended|(?:12|twelve) months to)\b\s*(?P<last>.+)$", re.IGNORECASE
)
ACADEMIC = re.compile(r"\bacademic\b", re.IGNORECASE)
# Stretches that no type of ours has: read as words, never as the year or month that they also name.
OTHER_STRETCH = re.compile(
    r"\b(?:\d+|six|nine) months (?:to|ending)\b|\bh(?:alf)?[- ]?(?:year )?[12]\b", re.IGNORECASE
)
TO_DATE = re.compile(r"\b(?:ytd|year to date)\b\W*(?:to\s+)?", re.IGNORECASE)


def read_period(text: str) -> WrittenDate:
    """Return the days of a period: `Sept 2018`, `2018-09`, `2018/19`, `Q2 2018/19`, `YTD Sept 2018`, `31 July 2017`,
    `April to June 2018`, `year ending March 2018`.

    A financial year runs April to March, a year to date from April to the last day of what it names. Words round
    the period do no harm (`Outturn 2016/17`). Never raises; what names no days is kept as words.
    """
    text = " ".join(text.split())
    if TO_DATE.search(text):
        return _to_date(text)
    if match := YEAR_ENDING.search(text):
        return _year_to(text, read_period(match["last"]).latest)
    if OTHER_STRETCH.search(text):
        return WrittenDate(text, "not_understood")
    if match := SPAN.search(text):
        return _span(text, match)
    if match := ISO_MONTH.match(text):
        year, month = int(match["year"]), int(match["month"])
        return WrittenDate(
            f"{date(year, month, 1):%B %Y}", "month", date(year, month, 1), month_end(year, month)
        )
    if match := FINANCIAL.search(text):
        start = int(match["start"])
        if (start + 1) % 100 == int(match["end"]):
            if ACADEMIC.search(text):
                return WrittenDate(text, "year", date(start, 9, 1), date(start + 1, 8, 31))
            return _within_year(text, match[0], start)
    return _named(text)


def _to_date(text: str) -> WrittenDate:
    last = read_period(TO_DATE.sub("", text)).latest
    if last is None:
        return WrittenDate(text, "not_understood")
    return WrittenDate(text, "ytd", date(financial_year_start(last), 4, 1), last)


def _year_to(text: str, last: date | None) -> WrittenDate:
    if last is None:
        return WrittenDate(text, "not_understood")
    return WrittenDate(text, "year", months_before(last.replace(day=1), 11), last)


def _span(text: str, match: re.Match[str]) -> WrittenDate:
    """Read `April to June 2018`: from the first day of one month to the last of another."""
    last = read_date(match["last"]).latest
    first = re.match(MONTH_NAME, match[0], re.IGNORECASE)
    if last is None or first is None:
        return WrittenDate(text, "not_understood")
    month = MONTHS[first[0].casefold()]
    year = last.year if month <= last.month else last.year - 1
    return WrittenDate(text, "quarter", date(year, month, 1), last)


def _within_year(text: str, words: str, start: int) -> WrittenDate:
    if quarter := QUARTER_OF_YEAR.search(text):
        number = int(quarter["quarter"])
        first, last = financial_quarter(start, number)
        return WrittenDate(f"Quarter {number} {words}", "quarter", first, last)
    return WrittenDate(words, "year", date(start, 4, 1), date(start + 1, 3, 31))


def _named(text: str) -> WrittenDate:
    whole = read_date(text)
    if whole.latest or not text:
        return whole
    if match := DAY_MONTH_YEAR.search(text):
        day = read_date(match[0]).latest
        return WrittenDate(text, "exact", day, day) if day else WrittenDate(text, "not_understood")
    if match := MONTH_YEAR.search(text):
        month = read_date(match[0])
        return WrittenDate(text, month.kind, month.earliest, month.latest)
    return WrittenDate(text, "not_understood")
