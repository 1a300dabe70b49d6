"""The plan over time: every rating at every meeting, every date that moved, and what moved between two days."""

from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from performance.models import Target
from performance.operations.measures import record_targets
from plans.choices import Role
from plans.imports.request import Request
from plans.imports.run import run_import
from plans.operations.board import NewClosure, record_closures
from plans.operations.due_dates import NewDate, decide_due_date, request_due_date
from plans.operations.meetings import MeetingPlan, add_meetings
from plans.operations.parts import save_milestone
from plans.position import build_position
from plans.position.changes import changes_between
from plans.position.rating_matrix import MOST_DAYS, recommendation_matrix, success_measure_matrix
from plans.position.slippage import slippage
from plans.reports.changed import changed
from tests.conftest import TODAY, published_workbook
from tests.factories import make_plan, make_user, rate, since

pytestmark = pytest.mark.django_db


def letters(row) -> str:
    return "".join(cell.rating.level.code if cell.rating else "-" for cell in row.cells)


def test_a_rating_stands_from_its_day_until_the_next():
    plan = make_plan()
    item = plan.recommendations.get()
    days = [date(2026, month, 10) for month in (2, 3, 4, 5)]
    add_meetings(plan, [MeetingPlan(day, "Board") for day in days], provenance=since(days[-1]))
    rate(plan, item, "A", days[1])
    rate(plan, item, "R", days[2])
    rate(plan, item, "G", days[3])
    matrix = recommendation_matrix(build_position(plan, TODAY))

    assert matrix.days == tuple(days)  # nothing was rated since the last meeting: today is no column
    assert letters(matrix.rows[0]) == "-ARG"
    assert [cell.moved for cell in matrix.rows[0].cells] == ["", "", "slipped", "improved"]

    rate(plan, item, "A", date(2026, 6, 2))
    after = recommendation_matrix(build_position(plan, TODAY))
    assert (after.days, letters(after.rows[0])) == ((*days, TODAY), "-ARGA")


def test_what_was_rated_later_is_not_in_an_earlier_matrix(demo):
    matrix = recommendation_matrix(build_position(demo, date(2026, 10, 8)))

    assert matrix.days[-1] == date(2026, 9, 11)
    assert letters(matrix.rows[9]).endswith("A")
    assert letters(recommendation_matrix(build_position(demo, TODAY)).rows[9]).endswith("ARR")


def test_more_meetings_than_fit_leave_the_oldest_out_and_say_so():
    plan = make_plan()
    rate(plan, plan.recommendations.get(), "A", date(2026, 1, 2))
    days = [date(2026, month, day) for month in range(1, 9) for day in (5, 20)]
    add_meetings(plan, [MeetingPlan(day, "Board") for day in days], provenance=since(days[-1]))
    matrix = recommendation_matrix(build_position(plan, TODAY))
    client = Client()
    client.force_login(make_user("b@test.example", plan, Role.BOARD_MEMBER))
    page = unescape(client.get(reverse("plans:ratings", args=[plan.slug])).content.decode())

    assert (len(matrix.days), matrix.hidden) == (MOST_DAYS, 3)
    assert "3 earlier ones are left out" in page


def test_success_measures_rated_by_period_stand_in_a_matrix_of_their_own():
    request = Request("t.xlsx", published_workbook("thurrock"), "thurrock", create=True, council="A Council")
    matrix = success_measure_matrix(build_position(run_import(request, TODAY).plan, TODAY))

    assert len(matrix.rows) > 90
    assert len(matrix.days) == 3
    assert {code for row in matrix.rows for code in letters(row)} <= set("12345-")


def moved(plan, reference: str, *steps: tuple[str, date, bool]):
    action = plan.actions.get(reference=reference)
    for words, day, agreed in steps:
        change = request_due_date(
            action,
            None,
            NewDate(words, "month", day.replace(day=1), day),
            "Because.",
            provenance=since(date(2026, 7, 1)),
        )
        decide_due_date(change, agreed, provenance=since(date(2026, 7, 2)))


def test_slippage_is_reckoned_from_the_first_date():
    plan = make_plan(actions=3)
    moved(
        plan, "1.1", ("September 2026", date(2026, 9, 30), True), ("December 2026", date(2026, 12, 31), True)
    )
    moved(plan, "1.2", ("August 2026", date(2026, 8, 31), False))
    found = slippage(build_position(plan, TODAY))

    assert [item.action.reference for item in found.actions] == ["1.1"]
    assert (found.actions[0].first.from_words, found.actions[0].days_slipped) == ("June 2026", 184)
    assert (len(found.actions[0].moves), found.overdue_against_first) == (2, 1)
    assert found.sentence() == ("The due date of 1 of 3 actions has moved, by 184 days; more than once.")
    assert (
        slippage(build_position(plan, date(2026, 6, 30))).sentence() == "No due dates have moved (3 actions)."
    )


