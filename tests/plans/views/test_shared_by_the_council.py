"""What is the council's stands on all its plans' pages: it is changed by who sets up each of them."""

import pytest
from django.test import Client
from django.urls import reverse

from plans.access import Right, access_to
from plans.choices import Role
from plans.models import Inspection, Plan
from plans.operations.people import give_role
from tests.factories import make_plan, make_user, since

pytestmark = pytest.mark.django_db


@pytest.fixture
def plans():
    here = make_plan("here")
    there = make_plan("there", council=here.council)
    inspection = Inspection.objects.create(
        council=here.council, framework="ilacs", setting="Children's services"
    )
    Plan.objects.filter(council=here.council).update(inspection=inspection)
    return here, there


@pytest.fixture
def planner(plans):
    return make_user("planner@here.example", plans[0], Role.PLAN_ADMINISTRATOR)


def test_the_colour_and_the_inspection_wait_for_who_sets_up_every_plan(plans, planner):
    here, there = plans
    client = Client()
    client.force_login(planner)
    details, inspection, overview = (
        reverse(f"plans:{name}", args=[here.slug])
        for name in ("set-up-details", "set-up-inspection", "set-up")
    )
    said = {
        "title": "Another title",
        "theme_word": "aim",
        "cycle_days": 31,
        "embedded_periods": 3,
        "colour": "#123456",
    }
    assert 'name="colour"' not in client.get(details).content.decode()
    revision = Plan.objects.get(pk=here.pk).revision
    assert client.post(details, {**said, "plan_revision": revision}).status_code == 302
    assert client.get(inspection).status_code == client.post(inspection).status_code == 403
    assert "Another plan responds to it too" in client.get(overview).content.decode()
    here = Plan.objects.select_related("council").get(pk=here.pk)
    assert (here.title, here.council.colour) == ("Another title", "#1d4f91")

    give_role(there, planner, Role.PLAN_ADMINISTRATOR, provenance=since())
    assert client.get(inspection).status_code == 200
    assert client.post(details, {**said, "plan_revision": here.revision}).status_code == 302
    assert Plan.objects.select_related("council").get(pk=there.pk).council.colour == "#123456"


def test_a_council_with_one_plan_is_its_administrators(planner):
    alone = make_plan("alone")
    user = make_user("planner@alone.example", alone, Role.PLAN_ADMINISTRATOR)

    assert access_to(user, alone).may_change_council(Right.SET_UP)
    assert access_to(user, alone).may_change_inspection()
    assert not access_to(user, alone).may_change_council(Right.IMPORT)
