"""Meetings to come as a calendar file that calendars take, whatever was typed of them."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from plans.choices import Role
from plans.operations.meetings import MeetingPlan, plan_meetings
from plans.position import build_position
from plans.position.board import read_board
from plans.reports.calendar import _folded, _inert
from tests.conftest import TODAY
from tests.factories import make_plan, make_user, since


@given(st.text(max_size=300))
def test_no_line_is_too_long_and_none_is_lost_or_added(text):
    line = f"SUMMARY:{_inert(text)}"
    pieces = _folded(line)
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert "".join([pieces[0], *(piece[1:] for piece in pieces[1:])]) == line
    assert not set("\r\n") & set("".join(pieces))


@pytest.mark.django_db
def test_what_is_to_come_is_in_the_file_and_can_break_out_of_nothing():
    plan = make_plan()
    planned = [
        MeetingPlan(TODAY + timedelta(days=9), title="Board; chair, members", place="Hall\nEND:VEVENT"),
        MeetingPlan(TODAY - timedelta(days=40), title="Long ago"),
    ]
    plan_meetings(plan, planned, provenance=since(date(2026, 9, 1)))
    client = Client()
    client.force_login(make_user("b@test.example", plan, Role.BOARD_MEMBER))
    answer = client.get(reverse("plans:meetings-calendar", args=[plan.slug]))
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert text.count("\r\nBEGIN:VEVENT\r\n") == text.count("\r\nEND:VEVENT\r\n") == 1
    assert "SUMMARY:Board\\; chair\\, members\r\n" in text
    assert "LOCATION:Hall END:VEVENT\r\n" in text
    assert "DTSTART;VALUE=DATE:20261130\r\n" in text
    assert "Long ago" not in text
    meeting = read_board(build_position(plan, TODAY)).next_meeting
    assert reverse("plans:meeting-agenda", args=[plan.slug, meeting.planned_id]) in text.replace("\r\n ", "")


@pytest.mark.django_db
def test_everybody_who_answers_a_recommendation_is_named_in_the_workbook(demo):
    position = build_position(demo, TODAY)
    several = [item for item in position.recommendations if " more" in item.answering_text]
    for item in several:
        assert " more" not in item.answering_in_full
        assert item.answering_in_full.count(";") >= 3
