"""Setting a plan up by form: what a plan administrator does outside the admin."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from improvement.models import Officer, User
from plans.choices import ProgressStatus, Role, ThemePart
from plans.models import PlanRole, Theme
from plans.operations.people import set_theme_people
from plans.operations.structure import add_themes, adopt_scale, create_plan
from plans.position import build_position
from tests.conftest import TODAY
from tests.factories import make_officer, make_plan, make_user, rate, say, since

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan(actions=1)


class Planner(Client):
    """A browser that sends back the set-up's revision that its form was shown with."""

    def post(self, path, data=None, *arguments, **options):
        shown = self.get(path)
        revision = shown.context["page"].plan.revision if shown.context else 0
        return super().post(path, {"plan_revision": revision, **(data or {})}, *arguments, **options)


@pytest.fixture
def planner(plan) -> Client:
    client = Planner()
    client.force_login(make_user("planner@test.example", plan, Role.PLAN_ADMINISTRATOR))
    return client


def page(plan, name: str, *arguments) -> str:
    return reverse(f"plans:set-up-{name}", args=[plan.slug, *arguments])


def day(name: str, value: date) -> dict[str, int]:
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def test_plan_details_and_colour(plan, planner):
    fields = {
        "title": "A better plan",
        "theme_word": "priority",
        "cycle_days": 28,
        "embedded_periods": 3,
        "colour": "#00573F",
    }
    assert planner.post(page(plan, "details"), {**fields, "colour": "green"}).status_code == 422
    assert planner.post(page(plan, "details"), fields).status_code == 302

    plan.refresh_from_db()
    assert (plan.title, plan.theme_word, plan.cycle_days, plan.council.colour) == (
        "A better plan",
        "priority",
        28,
        "#00573f",
    )
    assert (
        "--app-council-colour:#00573f"
        in planner.get(reverse("plans:plan-style", args=[plan.slug])).content.decode()
    )


def test_the_inspection_shows_on_the_dashboard(plan, planner):
    fields = {
        "framework": "ilacs", "inspectorate": "Ofsted", "setting": "Children's services", "grade": "inadequate",
        **day("published_on", date(2026, 1, 12)),
    }  # fmt: skip
    assert planner.post(page(plan, "inspection"), fields).status_code == 302
    board = planner.get(plan.get_absolute_url()).content.decode()
    assert "Overall effectiveness: Inadequate." in board
    assert "12 January 2026" in board


def test_another_scale_from_a_day_leaves_earlier_ratings_alone(plan, planner):
    rate(plan, plan.recommendations.get(), "A", date(2026, 3, 1))
    pattern = planner.get(page(plan, "scale")).context["form"].fields["pattern"].queryset.get(name="BRAG")
    early = planner.post(page(plan, "scale"), {"pattern": pattern.pk, **day("adopted_on", date(2025, 1, 1))})
    assert early.status_code == 422
    assert (
        planner.post(
            page(plan, "scale"), {"pattern": pattern.pk, **day("adopted_on", date(2026, 6, 1))}
        ).status_code
        == 302
    )

    assert [level.code for level in build_position(plan, TODAY).levels] == ["B", "G", "A", "R"]
    assert [level.code for level in build_position(plan, date(2026, 5, 31)).levels] == ["G", "A", "R"]
    assert build_position(plan, TODAY).recommendations[0].rating.level.code == "A"


def test_a_scale_on_which_nothing_was_rated_makes_room_for_another_on_its_own_day(plan, planner):
    pattern = planner.get(page(plan, "scale")).context["form"].fields["pattern"].queryset.get(name="BRAG")
    first = plan.rating_scales.get().adopted_on
    answer = planner.post(page(plan, "scale"), {"pattern": pattern.pk, **day("adopted_on", first)})
    assert answer.status_code == 302
    assert [scale.name for scale in plan.rating_scales.all()] == ["BRAG"]


def test_a_theme_with_its_leads_and_a_deputy(plan, planner):
    lead, deputy = make_officer(plan, "Head of Practice"), make_officer(plan, "Deputy Head")
    fields = {"title": "Workforce", "leads": [lead.pk], "deputies": [deputy.pk]}
    assert planner.post(page(plan, "theme-add"), fields).status_code == 302
    assert (
        planner.post(page(plan, "theme", 2), {**fields, "title": "Our workforce", "deputies": []}).status_code
        == 302
    )

    theme = build_position(plan, TODAY).theme(2)
    assert (theme.title, theme.leads_text, theme.deputies) == ("Our workforce", "Head of Practice", [])
    assert Theme.objects.get(plan=plan, number=2).versions.count() == 2


def test_a_deputy_may_do_what_the_lead_may(plan, planner):
    user = make_user("deputy@test.example", plan, Role.THEME_LEAD)
    officer = make_officer(plan, "Deputy Head", user)
    planner.post(page(plan, "theme", 1), {"title": "Practice", "deputies": [officer.pk]})
    client = Client()
    client.force_login(user)

    assert client.get(reverse("plans:action-update", args=[plan.slug, "1.1"])).status_code == 200


def test_roles_are_given_and_ended(plan, planner):
    user = make_user("new@test.example")
    User.objects.create_user("gone@test.example", name="Gone", is_active=False)
    refused = planner.post(page(plan, "role-add"), {"email": "gone@test.example", "role": "analyst"})
    assert refused.status_code == 422
    assert (
        planner.post(page(plan, "role-add"), {"email": "NEW@test.example", "role": "analyst"}).status_code
        == 302
    )
    role = PlanRole.objects.get(plan=plan, user=user)
    assert role.by.email == "planner@test.example"

    assert planner.post(page(plan, "role-end", role.pk), {"confirmed": "1"}).status_code == 302
    role.refresh_from_db()
    assert role.known_to == TODAY


