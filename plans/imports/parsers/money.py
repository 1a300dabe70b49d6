"""Money as councils write it: £67,689, £1.3 m, £30K, 20 days @ £1000 a day = £20K."""

import re
from dataclasses import dataclass
from decimal import Decimal

from plans.imports.parsers.figures import doubt_in

AMOUNT = re.compile(
    r"£\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>k|m|million|thousand)?\b(?!\s*%)", re.IGNORECASE
)
SCALES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}
RESULT = re.compile(r"(?:=|\btotals?\b[^£\n]{0,20})\s*(?=£)", re.IGNORECASE)
NOTHING = re.compile(r"^no (?:additional |extra )?costs?\b(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)
FINANCIAL_YEAR = re.compile(
    r"(?P<start>20\d\d)\s*[/-]\s*(?P<end>\d\d(?:\d\d)?)(?P<onwards>\s+onwards?)?", re.IGNORECASE
)


@dataclass(frozen=True)
class Money:
    """What a cost cell says: its words, the one amount in pounds that they come to, every amount named.

    `amount` is None where several amounts stand side by side and none is said to be their result: adding up
    rates, alternatives and totals would be meaningless.
    """

    words: str
    amount: Decimal | None = None
    parts: tuple[Decimal, ...] = ()


def _pounds(match: re.Match[str]) -> Decimal:
    number = Decimal(match["number"].replace(",", ""))
    return (number * SCALES.get((match["scale"] or "").lower(), 1)).normalize()


def read_money(text: str) -> Money:
    """Return what a cost's words come to. Never raises; words without an amount stay words."""
    words = text.strip()
    if any(doubt_in(words, match, "number") for match in AMOUNT.finditer(words)):
        # £47,2 or £1.234,50 could be two sums: the words stay, and whoever imports them is told.
        return Money(words)
    parts = tuple(_pounds(match) for match in AMOUNT.finditer(words))
    if len(parts) == 1:
        return Money(words, parts[0], parts)
    results = list(RESULT.finditer(words))
    if results and (last := AMOUNT.match(words, results[-1].end())):
        after = AMOUNT.search(words, last.end())
        if after is None:
            return Money(words, _pounds(last), parts)
    if not parts and NOTHING.match(words):
        return Money(words, Decimal(0))
    return Money(words, None, parts)


def read_financial_year(text: str) -> str:
    """Return a financial year as councils print it (`2015/16`, `2016/17 onwards`); empty where none is named."""
    match = FINANCIAL_YEAR.search(text)
    if match is None or int(match["end"][-2:]) != (int(match["start"]) + 1) % 100:
        return ""
    return f"{match['start']}/{match['end'][-2:]}{' onwards' if match['onwards'] else ''}"
