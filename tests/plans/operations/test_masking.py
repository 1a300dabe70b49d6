"""One canary officer in many places: masked, none is left in anything that is shown; what is kept as it was is named."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from improvement.models import Officer, OfficerSpelling, User
from plans.choices import ProgressStatus, Role
from plans.models import Invitation, Update
from plans.operations.board import NewChallenge, add_barrier, record_challenges
from plans.operations.invitations import invite
from plans.operations.people import find_or_add_officers, give_role, link_account
from plans.operations.structure import change_actions
from plans.procedures.person_data import person_data
from plans.reports.catalogue import KINDS
from tests.conftest import TODAY
from tests.factories import make_plan, make_user, say, since

pytestmark = pytest.mark.django_db
NAME, EMAIL = "Philippa Canary", "philippa.canary@council.example"


def shown_of(plan) -> str:
    """Return everything that pages, lists, files and search show of a plan."""
    client = Client()
    user = make_user(f"reader{User.objects.count()}@mask.example", plan, Role.ANALYST)
    give_role(plan, user, Role.PLAN_ADMINISTRATOR, provenance=since(TODAY))
    client.force_login(user)
    names = (
        "dashboard", "action-list", "recommendation-list", "people", "questions", "challenge-log", "set-up", "trail",
        "timeline", "compare", "meetings",
    )  # fmt: skip
    told = "".join(client.get(reverse(f"plans:{name}", args=[plan.slug])).content.decode() for name in names)
    for reference in plan.actions.values_list("reference", flat=True):
        told += client.get(reverse("plans:action", args=[plan.slug, reference])).content.decode()
    for asked in ("canary", "philippa"):
        found = client.get(reverse("plans:search", args=[plan.slug]), {"q": asked}).content.decode()
        # The page repeats what was asked.
        told += "" if "Nothing found" in found else found
    for kind in KINDS:
        told += client.get(reverse("plans:report", args=[plan.slug, kind])).content.decode()
    for name in ("actions", "updates"):
        answer = client.get(reverse("plans:data-file", args=[plan.slug, name]))
        told += b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
    return told


@pytest.fixture
def plan():
    made = make_plan("masked", actions=2)
    user = make_user(EMAIL, made, Role.LEAD_OFFICER)
    User.objects.filter(pk=user.pk).update(name=NAME)
    officer = next(
        iter(find_or_add_officers(made.council, [("Head of Quality", NAME)], told_apart=True).values())
    )
    link_account(officer, User.objects.get(pk=user.pk))
    OfficerSpelling.objects.create(
        council=made.council, officer=officer, job_title="", name=f"{NAME}, Quality"
    )
    action = made.actions.order_by("position").first()
    change_actions({}, provenance=since(TODAY), leads={action.pk: [officer.pk]})
    change_actions({action.pk: {"text": f"Ask {NAME} for the figures."}}, provenance=since(TODAY))
    say(action, ProgressStatus.ON_TARGET, TODAY, progress=f"Spoken with Philippa canary. Mail: {EMAIL}.")
    record_challenges(made, [NewChallenge(f"Has {NAME} enough time?", officer.pk)], provenance=since(TODAY))
    add_barrier(made, {"text": f"{NAME} is on leave.", "owner": officer}, [], provenance=since(TODAY))
    administrator = make_user("planner@mask.example", made, Role.PLAN_ADMINISTRATOR)
    invite(made, EMAIL, Role.ANALYST, by=administrator)
    return made


def mask(*arguments: str) -> str:
    out = io.StringIO()
    call_command("mask_person", *arguments, stdout=out)
    return out.getvalue()


def test_it_shows_what_it_would_do_and_changes_nothing(plan):
    told = mask("--email", EMAIL)

    assert "Nothing was changed." in told
    assert "plans.Update" in told
    assert "plans.Challenge" in told
    assert NAME in shown_of(plan)


def test_masked_with_texts_nothing_that_is_shown_names_them(plan):
    before = Update.objects.filter(action__plan=plan).count()
    assert "canary" in shown_of(plan).lower()
    told = mask("--email", EMAIL, "--texts", "--apply")
    shown = shown_of(plan).lower()

    assert "Masked, with" in told
    assert "canary" not in shown
    assert "philippa" not in shown
    assert Update.objects.filter(action__plan=plan).count() == before
    assert "Spoken with █████. Mail: █████." in Update.objects.get(action__plan=plan, known_on=TODAY).progress
    held = person_data(None, NAME, EMAIL)
    assert (held["rows"], held["texts"], held["officers"]) == ({}, [], [])
    assert not Invitation.objects.filter(email=EMAIL).exists()
    assert plan.set_up_changes.filter(subject="A person's name was masked").exists()


def test_the_guards_stand_again_afterwards(plan):
    mask("--email", EMAIL, "--texts", "--apply")
    with pytest.raises(IntegrityError if connection.vendor == "sqlite" else Exception), transaction.atomic():
        Update.objects.filter(action__plan=plan).update(progress="changed")


def test_without_texts_rows_alone_are_masked(plan):
    mask("--email", EMAIL, "--apply")
    officer = Officer.objects.get(council=plan.council, job_title="Head of Quality")
    user = User.objects.get(pk__in=plan.roles.values("user"), email__startswith="removed-")

    assert (officer.name, officer.email, officer.user) == ("█████", "", None)
    assert (user.name, user.is_active, user.has_usable_password()) == ("█████", False, False)
    assert NAME in Update.objects.filter(action__plan=plan).latest(
        "pk"
    ).progress or "Philippa canary" in shown_of(plan)
    assert not OfficerSpelling.objects.filter(officer=officer).exists()


def test_two_of_one_post_can_both_be_masked(plan):
    others = find_or_add_officers(plan.council, [("Head of Quality", "Other Person")], told_apart=True)
    mask("--email", EMAIL, "--apply")
    mask("--officer", str(next(iter(others.values())).pk), "--apply")

    assert (
        sorted(Officer.objects.filter(job_title="Head of Quality").values_list("name", flat=True))[0]
        == "█████"
    )


def test_a_short_name_is_looked_for_only_where_it_is_given(plan):
    action = plan.actions.order_by("position").last()
    say(
        action,
        ProgressStatus.ON_TARGET,
        date(2026, 3, 1),
        progress="PC said so. A pc is a computer, and so is apc.",
    )
    told = mask("--email", EMAIL, "--also", "PC")

    assert "PC said so" in told
    mask("--email", EMAIL, "--also", "PC", "--texts", "--apply")
    assert (
        Update.objects.get(action=action).progress == "█████ said so. A █████ is a computer, and so is apc."
    )


def test_it_says_whom_it_cannot_find_and_the_last_administrator_stays(plan):
    with pytest.raises(CommandError, match="There is no account"):
        mask("--email", "nobody@council.example")
    with pytest.raises(CommandError, match="Say whom"):
        mask()
    with pytest.raises(CommandError, match="only administrator"):
        mask("--email", "planner@mask.example", "--apply")
    assert User.objects.get(email="planner@mask.example").is_active
