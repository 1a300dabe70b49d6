"""What must be said of an action that is reported as completed."""

from datetime import date

import pytest

from plans.rules.completion import NO_DATE, NOT_COMPLETED, NOTHING_SHOWN, completion_problems

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("status", "completed_on", "shows_something", "problems"),
    [
        ("completed", DAY, True, {}),
        ("completed", None, True, {"completed_on": NO_DATE}),
        ("completed", DAY, False, {"evidence": NOTHING_SHOWN}),
        ("completed", None, False, {"completed_on": NO_DATE, "evidence": NOTHING_SHOWN}),
        ("on_target", None, False, {}),
        ("on_target", DAY, False, {"completed_on": NOT_COMPLETED}),
    ],
)
def test_completion_needs_a_day_and_something_that_shows_it(status, completed_on, shows_something, problems):
    assert completion_problems(status, completed_on, shows_something=shows_something) == problems
