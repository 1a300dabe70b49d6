"""A scale of the council's own: what is one, what is not, and that every level of one can be read."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement.contrast import contrast
from plans.palette import SEEN, WHITE, rating_look
from plans.rules.scales import LevelDraft, scale_problems

GOOD = LevelDraft("G", "Good", "", "#00703c", "good")
MIDDLING = LevelDraft("M", "Middling", "", "#ffbf00", "caution")
POOR = LevelDraft("P", "Poor", "", "#d4351c", "poor")


@pytest.mark.parametrize(
    ("levels", "place", "field", "words"),
    [
        ([], None, "", "Enter at least 2 levels."),
        ([GOOD], None, "", "Enter at least 2 levels."),
        ([GOOD, replace(MIDDLING, code="g"), POOR], 1, "code", "Level 1 has the same code."),
        ([GOOD, replace(MIDDLING, name="GOOD"), POOR], 1, "name", "Level 1 has the same word."),
        ([GOOD, replace(MIDDLING, colour="#00703c"), POOR], 1, "colour", "Level 1 has the same colour."),
        ([replace(GOOD, code="in use"), POOR], 0, "code", "letters and digits"),
        ([replace(GOOD, colour="green"), POOR], 0, "colour", "Choose a colour."),
        ([GOOD, POOR, MIDDLING], 2, "outlook", "better than level 2"),
        ([MIDDLING, POOR], 0, "outlook", "The first level must be a good one."),
        ([GOOD, replace(GOOD, code="H", name="H", colour="#00ff00")], 1, "outlook", "can't be a good one"),
        ([GOOD, replace(POOR, means_finished=True)], 1, "means_finished", "Only a level that is good"),
        ([replace(GOOD, value=Decimal(3)), POOR], None, "", "Give every level a number, or none"),
        ([replace(GOOD, value=Decimal(1)), replace(POOR, value=Decimal(2))], None, "", "must fall"),
    ],
)
def test_what_is_no_scale_is_said_where_it_stands(levels, place, field, words):
    found = list(scale_problems(levels))
    assert (place, field) in {problem[:2] for problem in found}
    assert any(words in problem[2] for problem in found)


def test_what_councils_use_is_a_scale():
    assert list(scale_problems([GOOD, MIDDLING, POOR])) == []
    assert (
        list(scale_problems([replace(GOOD, code="1", value=Decimal(2)), replace(POOR, value=Decimal(1))]))
        == []
    )


@given(st.integers(0, 0xFFFFFF))
def test_the_word_on_any_colour_can_be_read_and_its_edge_be_seen(number):
    """WCAG 1.4.3 and 1.4.11, whatever colour a council chooses."""
    look = rating_look(f"#{number:06x}")
    assert contrast(look.ink, look.fill) >= 4.5
    assert contrast(look.edge, WHITE) >= SEEN
