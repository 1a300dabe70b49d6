"""Reminders by e-mail: one digest a lead, before, on and after a date, nothing twice, through a real mail server."""

import socketserver
import threading
from datetime import date, timedelta
from email import message_from_string
from io import StringIO

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from improvement.models import Officer, User
from plans.choices import ProgressStatus, Role, ThemePart
from plans.management.commands import send_reminders
from plans.models import ActionVersion, Reminder, ReminderFailure
from plans.operations.board import NewArising
from plans.operations.due_dates import NewDate, extend_due_dates
from plans.operations.history import change_versions
from plans.operations.meetings import MeetingPlan, plan_meetings
from plans.operations.minutes import Minutes
from plans.operations.people import end_role, set_theme_people
from plans.operations.set_up import save_theme
from plans.operations.structure import create_plan, mark_exempt
from plans.position import build_position
from plans.position.hiding import exempt_references
from plans.position.viewer import PUBLIC
from plans.procedures.close_meeting import close_with
from plans.rules.reminders import due_now, next_day, occasions_of_action
from tests.conftest import TODAY
from tests.factories import make_officer, make_plan, make_theme_lead, make_user, say, since

DUE = date(2026, 12, 15)


class Mailbox(socketserver.BaseRequestHandler):
    """As much of SMTP (RFC 5321) as a client needs to hand a message over; refuses addresses at refused.example.

    A letter that holds one of the words in `refuses` is refused whole; where `hangs_up` holds one, the line is dead.
    """

    letters: list[str] = []
    refuses: list[str] = []
    hangs_up: list[str] = []

    def handle(self) -> None:
        stream = self.request.makefile("rwb")

        def say_back(text: str) -> None:
            stream.write(f"{text}\r\n".encode())
            stream.flush()

        say_back("220 loopback")
        while line := stream.readline().decode().strip():
            verb = line.split(" ")[0].upper()
            if verb == "DATA":
                say_back("354 go on")
                letter = []
                while (part := stream.readline().decode()) != ".\r\n":
                    letter.append(part)
                if any(word in "".join(letter) for word in self.hangs_up):
                    return
                if any(word in "".join(letter) for word in self.refuses):
                    say_back("554 not this one")
                    continue
                self.letters.append("".join(letter))
                say_back("250 taken")
            elif verb == "QUIT":
                say_back("221 bye")
                return
            elif verb == "RCPT" and "refused.example" in line:
                say_back("550 no such person")
            else:
                say_back("250 loopback")


@pytest.fixture
def mailbox(settings):
    Mailbox.letters, Mailbox.refuses, Mailbox.hangs_up = [], [], []
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.SITE_ADDRESS = "https://plans.example.org"
        yield Mailbox.letters
        server.shutdown()


def run(**options) -> str:
    out = StringIO()
    call_command("send_reminders", stdout=out, stderr=out, **options)
    return out.getvalue()


def on(monkeypatch, day: date) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *args, **kwargs: day)


@pytest.fixture
def plan(db):
    plan = make_plan(
        "reminded",
        actions=1,
        due_words="15 December 2026",
        due_kind="exact",
        due_earliest=DUE,
        due_latest=DUE,
    )
    make_officer(plan, user=make_user("lead@reminded.example", plan, Role.LEAD_OFFICER))
    say(plan.actions.get(), ProgressStatus.ON_TARGET, date(2026, 11, 20))
    return plan


def test_before_on_and_after_the_date_and_never_twice(plan, mailbox, monkeypatch):
    sent = []
    for day in [DUE - timedelta(days=n) for n in (20, 15, 14, 14, 13, 1, 0, 0)] + [
        DUE + timedelta(days=n) for n in (1, 2, 40)
    ]:
        on(monkeypatch, day)
        before = len(mailbox)
        run(plan=plan.slug)
        if len(mailbox) > before:
            sent.append((day - DUE).days)
    bodies = [message_from_string(letter).get_payload() for letter in mailbox]

    assert sent == [-14, 0, 1, 40]
    assert ["due 15 December 2026" in bodies[0], "due today" in bodies[1], "overdue" in bodies[2]] == [
        True
    ] * 3
    assert "no update for 30 days" in bodies[3]
    assert message_from_string(mailbox[0])["To"] == "lead@reminded.example"
    assert "https://plans.example.org/plans/reminded/my-actions/" in bodies[0]
    assert [reminder.address for reminder in Reminder.objects.all()] == ["lead@reminded.example"] * 4


