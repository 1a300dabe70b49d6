"""Leaving the plan: by criteria that are shown and kept, and by a decision of the board."""

from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from plans.choices import MinutesStep, ProgressStatus, Role
from plans.models import Closure
from plans.operations.board import NewClosure, record_closures
from plans.operations.meetings import MeetingPlan, plan_meetings, save_minutes_draft
from plans.position import build_position
from plans.procedures.close_meeting import close
from tests.conftest import TODAY
from tests.factories import make_officer, make_plan, make_user, rate, say, since

pytestmark = pytest.mark.django_db


def analyst(plan) -> Client:
    client = Client()
    client.force_login(make_user(f"a@{plan.slug}.example", plan, Role.ANALYST))
    return client


def test_an_action_is_closed_with_its_criteria_and_taken_back():
    plan = make_plan(actions=2)  # due in June, so both overdue once they have a status
    for action in plan.actions.all():
        say(action, ProgressStatus.BEHIND_TARGET, date(2026, 9, 1))
    client, address = analyst(plan), reverse("plans:action-close", args=[plan.slug, "1.1"])
    page = unescape(client.get(address).content.decode())
    assert page.count("Not met") == 2
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"reason": "Overtaken by the new law."}).status_code == 302

    position = build_position(plan, TODAY)
    closed = position.action("1.1")
    assert closed.closure.unmet == ["It is completed", "Evidence is recorded"]
    assert (closed.is_open, closed.is_overdue) == (False, False)
    assert [action.reference for action in position.overdue_actions] == ["1.2"]
    assert len(position.lowest_level_actions) == 2
    assert position.as_json()["actions"]["closed"] == 1
    assert not [q for q in position.contradictions if q.reference == "1.1"]
    before = build_position(plan, date(2026, 11, 20)).action("1.1")
    assert (before.closure, before.is_overdue) == (None, True)
    shown = unescape(client.get(reverse("plans:action", args=[plan.slug, "1.1"])).content.decode())
    assert "Closed by the board on 21 November 2026:" in shown
    assert "Criteria not met at the time: It is completed; Evidence is recorded." in shown

    assert client.post(address, {"reason": "The law was withdrawn."}).status_code == 302
    assert build_position(plan, TODAY).action("1.1").is_overdue
    assert Closure.objects.count() == 2


def test_a_decision_in_the_minutes_closes_a_recommendation():
    plan = make_plan(actions=1)
    rate(plan, plan.recommendations.get(), "G", date(2026, 11, 1))
    planned = plan_meetings(plan, [MeetingPlan(TODAY)], provenance=since())[0]
    clerk = make_user("clerk@test.example")
    people = [{"chair": None, "present": [make_officer(plan).pk], "apologies": []}]
    save_minutes_draft(planned, MinutesStep.ATTENDANCE, people, 0, by=clerk)
    said = {"text": "It is business as usual.", "about": "recommendation:1", "closes": True}
    save_minutes_draft(planned, MinutesStep.DECISIONS, [said], 0, by=clerk)
    meeting = close(planned, TODAY, clerk)
    closure = build_position(plan, TODAY).recommendation(1).closure

    assert (closure.reason, closure.meeting_id) == ("It is business as usual.", meeting.pk)
    assert closure.criteria[0] == ("The board rates it good", True)
    assert closure.unmet[0] == "Delivered: its actions are complete"


def test_the_minutes_ask_which_recommendation_is_closed():
    plan = make_plan()
    planned = plan_meetings(plan, [MeetingPlan(TODAY)], provenance=since())[0]
    posted = {
        "decisionrow-TOTAL_FORMS": "1", "decisionrow-INITIAL_FORMS": "0", "revision": "0",
        "decisionrow-0-text": "Close it.", "decisionrow-0-closes": "on", "decisionrow-0-about": "theme:1",
    }  # fmt: skip
    answer = analyst(plan).post(
        reverse("plans:minutes-step", args=[plan.slug, planned.pk, "decisions"]), posted
    )

    assert answer.status_code == 422
    assert "Choose the recommendation that the board is closing." in answer.content.decode()


def test_nobody_is_asked_about_a_closed_recommendation():
    plan = make_plan(actions=1)
    item = plan.recommendations.get()
    rate(plan, item, "G", date(2026, 11, 1))
    say(plan.actions.get(), ProgressStatus.BEHIND_TARGET, date(2026, 11, 1))
    subjects = {q.subject for q in build_position(plan, TODAY).contradictions}
    assert "recommendation 1" in subjects
    record_closures(plan, [NewClosure("Done.", item.pk)], provenance=since(TODAY))
    assert "recommendation 1" not in {q.subject for q in build_position(plan, TODAY).contradictions}


def test_closing_twice_does_not_take_it_back():
    plan = make_plan(actions=1)
    client, address = analyst(plan), reverse("plans:action-close", args=[plan.slug, "1.1"])
    posted = {"reason": "Overtaken.", "was": "open"}
    assert [client.post(address, posted).status_code for _time in range(2)] == [302, 302]
    assert build_position(plan, TODAY).action("1.1").closure is not None
    assert Closure.objects.count() == 1


def test_an_action_that_serves_only_what_is_closed_is_late_no_longer():
    plan = make_plan(actions=1)
    say(plan.actions.get(), ProgressStatus.BEHIND_TARGET, date(2026, 9, 1))
    assert build_position(plan, TODAY).overdue_actions
    record_closures(plan, [NewClosure("Done.", plan.recommendations.get().pk)], provenance=since(TODAY))
    position = build_position(plan, TODAY)

    assert position.overdue_actions == []
    assert position.contradictions == []
