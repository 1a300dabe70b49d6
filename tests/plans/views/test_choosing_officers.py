"""Lists of officers offer those of the plan; the whole council's come when asked for, and nothing typed is lost."""

import re
from html import unescape

import pytest
from django.apps import apps
from django.urls import reverse

from improvement.models import Officer
from plans.choices import ThemePart
from plans.models import ActionLead, MinutesDraft, Plan, Theme
from plans.operations.history import Provenance
from plans.operations.people import set_theme_people
from plans.operations.structure import create_plan
from plans.position.officer_parts import PARTS
from plans.position.officers import officers_of_council, officers_on
from tests.conftest import TODAY
from tests.factories import since
from tests.plans.views.test_access_matrix import addresses

FORMS = {
    "set-up-theme": "planner", "set-up-theme-add": "planner", "set-up-action-add": "planner",
    "set-up-officer-merge": "planner", "measure-definition": "planner", "measure-add": "planner",
    "challenge-add": "analyst", "barrier-add": "analyst", "barrier": "analyst", "meetings-plan": "analyst",
    "meeting-rearrange": "analyst", "minutes-step": "analyst",
}  # fmt: skip


@pytest.fixture
def elsewhere(demo: Plan) -> Officer:
    """An officer of the council who leads a theme of another plan, and nothing of this one."""
    other = create_plan(demo.council, "Another plan", "another", provenance=since())
    theme = Theme.objects.create(plan=other, number=1)
    officer = Officer.objects.create(council=demo.council, job_title="Head of Roads")
    set_theme_people(ThemePart.LEAD, {theme.pk: [officer.pk]}, provenance=Provenance(TODAY))
    return officer


@pytest.fixture
def new(demo: Plan) -> Officer:
    return Officer.objects.create(council=demo.council, job_title="Just Added Officer")


def test_every_table_that_names_an_officer_is_asked():
    named = {
        (model, field.name)
        for label in ("performance", "plans")
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if field.many_to_one and field.related_model is Officer
    }

    assert {(model, field) for model, field, _path in PARTS} == named


@pytest.mark.django_db
def test_officers_of_a_plan_are_those_it_names_those_with_a_role_and_those_of_no_plan(demo, elsewhere, new):
    other = Plan.objects.get(slug="another")
    council = set(officers_of_council(demo))

    assert set(officers_on(demo)) == council - {elsewhere}
    assert set(officers_on(other)) == {elsewhere, new}
    assert officers_on(demo).count() == len(council) - 1
    led = ActionLead.objects.filter(action__plan=demo).first().officer
    assert led in officers_on(demo)
    new.merged_into = led
    new.save()
    assert new not in officers_on(demo)


@pytest.mark.django_db
@pytest.mark.parametrize("name", FORMS)
def test_every_form_offers_the_plans_and_the_councils_when_asked(demo, sign_in, elsewhere, new, name):
    client = sign_in(FORMS[name])
    address = addresses(demo)[f"plans:{name}"]
    if name == "minutes-step":
        address = re.sub(r"/[a-z]+/$", "/attendance/", address)
    page = client.get(address).content.decode()

    assert "Head of Roads" not in page
    assert "Just Added Officer" in page
    assert 'name="all-officers"' in page
    fields = {
        key: unescape(value)
        for key, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)
    }
    typed = dict.fromkeys(re.findall(r'<textarea name="([^"]+)"', page), "TYPED SO FAR")
    before = rows()

    asked = client.post(address, {**fields, **typed, "all-officers": "1"})
    text = asked.content.decode()

    assert asked.status_code in {200, 422}
    assert "Head of Roads" in text
    assert text.count("TYPED SO FAR") == len(typed)
    assert "There is a problem" not in text
    assert "govuk-error-message" not in text
    assert 'name="officers" value="council"' in text
    assert 'name="all-officers"' not in text
    assert rows() == before


def rows() -> dict[str, int]:
    return {model._meta.label: model.objects.count() for model in apps.get_app_config("plans").get_models()}


@pytest.mark.django_db
def test_an_officer_of_another_plan_is_chosen_only_from_the_councils_list(demo, sign_in, elsewhere):
    client, address = sign_in("planner"), reverse("plans:set-up-theme-add", args=[demo.slug])
    demo.refresh_from_db()
    typed = {"title": "Roads to school", "leads": str(elsewhere.pk), "plan_revision": demo.revision}

    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert not demo.themes.filter(versions__title="Roads to school").exists()
    assert client.post(address, typed | {"officers": "council"}).status_code == 302

    theme = demo.themes.get(versions__title="Roads to school")
    assert [person.officer for person in theme.people.all()] == [elsewhere]
    again = reverse("plans:set-up-theme", args=[demo.slug, theme.number])
    assert "Head of Roads" in client.get(again).content.decode()


@pytest.mark.django_db
def test_minutes_keep_who_was_chosen_from_the_councils_list(demo, sign_in, elsewhere):
    client = sign_in("analyst")
    address = re.sub(r"/[a-z]+/$", "/attendance/", addresses(demo)["plans:minutes-step"])
    page = client.get(address).content.decode()
    fields = {
        key: unescape(value)
        for key, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)
    }
    prefix = re.search(r'name="([^"]+)-present"', page)[1]
    typed = fields | {f"{prefix}-present": str(elsewhere.pk), f"{prefix}-chair": str(elsewhere.pk)}

    assert client.post(address, typed).status_code == 422
    assert client.post(address, typed | {"officers": "council"}).status_code == 302

    assert MinutesDraft.objects.get(planned__plan=demo, step="attendance").content[0]["chair"] == elsewhere.pk
    shown = client.get(address).content.decode()
    assert shown.count("Head of Roads") == 2
    assert f'value="{elsewhere.pk}" selected' in shown
