"""What is done beside the pages: by which worker, how often, and what becomes of a job whose worker died."""

import os
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.urls import reverse
from django.utils import timezone

from improvement.jobs import daily, kinds, worker
from improvement.jobs.daily import Round
from improvement.jobs.kinds import Kind, Standing
from improvement.models import DailyRound, User, WaitingMail, Worker
from improvement.outbox import REST, post, send_next
from plans.choices import RunState
from plans.issuing import runs
from plans.issuing.jobs import REPORTS
from plans.models import ReportRun
from tests.conftest import TODAY, account
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def kind(name: str, jobs: list[str], log: list[str]) -> Kind:
    def work(taken) -> bool:
        if not jobs:
            return False
        taken()
        job = jobs.pop(0)
        if job == "fails":
            raise RuntimeError(job)
        log.append(f"{name} {job}")
        return True

    return Kind(name, name.capitalize(), work, Standing)


def test_a_worker_does_one_of_each_kind_in_turn_and_one_that_fails_keeps_none(monkeypatch):
    done: list[str] = []
    monkeypatch.setattr(
        worker, "KINDS", [kind("long", ["1", "fails", "2"], done), kind("short", ["a", "b", "c"], done)]
    )

    assert [worker.work_round() for _turn in range(4)] == [2, 1, 2, 0]
    assert done == ["long 1", "short a", "short b", "long 2", "short c"]


def test_every_kind_of_work_is_known_once():
    assert sorted(kind.name for kind in kinds.KINDS) == ["daily", "mails", "reports"]
    kinds.register(*kinds.KINDS)
    assert len(kinds.KINDS) == 3


# --- e-mails ------------------------------------------------------------------------------------------


def test_an_email_that_was_refused_rests_and_others_go_first(monkeypatch, settings):
    settings.EMAIL_HOST = "mail.example.org"
    refused, sent = {"dead@test.example"}, []

    def send(message):
        if message.to[0] in refused:
            raise OSError("Unknown recipient")
        sent.append(message.to[0])

    monkeypatch.setattr(EmailMessage, "send", send)
    post(EmailMessage("Subject", "Words", to=["dead@test.example"]))
    row = WaitingMail.objects.get()
    assert not send_next()
    WaitingMail.objects.update(tried_at=timezone.now() - REST - timedelta(seconds=1))
    assert send_next()
    row.refresh_from_db()
    assert (row.tries, row.error) == (2, "Unknown recipient")
    refused.clear()
    WaitingMail.objects.update(tried_at=timezone.now() - REST - timedelta(seconds=1))
    assert send_next()
    assert sent == ["dead@test.example"]
    assert not send_next()


# --- reports ------------------------------------------------------------------------------------------


def test_a_report_that_stops_every_maker_is_given_up_and_the_next_is_made(demo, monkeypatch):
    by = account("analyst")
    fatal, other = (
        ReportRun.objects.create(plan=demo, by=by, report=name, as_at=TODAY)
        for name in ("action-log", "board")
    )
    made = []

    def dies(run):
        if run.pk == fatal.pk:
            return
        made.append(run.report)
        ReportRun.objects.filter(pk=run.pk).update(state=RunState.DONE)

    monkeypatch.setattr(runs, "_make", dies)
    for _time in range(runs.MOST_TRIES):
        assert runs.make_next()
        ReportRun.objects.filter(pk=fatal.pk, state=RunState.RUNNING).update(
            changed_at=timezone.now() - runs.SILENCE - timedelta(seconds=1)
        )
    while runs.make_next():
        pass

    fatal.refresh_from_db()
    assert (fatal.state, fatal.tries) == (RunState.FAILED, runs.MOST_TRIES)
    assert "The server stopped 3 times" in fatal.said
    assert made == ["board"]
    assert REPORTS.standing() == Standing(0, None, 1, fatal.said)


# --- rounds of the day --------------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch, settings):
    """A time of day that is moved by hand, and the rounds that were run."""
    settings.DAILY_AT = "06:30"
    state = {"now": datetime(2026, 11, 21, 6, 0), "ran": [], "fails": False}

    def now(*_args):
        return timezone.make_aware(state["now"])

    def run(command, *arguments, **options):
        state["ran"].append(command)
        if state["fails"]:
            raise CommandError("No mail server")

    monkeypatch.setattr(daily.timezone, "now", now)
    monkeypatch.setattr(daily.timezone, "localtime", now)
    monkeypatch.setattr(daily, "call_command", run)
    monkeypatch.setattr(daily, "ROUNDS", [Round("send_reports"), Round("send_reminders")])
    return state


def run_all() -> int:
    count = 0
    while daily.run_next():
        count += 1
    return count


