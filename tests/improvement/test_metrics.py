"""The server's numbers for a monitor, and a line for each request."""

import json
import logging
import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from improvement.models import BackupMade, Council
from improvement.request_log import RequestLogMiddleware
from plans.choices import RunState
from plans.models import ReportRun
from tests.conftest import TODAY, account

pytestmark = pytest.mark.django_db
KEY = "k" * 40
# As the exposition format has it: a comment, or a name, perhaps labels, and a number.
LINE = re.compile(r'# (?:HELP|TYPE) [a-z_]+ .+|[a-z_]+(?:\{[a-z]+="[^"]*"\})? -?[0-9.e+-]+')


def asked(client, key: str = KEY):
    return client.get(reverse("metrics"), headers={"Authorization": f"Bearer {key}"})


def numbers(client) -> dict[str, float]:
    lines = asked(client).content.decode().splitlines()
    return {
        name: float(value)
        for name, _space, value in (line.rpartition(" ") for line in lines if line[0] != "#")
    }


def test_they_are_told_to_who_shows_the_key_and_to_nobody_where_there_is_none(client, settings):
    settings.METRICS_KEY = ""
    assert asked(client).status_code == 404
    settings.METRICS_KEY = KEY
    assert asked(client).status_code == 200
    assert asked(client, "another").status_code == 401
    assert client.get(reverse("metrics")).status_code == 401


def test_they_are_in_the_monitors_format(client, settings):
    settings.METRICS_KEY = KEY
    lines = asked(client).content.decode().splitlines()
    assert len(lines) > 15
    assert [line for line in lines if not LINE.fullmatch(line)] == []


def test_they_say_what_waits_and_what_went_wrong(client, settings, demo):
    settings.METRICS_KEY = KEY
    before = numbers(client)
    for state in (RunState.WAITING, RunState.FAILED):
        ReportRun.objects.create(plan=demo, by=account("analyst"), report="costs", as_at=TODAY, state=state)
    BackupMade.objects.create(size=1, sha256="x", made_at=timezone.now() - timedelta(hours=2))
    after = numbers(client)
    assert after["improvement_reports_waiting"] == before["improvement_reports_waiting"] + 1
    assert after["improvement_reports_failed_a_day"] == before["improvement_reports_failed_a_day"] + 1
    assert 7190 < after["improvement_backup_age_seconds"] < 7260
    assert after['improvement_check{name="database"}'] == 1
    assert after["improvement_reports_longest_wait_seconds"] >= 0


def test_a_request_has_a_line_with_its_page_and_its_queries_and_no_address():
    said: list[dict] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(json.loads(record.getMessage()))

    def answer(request) -> HttpResponse:
        list(Council.objects.all())
        list(Council.objects.all())
        return HttpResponse(status=204)

    log, keeper = logging.getLogger("improvement.requests"), Keeper()
    log.addHandler(keeper)
    request = RequestFactory().get("/plans/northmoor/search/?q=somebody")
    request.resolver_match = None
    RequestLogMiddleware(answer)(request)
    log.removeHandler(keeper)
    (line,) = said
    assert (line["method"], line["status"], line["queries"], line["page"]) == ("GET", 204, 2, "")
    assert "somebody" not in json.dumps(line)
    assert line["milliseconds"] >= 0
