"""Everything held on one person is found, wherever it stands, and no secret leaves with it."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from improvement.models import Draft, Officer, User
from plans.choices import ProgressStatus, Role
from plans.demo.load import PASSWORD
from plans.models import Action, Invitation, PlanRole
from plans.operations.history import Provenance
from plans.operations.invitations import invite
from plans.operations.people import give_role
from plans.operations.reports import save_custom_report
from plans.operations.updates import NewUpdate, record_updates
from tests.conftest import TODAY, account

pytestmark = pytest.mark.django_db
NAME, EMAIL = "Cassia Quillfeather", "cassia@council.example"


@pytest.fixture
def cassia(demo) -> User:
    """One person in many places."""
    user = User.objects.create_user(EMAIL, PASSWORD, name=NAME)
    give_role(demo, user, Role.ANALYST, provenance=Provenance(TODAY, account("planner")))
    Officer.objects.create(council=demo.council, job_title="Head of Birds", name=NAME, email=EMAIL)
    action = Action.objects.filter(plan=demo, reference="5.8.1").get()
    said = NewUpdate(action, None, ProgressStatus.ON_TARGET, f"Agreed with {NAME} on Monday.")
    record_updates([said], provenance=Provenance(TODAY, user))
    invite(demo, EMAIL, Role.BOARD_MEMBER, by=account("planner"))
    Draft.objects.create(person=user, address="/x/", form_key="k", fields={"text": ["half a thought"]})
    save_custom_report(demo, f"For {NAME}", "actions", ["reference"], "", "", provenance=Provenance(TODAY))
    client = Client()
    client.post(reverse("sign-in"), {"login": EMAIL, "password": PASSWORD})
    return user


def written(tmp_path, **asked) -> dict:
    path = tmp_path / "out.json"
    told = StringIO()
    call_command("person_data", output=str(path), stdout=told, **asked)
    assert "Read it before it leaves" in told.getvalue()
    assert path.stat().st_mode & 0o077 == 0
    return json.loads(path.read_text())


def test_it_is_found_wherever_it_stands(cassia, tmp_path):
    data = written(tmp_path, email=EMAIL.upper(), name=NAME)

    assert data["account"]["email"] == EMAIL
    assert [officer["job_title"] for officer in data["officers"]] == ["Head of Birds"]
    tables = set(data["rows"])
    assert {
        "plans.PlanRole", "plans.Update", "improvement.Draft", "usersessions.UserSession", "account.EmailAddress",
    } <= tables  # fmt: skip
    texts = {(item["table"], item["field"]) for item in data["texts"]}
    assert {
        ("plans.Update", "progress"), ("plans.CustomReport", "name"), ("plans.Invitation", "email"),
        ("improvement.Officer", "name"), ("improvement.Officer", "email"), ("improvement.User", "name"),
        ("improvement.User", "email"), ("account.EmailAddress", "email"),
    } <= texts  # fmt: skip
    assert any("Agreed with Cassia Quillfeather on Monday." in item["words"] for item in data["texts"])


def test_no_secret_leaves(cassia, tmp_path):
    text = json.dumps(written(tmp_path, email=EMAIL))

    assert "argon2" not in text
    assert cassia.password not in text
    assert Invitation.objects.get().nonce not in text
    assert "session_key" not in text


def test_nobody_else_comes_with_it(cassia, tmp_path):
    data = written(tmp_path, email=EMAIL)

    theirs = PlanRole.objects.filter(user=cassia).count() + PlanRole.objects.filter(by=cassia).count()
    assert len(data["rows"]["plans.PlanRole"]) == theirs
    assert "lead@northmoor.example" not in json.dumps(data)


def test_a_surname_alone_is_no_text_to_look_for(cassia, tmp_path):
    assert written(tmp_path, name="Smith")["texts"] == []


@pytest.mark.parametrize(("asked", "words"), [({}, "Say whom"), ({"name": NAME}, "is there already")])
def test_what_is_asked_wrongly(cassia, tmp_path, asked, words):
    (tmp_path / "out.json").write_text("x")
    with pytest.raises(CommandError, match=words):
        call_command("person_data", output=str(tmp_path / "out.json"), **asked)