def test_a_lead_of_many_actions_gets_one_digest(db, mailbox):
    plan = make_plan("many", actions=7)  # due in June, and nobody has said how they stand
    make_officer(plan, user=make_user("many@reminded.example", plan, Role.LEAD_OFFICER))
    assert "1 sent, 0 not sent." in run(plan=plan.slug)
    body = message_from_string(mailbox[0]).get_payload()

    assert body.count("past due, no status given, was due June 2026") == 7
    assert "due today" not in body


def test_what_the_board_asked_for_is_told_too(plan, mailbox):
    chair = make_officer(plan, "Director", make_user("director@reminded.example", plan, Role.BOARD_MEMBER))
    planned = plan_meetings(plan, [MeetingPlan(date(2026, 11, 6))], provenance=since())[0]
    asked = NewArising("Bring the recovery plan.", chair.pk, date(2026, 11, 20))
    close_with(planned, Minutes(actions=[asked]), since(date(2026, 11, 6)))
    run(plan=plan.slug)
    letters = {
        message_from_string(letter)["To"]: message_from_string(letter).get_payload() for letter in mailbox
    }

    assert "Bring the recovery plan.: overdue" in letters["director@reminded.example"]


def test_a_date_that_moved_is_told_anew(plan, mailbox, monkeypatch):
    on(monkeypatch, DUE)
    run(plan=plan.slug)
    later = date(2027, 1, 20)
    extend_due_dates(
        [plan.actions.get()], NewDate("20 January 2027", "exact", later, later), "So.", provenance=since(DUE)
    )
    on(monkeypatch, later)
    run(plan=plan.slug)

    assert "due today" in message_from_string(mailbox[-1]).get_payload()
    assert len(mailbox) == 2


def test_a_refused_address_is_recorded_and_tried_again(db, mailbox):
    plan = make_plan("refused", actions=1)
    user = make_user("lead@refused.example", plan, Role.LEAD_OFFICER)
    make_officer(plan, user=user)
    with pytest.raises(CommandError, match="tried again the next time"):
        run(plan=plan.slug)
    assert "no such person" in ReminderFailure.objects.get().error
    user.email = "lead@reminded.example"
    user.save()
    assert "1 sent, 0 not sent." in run(plan=plan.slug)
    assert "0 sent, 0 not sent." in run(plan=plan.slug)


def test_without_a_mail_server_the_command_says_what_to_set_and_a_dry_run_sends_nothing(plan, settings):
    settings.EMAIL_HOST = ""
    with pytest.raises(CommandError, match="set EMAIL_HOST"):
        run()
    assert "lead@reminded.example" not in run(
        dry_run=True, plan=plan.slug
    )  # nothing is due before 1 December
    assert Reminder.objects.count() == 0
    with pytest.raises(CommandError, match="There is no plan nowhere"):
        run(plan="nowhere", dry_run=True)


def test_an_officer_without_an_account_is_reached_by_their_own_address(db, mailbox):
    plan = make_plan("plain", actions=1)
    officer = make_officer(plan)
    type(officer).objects.filter(pk=officer.pk).update(email="officer@reminded.example")
    run(plan=plan.slug)

    assert message_from_string(mailbox[0])["To"] == "officer@reminded.example"


@pytest.mark.parametrize(
    ("last_update_on", "told", "expected_now", "expected_next"),
    [
        (date(2026, 11, 20), set(), [], date(2026, 12, 1)),
        (date(2026, 10, 1), set(), ["silent"], date(2026, 12, 1)),
        (date(2026, 10, 1), {"silent|1.1|2026-10-01"}, [], date(2026, 12, 1)),
    ],
)
def test_what_is_told_now_and_when_the_next_comes(last_update_on, told, expected_now, expected_next):
    occasions = list(occasions_of_action("1.1", "Do it.", DUE, "15 December 2026", None, last_update_on))

    assert [occasion.key.partition("|")[0] for occasion in due_now(occasions, told, TODAY)] == expected_now
    assert next_day(occasions, told, TODAY) == expected_next


def test_the_pages_show_when_the_next_one_goes_and_every_one_that_went(plan, mailbox, monkeypatch):
    lead, planner = Client(), Client()
    lead.force_login(plan.roles.get(role=Role.LEAD_OFFICER).user)
    planner.force_login(make_user("p@reminded.example", plan, Role.PLAN_ADMINISTRATOR))
    mine, all_of_them = (
        reverse("plans:my-actions", args=[plan.slug]),
        reverse("plans:reminders", args=[plan.slug]),
    )
    assert "Your next e-mail reminder goes on 1 December 2026." in lead.get(mine).content.decode()
    assert "1 December 2026" in planner.get(all_of_them).content.decode()
    on(monkeypatch, DUE)
    assert "the next time reminders run" in lead.get(mine).content.decode()
    run(plan=plan.slug)
    assert "due today" in planner.get(all_of_them).content.decode()


