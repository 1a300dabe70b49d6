"""Long reports are made beside the pages: asked for, watched, fetched; one maker each, and a dead one followed."""

import time
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from plans.choices import Role, RunState
from plans.issuing import runs
from plans.models import IssuedReport, PlanRole, ReportRun
from tests.conftest import TODAY, account
from tests.plans.reports.support import read_names, table_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_plan(demo, monkeypatch, settings):
    """The demo, taken for a plan that is long."""
    settings.REPORT_MAKER = "service"
    monkeypatch.setattr(runs, "LONG_PLAN", 10)
    return demo


def ask(client, plan, name="action-log", form="xlsx", query=""):
    return client.post(reverse("plans:report-file", args=[plan.slug, name, form]) + query, {"confirmed": "1"})


def test_a_long_report_is_asked_for_watched_and_fetched(long_plan, sign_in):
    read_names(long_plan, date(2026, 6, 30))
    client = sign_in("analyst")
    answer = ask(client, long_plan, query="?as-at=2026-06-30&version=public")
    run = ReportRun.objects.get()
    address = reverse("plans:report-run", args=[long_plan.slug, run.pk])

    assert answer["Location"] == address
    assert (run.state, run.is_public, run.as_at.isoformat()) == (RunState.WAITING, True, "2026-06-30")
    waiting = client.get(address).content.decode()
    assert "Waiting" in waiting
    assert 'hx-trigger="every 2s"' in waiting
    listed = client.get(reverse("plans:reports", args=[long_plan.slug])).content.decode()
    assert f'href="{address}">Action log, as at 30 June 2026, public version</a>: waiting' in listed
    assert (
        address
        not in sign_in("planner").get(reverse("plans:reports", args=[long_plan.slug])).content.decode()
    )
    file = reverse("plans:report-run-file", args=[long_plan.slug, run.pk])
    assert client.get(file).status_code == 404
    told = StringIO()
    call_command("make_reports", stdout=told)
    assert "Reports made: 1" in told.getvalue()
    ready = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "Ready" in ready
    assert "<html" not in ready
    assert "every 2s" not in ready
    got = client.get(file)
    assert table_rows(load_workbook(BytesIO(got.content)), "ActionLog")
    assert got["Content-Disposition"] == 'attachment; filename="northmoor-action-log-public-2026-06-30.xlsx"'


def test_a_public_version_whose_names_are_not_read_is_not_made_and_says_why(long_plan, sign_in):
    client = sign_in("analyst")
    ask(client, long_plan, query="?version=public")
    call_command("make_reports", stdout=StringIO())

    run = ReportRun.objects.get()
    assert run.state == RunState.FAILED
    assert "not been reviewed" in run.said


def test_asking_twice_makes_one(long_plan, sign_in):
    client = sign_in("analyst")
    for _time in range(2):
        ask(client, long_plan)
    assert ReportRun.objects.count() == 1


def test_progress_is_told_while_it_is_made(long_plan, sign_in, monkeypatch):
    ask(sign_in("analyst"), long_plan)
    seen = []
    told = runs._say

    def watching(run):
        tell = told(run)

        def say(percent):
            tell(percent)
            seen.append(ReportRun.objects.get(pk=run.pk).percent)

        return say

    monkeypatch.setattr(runs, "_say", watching)
    monkeypatch.setattr("plans.reports.excel.writer.Progress.EVERY", 20)
    assert runs.make_waiting() == 1
    assert seen == sorted(seen)
    assert seen[0] == runs.BUILT
    assert len(seen) > 3
    assert seen[-1] <= 99


def test_a_maker_that_died_is_followed_and_one_that_lives_is_not(long_plan, sign_in):
    ask(sign_in("analyst"), long_plan)
    ReportRun.objects.update(state=RunState.RUNNING, changed_at=timezone.now())
    assert runs.make_waiting() == 0
    ReportRun.objects.update(changed_at=timezone.now() - runs.SILENCE - timedelta(seconds=1))
    assert runs.make_waiting() == 1
    assert ReportRun.objects.get().state == RunState.DONE


def test_a_right_that_has_gone_since_makes_no_report(long_plan, sign_in):
    client = sign_in("analyst")
    ask(client, long_plan)
    PlanRole.objects.filter(plan=long_plan, user=account("analyst"), role=Role.ANALYST).update(known_to=TODAY)
    runs.make_waiting()

    run = ReportRun.objects.get()
    assert run.state == RunState.FAILED
    assert run.said == "You no longer have permission to create this report."
    assert bytes(run.content) == b""


