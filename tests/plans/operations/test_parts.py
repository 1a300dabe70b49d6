"""A plan kept wholly by form: started, filled, changed, withdrawn and put back, each step a version on record."""

from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from improvement.models import Council
from plans.choices import Role
from plans.models import ActionVersion, Plan, RatingScale, RecommendationVersion
from plans.operations.board import NewChallenge, add_barrier, record_challenges
from plans.operations.parts import (
    put_back,
    save_recommendation,
    save_success_measure,
    withdraw_part,
    withdrawn_parts,
)
from plans.operations.structure import mark_exempt
from plans.position import build_position
from plans.position.board import read_board
from plans.position.changes import changes_between
from plans.position.viewer import Viewer
from tests.conftest import TODAY
from tests.factories import make_officer, make_plan, make_user, rate, since

pytestmark = pytest.mark.django_db


class SetUpClient(Client):
    """A browser that sends back the set-up's revision that its form was shown with."""

    def send(self, plan: Plan, name: str, *arguments: object, **typed: object):
        plan.refresh_from_db()
        address = reverse(f"plans:set-up-{name}", args=[plan.slug, *arguments])
        return self.post(address, {"plan_revision": plan.revision, **typed}, follow=True)


@pytest.fixture
def plan():
    return make_plan("formed", actions=2)


@pytest.fixture
def planner(plan):
    client = SetUpClient()
    client.force_login(make_user("planner@form.example", plan, Role.PLAN_ADMINISTRATOR))
    return client


def text(response) -> str:
    return unescape(response.content.decode())


# --- a new plan ---------------------------------------------------------------------------------------


def test_a_plan_begins_by_form_and_tells_what_it_needs(client):
    admin = make_user("root@form.example")
    admin.is_superuser = True
    admin.save()
    client.force_login(admin)
    scale = RatingScale.objects.get(plan=None, name="RAG")
    typed = {
        "title": "Adults plan",
        "new_council": "Fordshire",
        "theme_word": "Priority",
        "scale": scale.pk,
    }
    told = text(client.post(reverse("plans:plan-add"), typed, follow=True))
    made = Plan.objects.get(title="Adults plan")

    assert made.slug == "fordshire-adults-plan"
    assert (made.council.name, made.theme_word) == ("Fordshire", "priority")
    assert [level.code for level in build_position(made, TODAY).levels] == ["G", "A", "R"]
    assert made.roles.get().role == Role.PLAN_ADMINISTRATOR
    for words in (
        "Add recommendations",
        "Add actions",
        "Invite people",
        "Plan the board's meetings",
        "To do",
    ):
        assert words in told
    again = text(client.post(reverse("plans:plan-add"), typed, follow=True))
    assert "This council is listed already" in again
    typed = {**typed, "council": made.council_id, "new_council": ""}
    client.post(reverse("plans:plan-add"), typed)
    assert Plan.objects.filter(slug="fordshire-adults-plan-2").exists()


def test_who_may_start_a_plan(client, plan):
    person = make_user("starter@form.example", plan, Role.ANALYST)
    client.force_login(person)
    assert client.get(reverse("plans:plan-add")).status_code == 403
    person.user_permissions.add(Permission.objects.get(codename="add_plan"))
    client.force_login(person)
    Council.objects.create(name="Elsewhere", slug="elsewhere")
    page = text(client.get(reverse("plans:plan-add")))

    assert plan.council.name in page
    assert "Elsewhere" not in page
    assert "not listed" not in page
    other = Council.objects.get(name="Elsewhere")
    refused = client.post(
        reverse("plans:plan-add"), {"title": "X", "council": other.pk, "theme_word": "theme"}
    )
    assert refused.status_code == 422


def test_a_plan_is_filled_without_a_workbook(plan, planner):
    empty = Plan.objects.create(council=plan.council, title="Empty", slug="empty")
    make_user("both@form.example", empty, Role.PLAN_ADMINISTRATOR)
    client = SetUpClient()
    client.force_login(make_user("filler@form.example", empty, Role.PLAN_ADMINISTRATOR))
    head = make_officer(empty, "Head of Quality")
    client.send(
        empty, "recommendation-add", number=1, text="Improve audits.", kind="recommendation", leads=[head.pk]
    )
    client.send(empty, "recommendation-add", number=4, text="Improve plans.", kind="recommendation")
    item = empty.recommendations.get(number=1)
    client.send(
        empty,
        "action-add",
        text="Audit ten files.",
        recommendation=item.pk,
        leads=[head.pk],
        due="March 2027",
    )
    client.send(empty, "action-add", text="Do what serves no recommendation.")
    position = build_position(empty, TODAY)

    assert [(i.number, i.text, i.leads_text) for i in position.recommendations] == [
        (1, "Improve audits.", "Head of Quality"), (4, "Improve plans.", ""),
    ]  # fmt: skip
    assert [(a.reference, a.leads_text, a.due.words) for a in position.actions] == [
        ("1.1", "Head of Quality", "March 2027"), ("A.1", "", ""),
    ]  # fmt: skip
    twice = client.send(empty, "recommendation-add", number=4, text="Again.", kind="recommendation")
    assert "has, or had, a recommendation 4" in text(twice)