def test_reminders_take_the_same_queries_whatever_the_number_of_actions(db, django_assert_max_num_queries):
    taken = []
    for count in (2, 40):
        plan = make_plan(f"remind{count}", actions=count)
        make_officer(plan, user=make_user(f"r{count}@reminded.example", plan, Role.LEAD_OFFICER))
        client = Client()
        client.force_login(make_user(f"q{count}@reminded.example", plan, Role.ANALYST))
        with django_assert_max_num_queries(60) as captured:
            assert client.get(reverse("plans:reminders", args=[plan.slug])).status_code == 200
        taken.append(len(captured))
    assert taken[0] == taken[1]


def addressed(letters: list[str]) -> dict[str, str]:
    """Return each letter's text by the address that it went to."""
    return {
        message_from_string(letter)["To"]: message_from_string(letter).get_payload() for letter in letters
    }


def overdue_plan(slug: str):
    """Return a plan with an overdue action led by an account of that name."""
    plan = make_plan(slug, actions=1)
    make_officer(plan, user=make_user(f"lead@{slug}.example", plan, Role.LEAD_OFFICER))
    return plan


def test_whose_role_has_ended_or_whose_account_is_closed_is_mailed_nothing(db, mailbox):
    ended, closed, kept = overdue_plan("ended"), overdue_plan("closed"), overdue_plan("kept")
    end_role(ended.roles.get(), provenance=since(TODAY))
    User.objects.filter(email="lead@closed.example").update(is_active=False)
    # Another address of the officer is no way round it.
    Officer.objects.filter(council__in=[ended.council, closed.council]).update(email="home@elsewhere.example")
    leader = make_theme_lead(ended, "head@ended.example")
    run()

    assert set(addressed(mailbox)) >= {"lead@kept.example", leader.email}
    assert not {"lead@ended.example", "lead@closed.example", "home@elsewhere.example"} & set(
        addressed(mailbox)
    )
    assert not Reminder.objects.filter(plan=closed).exists()
    # The page tells no more than the mail: who is not reached is not said to be next.
    planner = Client()
    planner.force_login(make_user("planner@ended.example", ended, Role.PLAN_ADMINISTRATOR))
    shown = planner.get(reverse("plans:reminders", args=[ended.slug])).content.decode()
    assert "lead@ended.example" not in shown
    assert kept.reminders.count() == 1


@pytest.mark.parametrize(
    ("role", "is_told"), [(Role.THEME_LEAD, True), (Role.LEAD_OFFICER, False), (Role.BOARD_MEMBER, True)]
)
def test_an_exempt_action_is_mailed_only_to_who_may_see_it(db, mailbox, role, is_told):
    plan = make_plan("part2", actions=2)
    first = plan.actions.get(reference="1.1")
    mark_exempt(first, True, "Paragraph 4", provenance=since(TODAY))
    # The lead officer of both can't be reached, so that the theme's lead is told in their place.
    officer = make_officer(plan, "Theme lead", make_user("theme@part2.example", plan, role))
    set_theme_people(ThemePart.LEAD, {plan.themes.get().pk: [officer.pk]}, provenance=since())
    run(plan=plan.slug)
    body = addressed(mailbox)["theme@part2.example"]

    assert ("thing number 1" in body) is is_told
    assert "thing number 2" in body
    Officer.objects.filter(pk=officer.pk).update(user=None, email="post@part2.example")
    run(plan=plan.slug)
    assert "thing number 1" not in addressed(mailbox)["post@part2.example"]


def test_its_own_lead_is_reminded_of_an_exempt_action(db, mailbox):
    plan = overdue_plan("own")
    mark_exempt(plan.actions.get(), True, "Paragraph 4", provenance=since(TODAY))
    run(plan=plan.slug)

    assert "thing number 1" in addressed(mailbox)["lead@own.example"]


def test_what_is_exempt_for_reminders_is_what_the_position_hides(demo):
    exempt, item = demo.actions.get(reference="5.8"), demo.recommendations.first()
    mark_exempt(exempt, True, "Paragraph 4", provenance=since(TODAY))
    mark_exempt(item, True, "Paragraph 1", provenance=since(TODAY))
    hidden = {name for name in build_position(demo, TODAY, PUBLIC).hidden if name.startswith("Action ")}
    found = exempt_references(build_position(demo, TODAY))

    assert {f"Action {reference}" for reference in found} == hidden
    assert len(found) > 3


