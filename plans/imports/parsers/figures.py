"""Figures and bands as councils write them: 65-70%, under 10%, 0.4 shown as 40%, All."""

import re
from dataclasses import dataclass
from decimal import Decimal

from improvement.spreadsheets.number_formats import scales_to_percent
from improvement.written_numbers import read_number

NUMBER = r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
BAND = re.compile(rf"{NUMBER}\s*(%)?\s*(?:-|–|to)\s*{NUMBER}\s*(%)?")
# What a bound says may be turned round by a `not` before it: at least is `no less than`, not `less than`.
UNDER = r"(?:under|below|less than|fewer than)"
OVER = r"(?:over|above|more than|greater than|higher than)"
NOT = r"(?:no|not|nor)"
AT_MOST = re.compile(
    rf"(?:{NOT}\s+{OVER}|at most|up to|(?:a )?maximum(?: of)?|(?<!no )(?<!not )(?<!nor ){UNDER})\s+{NUMBER}\s*(%)?",
    re.IGNORECASE,
)
AT_LEAST = re.compile(
    rf"(?:{NOT}\s+{UNDER}|at least|(?:a )?minimum(?: of)?|(?<!no )(?<!not )(?<!nor ){OVER})\s+{NUMBER}\s*(%)?",
    re.IGNORECASE,
)
PERCENT_ALONE = re.compile(rf"\(?{NUMBER}\s*%\)?")
ONE_NUMBER = re.compile(rf"{NUMBER}\b")


@dataclass(frozen=True)
class Figure:
    """A value or a band, in percentage points where `unit` is percent. Both ends empty: words only."""

    words: str
    lowest: Decimal | None = None
    highest: Decimal | None = None
    unit: str = "words"
    # What to ask of a number that could be two, such as 47,2: it stays words until a person has said.
    question: str = ""


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def doubt_in(words: str, match: re.Match[str], *groups: int | str) -> str:
    """Return the question that one of a match's numbers puts, read with all that stands together with it."""
    for group in groups:
        if match[group] is None:
            continue
        start, end = match.span(group)
        before = re.search(r"[\d.,]*$", words[:start])
        after = re.match(r"[\d.,]*", words[end:])
        whole = f"{before[0] if before else ''}{match[group]}{after[0] if after else ''}".strip(".,")
        if question := read_number(whole).question:
            return question
    return ""


def read_figure(value: object, number_format: str = "General", shown: str = "") -> Figure:
    """Return what a figure cell says. A number in a percent format is a fraction: 0.4 is 40%, 1 is 100%.

    Where the format only writes the sign, it is the percentage itself.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = Decimal(str(value))
        if scales_to_percent(number_format):
            number = (number * 100).normalize()
        if "%" in number_format:
            return Figure(shown, number, number, "percent")
        return Figure(shown or f"{value:g}", number, number, "count")
    words = " ".join(str(value or "").split())
    for pattern, numbers in ((BAND, (1, 3)), (AT_MOST, (1,)), (AT_LEAST, (1,)), (PERCENT_ALONE, (1,))):
        if (match := pattern.search(words)) and (question := doubt_in(words, match, *numbers)):
            return Figure(words, question=question)
    if (match := ONE_NUMBER.match(words)) and (question := doubt_in(words, match, 1)):
        return Figure(words, question=question)
    if match := BAND.search(words):
        unit = "percent" if match[2] or match[4] else "count"
        low, high = sorted((_number(match[1]), _number(match[3])))
        return Figure(words, low, high, unit)
    if match := AT_MOST.search(words):
        return Figure(words, None, _number(match[1]), "percent" if match[2] else "count")
    if match := AT_LEAST.search(words):
        return Figure(words, _number(match[1]), None, "percent" if match[2] else "count")
    if words.casefold() == "all":
        return Figure(words, Decimal(100), Decimal(100), "percent")
    if match := PERCENT_ALONE.search(words):
        return Figure(words, _number(match[1]), _number(match[1]), "percent")
    if match := ONE_NUMBER.match(words):
        return Figure(words, _number(match[1]), _number(match[1]), "count")
    return Figure(words)
