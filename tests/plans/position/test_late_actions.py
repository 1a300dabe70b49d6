"""Overdue, and past due with no status given: two figures, never one without the other, wherever either is said."""

from datetime import date
from html import unescape
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from improvement.models import Officer
from plans.choices import ProgressStatus, Role
from plans.models import ActionRecommendation
from plans.operations.history import set_members
from plans.operations.meetings import MeetingPlan, plan_meetings
from plans.position import build_position
from plans.position.changes import changes_between
from plans.position.reminding import recipients
from plans.rules.overdue import late_words
from tests.conftest import TODAY
from tests.factories import make_plan, make_user, rate, say, since
from tests.plans.reports.support import made, table_rows, words_of, workbook_of

pytestmark = pytest.mark.django_db
BOTH = "1 is overdue and 2 are past due, no status given"
ONLY_UNSAID = "none is overdue and 2 are past due, no status given"


@pytest.fixture(params=[BOTH, ONLY_UNSAID])
def plan_and_words(request):
    """A plan of four actions due in June: one completed, two without any status, one late where some is overdue."""
    plan = make_plan(actions=4)
    rate(plan, plan.recommendations.get(), "A", date(2026, 3, 1))
    first, second, *_rest = plan.actions.all()
    say(first, ProgressStatus.COMPLETED, date(2026, 3, 1), evidence=["Report"], completed_on=date(2026, 3, 1))
    late = request.param == BOTH
    status = ProgressStatus.BEHIND_TARGET if late else ProgressStatus.COMPLETED
    say(second, status, date(2026, 3, 1), evidence=["Report"])
    plan_meetings(plan, [MeetingPlan(TODAY, focus_id=plan.themes.get().pk)], provenance=since(TODAY))
    return plan, request.param


def read(plan, name, *arguments, **asked) -> str:
    client = Client()
    client.force_login(plan.roles.first().user if plan.roles.exists() else analyst(plan))
    return unescape(
        client.get(reverse(f"plans:{name}", args=[plan.slug, *arguments]), asked).content.decode()
    )


def analyst(plan):
    return make_user("analyst@late.example", plan, Role.ANALYST)


@pytest.mark.parametrize(
    ("overdue", "unsaid", "words"),
    [
        (0, 0, "none is overdue"),
        (1, 0, "1 is overdue"),
        (2, 1, "2 are overdue and 1 is past due, no status given"),
        (0, 2, ONLY_UNSAID),
    ],
)
def test_late_in_words(overdue, unsaid, words):
    assert late_words(overdue, unsaid) == words


def test_every_page_says_both_figures(plan_and_words):
    plan, words = plan_and_words
    position = build_position(plan, TODAY)
    planned = plan.planned_meetings.get().pk

    assert position.sentence().endswith(f", {words}.")
    assert position.as_json()["actions"]["overdue"] == len(position.overdue_actions)
    assert position.as_json()["actions"]["past_due_status_not_supplied"] == 2
    for page in (
        read(plan, "dashboard"),
        read(plan, "theme", 1),
        read(plan, "recommendation", 1),
        read(plan, "meeting-agenda", planned),
    ):
        assert words in page
    assert f"{words[0].upper()}{words[1:]}." in read(plan, "action-list")
    assert read(plan, "action-list", overdue="unsaid").count("Past due, no status given</strong>") == 2
    dashboard = read(plan, "dashboard")
    # The tile, the theme's row; the recommendation's row in their list.
    assert ">2</span>" in dashboard
    assert "2 past due, no status given" in dashboard
    assert "2 past due, no status given" in read(plan, "recommendation-list")
    assert "Past due, no status given (2)" in read(plan, "meeting-agenda", planned)


@pytest.mark.parametrize("name", ["cabinet", "scrutiny", "board"])
def test_every_paper_says_both_figures(plan_and_words, name):
    plan, words = plan_and_words
    document = made(plan, name)

    assert words in words_of(document)
    assert "None is overdue." not in words_of(document)


@pytest.mark.parametrize("name", ["cabinet", "board"])
def test_the_tables_hold_both_figures(plan_and_words, name):
    plan, words = plan_and_words
    workbook = workbook_of(made(plan, name))
    overdue = 1 if words == BOTH else 0
    themes = table_rows(workbook, "ThemePositions")

    assert sum(row["Overdue"] for row in themes if row["Theme"] != "Total") == overdue
    assert sum(row["Past due, no status given"] for row in themes if row["Theme"] != "Total") == 2
    assert [row["Reference"] for row in table_rows(workbook, "PastDueNoStatus")] == ["1.3", "1.4"]


def test_a_reminder_says_which_of_the_two_it_is(plan_and_words):
    plan, words = plan_and_words
    officer = Officer.objects.get(council=plan.council)
    Officer.objects.filter(pk=officer.pk).update(email="head@late.example")
    told = [
        occasion.words
        for recipient in recipients(build_position(plan, TODAY), [], {})
        for occasion in recipient.occasions
        if occasion.key.startswith("after")
    ]

    assert sum("past due, no status given, was due" in said for said in told) == 2
    assert sum(": overdue, was due" in said for said in told) == (words == BOTH)


def test_what_passed_its_date_without_a_status_is_told_among_what_moved(plan_and_words):
    plan, _words = plan_and_words
    moved = changes_between(build_position(plan, date(2026, 6, 30)), build_position(plan, date(2026, 7, 1)))

    assert [action.reference for action in moved.newly_past_due] == ["1.3", "1.4"]
    assert "2 actions passed their due dates with no status given" in moved.sentence()


def test_a_persons_own_list_does_not_say_that_nothing_is_late():
    plan = make_plan(actions=1)
    user = make_user("officer@late.example", plan, Role.LEAD_OFFICER)
    action = plan.actions.get()
    officer = action.leads.get().officer
    Officer.objects.filter(pk=officer.pk).update(user=user)
    client = Client()
    client.force_login(user)
    html = client.get(reverse("plans:my-actions", args=[plan.slug])).content.decode()

    assert "Past due, no status given (1)" in html


def test_the_position_command_prints_both_figures(plan_and_words):
    plan, _words = plan_and_words
    printed = StringIO()
    call_command("plan_position", "--plan", plan.slug, stdout=printed)

    assert '"past_due_status_not_supplied": 2' in printed.getvalue()


def test_the_page_of_dates_says_both_figures_of_what_is_late():
    plan = make_plan(actions=2)
    client = Client()
    client.force_login(make_user("b@test.example", plan, Role.BOARD_MEMBER))
    page = client.get(reverse("plans:dates", args=[plan.slug])).content.decode()

    assert f"Against the current due dates, {ONLY_UNSAID}." in page


def test_the_list_says_which_actions_are_in_no_recommendations_count():
    plan = make_plan(actions=2)
    set_members(ActionRecommendation, "action", "recommendation", {plan.actions.first().pk: []}, since(TODAY))
    client = Client()
    client.force_login(make_user("b@test.example", plan, Role.BOARD_MEMBER))
    page = unescape(client.get(reverse("plans:recommendation-list", args=[plan.slug])).content.decode())

    assert "1 of the plan’s 2 actions is not linked to a" in page
