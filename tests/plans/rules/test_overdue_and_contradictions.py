"""Rules as tables of cases: overdue, each contradiction firing and just not firing."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from plans.rules import contradictions
from plans.rules.contradictions import RatedState
from plans.rules.overdue import is_behind, is_overdue, is_past_due_without_status
from plans.rules.stated_figures import agrees

ON = date(2026, 11, 21)
DUE = date(2026, 10, 31)


@pytest.mark.parametrize(
    ("status", "due", "overdue"),
    [
        ("on_target", DUE, True), ("behind_target", DUE, True), ("not_started", DUE, True),
        ("completed", DUE, False), ("not_supplied", DUE, False), ("on_target", ON, False), ("on_target", None, False),
    ],
)  # fmt: skip
def test_overdue_needs_a_passed_day_and_a_supplied_status(status, due, overdue):
    assert is_overdue(status, due, ON) is overdue


def test_a_passed_day_without_a_status_is_a_figure_of_its_own():
    assert is_past_due_without_status("not_supplied", DUE, ON) is True
    assert is_past_due_without_status("not_supplied", ON, ON) is False
    assert is_past_due_without_status("on_target", DUE, ON) is False


def test_a_status_given_in_words_that_nobody_explained_is_supplied_and_not_completed():
    assert is_overdue("not_supplied", DUE, ON, "In progress") is True
    assert is_overdue("not_supplied", ON, ON, "In progress") is False
    assert is_overdue("completed", DUE, ON, "In progress") is False
    assert is_past_due_without_status("not_supplied", DUE, ON, "In progress") is False


def test_behind_is_not_started_after_its_start():
    assert is_behind("not_started", DUE, ON) is True
    assert is_behind("not_started", ON, ON) is False
    assert is_behind("on_target", DUE, ON) is False


def test_agreement_is_unknown_where_rows_cannot_say():
    assert agrees(Decimal(79), Decimal(90)) is False
    assert agrees(Decimal(5), Decimal("5.0")) is True
    assert agrees(Decimal(33), None) is None


# --- contradictions: each where it fires and where it just doesn't ------------------------------------


def test_green_with_overdue_actions():
    assert "5.1" in contradictions.green_with_overdue_actions("Green", "good", ["5.1"])
    assert contradictions.green_with_overdue_actions("Green", "good", []) is None
    assert contradictions.green_with_overdue_actions("Amber", "caution", ["5.1"]) is None


def test_on_target_past_its_date():
    assert contradictions.on_target_past_its_date("on_target", DUE, "Oct 26", ON)
    assert contradictions.on_target_past_its_date("on_target", ON, "21 November 2026", ON) is None
    assert contradictions.on_target_past_its_date("behind_target", DUE, "Oct 26", ON) is None
    assert contradictions.on_target_past_its_date("on_target", None, "TBC", ON) is None


def test_complete_without_evidence():
    assert contradictions.complete_without_evidence("completed", 0, " ")
    assert contradictions.complete_without_evidence("completed", 1, "") is None
    assert contradictions.complete_without_evidence("completed", 0, "A conversation only.") is None
    assert contradictions.complete_without_evidence("on_target", 0, "") is None


def rated(*items: tuple[str, str, date]) -> list[RatedState]:
    return [RatedState(level, "caution", reason, day) for level, reason, day in items]


def test_unchanged_rating_in_the_same_words():
    first, later = (
        ("Amber", "Work goes on.", date(2026, 8, 6)),
        ("Amber", "work  goes on.", date(2026, 11, 6)),
    )

    assert "2 times" in contradictions.unchanged_rating_same_words(rated(first, later), ON)
    one_day_short = ("Amber", "Work goes on.", date(2026, 8, 7))
    assert contradictions.unchanged_rating_same_words(rated(one_day_short, later), ON) is None
    other_words = ("Amber", "Work goes on well.", date(2026, 8, 6))
    assert contradictions.unchanged_rating_same_words(rated(other_words, later), ON) is None
    other_level = ("Red", "Work goes on.", date(2026, 8, 6))
    assert contradictions.unchanged_rating_same_words(rated(other_level, later), ON) is None
    without_words = rated(("Amber", "", date(2026, 1, 6)), ("Amber", "", date(2026, 11, 6)))
    assert contradictions.unchanged_rating_same_words(without_words, ON) is None


def no_update(status="on_target", start=None, last=None, met=date(2026, 11, 6)) -> str | None:
    return contradictions.no_update_this_cycle(status, start, last, met, 31, ON)


def test_no_update_this_cycle():
    assert no_update(last=date(2026, 11, 5))
    assert no_update(last=None)
    assert no_update(last=date(2026, 11, 6)) is None
    assert no_update("completed") is None
    assert no_update("not_supplied") is None
    assert no_update("not_started", start=ON) is None
    assert no_update("not_started", start=date(2026, 11, 20))


def test_the_day_after_a_meeting_what_was_said_for_it_still_stands():
    met = ON - timedelta(days=10)
    assert no_update(last=met - timedelta(days=1), met=met) is None
    assert no_update(last=ON - timedelta(days=31), met=met) is None
    assert no_update(last=ON - timedelta(days=32), met=met), "not a whole cycle's silence"
    assert no_update(last=None, met=met)
    assert no_update(last=met - timedelta(days=2), met=met - timedelta(days=1)), (
        "nor for longer than a third of one"
    )


def test_no_update_this_cycle_without_a_meeting_counts_days():
    assert no_update(met=None, last=date(2026, 10, 20))
    assert no_update(met=None, last=date(2026, 10, 21)) is None


def test_red_without_recovery_step():
    assert contradictions.red_without_recovery_step("Red", "poor", ["", " "], 0)
    assert contradictions.red_without_recovery_step("Red", "poor", [], 0)
    assert contradictions.red_without_recovery_step("Red", "poor", ["", "Meet on Friday."], 0) is None
    assert contradictions.red_without_recovery_step("Red", "poor", [""], 1) is None
    assert contradictions.red_without_recovery_step("Amber", "caution", [""], 0) is None
