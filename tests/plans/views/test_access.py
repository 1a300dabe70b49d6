"""What a role may do ends at its plan, its themes and its own actions, and with the role."""

import pytest
from django.test import Client
from django.urls import reverse

from plans.access import access_to
from plans.choices import Role
from plans.models import ActionLead, DueDateChange, ImportRun, PlanRole
from plans.position import build_position
from tests.conftest import TODAY, account
from tests.factories import make_plan, make_user
from tests.plans.views.test_access_matrix import rows

pytestmark = pytest.mark.django_db


def test_a_theme_lead_updates_only_the_themes_they_lead(demo):
    lead, position = account("lead"), build_position(demo, TODAY)
    access = access_to(lead, demo)

    allowed = {
        action.theme_number for action in position.lowest_level_actions if access.may_update(action, position)
    }
    assert allowed == {3}
    client = Client()
    client.force_login(lead)
    before = rows()
    answer = client.post(
        reverse("plans:action-update", args=[demo.slug, "1.4"]),
        {"revision": position.action("1.4").revision, "status": "on_target", "progress": "Mine now"},
    )
    assert answer.status_code == 403
    assert rows() == before


def test_a_lead_officer_updates_only_their_own_actions(demo):
    officer, position = account("officer"), build_position(demo, TODAY)
    access = access_to(officer, demo)

    for action in position.lowest_level_actions:
        own = any(lead.user_id == officer.pk for lead in action.leads)
        assert access.may_update(action, position) is own
    assert access.own_actions(position)


def test_a_role_that_ended_is_gone_with_the_next_request(demo, sign_in):
    client = sign_in("board")
    address = reverse("plans:dashboard", args=[demo.slug])
    assert client.get(address).status_code == 200

    PlanRole.objects.filter(plan=demo, user=account("board")).update(known_to=TODAY)

    assert client.get(address).status_code == 404


def test_another_plans_things_are_not_reached_through_ones_own_plan(demo):
    own = make_plan("ownplan", actions=1)
    analyst = make_user("an@test.example", own, Role.ANALYST)
    planner = make_user("pl@test.example", own, Role.PLAN_ADMINISTRATOR)
    run = ImportRun.objects.get(plan=demo).pk
    change = DueDateChange.objects.filter(action__plan=demo, decision=None).first()
    role = PlanRole.objects.filter(plan=demo).first()
    before = rows()
    client = Client()
    client.force_login(analyst)
    answers = [
        client.get(reverse("plans:import-file", args=[own.slug, run])),
        client.get(reverse("plans:import-receipt", args=[own.slug, run])),
        client.post(
            reverse("plans:action-due-date-decision", args=[own.slug, "1.1", change.pk]), {"agreed": "yes"}
        ),
        client.get(reverse("plans:recommendation", args=[own.slug, 14])),
    ]
    client.force_login(planner)
    officer = ActionLead.objects.filter(action__plan=demo).first().officer_id
    answers += [
        client.post(reverse("plans:set-up-role-end", args=[own.slug, role.pk])),
        client.get(reverse("plans:set-up-officer", args=[own.slug, officer])),
        client.get(reverse("plans:set-up-officer-merge", args=[own.slug, officer])),
    ]
    assert [answer.status_code for answer in answers] == [404] * 7
    foreign_theme = demo.themes.first().pk
    moved = client.post(
        reverse("plans:set-up-action-move", args=[own.slug, "1.1"]),
        {"theme": foreign_theme, "recommendation": own.recommendations.get().pk},
    )
    assert moved.status_code == 422
    assert rows() == before