def test_requests_that_wait_and_targets_set_anew_stand_in_the_ledger(demo, sign_in):
    first = Target.objects.get(measure__code="staff-turnover")
    record_targets(
        [
            Target(
                measure=first.measure, kind="target", words="under 7%", highest=7, due_words="March 2027",
                due_latest=date(2027, 3, 31), revises=first, known_on=TODAY,
            )
        ]
    )  # fmt: skip
    found = slippage(build_position(demo, TODAY))
    page = unescape(sign_in("analyst").get(reverse("plans:dates", args=[demo.slug])).content.decode())

    assert {item.first.words for item in found.targets if item.first} == {"under 10%"}
    assert len(found.waiting) == 2
    assert "under 10% changed to" in " ".join(page.split())
    assert page.count("Record the decision") == 2
    board = sign_in("board").get(reverse("plans:dates", args=[demo.slug])).content.decode()
    assert "Record the decision" not in board


def test_what_moved_between_two_days_tells_of_measures_too(demo, sign_in):
    moves = changes_between(build_position(demo, date(2026, 9, 11)), build_position(demo, TODAY))
    page = unescape(sign_in("board").get(demo.get_absolute_url(), {"since": "2026-09-11"}).content.decode())

    assert moves.new_figures > 3
    assert f"{moves.new_figures} measures had a new figure" in page


@pytest.mark.parametrize("name", ["ratings", "dates"])
def test_pages_over_time_take_the_same_queries_whatever_the_plans_size(name, django_assert_max_num_queries):
    taken = []
    for count in (3, 40):
        plan = make_plan(f"overtime{count}", actions=count)
        for action in plan.actions.all():
            moved(plan, action.reference, ("December 2026", date(2026, 12, 31), True))
        rate(plan, plan.recommendations.get(), "A", date(2026, 3, 1))
        client = Client()
        client.force_login(make_user(f"o{count}@test.example", plan, Role.ANALYST))
        with django_assert_max_num_queries(30) as captured:
            assert client.get(reverse(f"plans:{name}", args=[plan.slug])).status_code == 200
        taken.append(len(captured))
    assert taken[0] == taken[1]


def test_themes_milestones_and_closures_are_among_what_moved():
    plan = make_plan("moved", actions=2)
    theme, item = plan.themes.get(), plan.recommendations.get()
    action = plan.actions.first()
    for number, status in enumerate(("on_target", "on_target", "behind_target"), start=1):
        save_milestone(theme, None, {"text": f"Milestone {number}", "status": status}, provenance=since())
    rate(plan, theme, "A", date(2026, 2, 1))
    rate(plan, theme, "G", date(2026, 4, 1))
    reached, slipped, _same = theme.milestones.order_by("code")
    save_milestone(theme, reached, {"status": "completed"}, provenance=since(date(2026, 4, 2)))
    save_milestone(theme, slipped, {"status": "behind_target"}, provenance=since(date(2026, 4, 2)))
    record_closures(
        plan,
        [NewClosure("Embedded.", recommendation_id=item.pk), NewClosure("Done.", action_id=action.pk)],
        provenance=since(date(2026, 4, 3)),
    )
    march, april = (build_position(plan, day) for day in (date(2026, 3, 1), date(2026, 4, 30)))
    moved = changes_between(march, april)

    assert not moved.is_empty
    assert (
        "1 theme changed rating; 1 milestone reached; 1 milestone changed status; 2 closed by the board"
        in (moved.sentence())
    )
    found = changed(moved, april)
    assert {group.heading: [line.note for line in group.lines] for group in found.better} == {
        "Themes that improved": ["Theme 1"],
        "Closed by the board": ["Recommendation 1", "1.1, Head of Practice"],
        "Milestones reached": ["Milestone M1"],
    }
    assert [group.heading for group in found.worse] == ["Milestones that fell behind"]

    # An action that was closed itself stays closed when its recommendation is taken up again.
    record_closures(
        plan,
        [NewClosure("Not yet.", recommendation_id=item.pk, closes=False)],
        provenance=since(date(2026, 5, 3)),
    )
    again = changes_between(april, build_position(plan, date(2026, 5, 4)))
    assert [found.text for found in again.reopened] == ["Improve practice."]
    assert changes_between(april, april).is_empty
