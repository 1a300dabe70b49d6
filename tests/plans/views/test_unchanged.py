"""A page that has not changed is answered 304 in few queries, and one that has is never."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from improvement.models import User
from plans.choices import ProgressStatus, Role
from plans.models import PlanRole, RatingLevel
from tests.conftest import TODAY
from tests.factories import make_plan, make_user, rate, say
from tests.revisions import as_after_a_commit

pytestmark = pytest.mark.django_db
PAGES = {
    "dashboard": (), "action-list": (), "action": ("1.1",), "theme": (1,), "recommendation": (1,), "measures": (),
    "ratings": (), "dates": (), "compare": (), "questions": (), "stated-figures": (), "inspections": (),
    "timeline": (),
}  # fmt: skip


@pytest.fixture
def plan():
    return make_plan(actions=2)


@pytest.fixture
def client(plan) -> Client:
    client = Client()
    client.force_login(make_user("b@test.example", plan, Role.BOARD_MEMBER))
    # The first page of all brings the cookie that forms' tokens hold with.
    client.get(reverse("plans:dashboard", args=[plan.slug]))
    as_after_a_commit()
    return client


def address(plan, name="dashboard") -> str:
    return reverse(f"plans:{name}", args=[plan.slug, *PAGES[name]])


def asked_again(client: Client, path: str, tag: str, **headers: str):
    as_after_a_commit()
    return client.get(path, headers={"If-None-Match": tag, **headers})


@pytest.mark.parametrize("name", PAGES)
def test_an_unchanged_page_is_not_sent_again(plan, client, name, django_assert_num_queries):
    first = client.get(address(plan, name))
    assert first.status_code == 200
    assert first["Cache-Control"] == "private, no-cache"
    # The session, the person, the plan, the person's roles on it.
    with django_assert_num_queries(4):
        again = client.get(address(plan, name), headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == "private, no-cache"


CHANGES = {
    "update": lambda plan: say(plan.actions.first(), ProgressStatus.BEHIND_TARGET, TODAY),
    "update of a past day": lambda plan: say(
        plan.actions.first(), ProgressStatus.ON_TARGET, date(2026, 2, 1)
    ),
    "rating": lambda plan: rate(plan, plan.recommendations.get(), "R", TODAY),
    "colour": lambda plan: type(plan.council).objects.filter(pk=plan.council_id).update(colour="#000000"),
    "name of an account": lambda plan: User.objects.filter(email="b@test.example").update(name="Renamed"),
    "another plan of the council": lambda plan: make_plan("other", council=plan.council),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_it_is_sent_again(plan, client, change):
    tag = client.get(address(plan))["ETag"]
    CHANGES[change](plan)
    again = asked_again(client, address(plan), tag)

    assert again.status_code == 200
    assert again["ETag"] != tag


def test_another_day_address_or_person_has_a_page_of_its_own(plan, client, monkeypatch):
    tag = client.get(address(plan))["ETag"]
    other = Client()
    other.force_login(make_user("other@test.example", plan, Role.BOARD_MEMBER))

    assert asked_again(client, address(plan) + "?rating=G", tag).status_code == 200
    assert asked_again(other, address(plan), tag).status_code == 200
    assert asked_again(client, address(plan, "action-list"), tag, **{"HX-Request": "true"}).status_code == 200
    monkeypatch.setattr(timezone, "localdate", lambda *args, **kwargs: TODAY + timedelta(days=1))
    assert asked_again(client, address(plan), tag).status_code == 200


def test_who_lost_their_role_is_not_told_that_nothing_changed(plan, client):
    tag = client.get(address(plan))["ETag"]
    PlanRole.objects.filter(plan=plan).update(known_to=TODAY)

    assert asked_again(client, address(plan), tag).status_code == 404


def test_a_message_is_shown_and_gone_the_next_time(plan):
    analyst = Client()
    analyst.force_login(make_user("a@test.example", plan, Role.ANALYST))
    level = RatingLevel.objects.get(scale__plan=plan, code="G")
    analyst.post(
        reverse("plans:recommendation-rate", args=[plan.slug, 1]), {"level": level.pk, "reason": "Seen."}
    )
    shown, next_time = analyst.get(address(plan)), analyst.get(address(plan))

    assert "govuk-notification-banner" in shown.content.decode()
    assert not shown.has_header("ETag")
    assert "govuk-notification-banner" not in next_time.content.decode()
    assert next_time.has_header("ETag")


def test_what_asks_for_something_to_be_entered_is_always_sent(plan):
    lead = Client()
    lead.force_login(make_user("a@test.example", plan, Role.ANALYST))

    assert not lead.get(reverse("plans:barrier-add", args=[plan.slug])).has_header("ETag")


def test_pages_are_compressed_and_files_are_not(plan, client):
    page = client.get(address(plan), headers={"Accept-Encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    assert len(page.content) < 20_000
    assert (
        client.get(
            address(plan), headers={"Accept-Encoding": "gzip", "If-None-Match": page["ETag"]}
        ).status_code
        == 304
    )
