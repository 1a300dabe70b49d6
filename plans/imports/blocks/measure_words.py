"""What a scorecard's own columns say of a measure: which way is better, its unit, how often it is reported."""

import re
from collections.abc import Collection

from improvement.periods import months_before
from improvement.spreadsheets import Cell
from improvement.written_dates import WrittenDate
from performance.choices import Frequency, Polarity, Unit
from plans.imports.parsers.people import plain

# `Aim to maximise`.
AIM = r"(?:(?:aim|we (?:aim|want)) (?:to |for )?)?"
# `Higher`, `H`, `Bigger is better`, `Low is good`, `Increase`.
MORE = re.compile(
    rf"^{AIM}(?:h|high(?:er)?|up(?:wards?)?|big(?:ger)?|more|max(?:imise)?|increas\w*|↑|▲)"
    r"(?: (?:is|=) (?:better|good))?$",
    re.IGNORECASE,
)
LESS = re.compile(
    rf"^{AIM}(?:l|low(?:er)?|down(?:wards?)?|small(?:er)?|less|fewer|min(?:imise)?|(?:de|re)(?:creas|duc)\w*|↓|▼)"
    r"(?: (?:is|=) (?:better|good))?$",
    re.IGNORECASE,
)
BAND = re.compile(r"^(?:(?:with)?in (?:a |the )?(?:band|range)|band|range|optimum|target)$", re.IGNORECASE)
# `Good = low?` over Y and N.
ASKS_OF_LOW = re.compile(r"\b(?:low(?:er)?|small(?:er)?|less)\b", re.IGNORECASE)
ASKS_OF_HIGH = re.compile(r"\b(?:high(?:er)?|big(?:ger)?|more)\b", re.IGNORECASE)
YES = re.compile(r"^(?:y|yes|true|✓)$", re.IGNORECASE)
NO = re.compile(r"^(?:n|no|false|✗)$", re.IGNORECASE)

UNITS = (
    (Unit.PERCENT, re.compile(r"^%.*|^per ?cent(?:age)?\b.*", re.IGNORECASE)),
    (Unit.DAYS, re.compile(r"^(?:working |calendar |bed )?days?$", re.IGNORECASE)),
    (Unit.RATIO, re.compile(r"^ratio$", re.IGNORECASE)),
    (Unit.SCORE, re.compile(r"^(?:score|points?|grade)\b.*", re.IGNORECASE)),
    (Unit.COUNT, re.compile(r"^(?:no|nos|num(?:ber)?|count|#|qty|rate\b.*|per .*|£.*)\.?$", re.IGNORECASE)),
)
FREQUENCIES = (
    (Frequency.MONTHLY, re.compile(r"^m(?:onth(?:ly)?|thly)?$", re.IGNORECASE)),
    (Frequency.QUARTERLY, re.compile(r"^(?:q(?:uarter(?:ly)?|trly|tly)?)$", re.IGNORECASE)),
    (Frequency.YEARLY, re.compile(r"^(?:a|y|annual(?:ly)?|year(?:ly)?)$", re.IGNORECASE)),
    (Frequency.IRREGULAR, re.compile(r"^(?:term|half[- ]year|ad[- ]hoc|irregular|bi-?annual)(?:ly)?$", re.IGNORECASE)),
)  # fmt: skip
QUARTER_ENDS = {3, 6, 9, 12}


def polarity_said(header: str, cell: Cell | None) -> Polarity | None:
    """Return which way is better as a column says it; None where its word is not known."""
    said = _words(cell)
    for polarity, pattern in ((Polarity.HIGHER, MORE), (Polarity.LOWER, LESS), (Polarity.BAND, BAND)):
        if pattern.match(said):
            return polarity
    yes, no = YES.match(said), NO.match(said)
    if not (yes or no):
        return None
    if ASKS_OF_LOW.search(header):
        return Polarity.LOWER if yes else Polarity.HIGHER
    if ASKS_OF_HIGH.search(header):
        return Polarity.HIGHER if yes else Polarity.LOWER
    return None


def unit_said(cell: Cell | None) -> Unit | None:
    """Return the unit as a column says it; None where its word is not known."""
    said = _words(cell)
    return next((unit for unit, pattern in UNITS if pattern.match(said)), None)


def frequency_said(cell: Cell | None) -> Frequency | None:
    """Return how often a measure is reported as a column says it; None where its word is not known."""
    said = _words(cell)
    return next((frequency for frequency, pattern in FREQUENCIES if pattern.match(said)), None)


def frequency_of(periods: Collection[WrittenDate], years: int) -> Frequency:
    """Return how often a measure is reported by its columns: their periods, and so many financial years."""
    if not periods:
        return Frequency.YEARLY if years > 1 else Frequency.IRREGULAR
    if {period.kind for period in periods} == {"quarter"}:
        return Frequency.QUARTERLY
    ends = [period.latest.month for period in periods if period.kind == "month" and period.latest]
    # Columns for the last months of quarters alone are a quarterly scorecard's.
    if len(ends) == len(periods) and len(set(ends)) > 1 and set(ends) <= QUARTER_ENDS:
        return Frequency.QUARTERLY
    return Frequency.MONTHLY


def quarter_to(period: WrittenDate) -> WrittenDate:
    """Return the quarter that a quarterly figure under its last month speaks for; else the period itself."""
    last = period.latest
    if period.kind != "month" or last is None or last.month not in QUARTER_ENDS:
        return period
    first = months_before(last.replace(day=1), 2)
    return WrittenDate(f"Quarter to {last:%B %Y}", "quarter", first, last)


def _words(cell: Cell | None) -> str:
    return plain(cell.text).strip(" .:") if cell is not None else ""
