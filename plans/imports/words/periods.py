"""Periods as councils and published tables write them: the words are kept, beside them their first and last day."""

import re
from datetime import date

from improvement.periods import financial_quarter, financial_year_start, month_end
from plans.imports.words.dates import DAY_MONTH_YEAR, MONTH_YEAR, WrittenDate, read_date

FINANCIAL = re.compile(r"(?P<start>20\d\d)\s?/\s?(?:20)?(?P<end>\d\d)\b")
ISO_MONTH = re.compile(r"^(?P<year>20\d\d)-(?P<month>0[1-9]|1[0-2])$")
QUARTER_OF_YEAR = re.compile(r"\bq(?:uarter|tr)?\s?(?P<quarter>[1-4])\b", re.IGNORECASE)
TO_DATE = re.compile(r"\b(?:ytd|year to date)\b\W*(?:to\s+)?", re.IGNORECASE)


def read_period(text: str) -> WrittenDate:
    """Return the days of a period: `Sept 2018`, `2018-09`, `2018/19`, `Q2 2018/19`, `YTD Sept 2018`, `31 July 2017`.

    A financial year runs April to March, a year to date from April to the last day of what it names. Words round
    the period do no harm (`Outturn 2016/17`). Never raises; what names no days is kept as words.
    """
    text = " ".join(text.split())
    if TO_DATE.search(text):
        return _to_date(text)
    if match := ISO_MONTH.match(text):
        year, month = int(match["year"]), int(match["month"])
        return WrittenDate(
            f"{date(year, month, 1):%B %Y}", "month", date(year, month, 1), month_end(year, month)
        )
    if match := FINANCIAL.search(text):
        start = int(match["start"])
        if (start + 1) % 100 == int(match["end"]):
            return _within_year(text, match[0], start)
    return _named(text)


def _to_date(text: str) -> WrittenDate:
    last = read_period(TO_DATE.sub("", text)).latest
    if last is None:
        return WrittenDate(text, "not_understood")
    return WrittenDate(text, "ytd", date(financial_year_start(last), 4, 1), last)


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