def test_the_next_is_offered_the_same_place(plan, planner):
    item, theme = plan.recommendations.get(), plan.themes.get()
    page = planner.send(plan, "action-add", text="One.", recommendation=item.pk, theme=theme.pk, another="1")

    assert page.status_code == 200
    assert page.context["form"].initial == {"recommendation": item, "theme": theme}


# --- another wording ----------------------------------------------------------------------------------


def test_an_action_is_reworded_with_why_and_its_past_stays(plan, planner):
    reference = plan.actions.order_by("position").first().reference
    head = make_officer(plan, "Head of Quality")
    theme = plan.themes.get()
    page = planner.send(
        plan, "action-change", reference, text="Said better.", leads=[head.pk], theme=theme.pk, start="May 2026",
        due="June 2026",
        reason="The board asked for plainer words.",
    )  # fmt: skip
    today, before = (
        build_position(plan, day).action(reference) for day in (TODAY, TODAY - timedelta(days=1))
    )

    assert "changed" in text(page)
    assert (today.text, today.leads_text, today.recommendation_numbers) == (
        "Said better.",
        "Head of Quality",
        (),
    )
    assert (today.due, before.text) == (before.due, "Do the thing number 1.")
    version = ActionVersion.objects.get(action__plan=plan, action__reference=reference, known_to=None)
    assert (version.reason, version.by.email) == (
        "The board asked for plainer words.",
        "planner@form.example",
    )
    refused = planner.send(plan, "action-change", reference, text="Again.", reason="")
    assert "Enter why it changes." in text(refused)


def test_two_who_change_at_once_are_told(plan, planner):
    plan.refresh_from_db()
    old = plan.revision
    planner.send(plan, "recommendation", 1, text="First.", kind="recommendation")
    address = reverse("plans:set-up-recommendation", args=[plan.slug, 1])
    late = planner.post(address, {"plan_revision": old, "text": "Second.", "kind": "recommendation"})

    assert "Someone else changed the plan's set-up" in text(late)
    assert "Second." in text(late)
    assert build_position(plan, TODAY).recommendation(1).text == "First."


def test_milestones_success_measures_and_commitments(plan, planner):
    planner.send(plan, "milestone-add", 1, text="Team in place", due="March 2027")
    planner.send(plan, "milestone-add", 1, text="Second", due="")
    planner.send(plan, "milestone", 1, "M1", text="Whole team in place", due="April 2027")
    planner.send(plan, "commitment-add", 1, reference="1.2", text="We will listen.")
    planner.send(plan, "commitment", 1, "1.2", text="We will listen more.")
    action = plan.actions.order_by("position").first()
    planner.send(plan, "success-measure-add", action=action.pk, text="Nine of ten on time", due="")
    both = planner.send(plan, "success-measure-add", action=action.pk, theme=plan.themes.get().pk, text="x")
    position = build_position(plan, TODAY)
    planner.send(
        plan, "success-measure", position.success_measures[0].success_measure_id, text="Ten of ten", due=""
    )
    position = build_position(plan, TODAY)

    assert [(m.code, m.text, m.due.words) for m in position.milestones] == [
        ("M1", "Whole team in place", "April 2027"), ("M2", "Second", ""),
    ]  # fmt: skip
    assert [(m.reference, m.text) for m in position.success_measures] == [
        (f"{action.reference}/1", "Ten of ten")
    ]
    assert "Choose either one of these or an action." in text(both)
    assert plan.themes.get().commitments.get(known_to=None).text == "We will listen more."


# --- leaving the plan ---------------------------------------------------------------------------------


def test_what_is_withdrawn_leaves_every_count_and_comes_back_as_it_was(plan, planner):
    action = plan.actions.order_by("position").first()
    planner.send(plan, "action-split", action.reference, texts="One\nTwo\nThree")
    counted = len(build_position(plan, TODAY).lowest_level_actions)
    asked = planner.get(reverse("plans:set-up-withdraw", args=[plan.slug, "action", action.pk]))
    assert "Its 3 sub-actions go along." in text(asked)
    planner.send(plan, "withdraw", "action", action.pk, reason="Done elsewhere.")

    assert len(build_position(plan, TODAY).lowest_level_actions) == counted - 3
    assert len(build_position(plan, TODAY - timedelta(days=1)).lowest_level_actions) == 2
    gone = withdrawn_parts(plan)
    assert {part.version.reason for part in gone} == {"Done elsewhere."}
    page = planner.get(reverse("plans:action", args=[plan.slug, action.reference]))
    assert page.status_code == 410
    assert "Withdrawn from the plan on" in text(page)
    assert "Put back" in text(page)
    assert len(gone) == 4
    assert "Done elsewhere." in text(planner.get(reverse("plans:set-up", args=[plan.slug])))
    question = planner.send(plan, "put-back", "action", action.pk)
    assert "back?" in text(question)
    planner.send(plan, "put-back", "action", action.pk, confirmed="1")
    assert len(build_position(plan, TODAY).lowest_level_actions) == counted


