"""In which quarter of all authorities a value lies. Pure."""

from decimal import Decimal

from performance.choices import Polarity


def quartile(
    value: Decimal, lower: Decimal, median: Decimal, upper: Decimal, polarity: Polarity
) -> int | None:
    """Return the quarter in which a value lies, 1 the best and 4 the worst; None without a polarity.

    `lower`, `median` and `upper` are the values that a quarter, half and three quarters of authorities are at or
    below. A value on a boundary lies in the better quarter. Raises ValueError for boundaries out of order.
    """
    if not lower <= median <= upper:
        raise ValueError("The quartiles must be in order: lower, median, upper.")
    if polarity == Polarity.HIGHER:
        return 1 + sum(value < boundary for boundary in (upper, median, lower))
    if polarity == Polarity.LOWER:
        return 1 + sum(value > boundary for boundary in (lower, median, upper))
    return None
