"""A report sent regularly to who asked for it: once an occasion, with their rights, until it is stopped or a role ends."""

from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.html import strip_tags
from openpyxl import load_workbook

from plans.choices import SentWhen
from plans.issuing import schedules
from plans.models import Plan, Reminder, ReportSchedule
from plans.operations.people import end_role
from plans.operations.report_schedules import MOST, add_schedule
from plans.operations.structure import change_actions
from plans.rules.report_days import ReportDays
from tests.conftest import TODAY, account
from tests.factories import since

pytestmark = pytest.mark.django_db
SITE = "https://plans.example.org"
MONTHLY = ReportDays(SentWhen.MONTHLY, TODAY, TODAY.day)


@pytest.fixture(autouse=True)
def mail_server(settings):
    settings.SITE_ADDRESS, settings.EMAIL_HOST = SITE, "mail.example.org"


def asked_by(plan, who="analyst", report="cabinet", form="docx", days=MONTHLY) -> ReportSchedule:
    return add_schedule(plan, account(who), report, form, days)


def text_of(answer) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def run(**options) -> str:
    out = StringIO()
    call_command("send_reports", stdout=out, stderr=out, **options)
    return out.getvalue()


def test_a_person_asks_on_the_reports_page_and_stops_it_there(demo, sign_in):
    client = sign_in("analyst")
    page = client.get(reverse("plans:report", args=[demo.slug, "cabinet"]))
    address = reverse("plans:report-schedule", args=[demo.slug, "cabinet"])
    assert address in page.content.decode()

    client.post(address, {"when": "meeting", "days_before": "7", "form": "docx"})
    listed = client.get(reverse("plans:reports", args=[demo.slug]))
    assert "7 days before each board meeting" in text_of(listed)
    assert "Reports that you are sent" not in text_of(
        sign_in("admin").get(reverse("plans:reports", args=[demo.slug]))
    )

    row = ReportSchedule.objects.get()
    client = sign_in("analyst")
    client.post(reverse("plans:report-schedule-stop", args=[demo.slug, row.pk]))
    row.refresh_from_db()
    assert row.ended_at
    assert "Reports that you are sent" not in text_of(client.get(reverse("plans:reports", args=[demo.slug])))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Choose when to send it"),
        ({"when": "monthly"}, "Enter the day of the month"),
        ({"when": "monthly", "day_of_month": "31"}, "less than or equal to 28"),
        ({"when": "meeting", "days_before": "x"}, "whole number"),
        ({"when": "once"}, "Enter the day to send it on"),
        ({"when": "once", "on_day": "1", "on_month": "1", "on_year": "2026"}, "that day is past"),
    ],
)
def test_what_is_missing_or_wrong_is_said(demo, sign_in, typed, words):
    address = reverse("plans:report-schedule", args=[demo.slug, "board"])
    answer = sign_in("analyst").post(address, {"form": "xlsx", **typed})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not ReportSchedule.objects.exists()


def test_it_is_sent_once_with_links_of_that_day(demo, sign_in):
    asked_by(demo)
    assert "1 sent, 0 not sent, 0 stopped" in run()
    assert "0 sent" in run()
    (message,) = mail.outbox
    assert message.to == [account("analyst").email]
    assert "Cabinet" in message.subject
    assert not message.attachments
    links = [word for word in message.body.split() if word.startswith(SITE)]
    assert [sign_in("analyst").get(link.removeprefix(SITE)).status_code for link in links] == [200, 200, 200]
    assert f"as-at={TODAY}" in links[0]
    assert Reminder.objects.filter(address=account("analyst").email, subject=message.subject).count() == 1
    assert ReportSchedule.objects.get().last_sent_on == TODAY


def test_a_dry_run_sends_and_stops_nothing(demo):
    asked_by(demo)
    end_all(asked_by(demo, who="clerk").user, demo)
    said = run(dry_run=True)
    assert "analyst@northmoor.example: due" in said
    assert "clerk@northmoor.example: stopped" in said
    assert not mail.outbox
    assert ReportSchedule.objects.filter(ended_at=None).count() == 2


def end_all(user, plan) -> None:
    for role in list(plan.roles.filter(user=user, known_to=None)):
        end_role(role, provenance=since())


def test_who_lost_the_role_is_sent_nothing_and_it_stops(demo):
    row = asked_by(demo)
    end_all(row.user, demo)
    assert "0 sent, 0 not sent, 1 stopped" in run()
    row.refresh_from_db()
    assert not mail.outbox
    assert row.ended_because == "The person may not make this report any more."


def test_a_closed_account_and_a_removed_report_stop_it(demo):
    closed, removed = asked_by(demo), asked_by(demo, who="admin", report="own-gone", form="xlsx")
    closed.user.is_active = False
    closed.user.save()
    run()
    assert set(ReportSchedule.objects.values_list("ended_because", flat=True)) == {
        "The account is closed.",
        "The report was removed.",
    }
    assert removed.report == "own-gone"
    assert not mail.outbox


