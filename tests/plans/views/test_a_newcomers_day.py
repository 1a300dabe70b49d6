"""What a newcomer stumbled over in one day with the pages, and finds now."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from plans.choices import ProgressStatus, Role
from plans.models import StatedFigure
from plans.operations.invitations import invite
from plans.operations.meetings import MeetingPlan, add_meetings
from plans.operations.structure import NewAction, add_actions, add_themes, split_action
from plans.position import build_position
from plans.position.changes import changes_between
from tests.conftest import TODAY
from tests.factories import make_officer, make_plan, make_theme_lead, make_user, rate, say, since

pytestmark = pytest.mark.django_db


def signed_in(plan, role: Role) -> Client:
    client = Client()
    client.force_login(make_user(f"{role}@newcomer.example", plan, role))
    return client


def text(answer) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def url(plan, name: str, *arguments) -> str:
    return reverse(f"plans:{name}", args=[plan.slug, *arguments])


def test_what_the_board_asked_about_an_action_stands_on_its_page():
    plan = make_plan(actions=2)
    member = signed_in(plan, Role.BOARD_MEMBER)
    member.post(url(plan, "challenge-ask", "action", "1.2"), {"question": "Why has nothing moved?"})

    assert "Why has nothing moved?" in text(member.get(url(plan, "action", "1.2")))
    assert "Why has nothing moved?" not in text(member.get(url(plan, "action", "1.1")))


def test_the_search_box_stays_where_the_board_has_asked_something():
    plan = make_plan()
    lead = Client()
    lead.force_login(make_theme_lead(plan))
    signed_in(plan, Role.BOARD_MEMBER).post(
        url(plan, "challenge-ask", "recommendation", "1"), {"question": "Is it working?"}
    )
    page = text(lead.get(url(plan, "my-actions")))
    assert "Asked by the board (1)" in page
    assert 'id="search-plan"' in page


def added_today(plan) -> str:
    """Add an action to a plan on the test's day, and return its reference."""
    theme, item = plan.themes.get(number=1), plan.recommendations.get(number=1)
    new = NewAction({"text": "Added today.", "theme": theme}, [], [item.pk], "1")
    return add_actions(plan, [new], provenance=since(TODAY))[0].reference


def test_an_action_that_was_added_this_month_is_not_called_silent():
    plan = make_plan(actions=1, due_latest=date(2027, 6, 30))
    added = added_today(plan)
    lead = Client()
    lead.force_login(make_theme_lead(plan))
    groups = {
        heading: actions for heading, actions, *_rest in lead.get(url(plan, "my-actions")).context["groups"]
    }
    assert [action.reference for action in groups["No update for a month"]] == ["1.1"]
    assert [action.reference for action in groups["Other open actions"]] == [added]


def test_my_work_begins_with_the_longest_overdue_and_a_report_leads_back_to_it():
    plan = make_plan(actions=2)
    first, second = plan.actions.order_by("position")
    for action in (first, second):
        say(action, ProgressStatus.ON_TARGET, date(2026, 5, 1))
    lead = Client()
    lead.force_login(make_theme_lead(plan))
    page = text(lead.get(url(plan, "my-actions")))
    address = url(plan, "action-update", "1.2") + "?from=my-work"
    assert address in page
    revision = build_position(plan, TODAY).action("1.2").revision
    saved = lead.post(
        address,
        {"revision": revision, "status": ProgressStatus.ON_TARGET, "progress": "The first half is done."},
    )
    assert saved.url == url(plan, "my-actions")
    elsewhere = lead.post(
        url(plan, "action-update", "1.1") + "?from=https://elsewhere.example/",
        {
            "revision": build_position(plan, TODAY).action("1.1").revision,
            "status": "on_target",
            "progress": "Done.",
        },
    )
    assert elsewhere.url == url(plan, "action", "1.1")


def test_actions_rated_red_and_amber_are_one_choice_and_say_why():
    plan = make_plan(actions=3)
    rate(plan, plan.actions.get(reference="1.1"), "R", date(2026, 5, 1), "Nobody leads it.")
    rate(plan, plan.actions.get(reference="1.2"), "A", date(2026, 5, 1), "The supplier is late.")
    rate(plan, plan.actions.get(reference="1.3"), "G", date(2026, 5, 1), "All is well.")
    page = text(signed_in(plan, Role.BOARD_MEMBER).get(url(plan, "action-list"), {"rating": "not-good"}))
    assert "Rated Red and Amber" in page
    assert "Red on 1 May 2026: Nobody leads it." in page
    assert "Amber on 1 May 2026: The supplier is late." in page
    assert "All is well." not in page


def test_who_does_not_report_is_offered_a_change_of_lead_and_not_of_status():
    plan = make_plan()
    assert "Change lead or theme" in text(
        signed_in(plan, Role.PLAN_ADMINISTRATOR).get(url(plan, "action-list"))
    )


