"""What is kept for how long: a row of each kind on both sides of its day, shown first and then gone."""

import io
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from improvement.models import BackupMade, Draft, SentForm, User, WaitingMail
from plans.choices import Role
from plans.models import Invitation, PendingImport, ReportRun, UpdateLink
from plans.operations.invitations import invite
from plans.procedures.retention import RULES, due_at
from tests.conftest import TODAY
from tests.factories import make_plan, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def kept():
    plan = make_plan("kept", actions=1)
    now = timezone.now()
    planner = make_user("planner@kept.example", plan, Role.PLAN_ADMINISTRATOR)
    for number, age in enumerate((1 * DAY, 400 * DAY)):
        user = make_user(f"u{number}@kept.example", plan, Role.BOARD_MEMBER)
        User.objects.filter(pk=user.pk).update(last_login=now - age)
        Session.objects.create(session_key=f"k{number}", session_data="x", expire_date=now + 2 * DAY - age)
        Draft.objects.create(person=user, address="/", form_key=f"f{number}", fields={}, saved_at=now - age)
        SentForm.objects.create(person=user, form_key=f"s{number}", digest="x", sent_at=now - age)
        BackupMade.objects.create(size=1, sha256="x", made_at=now - 2 * age)
        WaitingMail.objects.create(address="a@kept.example", sealed="x", until=now + 2 * DAY - age)
        invitation = invite(plan, f"i{number}@kept.example", Role.ANALYST, by=planner)
        Invitation.objects.filter(pk=invitation.pk).update(expires_at=now - age)
        UpdateLink.objects.create(
            plan=plan, action=plan.actions.get(), user=user, digest=f"{number}", expires_on=(now - age).date()
        )
        held = PendingImport.objects.create(plan=plan, by=user, name="a.xlsx", content=b"x")
        PendingImport.objects.filter(pk=held.pk).update(created_at=now + DAY / 2 - age)
        run = ReportRun.objects.create(plan=plan, by=user, report="costs", as_at=TODAY)
        ReportRun.objects.filter(pk=run.pk).update(changed_at=now + DAY / 2 - age)
    return plan


def told(*arguments: str) -> dict[str, str]:
    out = io.StringIO()
    call_command("retention", *arguments, stdout=out)
    return {line[:38].strip(): line[38:] for line in out.getvalue().splitlines()}


def test_it_shows_first_and_does_then_what_it_showed(kept):
    before = {due.rule.kind: due.count for due in due_at(timezone.now())}
    shown = told()
    assert {due.rule.kind: due.count for due in due_at(timezone.now())} == before
    assert "Nothing was changed" in " ".join(shown)
    told("--apply")

    assert before == {
        "Sessions that ended": 1, "Where people were signed in": 0, "Drafts of forms": 1,
        "Marks of forms that were sent": 1, "Workbooks held for a preview": 1, "Long reports that were made": 1,
        "Invitations that are over": 1, "Links by which actions were updated": 1, "E-mails that did not go": 1, "Notes of backups made": 1, "Evidence files that were withdrawn": 0,
        "Accounts in which nobody signed in": 1,
    }  # fmt: skip
    assert sum(due.count for due in due_at(timezone.now())) == 0
    assert Draft.objects.count() == SentForm.objects.count() == 1
    assert not User.objects.get(email="u1@kept.example").is_active
    assert User.objects.get(email="u0@kept.example").is_active


def test_every_rule_says_what_it_does():
    assert len({rule.kind for rule in RULES}) == len(RULES)
    assert all(len(rule.kind) < 38 for rule in RULES)
