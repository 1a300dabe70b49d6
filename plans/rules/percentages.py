"""Percentages that add up, and rounding as people do it."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

Key = TypeVar("Key")


def round_half_up(value: Decimal | float, places: int = 0) -> Decimal:
    """Return a figure rounded half up, once, at the end: 3.25 to one place is 3.3."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def whole_percentages(counts: Sequence[int]) -> list[int]:
    """Return whole percentages of counts that add up to 100 (largest remainder; Hamilton's method).

    Equal remainders go to the earlier count. No counts at all give zeros, never a division by zero.
    """
    total = sum(counts)
    if total == 0:
        return [0 for _count in counts]
    floors = [count * 100 // total for count in counts]
    remainders = [count * 100 % total for count in counts]
    order = sorted(range(len(counts)), key=lambda index: (-remainders[index], index))
    for index in order[: 100 - sum(floors)]:
        floors[index] += 1
    return floors


def percentages_of(counts: Mapping[Key, int]) -> dict[Key, int]:
    """Return whole percentages by key; see `whole_percentages`."""
    return dict(zip(counts, whole_percentages(list(counts.values())), strict=True))