def test_a_sub_action_that_went_by_itself_stays_away():
    plan = make_plan("subs", actions=1)
    action = plan.actions.get()
    client = SetUpClient()
    client.force_login(make_user("p@form.example", plan, Role.PLAN_ADMINISTRATOR))
    client.send(plan, "action-split", action.reference, texts="One\nTwo")
    first = plan.actions.get(reference=f"{action.reference}.1")
    withdraw_part(plan, first, "A mistake.", provenance=since(TODAY))
    withdraw_part(plan, action, "Done elsewhere.", provenance=since(TODAY))
    put_back(plan, action, provenance=since(TODAY))

    assert [a.text for a in build_position(plan, TODAY).lowest_level_actions] == ["Two"]


def test_a_withdrawn_recommendation_keeps_its_ratings_and_its_number(plan, planner):
    item = plan.recommendations.get()
    rate(plan, item, "A", TODAY)
    planner.send(plan, "withdraw", "recommendation", item.pk, reason="Merged with another.")
    position = build_position(plan, TODAY)

    assert position.recommendations == []
    assert all(action.recommendation_numbers == () for action in position.actions)
    new = save_recommendation(plan, None, {"text": "New."}, [], [], provenance=since(TODAY))
    assert new.number == 2
    put_back(plan, item, provenance=since(TODAY))
    assert build_position(plan, TODAY).recommendation(1).rating.level.code == "A"
    assert RecommendationVersion.objects.filter(recommendation=item).count() == 3


@pytest.mark.parametrize("kind", ["action", "recommendation", "milestone", "success-measure", "theme"])
def test_nothing_of_another_plan_is_withdrawn(plan, planner, kind):
    other = make_plan("far", actions=1)
    key = other.actions.get().pk if kind == "action" else other.recommendations.get().pk
    answer = planner.send(plan, "withdraw", kind, key, reason="x")

    assert answer.status_code == 404
    assert withdrawn_parts(other) == []


def test_what_served_a_withdrawn_recommendation_serves_it_again(plan, planner):
    second = save_recommendation(plan, None, {"text": "Second."}, [], [], provenance=since(TODAY))
    first, action = plan.recommendations.get(number=1), plan.actions.order_by("position").first()
    planner.send(
        plan,
        "action-change",
        action.reference,
        text="Both.",
        recommendations=[first.pk, second.pk],
        reason="x",
    )
    withdraw_part(plan, second, "Not now.", provenance=since(TODAY))
    planner.send(
        plan, "action-change", action.reference, text="Words.", recommendations=[first.pk], reason="x"
    )
    put_back(plan, second, provenance=since(TODAY))

    assert build_position(plan, TODAY).action(action.reference).recommendation_numbers == (1, 2)


def test_a_commitment_does_not_take_anothers_reference(plan, planner):
    planner.send(plan, "commitment-add", 1, reference="1.2", text="We will listen.")
    refused = planner.send(plan, "commitment-add", 1, reference="1.2", text="We will talk.")

    assert refused.status_code == 422
    assert plan.themes.get().commitments.get(known_to=None).text == "We will listen."


def test_what_left_is_told_as_left_and_what_came_back_is_no_rating(plan):
    item = plan.recommendations.get()
    rate(plan, item, "R", TODAY - timedelta(days=40))
    before = build_position(plan, TODAY - timedelta(days=10))
    withdraw_part(plan, item, "Merged.", provenance=since(TODAY - timedelta(days=5)))
    gone = build_position(plan, TODAY - timedelta(days=4))
    put_back(plan, item, provenance=since(TODAY))

    assert changes_between(before, gone).sentence() == "1 recommendation left the plan."
    back = changes_between(gone, build_position(plan, TODAY))
    assert (back.ratings, back.sentence()) == ([], "1 recommendation added.")


def test_what_is_exempt_stays_so_when_it_is_withdrawn(plan):
    item, action = plan.recommendations.get(), plan.actions.order_by("position").first()
    record_challenges(
        plan, [NewChallenge("Why is the child named?", recommendation_id=item.pk)], provenance=since(TODAY)
    )
    add_barrier(plan, {"text": "The child moved."}, [action.pk], provenance=since(TODAY))
    measure = save_success_measure(
        plan, None, {"text": "The child is safe", "action_id": action.pk}, provenance=since(TODAY)
    )
    nobody = Viewer(see_exempt=False)
    for part in (item, action):
        mark_exempt(part, True, "Names a child.", provenance=since(TODAY))
    for _step in range(2):
        seen = build_position(plan, TODAY, nobody)
        board = read_board(seen)
        assert (seen.recommendations, seen.actions, seen.success_measures) == ([], [], [])
        assert (board.challenges, board.barriers) == ([], [])
        if not _step:
            withdraw_part(plan, item, "x", provenance=since(TODAY))
            withdraw_part(plan, action, "x", provenance=since(TODAY))
    assert measure.pk