def test_an_officer_is_linked_to_an_account(plan, planner):
    user = make_user("officer@test.example", plan, Role.LEAD_OFFICER)
    officer = Officer.objects.get(council=plan.council, job_title="Head of Practice")
    fields = {"job_title": "Head of Practice", "name": "", "account": user.email}
    assert planner.post(page(plan, "officer", officer.pk), fields).status_code == 302
    client = Client()
    client.force_login(user)

    assert (
        "Do the thing number 1." in client.get(reverse("plans:my-actions", args=[plan.slug])).content.decode()
    )


def test_two_officers_that_are_one(plan, planner):
    officer = Officer.objects.get(council=plan.council, job_title="Head of Practice")
    other = make_officer(plan, "Head of Practice and Learning")
    assert planner.post(page(plan, "officer-merge", officer.pk), {"into": officer.pk}).status_code == 422
    assert planner.post(page(plan, "officer-merge", officer.pk), {"into": other.pk}).status_code == 200
    officer.refresh_from_db()
    assert officer.merged_into is None
    sure = {"into": other.pk, "confirmed": "1"}
    assert planner.post(page(plan, "officer-merge", officer.pk), sure).status_code == 302

    assert build_position(plan, TODAY).action("1.1").leads_text == "Head of Practice and Learning"
    assert build_position(plan, date(2026, 11, 20)).action("1.1").leads_text == "Head of Practice"


def test_an_action_is_added_moved_and_split(plan, planner):
    planner.post(page(plan, "theme-add"), {"title": "Workforce"})
    theme, item = plan.themes.get(number=2), plan.recommendations.get()
    fields = {
        "theme": plan.themes.get(number=1).pk,
        "recommendation": item.pk,
        "text": "Write a guide",
        "due": "March 2027",
    }
    assert planner.post(page(plan, "action-add"), {**fields, "due": "soon"}).status_code == 422
    assert planner.post(page(plan, "action-add"), {**fields, "start": "May 2027"}).status_code == 422
    assert planner.post(page(plan, "action-add"), fields).status_code == 302
    action = plan.actions.get(reference="1.2")
    say(action, ProgressStatus.ON_TARGET, TODAY)

    assert (
        planner.post(
            page(plan, "action-move", "1.2"), {"theme": theme.pk, "recommendation": item.pk}
        ).status_code
        == 302
    )
    assert planner.post(page(plan, "action-split", "1.2"), {"texts": "Only one"}).status_code == 422
    assert planner.post(page(plan, "action-split", "1.2"), {"texts": "Draft it\nAgree it"}).status_code == 302

    position = build_position(plan, TODAY)
    assert [a.reference for a in position.theme(2).lowest_level_actions] == ["1.2.1", "1.2.2"]
    assert position.action("1.2.1").due.latest == date(2027, 3, 31)
    assert position.action("1.2").update.progress == "Some progress."


def test_people_of_a_theme_as_at_an_earlier_day(plan, planner):
    officer = make_officer(plan, "Head of Practice")
    planner.post(page(plan, "theme", 1), {"title": "Practice", "leads": [officer.pk]})

    assert build_position(plan, TODAY).theme(1).people[ThemePart.LEAD][0].officer_id == officer.pk
    assert build_position(plan, date(2026, 11, 20)).theme(1).people == {}


def test_the_second_of_two_administrators_is_told_and_keeps_what_they_typed(plan, planner):
    address = page(plan, "theme", 1)
    shown = planner.get(address).context["page"].plan.revision
    assert planner.post(address, {"title": "First"}).status_code == 302

    late = Client()
    late.force_login(User.objects.get(email="planner@test.example"))
    response = late.post(address, {"plan_revision": shown, "title": "Second"})

    assert response.status_code == 422
    assert "Someone else changed the plan" in response.content.decode()
    assert 'value="Second"' in response.content.decode()
    assert build_position(plan, TODAY).theme(1).title == "First"


def test_an_officer_who_works_on_another_plan_is_out_of_reach(plan, planner):
    council = plan.council
    other = create_plan(council, "Another plan", "another", provenance=since())
    adopt_scale(other, "RAG", date(2026, 1, 1))
    theme = add_themes(other, {1: {"title": "Elsewhere"}}, provenance=since())[1]
    officer = Officer.objects.get(council=council, job_title="Head of Practice")
    set_theme_people(ThemePart.LEAD, {theme.pk: [officer.pk]}, provenance=since())
    free = make_officer(plan, "Head of Learning")

    assert planner.get(page(plan, "officer", officer.pk)).status_code == 403
    assert planner.get(page(plan, "officer-merge", officer.pk)).status_code == 403
    assert planner.post(page(plan, "officer-merge", free.pk), {"into": officer.pk}).status_code == 403
    officer.refresh_from_db()
    free.refresh_from_db()
    assert (officer.user, officer.merged_into, free.merged_into) == (None, None, None)


def test_the_last_administrator_stays(plan, planner):
    role = PlanRole.objects.get(plan=plan, role=Role.PLAN_ADMINISTRATOR)
    answer = planner.post(page(plan, "role-end", role.pk), follow=True)

    assert "last administrator" in answer.content.decode()
    role.refresh_from_db()
    assert role.known_to is None