def test_what_the_mail_server_refuses_is_tried_again(demo, monkeypatch):
    asked_by(demo, days=ReportDays(SentWhen.ONCE, TODAY, on=TODAY))

    def refuse(message):
        raise OSError("no route to the mail server")

    with monkeypatch.context() as patched:
        patched.setattr("plans.operations.reminders.EmailMessage.send", refuse)
        with pytest.raises(CommandError, match=demo.slug):
            run()
    assert ReportSchedule.objects.filter(ended_at=None).exists()
    assert "1 sent" in run()
    assert not ReportSchedule.objects.filter(ended_at=None).exists()


def test_before_the_next_meeting_of_the_forward_plan(demo, monkeypatch):
    meets_on = schedules.next_meeting_on(demo, TODAY)
    assert meets_on is not None
    row = asked_by(demo, days=ReportDays(SentWhen.BEFORE_MEETING, TODAY, 2))
    sent = []
    for number in range(-4, 3):
        day = meets_on + timedelta(days=number)
        sent += [day for item in schedules.send_due(demo, day, SITE) if item.outcome == "sent"]
    assert sent == [meets_on - timedelta(days=2)]
    assert row.user.email == mail.outbox[0].to[0]


def test_attached_only_where_the_plan_allows_it_and_never_with_exempt_items(demo):
    exempt = demo.actions.get(reference="1.5.1")
    change_actions({exempt.pk: {"exempt": True}}, provenance=since())
    words = exempt.versions.get(known_to=None).text
    Plan.objects.filter(pk=demo.pk).update(reports_attached=True)
    asked_by(demo, report="action-log", form="xlsx")
    run()
    ((name, content, _type),) = mail.outbox[0].attachments
    assert name == f"{demo.slug}-action-log-{TODAY}.xlsx"
    assert f"attached as {name}" in mail.outbox[0].body
    sheets = load_workbook(BytesIO(content)).worksheets
    texts = {str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row}
    assert not any(words in text for text in texts)


def test_a_file_that_can_not_be_written_keeps_nobody_from_theirs(demo, monkeypatch):
    def fail(*given, **named):
        raise RuntimeError("no fonts")

    monkeypatch.setattr(schedules, "write_file", fail)
    Plan.objects.filter(pk=demo.pk).update(reports_attached=True)
    asked_by(demo)
    asked_by(demo, who="clerk")
    assert "2 sent, 0 not sent" in run()
    assert [message.attachments for message in mail.outbox] == [[], []]


def test_a_new_address_is_not_sent_the_same_again(demo):
    row = asked_by(demo)
    run()
    row.user.email = "married@northmoor.example"
    row.user.save()
    assert "0 sent" in run()


def test_of_two_runs_at_once_one_sends(demo, monkeypatch):
    asked_by(demo)
    usual, inner = schedules.claim, []

    def claim(row, occasion):
        if not inner:
            inner.append(True)
            inner.append([item.outcome for item in schedules.send_due(demo, TODAY, SITE)])
        return usual(row, occasion)

    monkeypatch.setattr(schedules, "claim", claim)
    outer = [item.outcome for item in schedules.send_due(demo, TODAY, SITE)]
    assert (inner[1], outer) == (["sent"], [])
    assert len(mail.outbox) == 1


def test_what_is_due_already_is_said_to_go_within_a_day(demo, sign_in):
    asked_by(demo)
    address = reverse("plans:reports", args=[demo.slug])
    assert "Within a day" in text_of(sign_in("analyst").get(address))
    run()
    assert "21 December 2026" in text_of(sign_in("analyst").get(address))


def test_too_large_a_file_is_left_to_its_link(demo, monkeypatch):
    monkeypatch.setattr(schedules, "LARGEST_ATTACHED", 10)
    Plan.objects.filter(pk=demo.pk).update(reports_attached=True)
    asked_by(demo)
    run()
    assert not mail.outbox[0].attachments


def test_no_more_than_ten_and_the_same_is_not_asked_twice(demo):
    for number in range(1, MOST + 1):
        asked_by(demo, days=ReportDays(SentWhen.MONTHLY, TODAY, number))
    assert asked_by(demo, days=ReportDays(SentWhen.MONTHLY, TODAY, 3)).number == 3
    with pytest.raises(Exception, match="10 reports"):
        asked_by(demo, days=ReportDays(SentWhen.MONTHLY, TODAY, 11))


def test_without_a_mail_server_the_command_says_so(settings, demo):
    settings.EMAIL_HOST = ""
    with pytest.raises(CommandError, match="No mail server"):
        run()


def test_nobody_stops_anothers(demo, sign_in):
    row = asked_by(demo)
    assert (
        sign_in("admin").post(reverse("plans:report-schedule-stop", args=[demo.slug, row.pk])).status_code
        == 404
    )
