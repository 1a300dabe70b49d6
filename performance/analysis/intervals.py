"""How far a share of few cases can be off: the Wilson score interval (Wilson 1927)."""

from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

# The normal quantile of a 95% interval.
Z_95 = 1.959964
# An interval wider than this many points says little: the share could be almost anything.
TOO_WIDE = 15.0


@dataclass(frozen=True)
class Interval:
    """A 95% interval of a share, both ends in per cent."""

    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low

    @property
    def is_too_wide(self) -> bool:
        """Whether the numbers are too small to say much."""
        return self.width > TOO_WIDE


def wilson_interval(numerator: Decimal | float, denominator: Decimal | float) -> Interval:
    """Return the 95% Wilson score interval of a share, in per cent.

    Raises ValueError for a denominator that is not above nought or a numerator outside it. 3 of 37 gives 2.8 to 21.3.
    """
    count, cases = float(numerator), float(denominator)
    if cases <= 0 or not 0 <= count <= cases:
        raise ValueError(
            "The numerator must lie between nought and the denominator, which must be above nought."
        )
    share = count / cases
    z_squared = Z_95**2
    centre = (share + z_squared / (2 * cases)) / (1 + z_squared / cases)
    spread = Z_95 * sqrt(share * (1 - share) / cases + z_squared / (4 * cases**2)) / (1 + z_squared / cases)
    return Interval(max(0.0, centre - spread) * 100, min(1.0, centre + spread) * 100)
