"""An update by the link of a reminder: one person, one action, once; nobody else, nothing else."""

import re
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plans.choices import ProgressStatus, Role
from plans.models import Plan, PlanRole, Reminder, Update, UpdateLink
from plans.operations import update_links
from plans.operations.people import end_role
from plans.operations.structure import change_actions
from plans.operations.update_links import LinkFor, LinkUsed, link_by, make_links, update_by_link
from plans.operations.updates import NewUpdate
from plans.position import build_position
from tests.factories import make_officer, make_plan, make_user, say, since
from tests.forms_on_pages import forms_of

pytestmark = pytest.mark.django_db


def page_form(page) -> dict[str, str]:
    """Return what the page's own form holds when it is opened."""
    forms = forms_of(page.content.decode())
    form = next(form for form in forms if any(name == "revision" for name, _value in form.values))
    return {name: value for name, value in form.values if name not in {"status", "progress"}}


@pytest.fixture
def led(fixed_day, settings):
    """A plan of two actions, both led by one officer with an account; the day is the tests' own."""
    settings.SITE_ADDRESS, settings.EMAIL_HOST = "https://plans.example.org", "mail.example.org"
    plan = make_plan("led", actions=2)
    user = make_user("lead@test.example", plan, Role.LEAD_OFFICER)
    officer = make_officer(plan, "Head of Practice", user)
    assert {lead.officer_id for action in plan.actions.all() for lead in action.leads.all()} == {officer.pk}
    return plan, user


def link_for(plan, user, reference="1.1", days=5) -> str:
    action = plan.actions.get(reference=reference)
    secret = make_links(plan, user, [LinkFor(action.pk, timezone.localdate() + timedelta(days=days))])[
        action.pk
    ]
    return reverse("plans:update-by-link", args=[secret])


def open_page(address: str, client: Client | None = None) -> tuple[Client, dict]:
    client = client or Client()
    page = client.get(address)
    assert page.status_code == 200, page.status_code
    return client, page_form(page)


def test_a_lead_says_how_it_stands_in_three_presses(led):
    plan, user = led
    address = link_for(plan, user)
    client, form = open_page(address)
    saved = client.post(address, form | {"status": "on_target", "progress": "Two teams began."})

    assert saved.status_code == 200
    assert "Saved" in saved.content.decode()
    action = build_position(plan, timezone.localdate()).action("1.1")
    assert (action.status, action.update.progress, action.update.by) == (
        "on_target",
        "Two teams began.",
        f"{user}, by link",
    )
    row = Update.objects.get(action__plan=plan)
    assert (row.is_by_link, row.by) == (True, user)
    assert UpdateLink.objects.get(plan=plan).update == row


def test_it_saves_once_and_says_so_the_second_time(led):
    plan, user = led
    address = link_for(plan, user)
    client, form = open_page(address)
    typed = form | {"status": "on_target", "progress": "Once."}
    assert client.post(address, typed).status_code == 200
    again = client.post(address, typed)

    assert again.status_code == 410
    assert "has been used" in again.content.decode()
    assert Client().get(address).status_code == 410
    assert Update.objects.filter(action__plan=plan).count() == 1
    link = UpdateLink.objects.get(plan=plan)
    with pytest.raises(LinkUsed):
        update_by_link(
            link, NewUpdate(plan.actions.get(reference="1.1"), None, ProgressStatus.ON_TARGET, "x"),
            timezone.now(), provenance=since(timezone.localdate(), user),
        )  # fmt: skip


def test_a_program_that_opens_every_link_changes_nothing(led):
    plan, user = led
    address = link_for(plan, user)
    for _time in range(3):
        assert Client().get(address).status_code == 200
        assert Client().head(address).status_code == 405
    assert not Update.objects.filter(action__plan=plan).exists()
    assert UpdateLink.objects.get(plan=plan).used_at is None


@pytest.mark.parametrize("secret", ["x", "A" * 43, "%2e%2e", "0" * 200])
def test_a_guessed_link_opens_nothing(led, secret):
    answer = Client().get(f"/update-by-link/{secret}/")
    assert answer.status_code == 404
    assert "sign in" in answer.content.decode().lower()


def test_it_says_whom_it_is_for_and_opens_nothing_else(led):
    plan, user = led
    address = link_for(plan, user)
    client, _form = open_page(address)
    page = client.get(address)

    assert f"<strong>{user.name}</strong>" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert client.get(reverse("plans:dashboard", args=[plan.slug])).status_code == 302
    other = reverse("plans:action-update", args=[plan.slug, "1.2"])
    assert client.post(other, {"status": "on_target", "progress": "x"}).status_code != 200
    assert "_auth_user_id" not in client.session


