"""A value against its target, its trajectory and the value before it. Pure; units are the measure's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from performance.choices import Polarity


class AgainstTarget(StrEnum):
    """Where a value stands to its target."""

    MET = "met"
    NEAR = "near"
    MISSED = "missed"
    # Not reached, and not to be reached yet: no fault of the figure's.
    NOT_DUE = "not_due"

    @property
    def label(self) -> str:
        """How it is printed."""
        return {
            AgainstTarget.MET: "On target",
            AgainstTarget.NEAR: "Near target",
            AgainstTarget.MISSED: "Off target",
            AgainstTarget.NOT_DUE: "Not due yet",
        }[self]


class Direction(StrEnum):
    """Which way a measure travels, given which way is better."""

    IMPROVING = "improving"
    STATIC = "static"
    WORSENING = "worsening"
    # A measure without a polarity can only rise or fall.
    RISING = "rising"
    FALLING = "falling"


def against_target(
    value: Decimal,
    lowest: Decimal | None,
    highest: Decimal | None,
    polarity: Polarity,
    tolerance: Decimal = Decimal(0),
) -> AgainstTarget | None:
    """Return where a value stands to a target value or band; None where nobody can say.

    Where higher is better the lower end of a band is what must be reached, where lower is better the higher end;
    within a band both hold. Within `tolerance` of what must be reached is near it. Without a polarity a single
    value can't be judged, a band can.
    """
    if lowest is None and highest is None:
        return None
    floor, ceiling = bounds(lowest, highest, polarity)
    if floor is None and ceiling is None:
        return None
    short = max(
        floor - value if floor is not None else Decimal(0),
        value - ceiling if ceiling is not None else Decimal(0),
        Decimal(0),
    )
    if short <= 0:
        return AgainstTarget.MET
    return AgainstTarget.NEAR if short <= tolerance else AgainstTarget.MISSED


def bounds(
    lowest: Decimal | None, highest: Decimal | None, polarity: Polarity
) -> tuple[Decimal | None, Decimal | None]:
    """Return what a value must not fall below and not rise above. A bound written as one rules over the polarity."""
    if (lowest is None) != (highest is None):
        return lowest, highest
    if polarity == Polarity.HIGHER:
        return (lowest if lowest is not None else highest), None
    if polarity == Polarity.LOWER:
        return None, (highest if highest is not None else lowest)
    if polarity == Polarity.BAND:
        return lowest, highest
    # No polarity: a band, or a bound that was written as one (under 10%), says by itself what is wanted.
    return (None, None) if lowest is not None and lowest == highest else (lowest, highest)


def direction_of_travel(
    before: Decimal,
    latest: Decimal,
    polarity: Polarity,
    dead_band: Decimal = Decimal(0),
    band: tuple[Decimal | None, Decimal | None] = (None, None),
) -> Direction:
    """Return which way a measure went between two values. A change within the dead band is none: noise isn't news."""
    change = latest - before
    if abs(change) <= dead_band:
        return Direction.STATIC
    if polarity == Polarity.BAND and band != (None, None):
        moved = _outside(latest, *band) - _outside(before, *band)
        if abs(moved) <= dead_band:
            return Direction.STATIC
        return Direction.IMPROVING if moved < 0 else Direction.WORSENING
    if polarity in {Polarity.NEITHER, Polarity.BAND}:
        return Direction.RISING if change > 0 else Direction.FALLING
    better = change > 0 if polarity == Polarity.HIGHER else change < 0
    return Direction.IMPROVING if better else Direction.WORSENING


def _outside(value: Decimal, lowest: Decimal | None, highest: Decimal | None) -> Decimal:
    """Return how far a value lies outside a band; nought inside it."""
    below = lowest - value if lowest is not None else Decimal(0)
    above = value - highest if highest is not None else Decimal(0)
    return max(below, above, Decimal(0))


@dataclass(frozen=True)
class Checkpoint:
    """A value to reach by a day."""

    day: date
    value: Decimal


def expected_on(trajectory: Sequence[Checkpoint], day: date) -> Decimal | None:
    """Return what a trajectory expects on a day: straight lines between its checkpoints, level before and after.

    None for a trajectory without a checkpoint.
    """
    points = sorted(trajectory, key=lambda point: point.day)
    if not points:
        return None
    if day <= points[0].day:
        return points[0].value
    for first, second in zip(points, points[1:], strict=False):
        if first.day <= day <= second.day:
            span = (second.day - first.day).days
            share = Decimal((day - first.day).days) / span if span else Decimal(1)
            return first.value + (second.value - first.value) * share
    return points[-1].value


def written_in_other_unit(value_words: str, target_words: str) -> bool:
    """Return whether a value was written in per cent and its target as a bare number, which is no share.

    `78.5% scored 16 or less` can't be set against the score 16. Where either has no words, nothing speaks against.
    """
    if "%" not in value_words or "%" in target_words:
        return False
    return any(character.isdigit() for character in target_words)