def test_a_slip_in_a_due_date_is_put_right_until_the_board_has_met_or_somebody_reported():
    plan = make_plan(actions=2)
    planner = signed_in(plan, Role.PLAN_ADMINISTRATOR)
    address = url(plan, "set-up-action-change", "1.1")

    def offers() -> bool:
        return "due" in planner.get(address).context["form"].fields

    assert offers()
    form = planner.get(address).context["form"]
    fields = {
        "text": form.initial["text"], "theme": plan.themes.get().pk, "leads": form.initial["leads"], "due": "May 2027",
        "reason": "A slip of the pen.", "plan_revision": planner.get(address).context["page"].plan.revision,
        "recommendations": form.initial["recommendations"],
    }  # fmt: skip
    assert planner.post(address, fields).status_code == 302
    action = build_position(plan, TODAY).action("1.1")
    assert (action.due.words, action.first_due_shown) == ("May 2027", "")

    say(plan.actions.get(reference="1.1"), ProgressStatus.ON_TARGET, TODAY)
    assert not offers()
    address = url(plan, "set-up-action-change", "1.2")
    assert offers()
    add_meetings(plan, [MeetingPlan(TODAY - timedelta(days=3), "Board")], provenance=since(TODAY))
    assert not offers()


def test_what_is_split_off_keeps_the_date_that_the_board_holds():
    plan = make_plan(actions=1)
    planner = signed_in(plan, Role.PLAN_ADMINISTRATOR)
    say(plan.actions.get(reference="1.1"), ProgressStatus.ON_TARGET, date(2026, 5, 1))
    part = split_action(
        plan.actions.get(reference="1.1"), ["One half.", "The other."], provenance=since(TODAY)
    )[0]
    form = planner.get(url(plan, "set-up-action-change", part.reference)).context["form"]
    assert "due" not in form.fields


def test_a_theme_that_is_new_and_rated_counts_as_rated_and_stands_among_the_ratings():
    plan = make_plan()
    theme = add_themes(plan, {2: {"title": "Leadership"}}, provenance=since(date(2026, 11, 1)))[2]
    rate(plan, theme, "A", date(2026, 11, 10))
    changes = changes_between(build_position(plan, date(2026, 10, 1)), build_position(plan, TODAY))
    assert [(move.number, move.direction) for move in changes.theme_ratings] == [(2, "newly rated")]
    page = text(signed_in(plan, Role.BOARD_MEMBER).get(url(plan, "ratings")))
    assert "Themes" in page
    assert "Leadership" in page


def test_a_paper_of_last_year_is_compared_with_the_rows_of_its_own_day():
    plan = make_plan(actions=2)
    StatedFigure.objects.create(
        plan=plan, label="Actions", value=2, words="2", unit="count", rule="actions.total", sheet="Status", cell="A2",
        **since(date(2026, 2, 1)).dated(),
    )  # fmt: skip
    added_today(plan)
    page = text(signed_in(plan, Role.BOARD_MEMBER).get(url(plan, "stated-figures")))
    assert "Yes, on its own date" in page


def test_who_was_invited_is_no_longer_to_do():
    plan = make_plan()
    planner = signed_in(plan, Role.PLAN_ADMINISTRATOR)
    assert "Invite people" in text(planner.get(url(plan, "dashboard")))
    invite(plan, "new@elsewhere.example", Role.BOARD_MEMBER, by=make_user("by@newcomer.example"))
    tasks = {task.words: task.state for task in planner.get(url(plan, "dashboard")).context["to_do"]}
    assert "Invite people" not in tasks


def test_an_officer_whose_account_lacks_the_role_is_said_to_report_on_nothing():
    plan = make_plan()
    planner = signed_in(plan, Role.PLAN_ADMINISTRATOR)
    officer = make_officer(plan)
    account = make_user("head@newcomer.example", plan, Role.BOARD_MEMBER)
    address = url(plan, "set-up-officer", officer.pk)
    revision = planner.get(address).context["page"].plan.revision
    saved = planner.post(
        address,
        {"job_title": officer.job_title, "account": account.email, "plan_revision": revision},
        follow=True,
    )
    assert "head@newcomer.example can't report on these actions yet" in text(saved)


def test_a_check_about_an_action_can_be_answered_by_a_report():
    plan = make_plan()
    say(plan.actions.get(), ProgressStatus.ON_TARGET, date(2026, 5, 1))
    lead = Client()
    lead.force_login(make_theme_lead(plan))
    page = text(lead.get(url(plan, "questions")))
    assert f'href="{url(plan, "action-update", "1.1")}"> Report progress' in page
    assert "Report progress" not in text(signed_in(plan, Role.BOARD_MEMBER).get(url(plan, "questions")))