def test_what_is_typed_wrong_comes_back_and_the_link_still_works(led):
    plan, user = led
    address = link_for(plan, user)
    client, form = open_page(address)
    for typed, words in (
        ({"status": "on_target", "progress": " "}, "Enter what has happened"),
        ({"progress": "Kept words."}, "Choose how the action stands"),
        ({"status": "completed", "progress": "Done."}, "Select a valid choice"),
        ({"status": "no_change", "progress": ""}, "Select a valid choice"),
    ):
        refused = client.post(address, form | typed)
        assert refused.status_code == 422
        assert words in refused.content.decode()
        assert typed["progress"].strip() in refused.content.decode()
    assert not Update.objects.filter(action__plan=plan).exists()
    assert client.post(address, form | {"status": "behind_target", "progress": "Late."}).status_code == 200


def test_no_change_confirms_what_was_said_and_keeps_it(led):
    plan, user = led
    say(plan.actions.get(reference="1.1"), ProgressStatus.ON_TARGET, date(2026, 9, 1), "Said before.")
    address = link_for(plan, user)
    client, form = open_page(address)
    both = client.post(address, form | {"status": "no_change", "progress": "Something."})
    assert both.status_code == 422
    assert client.post(address, form | {"status": "no_change"}).status_code == 200
    action = build_position(plan, timezone.localdate()).action("1.1")

    assert action.update.known_on == timezone.localdate()
    assert action.update.progress.startswith("Said before.")
    assert Update.objects.latest("pk").no_change


def test_a_change_meanwhile_is_shown_and_nothing_is_lost(led):
    plan, user = led
    address = link_for(plan, user)
    client, form = open_page(address)
    say(
        plan.actions.get(reference="1.1"),
        ProgressStatus.BEHIND_TARGET,
        timezone.localdate(),
        "Said in a browser.",
    )
    typed = form | {"status": "on_target", "progress": "By link."}
    conflict = client.post(address, typed)

    assert conflict.status_code == 409
    assert "By link." in conflict.content.decode()
    assert "Said in a browser." in conflict.content.decode()
    assert (
        client.post(
            address, page_form(conflict) | {"status": "on_target", "progress": "By link."}
        ).status_code
        == 200
    )


def test_it_stops_with_the_role_the_account_the_lead_the_day_and_the_switch(led, monkeypatch):
    plan, user = led
    address = link_for(plan, user)

    def is_over() -> bool:
        return Client().get(address).status_code == 410 and Client().post(address, {}).status_code == 410

    assert not is_over()
    Plan.objects.filter(pk=plan.pk).update(updates_by_link=False)
    assert is_over()
    Plan.objects.filter(pk=plan.pk).update(updates_by_link=True)
    user.is_active = False
    user.save()
    assert is_over()
    user.is_active = True
    user.save()
    assert not is_over()
    change_actions({plan.actions.get(reference="1.1").pk: {"exempt": True}}, provenance=since())
    assert is_over()
    other = link_for(plan, user, "1.2")
    end_role(PlanRole.objects.get(user=user), provenance=since(timezone.localdate()))
    assert Client().get(other).status_code == 410
    UpdateLink.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    assert Client().get(other).status_code == 410


def test_reminders_carry_links_that_stand_nowhere_but_in_the_e_mail(led):
    plan, user = led
    change_actions({plan.actions.get(reference="1.2").pk: {"exempt": True}}, provenance=since())
    call_command("send_reminders", plan="led", stdout=StringIO())
    body = mail.outbox[0].body
    links = re.findall(r"https://plans\.example\.org(/update-by-link/\S+)", body)

    assert len(set(links)) == UpdateLink.objects.filter(plan=plan).count() == 1
    kept = Reminder.objects.get(plan=plan).body
    assert links[0] not in kept
    assert "/update-by-link/…/" in kept
    secret = links[0].split("/")[2]
    assert secret not in str(list(UpdateLink.objects.values()))
    assert link_by(secret).user == user
    assert Client().get(links[0]).status_code == 200


def test_where_it_is_switched_off_reminders_carry_none(led):
    plan, _user = led
    Plan.objects.filter(pk=plan.pk).update(updates_by_link=False)
    call_command("send_reminders", plan="led", stdout=StringIO())

    assert mail.outbox
    assert "update-by-link" not in mail.outbox[0].body
    assert not UpdateLink.objects.filter(plan=plan).exists()
    assert len(update_links.digest_of("x")) == 64
