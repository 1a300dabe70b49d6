"""The position: figures that add up, as known on any day, in a number of queries that does not grow."""

import json
from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.choices import ContradictionKind, ProgressStatus
from plans.models import Meeting, Rating
from plans.operations.due_dates import NewDate, decide_due_date, request_due_date
from plans.operations.meetings import MeetingPlan, add_meetings
from plans.operations.ratings import answer_contradiction
from plans.operations.structure import move_action, split_action
from plans.position import build_position
from plans.position.changes import changes_between
from plans.position.history import rating_history
from tests.conftest import TODAY
from tests.factories import make_actions, make_plan, rate, say, since

pytestmark = pytest.mark.django_db


def kinds(plan, on=TODAY) -> Counter:
    return Counter(found.kind.value for found in build_position(plan, on).contradictions)


def test_the_demo_shows_every_kind_of_contradiction_and_an_answer(demo):
    position = build_position(demo, TODAY)

    assert {found.kind for found in position.contradictions} == set(ContradictionKind)
    assert len(position.answered_contradictions) == 1


def test_the_demos_figures(demo):
    figures = build_position(demo, TODAY).as_json()

    assert figures["recommendations"] == {"total": 14, "by_rating": {"G": 6, "A": 7, "R": 1}}
    assert figures["actions"]["total"] == sum(figures["actions"]["by_status"].values()) == 90
    assert figures["actions"]["by_status"]["not_supplied"] == 4
    assert figures["milestones"]["total"] == sum(figures["milestones"]["by_status"].values()) == 17


def test_counts_add_up_for_the_plan_and_each_theme(demo):
    position = build_position(demo, TODAY)
    assert sum(share.count for share in position.rating_shares()) == len(position.recommendations)
    for counted, shares in (
        (position.lowest_level_actions, position.status_shares()),
        *((t.lowest_level_actions, position.status_shares(t.lowest_level_actions)) for t in position.themes),
    ):
        assert sum(share.count for share in shares) == len(counted)
    per_theme = sum(len(theme.lowest_level_actions) for theme in position.themes)
    assert per_theme == len(position.lowest_level_actions) == 90


def test_a_position_is_what_was_known_on_its_day():
    plan = make_plan(actions=2)
    first, second = plan.actions.all()
    say(first, ProgressStatus.ON_TARGET, date(2026, 3, 1))
    rate(plan, plan.recommendations.get(), "A", date(2026, 3, 10))
    before = build_position(plan, date(2026, 5, 1)).as_json()

    say(
        first,
        ProgressStatus.COMPLETED,
        date(2026, 6, 1),
        evidence=["Audit report"],
        completed_on=date(2026, 5, 30),
    )
    rate(plan, plan.recommendations.get(), "G", date(2026, 6, 10))
    change = request_due_date(
        second,
        None,
        NewDate("March 2027", "month", date(2027, 3, 1), date(2027, 3, 31)),
        "Illness",
        provenance=since(date(2026, 6, 11)),
    )
    decide_due_date(change, True, provenance=since(date(2026, 6, 20)))

    assert build_position(plan, date(2026, 5, 1)).as_json() == before
    now = build_position(plan, date(2026, 7, 15))
    assert now.as_json()["recommendations"]["by_rating"] == {"G": 1, "A": 0, "R": 0}
    assert now.action("1.1").status == "completed"
    assert now.action("1.2").due.words == "March 2027"
    assert now.action("1.2").first_due_words == "June 2026"
    assert build_position(plan, date(2026, 6, 15)).action("1.2").due.words == "June 2026"


EVENTS = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 2), st.sampled_from(("update", "rating", "date", "move"))),
    max_size=8,
)


@given(EVENTS, st.integers(0, 300))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_later_changes_never_alter_an_earlier_position(db, events, asked):
    plan = make_plan(f"plan{abs(hash((tuple(events), asked)))}", actions=3)
    day = date(2026, 1, 1) + timedelta(asked)
    actions = list(plan.actions.all())
    seen = None
    for offset, index, event in sorted(events):
        on = date(2026, 1, 1) + timedelta(offset)
        if on > day and seen is None:
            seen = build_position(plan, day)
        if event == "update":
            say(actions[index], (ProgressStatus.ON_TARGET, ProgressStatus.BEHIND_TARGET)[offset % 2], on)
        elif event == "rating":
            rate(plan, plan.recommendations.get(), "RAG"[index], on)
        elif event == "move":
            move_action(actions[index], plan.themes.get(), plan.recommendations.get(), provenance=since(on))
        else:
            to = NewDate("March 2027", "month", date(2027, 3, 1), date(2027, 3, 31))
            change = request_due_date(actions[index], None, to, "Late", provenance=since(on))
            decide_due_date(change, bool(offset % 2), provenance=since(on))
    if seen is not None:
        again = build_position(plan, day)
        assert again.as_json() == seen.as_json()
        assert [a.due for a in again.actions] == [a.due for a in seen.actions]