def test_what_goes_wrong_is_told_without_its_inside(long_plan, sign_in, monkeypatch):
    client = sign_in("analyst")
    ask(client, long_plan)

    def broken(*args, **given):
        raise RuntimeError("secret table at /var/lib")

    monkeypatch.setattr(runs, "make_report", broken)
    ask(client, long_plan, "costs")
    # One that fails does not hold up the next.
    assert runs.make_waiting() == 2
    run = ReportRun.objects.get(report="action-log")
    page = client.get(reverse("plans:report-run", args=[long_plan.slug, run.pk])).content.decode()
    assert run.state == RunState.FAILED
    assert "Something went wrong" in page
    assert "secret table" not in page


def test_another_persons_run_is_not_found(long_plan, sign_in):
    ask(sign_in("analyst"), long_plan)
    runs.make_waiting()
    run = ReportRun.objects.get()
    for name in ("report-run", "report-run-file"):
        answer = sign_in("planner").get(reverse(f"plans:{name}", args=[long_plan.slug, run.pk]))
        assert answer.status_code == 404


def test_yesterdays_runs_go(long_plan, sign_in):
    client = sign_in("analyst")
    ask(client, long_plan)
    ReportRun.objects.update(created_at=timezone.now() - timedelta(days=2))
    ask(client, long_plan, "costs")
    assert [run.report for run in ReportRun.objects.all()] == ["costs"]


def test_a_short_plan_gets_its_report_at_once(demo, sign_in):
    address = reverse("plans:report-file", args=[demo.slug, "action-log", "xlsx"])
    assert sign_in("analyst").get(address).status_code == 200
    assert ReportRun.objects.count() == 0


@pytest.fixture
def started(long_plan, monkeypatch, settings):
    """How many makers were started, where pages start them."""
    settings.REPORT_MAKER = "spawn"
    found = []
    monkeypatch.setattr(
        "improvement.own_commands.subprocess.Popen", lambda *args, **kwargs: found.append(args)
    )
    return found


def test_a_link_that_is_followed_starts_nothing(long_plan, sign_in, started):
    client = sign_in("analyst")

    page = client.get(reverse("plans:report-file", args=[long_plan.slug, "action-log", "xlsx"]))

    assert "Prepare the report" in page.content.decode()
    assert (ReportRun.objects.count(), started) == (0, [])


def test_one_maker_makes_what_waits_and_a_dead_one_is_followed(long_plan, sign_in, started):
    client = sign_in("analyst")
    ask(client, long_plan)
    ReportRun.objects.update(state=RunState.RUNNING)
    ask(client, long_plan, "costs")
    assert len(started) == 1

    ReportRun.objects.update(changed_at=timezone.now() - timedelta(minutes=3))
    run = ReportRun.objects.get(report="action-log")
    page = client.get(reverse("plans:report-run", args=[long_plan.slug, run.pk])).content.decode()
    assert "Nothing has happened for two minutes" in page
    ask(client, long_plan)
    assert len(started) == 2


def test_a_person_has_three_at_once(long_plan, sign_in, started):
    client = sign_in("analyst")
    for name in ("action-log", "costs", "measures"):
        ask(client, long_plan, name)

    refused = client.post(
        reverse("plans:report-file", args=[long_plan.slug, "board", "xlsx"]), {"confirmed": "1"}, follow=True
    )

    assert "3 of your reports are being prepared already" in refused.content.decode()
    assert ReportRun.objects.count() == 3


def test_a_maker_that_was_only_slow_issues_nothing_once_another_has_taken_it(long_plan, monkeypatch):
    """Two makers at one report, the first of them alive: of what both make, one is kept."""
    by = account("planner")
    run = ReportRun.objects.create(plan=long_plan, by=by, report="cabinet", as_at=TODAY, form=runs.ISSUE)
    real, began = runs.issue_report, []

    def slow(*given, **named):
        if not began:
            began.append(1)
            ReportRun.objects.filter(pk=run.pk).update(
                changed_at=timezone.now() - runs.SILENCE - timedelta(seconds=1)
            )
            assert runs.make_next()
        return real(*given, **named)

    monkeypatch.setattr(runs, "issue_report", slow)
    before = IssuedReport.objects.count()
    assert runs.make_next()

    run.refresh_from_db()
    assert IssuedReport.objects.count() == before + 1
    assert (run.state, run.tries, run.issued) == (RunState.DONE, 2, IssuedReport.objects.latest("pk"))


def test_a_maker_says_that_it_lives_until_it_is_done_or_overtaken(settings, monkeypatch):
    settings.MAIL_BESIDE = True
    monkeypatch.setattr(runs, "SIGN_SECONDS", 0.01)
    said: list[ReportRun] = []
    answers = iter([None, DatabaseError("locked"), None, runs.Overtaken()])

    def keep(run, **fields):
        said.append(run)
        answer = next(answers)
        if answer is not None:
            raise answer

    monkeypatch.setattr(runs, "_keep", keep)
    run = ReportRun(pk=0)
    with runs._living(run):
        end = time.monotonic() + 10
        while len(said) < 4 and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(0.1)

    assert said == [run] * 4