def test_titles_and_words_keep_to_one_line_however_they_are_written(db, mailbox):
    plan = overdue_plan("lines")
    planner = Client()
    planner.force_login(make_user("planner@lines.example", plan, Role.PLAN_ADMINISTRATOR))
    planner.post(
        reverse("plans:set-up-details", args=[plan.slug]),
        {"title": "Getting\r\nto good", "theme_word": "work\nstream", "cycle_days": 31, "embedded_periods": 3,
         "colour": "#1d4f91", "plan_revision": plan.revision},
    )  # fmt: skip
    plan.refresh_from_db()
    assert (plan.title, plan.theme_word) == ("Getting to good", "work stream")
    assert (
        create_plan(plan.council, "One\vtwo\u2028three", "three", provenance=since()).title == "One two three"
    )
    assert (
        User.objects.create_user("two@lines.example", name="Two\nLines").name
        == User.objects.get(email="two@lines.example").name
        == "Two Lines"
    )
    save_theme(plan, plan.themes.get(), {"title": "A\nB", "outcome": "C\nD"}, {}, provenance=since(TODAY))
    theme = build_position(plan, TODAY).theme(1)
    assert (theme.title, theme.outcome) == ("A B", "C\nD")
    change_versions(
        ActionVersion, "action", {plan.actions.get().pk: {"text": "Do this\nand\n\nthat."}}, since(TODAY)
    )
    run(plan=plan.slug)
    letter = message_from_string(mailbox[0])
    assert letter["Subject"].startswith("Getting to good: ")
    assert "- 1.1 Do this and that.: past due, no status given" in letter.get_payload()


def test_the_database_refuses_a_title_of_two_lines_written_past_the_model(plan):
    for statement in (
        "UPDATE plans_plan SET title = 'a' || %s || 'b'",
        "UPDATE plans_plan SET theme_word = %s",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, ["\n"])


def test_a_plans_failure_is_its_own(db, mailbox, monkeypatch):
    first, broken, last = overdue_plan("aaa"), overdue_plan("bbb"), overdue_plan("ccc")

    def build(plan, *args):
        if plan == broken:
            raise RuntimeError("something of this plan alone")
        return build_position(plan, *args)

    monkeypatch.setattr(send_reminders, "build_position", build)
    out = StringIO()
    with pytest.raises(CommandError, match=r"could not be sent \(bbb\)"):
        call_command("send_reminders", stdout=out, stderr=out)

    assert {"lead@aaa.example", "lead@ccc.example"} <= set(addressed(mailbox))
    assert [p.reminders.count() for p in (first, broken, last)] == [1, 0, 1]
    assert "bbb: stopped by RuntimeError: something of this plan alone" in out.getvalue()


@pytest.mark.parametrize("how", ["refuses", "hangs_up"])
def test_what_a_server_did_not_take_is_told_the_next_time_and_once(db, mailbox, how):
    unlucky, other = overdue_plan("aaa"), overdue_plan("ccc")
    setattr(Mailbox, how, ["needs your attention on Plan of aaa"])
    with pytest.raises(CommandError, match=r"\(aaa\)"):
        run()
    assert "lead@aaa.example" not in addressed(mailbox)
    assert "lead@ccc.example" in addressed(mailbox)
    assert ReminderFailure.objects.get().reminder.plan == unlucky

    setattr(Mailbox, how, [])
    run()
    run()
    assert [message_from_string(letter)["To"] for letter in mailbox].count("lead@aaa.example") == 1
    assert [message_from_string(letter)["To"] for letter in mailbox].count("lead@ccc.example") == 1
    assert other.reminders.count() == 1


def test_a_letter_that_can_t_even_be_written_is_no_reminder(db, mailbox, monkeypatch):
    plan = overdue_plan("aaa")
    monkeypatch.setattr(EmailMessage, "message", lambda self: 1 / 0)
    with pytest.raises(CommandError, match=r"\(aaa\)"):
        run(plan=plan.slug)
    assert ReminderFailure.objects.get().error == "division by zero"
    monkeypatch.undo()
    monkeypatch.setattr(timezone, "localdate", lambda *args, **kwargs: TODAY)
    run(plan=plan.slug)

    assert set(addressed(mailbox)) == {"lead@aaa.example"}
