"""Numbers as people write them, and those that could be two: `1,234` is one number here, `47,2` is a question.

A comma parts thousands where it stands before each three figures, as in English; a point is a decimal point. Everything
else that other countries write with commas and points is asked about, never guessed: `47,2` read as 472 is ten times
what was meant.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

# Spaces part thousands too, those that do not break included.
SPACES = "\u00a0\u2007\u2009\u202f"
CERTAIN = re.compile(r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+|[0-9]+)?(?:\.[0-9]*)?")
# `1.2.3` is no number anywhere; points before each three figures part thousands elsewhere.
DOUBTFUL = re.compile(r"(?=.*,)[0-9]*(?:[.,][0-9]+)+|[0-9]{1,3}(?:\.[0-9]{3}){2,}")
# What to write instead of one that is in doubt.
WITH_A_POINT = "a point for decimals, and commas before each three figures alone"
MINUS = "-\u2212"


@dataclass(frozen=True)
class WrittenNumber:
    """What was written: its value, or what it could be, or neither where it is no number."""

    words: str
    value: Decimal | None = None
    could_be: tuple[Decimal, ...] = ()

    @property
    def question(self) -> str:
        """What to ask, in words; empty where nothing is in doubt."""
        if not self.could_be:
            return ""
        return f"“{self.words}” could be {' or '.join(f'{number:f}' for number in self.could_be)}"


def read_number(text: str) -> WrittenNumber:
    """Return what a text says as a number, its per cent sign apart. Never raises."""
    words = text.strip()
    plain = words.removesuffix("%").translate(dict.fromkeys(map(ord, SPACES), " ")).strip()
    sign = -1 if plain[:1] and plain[0] in MINUS else 1
    digits = plain[1:].lstrip() if plain[:1] and plain[0] in f"{MINUS}+" else plain
    if not re.search("[0-9]", digits):
        return WrittenNumber(words)
    if CERTAIN.fullmatch(digits):
        return WrittenNumber(words, sign * Decimal(digits.replace(",", "").replace(" ", "")))
    if DOUBTFUL.fullmatch(digits):
        before, after = re.split(r"[.,](?=[0-9]+$)", digits)
        whole = re.sub("[.,]", "", before)
        return WrittenNumber(
            words, could_be=(sign * Decimal(f"{whole}.{after}"), sign * Decimal(f"{whole}{after}"))
        )
    return WrittenNumber(words)
