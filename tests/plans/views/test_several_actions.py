"""Several actions changed at once: ticked in the list, all or none, and only what the person may change."""

from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from plans.choices import ProgressStatus, Role
from plans.models import Action, ActionVersion, DueDateChange, Update
from plans.operations.people import give_role
from plans.operations.structure import split_action
from plans.position import build_position
from tests.conftest import TODAY
from tests.factories import make_officer, make_plan, make_theme_lead, make_user, say, since

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def planner_of(plan) -> Client:
    return signed_in(make_user("planner@test.example", plan, Role.PLAN_ADMINISTRATOR))


def address(plan) -> str:
    return reverse("plans:actions-change", args=[plan.slug])


def shown(client, plan, *references: str):
    return client.get(address(plan), {"action": references})


def sent(page, **typed) -> dict[str, object]:
    """Return what a form that was shown posts: its actions at their revisions, and what is typed."""
    chosen = page.context["chosen"]
    return {
        "action": [action.reference for action in chosen],
        "read": [f"{action.reference}:{action.revision}" for action in chosen],
        "plan_revision": page.context["page"].plan.revision,
        **typed,
    }


def text_of(answer) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def test_a_plan_administrator_gives_several_actions_another_lead_with_why():
    plan = make_plan(actions=3)
    client, officer = planner_of(plan), make_officer(plan, "Head of Fostering")
    page = shown(client, plan, "1.1", "1.3")
    answer = client.post(
        address(plan),
        sent(page, lead_change="add", leads=[officer.pk], why="A new team.", back="overdue=yes"),
    )
    assert answer.status_code == 302
    assert answer.url.endswith("?overdue=yes")

    position = build_position(plan, TODAY)
    leads = {action.reference: action.leads_text for action in position.lowest_level_actions}
    assert leads["1.1"].endswith("Head of Fostering")
    assert "Head of Fostering" in leads["1.3"]
    assert "Head of Fostering" not in leads["1.2"]
    page = shown(client, plan, "1.1")
    client.post(address(plan), sent(page, lead_change="replace", leads=[officer.pk], why="Only she does."))
    assert build_position(plan, TODAY).action("1.1").leads_text == "Head of Fostering"


def test_a_lead_says_the_same_of_several_and_asks_for_one_new_date():
    plan = make_plan(actions=3)
    client = signed_in(make_theme_lead(plan))
    page = shown(client, plan, "1.1", "1.2")
    assert "lead_change" not in page.context["form"].fields
    answer = client.post(
        address(plan),
        sent(
            page,
            status="behind_target",
            progress="The supplier withdrew.",
            to="March 2027",
            why_date="A new supplier starts in January.",
        ),
    )
    assert answer.status_code == 302
    position = build_position(plan, TODAY)
    assert [position.action(name).status for name in ("1.1", "1.2", "1.3")] == [
        ProgressStatus.BEHIND_TARGET,
        ProgressStatus.BEHIND_TARGET,
        ProgressStatus.NOT_SUPPLIED,
    ]
    asked = DueDateChange.objects.filter(action__plan=plan)
    assert [change.to_words for change in asked] == ["March 2027", "March 2027"]


def test_where_one_was_changed_meanwhile_nothing_is_saved_and_it_is_named():
    plan = make_plan(actions=2)
    client = signed_in(make_theme_lead(plan))
    page = shown(client, plan, "1.1", "1.2")
    say(plan.actions.get(reference="1.2"), ProgressStatus.ON_TARGET, TODAY, "Somebody else was here.")
    before = Update.objects.count()
    answer = client.post(address(plan), sent(page, status="behind_target", progress="All stands still."))

    assert answer.status_code == 409
    assert Update.objects.count() == before
    assert [action.reference for action in answer.context["changed"]] == ["1.2"]
    assert "All stands still." in answer.content.decode()
    again = client.post(address(plan), sent(answer, status="behind_target", progress="All stands still."))
    assert again.status_code == 302
    assert build_position(plan, TODAY).action("1.2").update.progress == "All stands still."


