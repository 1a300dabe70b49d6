"""Importing in the browser: a refused file, a preview that writes nothing, one that went stale, applying."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from plans.choices import Role
from plans.imports.plan_workbook import Request, run_import
from plans.models import ActionVersion, ImportRun, PendingImport
from plans.operations.structure import change_actions
from plans.position import build_position
from tests.conftest import TODAY
from tests.factories import make_user, since
from tests.plans.imports.test_plan_workbook import ROWS
from tests.workbooks import content_of, plan_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    content = content_of(plan_workbook(ROWS))
    request = Request(
        "plan.xlsx", content, "testshire", create=True, council="Testshire Council", as_at=date(2026, 5, 1)
    )
    return run_import(request, TODAY).plan


@pytest.fixture
def analyst(plan) -> Client:
    client = Client()
    client.force_login(make_user("analyst@test.example", plan, Role.ANALYST))
    return client


def upload(client: Client, plan, content: bytes, name: str = "next.xlsx"):
    day = {"as_at_day": "1", "as_at_month": "8", "as_at_year": "2026"}
    return client.post(
        reverse("plans:import", args=[plan.slug]), {"workbook": SimpleUploadedFile(name, content), **day}
    )


def next_month() -> bytes:
    return content_of(
        plan_workbook([(*ROWS[0][:3], "Dec 26", ROWS[0][4]), *ROWS[1:], ("Publish", "X", "", "", "")])
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"\x89PNG", "not an Excel workbook"),
        (b"0" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
)
def test_a_bad_file_is_refused_beside_its_field(plan, analyst, content, sentence):
    response = upload(analyst, plan, content)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not PendingImport.objects.exists()


def test_a_preview_shows_each_change_and_writes_nothing(plan, analyst):
    before = (ActionVersion.objects.count(), ImportRun.objects.count())
    address = upload(analyst, plan, next_month())["Location"]
    page = analyst.get(address).content.decode()

    assert "It speaks for 1 August 2026" in page
    assert "Dec 26" in page
    assert "June 26" in page
    assert "Publish" in page
    assert (ActionVersion.objects.count(), ImportRun.objects.count()) == before


def test_applying_writes_what_was_shown_and_gives_a_receipt(plan, analyst):
    address = upload(analyst, plan, next_month())["Location"]
    seen = analyst.get(address).context["seen"]
    receipt = analyst.post(address, {"seen": seen}, follow=True)

    assert receipt.status_code == 200
    assert "Import of next.xlsx" in receipt.content.decode()
    position = build_position(plan, TODAY)
    assert position.action("1.1").due.words == "Dec 26"
    assert position.action("1.4").text == "Publish"
    assert ImportRun.objects.filter(plan=plan).first().by.email == "analyst@test.example"
    assert not PendingImport.objects.exists()


def test_a_preview_that_went_stale_is_shown_again(plan, analyst):
    address = upload(analyst, plan, next_month())["Location"]
    seen = analyst.get(address).context["seen"]
    action = plan.actions.get(reference="1.1")
    change_actions({action.pk: {"due_words": "Nov 26"}}, provenance=since(TODAY))

    response = analyst.post(address, {"seen": seen})

    assert response.status_code == 409
    assert "changed since you saw this preview" in response.content.decode()
    assert build_position(plan, TODAY).action("1.1").due.words == "Nov 26"
    assert ImportRun.objects.filter(plan=plan).count() == 1


def test_leaving_it_writes_nothing(plan, analyst):
    address = upload(analyst, plan, next_month())["Location"]

    assert analyst.post(address, {"seen": "x", "leave": "on"}).status_code == 302
    assert analyst.get(address).status_code == 404
    assert ImportRun.objects.filter(plan=plan).count() == 1


def test_another_persons_preview_is_not_found(plan, analyst):
    address = upload(analyst, plan, next_month())["Location"]
    other = Client()
    other.force_login(make_user("other@test.example", plan, Role.ANALYST))

    assert other.get(address).status_code == 404
    assert other.post(address, {"seen": "x"}).status_code == 404


def test_the_original_comes_back_as_it_was_given(plan, analyst):
    run = ImportRun.objects.get(plan=plan)
    response = analyst.get(reverse("plans:import-file", args=[plan.slug, run.pk]))

    assert response.content == bytes(run.file.content)
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Security-Policy"] == "sandbox"