# --- contradictions in the database: each where it fires and where it just doesn't --------------------


def test_green_with_overdue_actions_in_a_plan():
    plan = make_plan(actions=1)
    rate(plan, plan.recommendations.get(), "G", date(2026, 11, 10))
    say(plan.actions.get(), ProgressStatus.BEHIND_TARGET, TODAY)

    assert kinds(plan)["green_with_overdue_actions"] == 1
    assert kinds(plan, date(2026, 6, 30))["green_with_overdue_actions"] == 0


def test_on_target_past_its_date_in_a_plan():
    plan = make_plan(actions=1)
    say(plan.actions.get(), ProgressStatus.ON_TARGET, date(2026, 6, 15))

    assert kinds(plan, date(2026, 7, 1))["on_target_past_its_date"] == 1
    assert kinds(plan, date(2026, 6, 30))["on_target_past_its_date"] == 0


def test_complete_without_evidence_in_a_plan():
    plan = make_plan(actions=2)
    bare, shown = plan.actions.all()
    say(bare, ProgressStatus.COMPLETED, TODAY, completed_on=TODAY)
    say(shown, ProgressStatus.COMPLETED, TODAY, evidence=["Audit report"], completed_on=TODAY)

    found = [
        q
        for q in build_position(plan, TODAY).contradictions
        if q.kind == ContradictionKind.COMPLETE_WITHOUT_EVIDENCE
    ]
    assert [question.reference for question in found] == ["1.1"]


def test_unchanged_rating_in_a_plan():
    plan = make_plan()
    for day in (date(2026, 7, 10), date(2026, 9, 11), date(2026, 10, 10)):
        rate(plan, plan.recommendations.get(), "A", day, "Work goes on.")

    assert kinds(plan, date(2026, 10, 10))["unchanged_rating_same_words"] == 1
    assert kinds(plan, date(2026, 10, 9))["unchanged_rating_same_words"] == 0


def test_no_update_this_cycle_in_a_plan():
    plan = make_plan(actions=1)
    say(plan.actions.get(), ProgressStatus.BEHIND_TARGET, date(2026, 11, 1))
    assert kinds(plan)["no_update_this_cycle"] == 0

    add_meetings(plan, [MeetingPlan(date(2026, 11, 6))], provenance=since(date(2026, 11, 6)))
    assert kinds(plan)["no_update_this_cycle"] == 1

    say(plan.actions.get(), ProgressStatus.BEHIND_TARGET, date(2026, 11, 6))
    assert kinds(plan)["no_update_this_cycle"] == 0


def test_red_without_a_recovery_step_in_a_plan():
    plan = make_plan(actions=1)
    rate(plan, plan.recommendations.get(), "R", date(2026, 5, 1))
    say(plan.actions.get(), ProgressStatus.BEHIND_TARGET, date(2026, 5, 2))
    assert kinds(plan, date(2026, 5, 3))["red_without_recovery_step"] == 1

    say(
        plan.actions.get(),
        ProgressStatus.BEHIND_TARGET,
        date(2026, 5, 4),
        next_steps="Two managers start on Monday.",
    )
    assert kinds(plan, date(2026, 5, 4))["red_without_recovery_step"] == 0


def test_an_answer_stands_until_what_it_rests_on_changes():
    plan = make_plan(actions=1)
    say(plan.actions.get(), ProgressStatus.ON_TARGET, date(2026, 11, 1))
    asked = build_position(plan, TODAY).open_contradictions[0]
    answer_contradiction(
        plan, asked.kind, asked.subject, asked.basis, "Signed off on Monday.", provenance=since(TODAY)
    )

    assert [q.answer for q in build_position(plan, TODAY).contradictions if q.kind == asked.kind] == [
        "Signed off on Monday."
    ]

    say(plan.actions.get(), ProgressStatus.ON_TARGET, TODAY)
    assert [q.answer for q in build_position(plan, TODAY).contradictions if q.kind == asked.kind] == [""]