def test_what_is_refused_for_one_is_done_for_none():
    plan = make_plan(actions=2)
    split_action(plan.actions.get(reference="1.2"), ["First half", "Second half"], provenance=since())
    client = planner_of(plan)
    other = plan.themes.create(number=9)
    other.versions.create(number=9, title="Another", **since().interval())
    page = shown(client, plan, "1.1", "1.2.1")
    answer = client.post(address(plan), sent(page, theme=other.pk, why="It belongs there."))

    assert answer.status_code == 422
    assert "Action 1.2.1 is part of action 1.2 and moves with it" in text_of(answer)
    assert not ActionVersion.objects.filter(theme=other).exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose at least one thing to change."),
        ({"lead_change": "replace", "why": "x"}, "Tick the officers."),
        ({"status": "on_target"}, "Enter the progress that goes with the status."),
        ({"to": "March 2027"}, "Enter why the date must move."),
        ({"to": "soon", "why_date": "x"}, "soon"),
        ({"to": "March 2020", "why_date": "x"}, "March 2020 has passed"),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(typed, said):
    plan = make_plan(actions=1)
    lead = make_theme_lead(plan)
    give_role(plan, lead, Role.PLAN_ADMINISTRATOR, provenance=since())
    client = signed_in(lead)
    answer = client.post(address(plan), sent(shown(client, plan, "1.1"), **typed))
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not DueDateChange.objects.filter(action__plan=plan).exists()
    assert not Update.objects.filter(action__plan=plan).exists()


def test_nobody_changes_what_is_not_theirs():
    plan, other = make_plan(actions=2), make_plan("other", actions=1)
    officer = make_user("o@test.example", plan, Role.LEAD_OFFICER)
    client = signed_in(officer)
    assert shown(client, plan, "1.1").status_code == 403
    posted = {"action": ["1.1"], "read": ["1.1:1"], "status": "on_target", "progress": "Mine now."}
    assert client.post(address(plan), posted).status_code == 403
    assert client.post(address(other), posted).status_code == 404
    assert not Update.objects.filter(action__plan=plan).exists()
    # Fields of the set-up that are posted by who may not set up change nothing.
    lead = signed_in(make_theme_lead(plan))
    page = shown(lead, plan, "1.1")
    lead.post(address(plan), sent(page, lead_change="replace", leads=[make_officer(plan, "X").pk], why="x"))
    assert "X" not in build_position(plan, TODAY).action("1.1").leads_text


def test_the_list_offers_boxes_only_where_something_may_be_changed():
    plan = make_plan(actions=2)
    done = plan.actions.get(reference="1.2")
    say(done, ProgressStatus.COMPLETED, date(2026, 11, 1), "Done.")
    listed = reverse("plans:action-list", args=[plan.slug])
    lead = signed_in(make_theme_lead(plan))
    page = lead.get(listed).content.decode()
    assert 'value="1.1" id="choose-0"' in page
    assert 'value="1.2" id="choose-1"' not in page
    assert 'name="action"' not in lead.get(listed, {"as-at": "2026-11-20"}).content.decode()
    board = signed_in(make_user("b@test.example", plan, Role.BOARD_MEMBER))
    assert "Change the ticked actions" not in board.get(listed).content.decode()
    assert lead.get(address(plan)).url == listed


@pytest.mark.parametrize("count", [2, 30])
def test_as_many_queries_for_two_as_for_thirty(count, django_assert_max_num_queries):
    plan = make_plan(actions=30)
    client = planner_of(plan)
    officer = make_officer(plan, "Head of Fostering")
    references = [action.reference for action in Action.objects.order_by("pk")[:count]]
    with django_assert_max_num_queries(45):
        page = shown(client, plan, *references)
    with django_assert_max_num_queries(60 + count):
        client.post(address(plan), sent(page, lead_change="add", leads=[officer.pk], why="x"))


HTMX = {"HX-Request": "true"}


def test_an_action_is_changed_in_its_row_and_the_row_comes_back_as_it_stands():
    plan = make_plan(actions=2)
    client = signed_in(make_theme_lead(plan))
    form = client.get(address(plan), {"action": "1.1"}, headers=HTMX)
    assert form.content.decode().lstrip().startswith("<tr")
    saved = client.post(
        address(plan), sent(form, status="on_target", progress="Half of it is done."), headers=HTMX
    )
    row = text_of(saved)
    assert saved.status_code == 200
    assert row.startswith("<tr")
    assert "Saved" in row
    assert "On target" in row
    assert build_position(plan, TODAY).action("1.1").update.progress == "Half of it is done."
    left = client.get(address(plan), {"action": "1.1", "cancel": "1"}, headers=HTMX)
    assert "Saved" not in text_of(left)
    assert "<form" not in left.content.decode()


def test_what_is_wrong_in_a_row_or_changed_meanwhile_comes_back_in_the_row():
    plan = make_plan(actions=1)
    client = signed_in(make_theme_lead(plan))
    form = client.get(address(plan), {"action": "1.1"}, headers=HTMX)
    wrong = client.post(address(plan), sent(form, status="on_target"), headers=HTMX)
    assert wrong.status_code == 422
    assert "Enter the progress that goes with the status." in text_of(wrong)
    say(plan.actions.get(), ProgressStatus.BEHIND_TARGET, TODAY, "Somebody else.")
    late = client.post(address(plan), sent(form, status="on_target", progress="Mine."), headers=HTMX)
    assert late.status_code == 409
    assert "Someone else changed this while you were typing. It is now behind target" in text_of(late)
    assert "Mine." in late.content.decode()
    officer = signed_in(make_user("o@test.example", plan, Role.LEAD_OFFICER))
    assert officer.get(address(plan), {"action": "1.1"}, headers=HTMX).status_code == 403


