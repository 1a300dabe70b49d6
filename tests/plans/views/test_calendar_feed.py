"""A calendar that a person subscribes to: their due dates and the board's meetings, by a key that opens nothing else."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plans.choices import ProgressStatus, Role, TokenScope
from plans.models import PlanRole
from plans.operations.people import end_role
from plans.operations.structure import change_actions
from plans.operations.tokens import end_token, make_token
from tests.factories import make_officer, make_plan, make_user, say, since

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fixed_day")]


@pytest.fixture
def led():
    plan = make_plan("led", actions=3)
    user = make_user("lead@test.example", plan, Role.LEAD_OFFICER)
    make_officer(plan, "Head of Practice", user)
    return plan, user


def key_of(plan, user, scope=TokenScope.CALENDAR):
    today = timezone.localdate()
    return make_token(plan, user, "Outlook", today + timedelta(days=30), today=today, scope=scope)


def feed(secret: str):
    return Client().get(reverse("plans:calendar-feed", args=[secret]))


def test_it_holds_what_its_owner_leads_and_is_open(led):
    plan, user = led
    say(
        plan.actions.get(reference="1.2"),
        ProgressStatus.COMPLETED,
        date(2026, 3, 1),
        completed_on=date(2026, 3, 1),
    )
    change_actions({plan.actions.get(reference="1.3").pk: {"exempt": True}}, provenance=since())
    answer = feed(key_of(plan, user)[1])
    text = answer.content.decode()

    assert answer["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer["Cache-Control"]
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert "DTSTART;VALUE=DATE:20260630" in text
    assert "Due: 1.1 Do the thing" in text
    # What is completed is no date to keep; an exempt one is its own lead's to see.
    assert "Due: 1.2" not in text
    assert "Due: 1.3" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    other = make_user("other@test.example", plan, Role.BOARD_MEMBER)
    assert "Due:" not in feed(key_of(plan, other)[1]).content.decode()


def test_a_calendars_key_opens_no_figures_and_a_programs_key_no_calendar(led):
    plan, user = led
    calendar, program = key_of(plan, user)[1], key_of(plan, user, TokenScope.DATA)[1]

    assert feed(program).status_code == 404
    address = reverse("plans:api-position", args=[plan.slug])
    assert Client().get(address, headers={"Authorization": f"Bearer {calendar}"}).status_code == 401
    assert Client().get(address, headers={"Authorization": f"Bearer {program}"}).status_code in {200, 403}


def test_it_stops_when_it_is_ended_over_or_its_owners_role_is(led):
    plan, user = led
    token, secret = key_of(plan, user)
    assert feed(secret).status_code == 200
    end_token(token, timezone.now())
    assert feed(secret).status_code == 404
    second = key_of(plan, user)[1]
    end_role(PlanRole.objects.get(user=user), provenance=since(timezone.localdate()))
    assert feed(second).status_code == 404
    assert feed("guessed").status_code == 404


def test_its_address_is_shown_once_on_the_page_of_keys(demo, sign_in):
    from tests.plans.views.test_api import again  # noqa: PLC0415

    client, address = again(sign_in("board")), reverse("plans:my-keys")
    made = client.post(address, {"name": "Outlook", "plan": demo.pk, "days": "90", "scope": "calendar"})
    shown = made.context["feed"]

    assert shown in made.content.decode()
    assert "BEGIN:VEVENT" in Client().get(shown).content.decode()
    assert shown not in client.get(address).content.decode()
