"""Who leaves hands over what they hold; what they said stays theirs, and other plans stay as they were."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from plans.choices import ProgressStatus, Role, ThemePart
from plans.models import ActionLead, Barrier
from plans.operations.board import add_barrier
from plans.operations.handing_over import hand_over
from plans.operations.people import find_or_add_officers, link_account, set_theme_people
from plans.position import build_position
from plans.position.board import read_board
from plans.position.holdings import holdings
from tests.conftest import TODAY
from tests.factories import make_officer, make_plan, make_user, say, since

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan("left", actions=3)


def holder(plan):
    return ActionLead.objects.filter(action__plan=plan, known_to=None).first().officer


def open_of(plan) -> list[int]:
    return [action.action_id for action in build_position(plan, TODAY).actions if action.is_open]


def held(plan, officer, day=TODAY):
    position = build_position(plan, day)
    return holdings(position, read_board(position)).get(officer.pk)


def test_all_of_it_goes_over_and_the_record_stays(plan):
    leaver, taker = holder(plan), make_officer(plan, "New Head")
    set_theme_people(
        ThemePart.LEAD, {plan.themes.get().pk: [leaver.pk]}, provenance=since(TODAY - timedelta(days=9))
    )
    add_barrier(plan, {"text": "No room.", "owner": leaver}, [], provenance=since(TODAY))
    before = held(plan, leaver)
    hand_over(plan, leaver, taker, open_of(plan), [], provenance=since(TODAY))

    assert held(plan, leaver) is None
    after = held(plan, taker)
    assert [a.reference for a in after.actions] == [a.reference for a in before.actions]
    assert (len(after.themes), len(after.barriers)) == (1, 1)
    assert [a.reference for a in held(plan, leaver, TODAY - timedelta(days=1)).actions] == [
        a.reference for a in before.actions
    ]
    assert Barrier.objects.get(plan=plan).versions.count() == 2
    assert plan.set_up_changes.latest("pk").subject == "Handed over"


def test_what_is_finished_stays_whose_it_was(plan):
    leaver, taker = holder(plan), make_officer(plan, "New Head")
    done = plan.actions.order_by("position").first()
    say(done, ProgressStatus.COMPLETED, TODAY, completed_on=TODAY)
    client = Client()
    client.force_login(make_user("planner@hand.example", plan, Role.PLAN_ADMINISTRATOR))
    plan.refresh_from_db()
    typed = {"to": taker.pk, "plan_revision": plan.revision, "confirmed": "1"}
    client.post(reverse("plans:hand-over", args=[plan.slug, leaver.pk]), typed)

    assert [action.reference for action in held(plan, leaver).actions] == [done.reference]
    assert len(held(plan, taker).actions) == 2


def test_another_plan_of_the_council_keeps_its_lead(plan):
    other = make_plan("stays", council=plan.council, actions=1)
    leaver = holder(plan)
    assert holder(other) == leaver
    hand_over(plan, leaver, make_officer(plan, "New Head"), open_of(plan), [], provenance=since(TODAY))

    assert holder(other) == leaver


def test_not_to_oneself_nor_to_another_council(plan):
    leaver, stranger = holder(plan), holder(make_plan("far"))
    for to in (leaver, stranger):
        with pytest.raises(ValueError, match="another officer"):
            hand_over(plan, leaver, to, [], [], provenance=since(TODAY))


def test_by_form_it_is_asked_what_goes_and_then_done(plan):
    client = Client()
    client.force_login(make_user("planner@hand.example", plan, Role.PLAN_ADMINISTRATOR))
    leaver, taker = holder(plan), make_officer(plan, "New Head")
    link_account(leaver, make_user("leaver@hand.example", plan, Role.LEAD_OFFICER))
    address = reverse("plans:hand-over", args=[plan.slug, leaver.pk])
    plan.refresh_from_db()
    asked = client.post(address, {"to": taker.pk, "plan_revision": plan.revision})
    told = unescape(asked.content.decode())

    assert held(plan, leaver) is not None
    assert f"Hand over from {leaver} to {taker}?" in told
    assert "leaver@hand.example, who signs in as" in told
    assert f"{taker} has no account" in told
    done = client.post(
        address, {"to": taker.pk, "plan_revision": plan.revision, "confirmed": "1"}, follow=True
    )
    assert f"{taker} has taken on what {leaver} held." in unescape(done.content.decode())
    assert held(plan, leaver) is None


def test_a_person_page_tells_all_that_is_theirs(demo, sign_in):
    position = build_position(demo, TODAY)
    leading = next(action.leads[0] for action in position.overdue_actions if action.leads)
    page = sign_in("board").get(reverse("plans:person", args=[demo.slug, leading.officer_id]))
    shown = page.context["held"]

    assert {a.reference for a in shown.overdue_actions} == {
        a.reference for a in position.overdue_actions if leading in a.leads
    }
    assert "Signs in as" not in page.content.decode()
    stranger = find_or_add_officers(make_plan("far").council, [("Head of far", "")], told_apart=True)
    missing = next(iter(stranger.values())).pk
    assert sign_in("board").get(reverse("plans:person", args=[demo.slug, missing])).status_code == 404
    assert sign_in("planner").get(reverse("plans:person", args=[demo.slug, missing])).status_code == 404
