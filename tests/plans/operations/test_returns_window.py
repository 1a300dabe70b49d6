"""A meeting that moves takes the last day of its returns along, and everyone concerned is told."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from plans.choices import Role
from plans.models import PlannedMeetingVersion
from plans.operations.meetings import MeetingPlan, plan_meetings, rearrange_meeting
from plans.position import build_position
from plans.position.board import read_arising
from plans.position.reminding import recipients
from plans.position.returns_moved import read_moved_returns
from plans.reach import readers_of
from plans.rules.reminders import due_now
from plans.rules.returns_window import Window, moved_along
from tests.conftest import TODAY
from tests.factories import make_plan, make_theme_lead, make_user, since

MEETS, OPENS, CLOSES = date(2026, 12, 11), date(2026, 11, 27), date(2026, 12, 6)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("window", "meets", "expected"),
    [
        # Ten days earlier: both keep their distance where they must move, the first day stays where it can.
        ((OPENS, CLOSES), date(2026, 12, 1), (OPENS - timedelta(days=10), date(2026, 11, 26))),
        ((date(2026, 11, 20), CLOSES), date(2026, 12, 1), (date(2026, 11, 20), date(2026, 11, 26))),
        # Not into the past while the meeting is to come.
        ((date(2026, 11, 20), CLOSES), date(2026, 11, 23), (date(2026, 11, 20), TODAY)),
        ((date(2026, 11, 20), CLOSES), TODAY, (date(2026, 11, 20), TODAY)),
        # A meeting that was held already.
        ((OPENS, CLOSES), date(2026, 11, 10), (date(2026, 10, 27), date(2026, 11, 10))),
        # The day before the last day of the returns, which stays before it.
        ((OPENS, CLOSES), date(2026, 12, 7), (OPENS, CLOSES)),
        ((OPENS, None), date(2026, 11, 25), (date(2026, 11, 11), None)),
    ],
)
def test_a_window_moves_along(window, meets, expected):
    moved = moved_along(Window(*window), MEETS, meets, TODAY)
    assert (moved.opens, moved.closes) == expected


@given(*(st.integers(-60, 60) for _ in range(4)))
def test_no_window_ever_ends_after_its_meeting_or_before_it_begins(meets, earlier, opens, length):
    window = Window(day(meets - abs(opens) - abs(length)), day(meets - abs(length)))
    moved = moved_along(window, day(meets), day(meets - abs(earlier)), TODAY)

    assert not moved.ends_after(day(meets - abs(earlier)))
    assert moved.opens <= moved.closes


@pytest.fixture
def plan(db):
    return make_plan(actions=2)


@pytest.fixture
def planned(plan):
    meeting = MeetingPlan(MEETS, returns_open_on=OPENS, returns_close_on=CLOSES)
    return plan_meetings(plan, [meeting], provenance=since(date(2026, 10, 1)))[0]


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def form_of(planned, **days: date) -> dict[str, object]:
    now = planned.versions.get(known_to=None)
    values = {
        "meets_on": now.meets_on,
        "returns_open_on": now.returns_open_on,
        "returns_close_on": now.returns_close_on,
        **days,
    }
    typed = {"revision": type(planned).objects.get(pk=planned.pk).revision, "title": now.title}
    for name, value in values.items():
        if value:
            typed |= {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}
    return typed


def test_moving_a_meeting_moves_its_returns_and_tells_everyone_on_the_page_and_by_mail(plan, planned):
    lead = make_theme_lead(plan)
    planner = signed_in(make_user("p@test.example", plan, Role.PLAN_ADMINISTRATOR))
    address = reverse("plans:meeting-rearrange", args=[plan.slug, planned.pk])
    answer = planner.post(address, form_of(planned, meets_on=date(2026, 12, 1)), follow=True)

    now = planned.versions.get(known_to=None)
    assert (now.meets_on, now.returns_close_on) == (date(2026, 12, 1), date(2026, 11, 26))
    assert "The last day for returns is now 26 November 2026: it was 6 December 2026." in unescape(
        answer.content.decode()
    )
    sentence = (
        "The last day for returns moved from 6 December 2026 to 26 November 2026, because Improvement board moved from "
        "11 December 2026 to 1 December 2026."
    )
    for name in ("returns", "my-return", "my-actions"):
        page = signed_in(lead).get(reverse(f"plans:{name}", args=[plan.slug])).content.decode()
        assert sentence in unescape(page), name
    position = build_position(plan, TODAY)
    people = {
        person.address: person for person in recipients(position, read_arising(position), readers_of(plan))
    }
    told = due_now(people[lead.email].occasions, set(), TODAY)
    assert f"{sentence} Yours has not been received yet." in [occasion.words for occasion in told]
    # Once: what was told is told no more.
    keys = {occasion.key for occasion in told}
    assert due_now(people[lead.email].occasions, keys, TODAY) == []
    # The day before, nothing had moved.
    assert read_moved_returns(build_position(plan, TODAY - timedelta(days=1))) == []


def test_moving_it_again_is_told_again_and_what_is_over_no_more(plan, planned):
    for meets in (date(2026, 12, 1), date(2026, 11, 25)):
        planned.refresh_from_db()
        rearrange_meeting(planned, planned.revision, {"meets_on": meets}, provenance=since(TODAY))
    moved = read_moved_returns(build_position(plan, TODAY))
    assert [(item.closed_on, item.closes_on) for item in moved] == [(date(2026, 11, 26), date(2026, 11, 21))]
    planned.refresh_from_db()
    rearrange_meeting(planned, planned.revision, {"withdrawn": True}, provenance=since(TODAY))
    assert read_moved_returns(build_position(plan, TODAY)) == []


def test_a_window_that_was_changed_to_end_after_the_meeting_is_asked_about(plan, planned):
    planner = signed_in(make_user("p@test.example", plan, Role.PLAN_ADMINISTRATOR))
    address = reverse("plans:meeting-rearrange", args=[plan.slug, planned.pk])
    for days in (
        {"returns_close_on": date(2026, 12, 12)},
        {"meets_on": date(2026, 12, 1), "returns_close_on": date(2026, 12, 3)},
    ):
        answer = planner.post(address, form_of(planned, **days))
        assert answer.status_code == 422
        assert "Returns can't be submitted after the meeting on" in unescape(answer.content.decode())
    assert planned.versions.count() == 1
    same_day = planner.post(address, form_of(planned, returns_close_on=MEETS))
    assert same_day.status_code == 302


def test_no_meeting_is_planned_with_returns_after_it(plan):
    late = MeetingPlan(MEETS, returns_open_on=OPENS, returns_close_on=MEETS + timedelta(days=1))
    with pytest.raises(
        ValidationError, match="Returns can't be submitted after the meeting on 11 December 2026"
    ):
        plan_meetings(plan, [late], provenance=since(TODAY))
    assert not PlannedMeetingVersion.objects.filter(planned__plan=plan).exists()
