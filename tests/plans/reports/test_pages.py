"""Report pages: landmarks that screen readers tell apart, the same queries whatever the plan's size, who is told what."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.choices import Role
from plans.issuing.issue import issue_report
from plans.operations.history import Provenance
from plans.operations.reports import save_custom_report
from plans.position.viewer import EVERYTHING
from plans.reports.catalogue import KINDS
from tests.conftest import TODAY
from tests.factories import make_plan, make_user
from tests.plans.reports.support import MOMENT, read_names

pytestmark = pytest.mark.django_db


def landmarks(html: str) -> list[str]:
    """Return the names of sections and regions as a screen reader lists them."""
    headings = {
        key: unescape(re.sub(r"<[^>]+>", "", text)).strip()
        for key, text in re.findall(r'<h[1-6][^>]*id="([^"]+)"[^>]*>(.*?)</h[1-6]>', html, re.DOTALL)
    }
    names = [headings[key] for key in re.findall(r'<(?:section|nav)[^>]*aria-labelledby="([^"]+)"', html)]
    return names + [unescape(name) for name in re.findall(r'role="region" aria-label="([^"]+)"', html)]


@pytest.mark.parametrize("name", [*KINDS, "own-late"])
def test_every_landmark_of_a_report_has_a_name_of_its_own(demo, sign_in, name):
    save_custom_report(
        demo, "Late", "actions", ["reference", "status"], "", "theme", provenance=Provenance(TODAY)
    )
    for asked in ({}, {"version": "public"}, {"as-at": "2026-06-30"}):
        html = sign_in("analyst").get(reverse("plans:report", args=[demo.slug, name]), asked).content.decode()
        names = landmarks(html)

        assert names
        assert sorted(names) == sorted(set(names))
        assert len(re.findall(r' id="([^"]+)"', html)) == len(set(re.findall(r' id="([^"]+)"', html)))


def test_the_list_of_reports_takes_the_same_queries_whatever_was_issued(demo, sign_in):
    client, counts = sign_in("analyst"), []
    for _time in range(2):
        with CaptureQueriesContext(connection) as found:
            page = client.get(reverse("plans:reports", args=[demo.slug]))
        counts.append(len(found))
        for name in ("costs", "reconciliation"):
            issue_report(demo, name, TODAY, EVERYTHING, MOMENT, provenance=Provenance(TODAY))
            save_custom_report(demo, name, "actions", ["reference"], "", "", provenance=Provenance(TODAY))
        assert len(landmarks(page.content.decode())) == len(set(landmarks(page.content.decode())))
    assert counts[0] == counts[1]
    assert counts[0] <= 40


def test_who_may_not_make_reports_is_told_who_does(demo, sign_in):
    page = sign_in("board").get(reverse("plans:reports", args=[demo.slug])).content.decode()

    assert "analysts and administrators write the reports" in page
    assert "Create a report" not in page


@pytest.mark.parametrize("name", ["cabinet", "measures"])
def test_a_page_takes_the_same_queries_whatever_the_plans_size(name):
    counts = []
    for plan in (make_plan("small", actions=1), make_plan("large", actions=30)):
        client = Client()
        client.force_login(make_user(f"{plan.slug}@test.example", plan, Role.ANALYST))
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("plans:report", args=[plan.slug, name])).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_a_report_of_another_name_or_form_is_not_found(demo, sign_in):
    client = sign_in("analyst")
    for address in (
        reverse("plans:report", args=[demo.slug, "horoscope"]),
        reverse("plans:report-file", args=[demo.slug, "cabinet", "odt"]),
        reverse("plans:report-file", args=[demo.slug, "costs", "docx"]),
        reverse("plans:report-issue", args=[demo.slug, "horoscope"]),
        reverse("plans:data-file", args=[demo.slug, "secrets"]),
        reverse("plans:custom-report-add", args=[demo.slug, "secrets"]),
    ):
        assert client.get(address).status_code == 404


def test_files_are_downloads_that_nothing_stores(demo, sign_in):
    read_names(demo, date(2026, 6, 30))
    answer = sign_in("analyst").get(
        reverse("plans:report-file", args=[demo.slug, "cabinet", "xlsx"]),
        {"version": "public", "as-at": "2026-06-30"},
    )

    assert answer["Content-Disposition"] == 'attachment; filename="northmoor-cabinet-public-2026-06-30.xlsx"'
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