def test_an_action_without_a_status_raises_no_question():
    assert kinds(make_plan(actions=3)) == {}


# --- what moved ---------------------------------------------------------------------------------------


def test_what_moved_between_two_days():
    plan = make_plan(actions=2)
    first, second = plan.actions.all()
    rate(plan, plan.recommendations.get(), "A", date(2026, 6, 1))
    say(second, ProgressStatus.ON_TARGET, date(2026, 6, 2))
    rate(plan, plan.recommendations.get(), "R", date(2026, 7, 1))
    say(first, ProgressStatus.COMPLETED, date(2026, 7, 2), evidence=["Report"], completed_on=date(2026, 7, 1))

    moved = changes_between(build_position(plan, date(2026, 6, 30)), build_position(plan, date(2026, 7, 3)))

    assert [(m.number, m.direction, m.before.code, m.after.code) for m in moved.ratings] == [
        (1, "slipped", "A", "R")
    ]
    assert [action.reference for action in moved.completed] == ["1.1"]
    assert [action.reference for action in moved.newly_overdue] == ["1.2"]
    assert (moved.updated, moved.added, moved.moved_dates) == (1, [], [])


def test_rating_history_counts_every_recommendation_at_every_meeting(demo):
    history = rating_history(build_position(demo, TODAY))

    assert len(history.points) == Meeting.objects.filter(plan=demo).count() + 1
    assert {sum(point.counts) for point in history.points} == {14}
    assert history.points[-1].counts == (6, 7, 1)


def test_a_split_action_becomes_a_parent_and_its_parts_are_counted():
    plan = make_plan(actions=1)
    say(plan.actions.get(), ProgressStatus.ON_TARGET, date(2026, 3, 1))
    split_action(plan.actions.get(), ["Write it", "Agree it"], provenance=since(date(2026, 4, 1)))

    position = build_position(plan, TODAY)
    assert [(a.reference, a.is_parent) for a in position.actions] == [
        ("1.1", True),
        ("1.1.1", False),
        ("1.1.2", False),
    ]
    assert {a.status for a in position.lowest_level_actions} == {"on_target"}
    assert len(build_position(plan, date(2026, 3, 31)).lowest_level_actions) == 1


@pytest.mark.parametrize("actions", [1, 3, 40])
def test_a_position_takes_the_same_queries_whatever_its_size(django_assert_num_queries, actions):
    plan = make_plan(actions=actions)
    for action in plan.actions.all():
        say(action, ProgressStatus.ON_TARGET, date(2026, 3, 1), evidence=["Report"])
        rate(plan, action, "A", date(2026, 3, 1))
    with django_assert_num_queries(27):
        build_position(plan, TODAY)


def test_a_rating_recorded_after_its_day_is_marked(demo):
    plan = make_plan()
    rate(plan, plan.recommendations.get(), "A", date(2026, 3, 1))

    assert Rating.objects.get(plan=plan).entered_later is True
    assert build_position(plan, TODAY).recommendations[0].rating.entered_later is True


def test_the_command_prints_the_position(demo):
    out = StringIO()
    call_command("plan_position", "--plan", "northmoor", "--as-at", "2026-09-13", stdout=out)
    printed = json.loads(out.getvalue())

    assert printed == build_position(demo, date(2026, 9, 13)).as_json()
    assert printed["recommendations"]["by_rating"] == {"G": 4, "A": 10, "R": 0}
    with pytest.raises(CommandError, match="no plan 'nowhere'"):
        call_command("plan_position", "--plan", "nowhere")


def test_references_sort_as_people_count():
    plan = make_plan(actions=11)
    make_actions(plan, 1)

    assert [action.reference for action in build_position(plan, TODAY).actions][-3:] == [
        "1.10",
        "1.11",
        "1.12",
    ]


def test_reconcile_prints_what_differs(demo):
    out, machine = StringIO(), StringIO()
    call_command("reconcile", "--plan", "northmoor", "--as-at", "2025-12-05", stdout=out)
    call_command("reconcile", "--plan", "northmoor", "--as-at", "2025-12-05", "--json", stdout=machine)
    first = out.getvalue().splitlines()[0].split()

    assert first[:6] == ["Actions", "05", "Dec", "2025", "79", "90"]
    assert first[6] == "DIFFERS"
    assert json.loads(machine.getvalue())[0]["agrees"] is False
    with pytest.raises(CommandError, match="no plan 'nowhere'"):
        call_command("reconcile", "--plan", "nowhere")
