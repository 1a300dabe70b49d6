"""One and many in sentences, and a plan's own word in the plural."""

import pytest

from improvement.counting import counted, plural


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
