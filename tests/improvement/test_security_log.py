"""The security log: what it tells, and what it never holds."""

import io
import json
import logging
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from improvement.models import User
from improvement.request_ids import RequestIdFilter
from plans.choices import Role
from plans.demo.load import PASSWORD
from plans.operations.history import Provenance
from plans.operations.people import end_role, give_role
from tests.conftest import TODAY, account
from tests.workbooks import content_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines():
    """What the security log says while a test runs."""
    said: list[dict] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(json.loads(record.getMessage()))

    log, keeper = logging.getLogger("improvement.security"), Keeper()
    log.addHandler(keeper)
    yield said
    log.removeHandler(keeper)


def test_who_came_and_who_did_not(demo, lines):
    client = Client()
    client.post(reverse("sign-in"), {"login": "lead@northmoor.example", "password": "wrong"})
    client.post(reverse("sign-in"), {"login": "nobody@test.example", "password": "wrong"})
    answer = client.post(reverse("sign-in"), {"login": "lead@northmoor.example", "password": PASSWORD})
    client.get(f"/plans/{demo.slug}/imports/")
    client.get(f"/plans/{demo.slug}/actions/export.xlsx")
    client.post(reverse("sign-out"))

    lead = account("lead").pk
    assert [(line["event"], line.get("account"), line["person"]) for line in lines] == [
        ("sign-in failed", lead, None),
        ("sign-in failed", None, None),
        ("signed in", None, lead),
        ("refused", None, lead),
        ("file sent", None, lead),
        ("signed out", None, lead),
    ]
    assert lines[2]["request"] == answer["X-Request-ID"]
    assert lines[3] | {"status": 403, "page": "plans:import"} == lines[3]
    assert all(line["address"] == "127.0.0.1" for line in lines)
    assert all(datetime.fromisoformat(line["at"]).utcoffset().seconds == 0 for line in lines)


def test_a_lock_out_is_told(demo, lines):
    for _time in range(11):
        Client().post(reverse("sign-in"), {"login": "lead@northmoor.example", "password": "wrong"})

    assert [line["event"] for line in lines] == ["sign-in failed"] * 10 + ["sign-in locked"]


def test_roles_and_accounts(demo, lines, sign_in, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        give_role(demo, account("officer"), Role.ANALYST, provenance=Provenance(TODAY))
        held = demo.roles.get(user=account("officer"), role=Role.ANALYST)
        end_role(held, provenance=Provenance(TODAY))
    officer = account("officer")
    sign_in("admin").post(
        f"/admin/improvement/user/{officer.pk}/change/", {"name": officer.name, "email": officer.email}
    )

    told = [(line["event"], line.get("account"), line.get("role") or line.get("fields")) for line in lines]
    assert told == [
        ("role given", officer.pk, "analyst"),
        ("role ended", officer.pk, "analyst"),
        ("signed in", None, None),
        ("account changed", officer.pk, "is_active"),
    ]


def test_what_people_type_and_cells_hold_is_in_no_log(demo, lines, sign_in, caplog):
    caplog.set_level(logging.DEBUG)
    canaries = [f"canary{number:02}" for number in range(30)]
    client, names = sign_in("analyst"), iter(canaries)
    Client().post(reverse("sign-in"), {"login": f"{next(names)}@test.example", "password": next(names)})
    Client().post(reverse("account_reset_password"), {"email": f"{next(names)}@test.example"})
    Client().post("/nonsense/", {"a": next(names)})
    Client().get(f"/invitations/{next(names)}/")
    client.post(
        reverse("plans:challenge-add", args=[demo.slug]),
        {"question": f"{next(names)} said so", "form_token": next(names)},
    )
    client.post(reverse("account_change_password"), {"oldpassword": next(names), "password1": next(names)})
    client.post(reverse("plans:import-undo", args=[demo.slug, 0]), {"why": next(names)})
    rows = [["Ref", "Action", "Owner"]] + [[name, f"{name} action", f"{name} Smith"] for name in names]
    workbook = Workbook()
    for row in rows:
        workbook.worksheets[0].append(row)
    file = io.BytesIO(content_of(workbook))
    file.name = "canary.xlsx"
    held = client.post(reverse("plans:import", args=[demo.slug]), {"workbook": file})

    assert held.status_code == 302
    assert "canary" not in json.dumps(lines)
    assert "canary" not in caplog.text
    assert User.objects.exists()


def test_an_error_gives_a_reference_and_no_inside(demo, sign_in, monkeypatch):
    client = sign_in("board")
    client.raise_request_exception = False

    def broken(*args, **kwargs):
        raise RuntimeError("secret inside at /var/lib")

    monkeypatch.setattr("plans.views.overview.render", broken)
    answer = client.get(f"/plans/{demo.slug}/")

    assert answer.status_code == 500
    page = answer.content.decode()
    assert f"Reference: <strong>{answer['X-Request-ID']}</strong>" in page
    assert "secret inside" not in page


def test_every_answer_has_an_id_of_its_own(demo, client):
    ids = {client.get(address)["X-Request-ID"] for address in ("/sign-in/", "/", "/nonsense/", "/static/x")}

    assert len(ids) == 4


def test_a_links_secret_is_in_no_line_of_any_log(demo, monkeypatch):
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.addFilter(RequestIdFilter())
    root = logging.getLogger()
    root.addHandler(handler)
    monkeypatch.setattr("plans.views.invitations.invitation_by", lambda token: 1 / 0)
    client = Client(enforce_csrf_checks=True)
    client.raise_request_exception = False
    try:
        assert client.get("/invitations/live-secret/").status_code == 500
        assert client.post("/invitations/live-secret/", {"a": "b"}).status_code == 403
        assert client.post("/account/password/reset/1-live-secret/", {"a": "b"}).status_code == 403
        assert client.get("/", HTTP_HOST="live-secret.example").status_code == 400
    finally:
        root.removeHandler(handler)

    assert "plans:invitation" in lines.getvalue()
    assert "live-secret" not in lines.getvalue()
