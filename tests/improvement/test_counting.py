"""One and many in sentences, and a plan's own word in the plural."""

from types import SimpleNamespace

import pytest

from improvement.counting import counted, plural
from improvement.templatetags.display import numbers


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("theme", "themes"),
        ("workstream", "workstreams"),
        ("priority", "priorities"),
        ("Priority", "Priorities"),
        ("improvement priority", "improvement priorities"),
        ("journey", "journeys"),
        ("approach", "approaches"),
        ("focus", "focuses"),
    ],
)
def test_a_plans_word_in_the_plural(one, many):
    assert plural(one) == many


def test_a_count_agrees_with_its_noun():
    assert [counted(number, "day") for number in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert counted(2, "person", "people") == "2 people"


@pytest.mark.parametrize(
    ("counts", "said"),
    [((6, 7, 0), "6 Green, 7 Amber"), ((0, 7, 1), "7 Amber, 1 Red"), ((0, 0, 0), "")],
)
def test_numbers_of_a_scale_end_in_no_comma(counts, said):
    shares = [
        SimpleNamespace(label=label, count=count)
        for label, count in zip(("Green", "Amber", "Red"), counts, strict=True)
    ]

    assert numbers(shares) == said
