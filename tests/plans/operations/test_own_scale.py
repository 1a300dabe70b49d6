"""A plan takes a scale of the council's own into use by form; what was rated before keeps its own."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from plans.choices import Role
from plans.models import RatingLevel, levels_on
from plans.position import build_position
from tests.conftest import TODAY
from tests.factories import make_plan, make_user, rate

pytestmark = pytest.mark.django_db

LEVELS = [
    ("Embedded", "E", "#1d70b8", "good", "on"),
    ("Secure", "S", "#00703c", "good", ""),
    ("At risk", "K", "#ffbf00", "caution", ""),
    ("Failing", "F", "#d4351c", "poor", ""),
]


def setting_up(plan):
    client = Client()
    client.force_login(make_user("planner@test.example", plan, Role.PLAN_ADMINISTRATOR))
    return client, reverse("plans:set-up-scale-own", args=[plan.slug])


def typed(plan, levels=LEVELS, **more: str) -> dict[str, str]:
    day = TODAY + timedelta(days=3)
    posted = {
        "plan_revision": str(plan.revision),
        "name": "Board's four grades",
        "adopted_on_day": str(day.day), "adopted_on_month": str(day.month), "adopted_on_year": str(day.year),
        "level-TOTAL_FORMS": "7", "level-INITIAL_FORMS": "7",
    }  # fmt: skip
    for place in range(7):
        name, code, colour, outlook, finished = (
            levels[place] if place < len(levels) else ("", "", "#ffffff", "good", "")
        )
        row = {"name": name, "code": code, "colour": colour, "outlook": outlook, "means_finished": finished}
        posted |= {
            f"level-{place}-{key}": value for key, value in row.items() if value or key != "means_finished"
        }
    return {**posted, **more}


def test_a_scale_of_ones_own_is_used_from_its_day_and_earlier_ratings_keep_theirs():
    plan = make_plan(actions=1)
    rate(plan, plan.recommendations.get(), "G", TODAY - timedelta(days=9))
    client, address = setting_up(plan)
    page = client.get(address).content.decode()
    assert 'value="Green"' in page  # begun from the scale in use
    answer = client.post(address, typed(plan))
    assert answer.status_code == 302, answer.context["errors"]

    later = TODAY + timedelta(days=3)
    assert [level.name for level in levels_on(plan, later)] == [level[0] for level in LEVELS]
    assert [level.name for level in levels_on(plan, TODAY)] == ["Green", "Amber", "Red"]
    assert build_position(plan, TODAY).recommendation(1).rating.level.name == "Green"
    first = RatingLevel.objects.get(scale__plan=plan, code="E")
    assert (first.order, first.means_finished, first.outlook) == (1, True, "good")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "Enter a name for the scale."),
        ({"level-1-code": "E"}, "Level 1 has the same code."),
        ({"level-2-name": ""}, "Enter the word of this level."),
        ({"level-0-outlook": "poor"}, "The first level must be a good one."),
        ({"level-0-value": "4"}, "Give every level a number, or none"),
        ({"adopted_on_year": "1999"}, ""),
    ],
)
def test_what_is_wrong_comes_back_with_all_that_was_typed(change, said):
    plan = make_plan(actions=0)
    client, address = setting_up(plan)
    answer = client.post(address, typed(plan, **change))
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert said in page
    assert 'value="Failing"' in page
    assert not RatingLevel.objects.filter(scale__plan=plan, code="F").exists()


def test_two_people_who_set_the_plan_up_at_once_are_told():
    plan = make_plan(actions=0)
    client, address = setting_up(plan)
    answer = client.post(address, typed(plan, plan_revision=str(plan.revision + 1)))
    assert answer.status_code == 422
    assert "Someone else changed the plan's set-up" in unescape(answer.content.decode())


def test_one_begins_from_a_pattern_that_the_address_names():
    plan = make_plan(actions=0)
    client, address = setting_up(plan)
    pattern = RatingLevel.objects.filter(scale__plan=None, scale__name="BRAG").first().scale_id
    assert 'value="Blue"' in client.get(address, {"from": pattern}).content.decode()
    assert client.get(address, {"from": "x"}).status_code == 200
