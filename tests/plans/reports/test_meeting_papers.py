"""A board's papers as Word files say what their pages say, hold what their reader may see, and reach the members."""

import io
import smtplib
from html import unescape

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document as read_word

from plans.choices import ProgressStatus, Role
from plans.models import Reminder
from plans.operations.meetings import MeetingPlan, plan_meetings
from plans.operations.structure import change_actions
from plans.position import build_position
from plans.position.board import read_board
from plans.position.overview import needing_the_board
from plans.reports.board_papers.parts import briefly
from plans.reports.board_papers.summary import BRIEF_CELL, MOST_NEEDING
from tests.conftest import TODAY, account
from tests.factories import make_plan, make_user, say, since

pytestmark = pytest.mark.django_db


def words_of(answer) -> str:
    """Return all text of a Word file that was answered: paragraphs and cells."""
    assert answer.status_code == 200
    paper = read_word(io.BytesIO(answer.content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def coming(plan):
    return read_board(build_position(plan, TODAY)).next_meeting


def address_of_pack(plan, name: str = "meeting-agenda-file") -> str:
    return reverse(f"plans:{name}", args=[plan.slug, coming(plan).planned_id])


def test_the_pack_says_first_what_there_is_to_decide_and_then_all_that_its_page_says(demo, sign_in):
    position = build_position(demo, TODAY)
    text = words_of(sign_in("board").get(address_of_pack(demo)))
    headings = [
        "For decision",
        "Position, and what has changed",
        "In focus:",
        "Exceptions",
        "Open from earlier",
    ]
    places = [text.index(heading) for heading in headings]
    assert places == sorted(places)
    for action, move in position.waiting_dates:
        assert action.full_text in text
        assert move.reason in text
    for action in position.overdue_actions:
        assert f"{action.reference}: {action.full_text}" in text
    for challenge in read_board(position).open_challenges:
        assert challenge.question in text
    for item in position.proposed:
        assert item.proposal.reason in text
    assert position.sentence() in text


def test_the_pack_begins_with_the_agenda_and_holds_what_the_last_meeting_decided(demo, sign_in):
    position = build_position(demo, TODAY)
    text = words_of(sign_in("board").get(address_of_pack(demo)))
    items = [
        "Apologies and declarations of interest",
        "Minutes of the meeting on 6 November 2026",
        "For decision",
        "Position, and what has changed since 6 November 2026",
        "Any other business, and the next meeting",
    ]
    places = [text.index(item) for item in items]
    assert places == sorted(places)
    decided = [
        item.text for item in read_board(position).decisions if item.meeting_id == position.last_meeting.pk
    ]
    assert decided
    assert all(item in text for item in decided)
    for item in position.proposed:
        late = sum(action.is_overdue for action in item.lowest_level_actions)
        done, every = len(item.completed_actions), len(item.lowest_level_actions)
        assert f"{done} of {every} actions completed, {late} overdue" in text


def test_the_minutes_say_who_came_and_what_was_decided(demo, sign_in):
    position = build_position(demo, TODAY)
    meeting = position.last_meeting
    client = sign_in("board")
    text = words_of(client.get(reverse("plans:meeting-file", args=[demo.slug, meeting.pk])))
    page = " ".join(
        unescape(client.get(reverse("plans:meeting", args=[demo.slug, meeting.pk])).content.decode()).split()
    )
    assert f"Minutes: {meeting}" in text
    rated = [p for item in position.recommendations for p in item.ratings if p.meeting_id == meeting.pk]
    assert rated
    for point in rated:
        assert point.reason in text
        assert point.reason in page
    for attendance in meeting.attendances.all():
        assert str(attendance.officer) in text


def test_the_summary_lists_what_needs_the_board_with_the_reason(demo, sign_in):
    position = build_position(demo, TODAY)
    text = words_of(sign_in("board").get(reverse("plans:summary-file", args=[demo.slug])))
    needing = needing_the_board(position)
    for item in needing[:MOST_NEEDING]:
        is_red = item.rating.level.code == "R"
        assert (item.rating.reason if is_red else briefly(item.rating.reason, BRIEF_CELL)) in text
    assert "On 6 November 2026 the board changed the rating of" in text
    assert "theme 4 from Amber to Red" in text
    assert f"{len(needing) - MOST_NEEDING} more recommendations" in text
    assert position.sentence() in text


def test_the_summary_stays_on_a_page_however_much_moved():
    plan = make_plan(actions=40)
    for action in plan.actions.all():
        say(action, ProgressStatus.COMPLETED, TODAY, completed_on=TODAY, evidence=["The minutes."])
    client = Client()
    client.force_login(make_user("board@summary.example", plan, Role.BOARD_MEMBER))
    text = words_of(client.get(reverse("plans:summary-file", args=[plan.slug])))
    assert "Better: completed (40)." in text
    assert "and 37 more" in text
    # A page of eleven points holds some 3,400 characters of running text.
    assert len(text) < 2_000


def test_a_paper_of_a_past_day_is_of_that_day(demo, sign_in):
    address = reverse("plans:summary-file", args=[demo.slug])
    answer = sign_in("board").get(address, {"as-at": "2026-06-30"})
    assert build_position(demo, answer_day := TODAY.replace(month=6, day=30)).sentence() in words_of(answer)
    assert f"{answer_day:%Y-%m-%d}.docx" in answer.headers["Content-Disposition"]
    assert sign_in("board").get(address, {"as-at": "nonsense"}).status_code == 400


def test_an_exempt_action_is_in_the_papers_of_those_alone_who_may_see_it_and_marks_them(demo, sign_in):
    position = build_position(demo, TODAY)
    action = position.overdue_actions[0]
    before = words_of(sign_in("board").get(address_of_pack(demo)))
    change_actions({action.action_id: {"exempt": True}}, provenance=since())
    seen = words_of(sign_in("board").get(address_of_pack(demo)))
    hidden = words_of(sign_in("officer").get(address_of_pack(demo)))
    assert action.full_text in seen
    assert "Not for publication" in seen
    assert action.full_text not in hidden
    assert "Not for publication" not in hidden
    assert ("Not for publication" in before) is any(i.is_exempt for i in position.recommendations)


def test_the_members_of_the_board_are_sent_a_link_and_it_is_recorded(demo, sign_in, settings):
    settings.EMAIL_HOST = "localhost"
    client = sign_in("analyst")
    make_user("second@test.example", demo, Role.BOARD_MEMBER)
    make_user("gone@test.example", demo, Role.BOARD_MEMBER, is_active=False)
    send = address_of_pack(demo, "meeting-agenda-send")
    assert "second@test.example" in client.get(send).content.decode()
    answer = client.post(send, {"words": "Please read item 2 first."}, follow=True)
    assert "On its way to 2 members of the board." in unescape(answer.content.decode())
    assert {to for message in mail.outbox for to in message.to} == {
        account("board").email,
        "second@test.example",
    }
    body = mail.outbox[0].body
    assert "Please read item 2 first." in body
    assert reverse("plans:meeting-agenda", args=[demo.slug, coming(demo).planned_id]) in body
    key = f"pack|{coming(demo).planned_id}|{TODAY}"
    assert sum(key in reminder.told for reminder in Reminder.objects.filter(plan=demo)) == 2


def test_whom_it_could_not_be_sent_to_is_named(demo, sign_in, settings, monkeypatch):
    settings.EMAIL_HOST = "localhost"

    def refuse(self, *arguments: object, **named: object) -> int:
        raise smtplib.SMTPServerDisconnected("The server is away.")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    meeting = build_position(demo, TODAY).last_meeting
    address = reverse("plans:meeting-send", args=[demo.slug, meeting.pk])
    page = unescape(sign_in("analyst").post(address, {"words": ""}, follow=True).content.decode())
    assert f"It could not be sent to {account('board')}. Send it again: only they will get it." in page
    assert "On its way to 0 members of the board." in page


def test_sent_again_it_goes_only_to_whom_it_did_not_reach(demo, sign_in, settings, monkeypatch):
    """And each is on record before it leaves, for good: no transaction takes that back."""
    settings.EMAIL_HOST = "localhost"
    make_user("second@test.example", demo, Role.BOARD_MEMBER)
    sent, client = [], sign_in("analyst")

    def hand_over(message, *arguments: object, **named: object) -> int:
        if message.to == ["second@test.example"] and len(sent) < 2:
            sent.append("refused")
            raise smtplib.SMTPServerDisconnected("The server is away.")
        sent.append(message.to[0])
        return 1

    monkeypatch.setattr("django.core.mail.EmailMessage.send", hand_over)
    address = address_of_pack(demo, "meeting-agenda-send")
    client.post(address, {"words": "Dear all, please read it before Friday."})
    client.post(address, {"words": "Dear all, please read it before Friday."})
    client.post(address, {"words": "Dear all, please read it before Friday."})
    assert sorted(sent) == sorted(["refused", account("board").email, "second@test.example"])


def test_a_site_that_sends_no_mail_says_so_and_sends_none(demo, sign_in, settings):
    settings.EMAIL_HOST = ""
    client, send = sign_in("analyst"), address_of_pack(demo, "meeting-agenda-send")
    assert "This site can't send e-mail yet" in unescape(client.get(send).content.decode())
    client.post(send, {"words": ""})
    assert mail.outbox == []


def test_a_pack_takes_the_same_queries_whatever_the_plans_size():
    taken = []
    for count in (2, 40):
        plan = make_plan(f"papers{count}", actions=count)
        plan_meetings(plan, [MeetingPlan(TODAY)], provenance=since())
        client = Client()
        client.force_login(make_user(f"b{count}@test.example", plan, Role.BOARD_MEMBER))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address_of_pack(plan)).status_code == 200
        taken.append(len(captured))
    assert taken[0] == taken[1]


def test_a_lead_officers_paper_with_their_own_exempt_action_says_so(demo, sign_in):
    officer = account("officer")
    position = build_position(demo, TODAY)
    own = next(
        action
        for action in position.overdue_actions
        if any(lead.user_id == officer.pk for lead in action.leads)
    )
    change_actions({own.action_id: {"exempt": True}}, provenance=since())
    text = words_of(sign_in("officer").get(address_of_pack(demo)))
    assert own.full_text in text
    assert "Not for publication" in text


def test_minutes_are_of_the_day_of_their_meeting(demo, sign_in):
    meeting = build_position(demo, TODAY).last_meeting
    answer = sign_in("board").get(reverse("plans:meeting-file", args=[demo.slug, meeting.pk]))
    assert f"minutes-{meeting.held_on:%Y-%m-%d}.docx" in answer.headers["Content-Disposition"]
    assert "Full version" not in words_of(answer)