def test_each_row_that_may_be_changed_links_to_its_form_without_scripts_too():
    plan = make_plan(actions=1)
    client = signed_in(make_theme_lead(plan))
    listed = client.get(reverse("plans:action-list", args=[plan.slug])).content.decode()
    assert f'href="{address(plan)}?action=1.1"' in listed
    page = text_of(client.get(address(plan), {"action": "1.1"}))
    assert "Change 1 action" in page
    board = signed_in(make_user("b@test.example", plan, Role.BOARD_MEMBER))
    assert address(plan) not in board.get(reverse("plans:action-list", args=[plan.slug])).content.decode()


def test_what_was_completed_meanwhile_is_named_and_nothing_is_saved_until_that_was_read():
    plan = make_plan(actions=2)
    client = signed_in(make_theme_lead(plan))
    page = shown(client, plan, "1.1", "1.2")
    say(plan.actions.get(reference="1.1"), ProgressStatus.COMPLETED, TODAY, "Done.")
    answer = client.post(address(plan), sent(page, status="on_target", progress="Both go on."))
    assert answer.status_code == 409
    assert "Some of these can't be changed any more" in text_of(answer)
    assert "1.1: completed, closed, split or withdrawn" in text_of(answer)
    assert "Both go on." in answer.content.decode()
    again = client.post(address(plan), sent(answer, status="on_target", progress="Both go on."))
    assert again.status_code == 302
    assert build_position(plan, TODAY).action("1.2").update.progress == "Both go on."


def test_after_a_conflict_an_administrator_saves_at_the_second_try():
    plan = make_plan(actions=2)
    client, officer = planner_of(plan), make_officer(plan, "Head of Fostering")
    typed = {"lead_change": "add", "leads": [officer.pk], "why": "A new team."}
    page = shown(client, plan, "1.1", "1.2")
    before = plan.revision
    say(plan.actions.get(reference="1.2"), ProgressStatus.ON_TARGET, TODAY, "Somebody else.")
    conflict = client.post(address(plan), sent(page, **typed))
    assert conflict.status_code == 409
    plan.refresh_from_db()
    assert plan.revision == before
    assert client.post(address(plan), sent(conflict, **typed)).status_code == 302


def test_why_several_were_changed_can_be_read_in_the_trail():
    plan = make_plan(actions=2)
    client, officer = planner_of(plan), make_officer(plan, "Head of Fostering")
    page = shown(client, plan, "1.1", "1.2")
    client.post(address(plan), sent(page, lead_change="replace", leads=[officer.pk], why="The team moved."))
    trail = text_of(client.get(reverse("plans:trail", args=[plan.slug])))
    assert "Actions 1.1, 1.2" in trail
    assert "Lead officers replaced by: Head of Fostering. The team moved." in trail


def test_a_date_that_is_asked_for_is_said_to_be_asked_for():
    plan = make_plan(actions=2)
    client = signed_in(make_theme_lead(plan))
    page = shown(client, plan, "1.1", "1.2")
    answer = client.post(address(plan), sent(page, to="Mar 27", why_date="The trainer."), follow=True)
    assert (
        "The board is asked for a new due date of 2 actions: the current dates stand until it agrees."
        in text_of(answer)
    )
    assert text_of(answer).count("asked for March 2027") == 2


def test_the_page_to_print_has_no_boxes():
    plan = make_plan(actions=2)
    listed = signed_in(make_theme_lead(plan)).get(
        reverse("plans:action-list", args=[plan.slug]), {"print": "1"}
    )
    assert 'form="ticked"' not in listed.content.decode()


def test_who_reports_finds_their_own_with_one_press():
    plan = make_plan(actions=2)
    officer = make_user("o@test.example", plan, Role.LEAD_OFFICER)
    make_officer(plan, user=officer)  # who leads both
    listed = reverse("plans:action-list", args=[plan.slug])
    own = {preset.words: preset.address for preset in signed_in(officer).get(listed).context["presets"]}
    rows = signed_in(officer).get(own["Mine"]).context["table"].rows
    assert [row.record.reference for row in rows] == ["1.1", "1.2"]
    lead = {
        preset.words: preset.address
        for preset in signed_in(make_theme_lead(plan)).get(listed).context["presets"]
    }
    assert "theme=1" in lead["Theme 1"]
    board = signed_in(make_user("b@test.example", plan, Role.BOARD_MEMBER)).get(listed).context["presets"]
    assert not {"Mine", "Theme 1"} & {preset.words for preset in board}
