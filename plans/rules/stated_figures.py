"""Whether a figure that somebody printed agrees with what the rows give."""

from collections.abc import Mapping
from decimal import Decimal


def recompute(rule: str, figures: Mapping[str, Decimal | None]) -> Decimal | None:
    """Return what the rows give for a rule (`actions.by_status.completed`), or None where they can't."""
    return figures.get(rule) if rule else None


def agrees(stated: Decimal | None, recomputed: Decimal | None) -> bool | None:
    """Return whether both are the same figure; None where there is nothing to compare."""
    return None if stated is None or recomputed is None else stated == recomputed


def plain_number(value: Decimal | None) -> int | float | None:
    """Return a figure as JSON and tables show it: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
