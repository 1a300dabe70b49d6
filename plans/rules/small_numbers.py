"""When a count is too small to be published, and when a total gives a suppressed one away.

Counts under five can point at a child, a family or an officer. A share is as telling as its count where its cases are
known, and so is the rest of the cases: 36 of 37 says that one was not. That all were (37 of 37) says it of nobody.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

LEAST_PUBLISHED = 5
# So far off a total that is stated apart may be, and still say about how large the missing part is.
NEARLY = 2 * LEAST_PUBLISHED
_SMALL = r"(?:[0-4]|one|two|three|four)"
_PEOPLE = (
    r"(?:child|children|young|people|person|famil|care|boy|girl|sibling|bab|case|parent|worker|adopter|carer)"
)
# What stands for a child or a family where nobody is named.
_THEIRS = r"(?:referral|assessment|placement|allegation|complaint|file|having[ \t]|(?<!one )reports\b)"
# In typed text: `3 of 37`, `in four of them`, `two children`; never `every one of 212`, `one of the aims`.
IN_TEXT = re.compile(
    rf"(?<![\w.])(?<!every )(?<!each )"
    rf"(?:{_SMALL}[ \t]+(?:out[ \t]+)?of[ \t]+(?:the[ \t]+|them\b|these\b|those\b|\d+\b(?! actions))"
    rf"|(?:in|for|with|only|just)[ \t]+(?:two|three|four)\b"
    rf"|(?:one|two|three|four|[1-4])[ \t]+(?:\w+[ \t]+)?(?:{_PEOPLE}|{_THEIRS})\w*)",
    re.IGNORECASE,
)
_NO_CASES = re.compile(r"one of the\b", re.IGNORECASE)


def is_small(count: Decimal | int | None) -> bool:
    """Whether a count is under five. Nothing is a count too: that none was seen may be just what identifies.

    A figure with a fraction is an average, and no count of anybody.
    """
    return count is not None and 0 <= count < LEAST_PUBLISHED and count == int(count)


def is_small_share(numerator: Decimal | None, denominator: Decimal | None) -> bool:
    """Whether the cases behind a share, all of them, or the rest (where there is one), are under five."""
    if is_small(numerator) or is_small(denominator):
        return True
    if numerator is None or denominator is None:
        return False
    return denominator != numerator and is_small(denominator - numerator)


def given_away(parts: Mapping[str, Decimal | None], total: Decimal | None) -> str:
    """Return the part that a printed total gives away, or nearly so: the only suppressed one; empty for none.

    `parts` are the counts that add up to the total, by name; None is one that is not known.
    """
    small = [name for name, count in parts.items() if is_small(count)]
    if total is None or len(small) != 1 or any(count is None for count in parts.values()):
        return ""
    others = sum(
        (count for name, count in parts.items() if name != small[0] and count is not None), Decimal(0)
    )
    return small[0] if 0 <= total - others < NEARLY else ""


def next_smallest(parts: Mapping[str, Decimal | None], suppressed: str) -> str:
    """Return the part to be suppressed beside the first, so that the total gives neither away; empty for none."""
    others = {name: count for name, count in parts.items() if name != suppressed and count is not None}
    return min(others, key=lambda name: (others[name], name)) if others else ""


def small_counts_in(text: str) -> list[str]:
    """Return the phrases of a typed text that may count under five people or cases, each once."""
    phrases = [match[0].strip() for match in IN_TEXT.finditer(text) if not _NO_CASES.match(match[0].strip())]
    return list(dict.fromkeys(phrases))
