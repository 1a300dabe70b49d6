"""Which way a rating moved, also from one scale to another."""

from dataclasses import dataclass

import pytest

from plans.choices import Outlook
from plans.rules.rating_moves import rating_move


@dataclass(frozen=True)
class Level:
    code: str
    order: int
    outlook: str
    scale_id: int = 1


GREEN = Level("G", 1, Outlook.GOOD)
AMBER = Level("A", 2, Outlook.CAUTION)
RED = Level("R", 3, Outlook.POOR)
BLUE = Level("B", 1, Outlook.GOOD, scale_id=2)
OTHER_GREEN = Level("G", 2, Outlook.GOOD, scale_id=2)
OTHER_RED = Level("R", 4, Outlook.POOR, scale_id=2)


@pytest.mark.parametrize(
    ("before", "after", "move"),
    [
        (None, None, ""),
        (None, RED, "newly rated"),
        (RED, None, "no longer rated"),
        (AMBER, AMBER, ""),
        (AMBER, GREEN, "improved"),
        (GREEN, RED, "slipped"),
        # Levels of two scales can't be put in order; their outlooks can.
        (RED, BLUE, "improved"),
        (GREEN, OTHER_RED, "slipped"),
        (GREEN, BLUE, "on another scale"),
        (GREEN, OTHER_GREEN, ""),
    ],
)
def test_a_move_is_told_by_order_on_one_scale_and_by_outlook_between_two(before, after, move):
    assert rating_move(before, after) == move
