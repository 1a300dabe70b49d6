"""Figures as councils report them: `8.1% (Sept 18) 3 of 37 children`, `Dec18 83%`, `21 June 2018`, `*`, `N/A`."""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from improvement.periods import financial_year_start
from improvement.written_dates import MONTH_YEAR, WrittenDate, read_date
from performance.choices import ObservationStatus
from plans.imports.parsers.figures import doubt_in, read_figure

OUT_OF = re.compile(r"(?P<numerator>\d[\d,]*)\s+(?:out\s+)?of\s+(?P<denominator>\d[\d,]*)\b", re.IGNORECASE)
YEAR_TO_DATE = re.compile(r"^\W*(?:ytd|year to date)\b(?P<rest>.*\d.*)$", re.IGNORECASE)
SIDE_BY_SIDE = re.compile(r"^(?:\d[\d.]*%?|\*)(?:\s+(?:\d[\d.]*%?|\*))+(?:\s|$)")
PENDING = re.compile(
    r"^\*+$|^(?:n/?a\s*)+$|\b(?:released|awaited|to follow|being verified|not (?:yet )?available)\b",
    re.IGNORECASE,
)
SAID_TO_BE = re.compile(r"\b(?:was|is|were|are|stood at|at)\s+(?P<figure>\d[\d,.]*\s*%?)$", re.IGNORECASE)
FOOTNOTE_MARKS = " ~^*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰"
MANY_LINES = 3
NO_PERIOD = WrittenDate()


@dataclass(frozen=True)
class Reported:
    """One reported figure. `value` is None where the words give none, or give several that can't be told apart."""

    words: str
    value: Decimal | None = None
    highest: Decimal | None = None
    unit: str = "words"
    period: WrittenDate = NO_PERIOD
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    status: ObservationStatus = ObservationStatus.FINAL
    is_year_to_date: bool = False
    # What to ask of a number that could be two: the figure stays words until a person has said.
    question: str = ""


def read_reported(
    value: object, number_format: str, shown: str, period: WrittenDate = NO_PERIOD
) -> list[Reported]:
    """Return the figures of one cell. A month in the cell goes before `period`, its column's."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        figure = read_figure(value, number_format, shown)
        return [Reported(shown, figure.lowest, None, figure.unit, period)]
    lines = [line.strip() for line in shown.split("\n") if line.strip()]
    extra = []
    for line in list(lines):
        if len(lines) > 1 and (match := YEAR_TO_DATE.match(line)):
            lines.remove(line)
            extra.append(
                replace(_read_line(match["rest"].strip(" :"), period), words=line, is_year_to_date=True)
            )
    if len(lines) >= MANY_LINES:
        return [Reported(" / ".join(lines), period=period), *extra]
    main = _read_line(" ".join(lines), period)
    return [main, *(_to_the_day_of(main, other) for other in extra)]


def _to_the_day_of(main: Reported, to_date: Reported) -> Reported:
    """Let a year to date that names no month run from April to the month of the figure above it."""
    last = main.period.latest
    if to_date.period.latest or last is None:
        return to_date
    april = date(financial_year_start(last), 4, 1)
    return replace(to_date, period=WrittenDate(main.period.words, main.period.kind, april, last))


def _read_line(text: str, period: WrittenDate) -> Reported:
    if text.strip(FOOTNOTE_MARKS).casefold() == "nil":
        return Reported(text, Decimal(0), None, "count", period)
    if PENDING.search(text):
        return Reported(text, period=period, status=ObservationStatus.NOT_AVAILABLE)
    month = MONTH_YEAR.search(text)
    if month:
        period = read_date(month[0])
        period = WrittenDate(month[0].strip(), period.kind, period.earliest, period.latest)
    rest = (text[: month.start()] + " " + text[month.end() :]) if month else text
    rest = " ".join(rest.replace("()", " ").split()).strip(FOOTNOTE_MARKS)
    if month and (lone := SAID_TO_BE.search(rest)) and len(re.findall(r"\d+(?:\.\d+)?", rest)) == 1:
        rest = lone["figure"]
    out_of = OUT_OF.search(rest)
    if out_of is None and SIDE_BY_SIDE.match(text):
        return Reported(text, period=period)
    figure = read_figure(re.sub(r"\([^)]*\d[^)]*\)", " ", rest).strip() or rest)
    question = figure.question or (doubt_in(rest, out_of, "numerator", "denominator") if out_of else "")
    if question:
        return Reported(text, period=period, question=question)
    fraction = (
        (Decimal(out_of["numerator"].replace(",", "")), Decimal(out_of["denominator"].replace(",", "")))
        if out_of
        else (None, None)
    )
    if fraction[0] is not None and not _makes(figure.lowest, fraction[0], fraction[1]):
        # `75% meeting the standard (10 out of 12 a year)`: a standard, not the cases behind the share.
        fraction = (None, None)
    return Reported(
        text,
        figure.lowest if figure.lowest is not None else figure.highest,
        figure.highest if figure.lowest is not None and figure.highest != figure.lowest else None,
        figure.unit,
        period,
        *fraction,
    )


def _makes(share: Decimal | None, numerator: Decimal, denominator: Decimal | None) -> bool:
    """Whether cases make the share that stands beside them, to a whole per cent."""
    if not denominator:
        return False
    return share is None or abs(numerator * 100 / denominator - share) <= 1
