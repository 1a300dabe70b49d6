"""When a count is too small to be published, and when a total gives a suppressed one away.

Counts under five can point at a child, a family or an officer. A share is as telling as its count where its cases are
known, and so is the rest of the cases: 36 of 37 says that one was not.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

LEAST_PUBLISHED = 5


def is_small(count: Decimal | int | None) -> bool:
    """Whether a count is under five. Nothing is a count too: that none was seen may be just what identifies."""
    return count is not None and 0 <= count < LEAST_PUBLISHED


def is_small_share(numerator: Decimal | None, denominator: Decimal | None) -> bool:
    """Whether the cases behind a share, all of them, or the rest, are under five."""
    if is_small(numerator) or is_small(denominator):
        return True
    return numerator is not None and denominator is not None and is_small(denominator - numerator)


def given_away(parts: Mapping[str, Decimal | None], total: Decimal | None) -> str:
    """Return the part that a printed total gives away: the only suppressed one; empty for none.

    `parts` are the counts that add up to the total, by name; None is one that is not known.
    """
    if total is None or any(count is None for count in parts.values()) or sum(_known(parts)) != total:
        return ""
    small = [name for name, count in parts.items() if is_small(count)]
    return small[0] if len(small) == 1 else ""


def next_smallest(parts: Mapping[str, Decimal | None], suppressed: str) -> str:
    """Return the part to be suppressed beside the first, so that the total gives neither away; empty for none."""
    others = {name: count for name, count in parts.items() if name != suppressed and count is not None}
    return min(others, key=lambda name: (others[name], name)) if others else ""


def _known(parts: Mapping[str, Decimal | None]) -> Sequence[Decimal]:
    return [count for count in parts.values() if count is not None]
