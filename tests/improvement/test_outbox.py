"""E-mails of accounts and invitations: none is lost to a mail server that is dead, none keeps a page, none is sent twice."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from improvement import outbox
from improvement.models import WaitingMail
from improvement.outbox import post, send_waiting
from plans.choices import Role
from plans.operations.invitations import invite
from tests.conftest import account
from tests.improvement.accounts.test_passwords import link_in

pytestmark = pytest.mark.django_db
SECRET = "https://plans.example.org/a-link-that-opens-an-account"


@pytest.fixture(autouse=True)
def mail_server(settings):
    settings.EMAIL_HOST, settings.SITE_ADDRESS = "mail.example.org", "https://plans.example.org"


@pytest.fixture
def is_dead(monkeypatch):
    """A mail server that is dead until it is revived."""
    state = {"dead": True}
    usual = EmailMessage.send

    def send(self, *given, **named):
        if state["dead"]:
            raise OSError("Connection refused")
        return usual(self, *given, **named)

    monkeypatch.setattr(EmailMessage, "send", send)
    return state


def letter(to: str = "somebody@test.example") -> EmailMessage:
    return EmailMessage("A subject", f"Follow {SECRET}", to=[to])


def test_what_goes_leaves_nothing_behind():
    post(letter())
    assert [message.to for message in mail.outbox] == [["somebody@test.example"]]
    assert not WaitingMail.objects.exists()


def test_what_did_not_go_waits_sealed_and_goes_once_later(is_dead):
    post(letter())
    (row,) = WaitingMail.objects.all()
    assert (row.tries, row.error, row.claimed_at) == (1, "Connection refused", None)
    assert SECRET not in row.sealed
    assert mail.outbox == []

    is_dead["dead"] = False
    assert send_waiting() == (1, 0)
    assert send_waiting() == (0, 0)
    assert [message.body for message in mail.outbox] == [f"Follow {SECRET}"]


def test_the_next_e_mail_that_goes_takes_with_it_those_that_wait(is_dead):
    post(letter("first@test.example"))
    is_dead["dead"] = False
    post(letter("second@test.example"))
    assert {message.to[0] for message in mail.outbox} == {"first@test.example", "second@test.example"}


def test_of_two_at_once_one_sends_it(monkeypatch, is_dead):
    post(letter())
    (row,) = WaitingMail.objects.all()
    WaitingMail.objects.update(claimed_at=timezone.now())
    is_dead["dead"] = False
    assert send_waiting() == (0, 0)
    # Whoever took it has died.
    WaitingMail.objects.update(claimed_at=timezone.now() - outbox.SILENCE - timedelta(seconds=1))
    assert send_waiting() == (1, 0)
    assert row.address == mail.outbox[0].to[0]


def test_what_is_of_no_use_any_more_is_given_up(is_dead):
    post(letter())
    WaitingMail.objects.update(until=timezone.now() - timedelta(seconds=1))
    is_dead["dead"] = False
    assert send_waiting() == (0, 0)
    assert mail.outbox == []
    assert not WaitingMail.objects.exists()


def test_after_a_new_secret_key_nobody_reads_what_waits(settings, is_dead):
    post(letter())
    settings.SECRET_KEY = "another" * 10
    is_dead["dead"] = False
    assert send_waiting() == (0, 0)
    assert not WaitingMail.objects.exists()


def test_the_command_says_what_it_did_and_ends_badly_where_some_did_not_go(is_dead, settings):
    post(letter())
    with pytest.raises(CommandError, match="tried again"):
        call_command("send_mail", stdout=StringIO())
    is_dead["dead"] = False
    out = StringIO()
    call_command("send_mail", stdout=out)
    assert out.getvalue() == "1 sent, 0 not sent.\n"
    settings.EMAIL_HOST = ""
    with pytest.raises(CommandError, match="No mail server"):
        call_command("send_mail")


def test_a_forgotten_password_is_mailed_once_the_server_is_back(is_dead, demo):
    client = Client()
    answer = client.post(reverse("account_reset_password"), {"email": account("board").email})
    assert answer.status_code == 302
    assert WaitingMail.objects.count() == 1
    is_dead["dead"] = False
    send_waiting()
    (message,) = mail.outbox
    shown = client.get(link_in(message), follow=True)
    assert shown.status_code == 200
    assert "New password" in shown.content.decode() or "new password" in shown.content.decode()


def test_an_invitation_that_has_not_gone_shows_its_link_to_pass_on(is_dead, demo, sign_in):
    client = sign_in("planner")
    found = invite(demo, "new@test.example", Role.BOARD_MEMBER, by=account("planner"))
    address = reverse("plans:set-up-invitation", args=[demo.slug, found.pk])
    assert "Pass on its link" not in client.get(address).content.decode()
    client.post(address, {"again": "1"})
    (row,) = WaitingMail.objects.all()
    assert row.until > timezone.now() + timedelta(days=6)
    page = " ".join(client.get(address).content.decode().split())
    assert "has not taken the e-mail yet" in page
    assert "/invitations/" in page or "invitation" in page
