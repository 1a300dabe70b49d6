"""Issued reports afterwards: one that no longer stands says so, and one that follows another says what differs."""

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from plans.choices import ProgressStatus, RunState
from plans.issuing import runs
from plans.issuing.issue import issue_report, since_earlier
from plans.models import IssuedReport, IssuedWithdrawal, ReportRun
from plans.operations.history import Provenance
from plans.operations.reports import withdraw_report, write_text
from plans.position.report_texts import read_issued_before
from plans.position.viewer import EVERYTHING
from plans.rules.publishing_checks import WORDS
from tests.conftest import TODAY
from tests.factories import make_plan, say, since
from tests.plans.reports.support import MOMENT, read_names

pytestmark = pytest.mark.django_db


def issue(plan, on: date = TODAY, **given) -> IssuedReport:
    return issue_report(plan, "cabinet", on, EVERYTHING, MOMENT, provenance=Provenance(on), **given)


def test_a_withdrawn_report_stays_readable_and_says_so_with_the_reason(demo, sign_in):
    issued = issue(demo)
    client, reader = sign_in("analyst"), sign_in("board")
    address = reverse("plans:issued-withdraw", args=[demo.slug, issued.pk])
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "The wrong month's figures."}).status_code == 302

    page = reader.get(reverse("plans:issued-report", args=[demo.slug, issued.pk])).content.decode()
    assert "Withdrawn on" in page
    assert "The wrong month&#x27;s figures." in page
    assert "Analyst" in page
    listed = reader.get(reverse("plans:reports", args=[demo.slug])).content.decode()
    assert "Withdrawn" in listed
    file = issued.files.first()
    assert reader.get(reverse("plans:issued-file", args=[demo.slug, issued.pk, file.pk])).status_code == 200
    assert client.get(address).status_code == 404
    again = withdraw_report(issued, "Another reason", provenance=since(TODAY))
    assert again.reason == "The wrong month's figures."
    assert IssuedWithdrawal.objects.count() == 1


def test_the_next_version_says_what_differs_from_the_one_that_still_stands(demo, sign_in):
    first = issue(demo, date(2026, 9, 30))
    action = demo.actions.get(reference="1.8")
    say(action, ProgressStatus.COMPLETED, TODAY, "Paid and begun.", completed_on=TODAY)
    write_text(demo, "cabinet", "summary", "In short.", "", 0, provenance=since(TODAY))
    second = issue(demo)
    found = since_earlier(second, first)

    assert "Summary" in found.parts
    changed = (
        {str(item): differences for item, differences in found.items.by_item().items()}
        if callable(getattr(found.items, "by_item", None))
        else found.items.by_item
    )
    assert any("1.8" in item for item in changed)
    page = sign_in("board").get(reverse("plans:issued-report", args=[demo.slug, second.pk])).content.decode()
    assert "What is different from the version as at" in page
    # One that was withdrawn is followed by nobody.
    withdraw_report(first, "Wrong.", provenance=since(TODAY))
    assert read_issued_before(second, sees_exempt=True) is None
    assert read_issued_before(first, sees_exempt=True) is None


def test_a_large_plans_report_is_issued_beside_the_pages_once(demo, sign_in, monkeypatch, settings):
    settings.REPORT_MAKER = "service"
    monkeypatch.setattr(runs, "LONG_PLAN", 10)
    client = sign_in("analyst")
    address = reverse("plans:report-issue", args=[demo.slug, "cabinet"])
    answer = client.post(address, {"version": "full", "note": "As sent.", "sure": "on"})
    run = ReportRun.objects.get()

    assert answer["Location"] == reverse("plans:report-run", args=[demo.slug, run.pk])
    assert not IssuedReport.objects.exists()
    call_command("make_reports")
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert run.issued is not None
    assert (run.issued.note, run.issued.files.count()) == ("As sent.", 3)
    page = client.get(answer["Location"]).content.decode()
    assert reverse("plans:issued-report", args=[demo.slug, run.issued_id]) in page
    assert client.get(reverse("plans:report-run-file", args=[demo.slug, run.pk])).status_code == 404
    # A maker that died just after it was kept is followed by one that finds it.
    ReportRun.objects.update(state=RunState.WAITING)
    call_command("make_reports")
    assert IssuedReport.objects.count() == 1


def test_what_stands_in_the_way_of_issuing_is_told_to_who_waits(monkeypatch, settings, client):
    settings.REPORT_MAKER = "service"
    plan = make_plan(actions=0)
    from plans.choices import Role  # noqa: PLC0415
    from tests.factories import make_user  # noqa: PLC0415

    user = make_user("analyst@test.example", plan, Role.ANALYST)
    runs.start_run(plan, user, "cabinet", date(2020, 1, 1), runs.ISSUE)
    call_command("make_reports")

    run = ReportRun.objects.get()
    assert run.state == RunState.FAILED
    assert "Nothing was known about the plan on 1 January 2020" in run.said


def test_what_was_confirmed_of_a_public_version_goes_beside_the_pages_too(
    demo, sign_in, monkeypatch, settings
):
    settings.REPORT_MAKER = "service"
    monkeypatch.setattr(runs, "LONG_PLAN", 10)
    read_names(demo)
    address = reverse("plans:report-issue", args=[demo.slug, "action-log"])
    typed = {"version": "public", "note": "", "sure": "on", "checked": list(WORDS)}
    sign_in("analyst").post(address, typed)

    call_command("make_reports")

    assert IssuedReport.objects.get().confirmed == list(WORDS.values())