def test_rounds_are_run_once_a_day_from_their_time_on(clock):
    assert run_all() == 0
    clock["now"] = datetime(2026, 11, 21, 6, 31)
    assert (run_all(), run_all()) == (2, 0)
    clock["now"] = datetime(2026, 11, 22, 6, 29)
    assert run_all() == 0
    clock["now"] = datetime(2026, 11, 22, 23, 59)
    assert run_all() == 2
    assert clock["ran"] == ["send_reports", "send_reminders"] * 2


def test_without_a_time_of_day_none_is_run_and_with_a_place_the_backup_comes_first(clock, settings):
    clock["now"] = datetime(2026, 11, 21, 12, 0)
    settings.DAILY_AT = ""
    assert run_all() == 0
    settings.DAILY_AT, settings.BACKUP_TO = "06:30", "/srv/backups"
    assert run_all() == 3
    assert clock["ran"] == ["backup", "send_reports", "send_reminders"]


def test_one_that_fails_is_told_rests_and_is_tried_five_times(clock):
    clock["now"], clock["fails"] = datetime(2026, 11, 21, 7, 0), True
    assert run_all() == 2
    assert daily.DAILY.standing().why.endswith("No mail server")
    assert run_all() == 0
    for _time in range(8):
        clock["now"] += timedelta(minutes=11)
        run_all()
    assert clock["ran"].count("send_reports") == daily.MOST_TRIES
    clock["now"], clock["fails"] = datetime(2026, 11, 22, 7, 0), False
    assert run_all() == 2
    assert daily.DAILY.standing() == Standing()


def test_one_that_was_cut_off_is_given_back_after_hours(clock):
    clock["now"] = datetime(2026, 11, 21, 7, 0)
    DailyRound.objects.create(
        command="send_reports", day=clock["now"].date(), claimed_at=timezone.now(), tries=1
    )
    assert run_all() == 1
    clock["now"] += timedelta(hours=5)
    assert run_all() == 0
    clock["now"] += timedelta(minutes=61)
    assert run_all() == 1
    assert clock["ran"] == ["send_reminders", "send_reports"]


def test_one_that_kills_its_worker_each_time_is_given_up(clock):
    clock["now"] = datetime(2026, 11, 21, 7, 0)
    DailyRound.objects.create(
        command="send_reports",
        day=clock["now"].date(),
        claimed_at=timezone.now() - timedelta(hours=7),
        tries=daily.MOST_TRIES,
    )
    assert run_all() == 1
    assert clock["ran"] == ["send_reminders"]


def test_a_time_of_day_that_is_none_is_refused_before_the_server_starts(settings):
    settings.DAILY_AT = "half six"
    with pytest.raises(SystemCheckError, match="not a time of day"):
        call_command("check")


# --- workers ------------------------------------------------------------------------------------------


def test_health_tells_what_waits_and_which_worker_lives(client, settings):
    settings.REPORT_MAKER = "service"
    root = make_user("root@council.example")
    User.objects.filter(pk=root.pk).update(is_superuser=True)
    client.force_login(User.objects.get(pk=root.pk))
    now = timezone.now()
    Worker.objects.create(name="old:1", seen_at=now - timedelta(hours=1))
    assert "No worker has given a sign of life" in client.get(reverse("health")).content.decode()
    assert client.get("/readyz").status_code == 200

    Worker.objects.create(name="long:2", seen_at=now - timedelta(minutes=10), doing="reports")
    worker.Sign().say("mails")

    page = client.get(reverse("health")).content.decode()
    assert "2 workers at hand" in page
    assert "at work on mails" in page
    assert "Reports being prepared" in page


def test_a_worker_leaves_when_nobody_wants_it_and_forgets_those_that_died(monkeypatch):
    monkeypatch.setattr(worker, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(worker.signal, "signal", lambda number, handler: None)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    Worker.objects.create(name="dead:1", seen_at=timezone.now() - timedelta(days=2))
    done: list[str] = []
    monkeypatch.setattr(worker, "KINDS", [kind("short", ["a", "b"], done)])
    turns = iter([True, True, True, False])

    worker.work(lambda: next(turns))

    assert done == ["short a", "short b"]
    assert not Worker.objects.exists()


def test_a_worker_that_finds_nothing_to_do_seldom_writes_that_it_lives(monkeypatch):
    sign = worker.Sign()
    sign.say()
    first = Worker.objects.get().seen_at
    sign.say()
    assert Worker.objects.get().seen_at == first

    sign.say("mails")
    second = Worker.objects.get()
    assert (second.doing, second.seen_at > first) == ("mails", True)
    monkeypatch.setattr(worker, "SIGN_SECONDS", 0)
    sign.say("mails")
    assert Worker.objects.get().seen_at > second.seen_at


def test_what_a_kind_of_job_needs_is_imported_by_a_worker_and_not_by_every_command():
    script = (
        "import sys, django\n"
        "django.setup()\n"
        "print(sorted({'cryptography', 'docx', 'openpyxl', 'plotly', 'weasyprint'} & set(sys.modules)))\n"
    )
    done = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-c", script], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
    )  # fmt: skip

    assert done.stdout.strip() == "[]"
