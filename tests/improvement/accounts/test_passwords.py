"""Passwords: changed, forgotten, guessed at."""

import re
from datetime import timedelta

import pytest
from allauth.core.internal import ratelimit
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from improvement.models import User
from plans.demo.load import PASSWORD
from tests.conftest import account

pytestmark = pytest.mark.django_db
NEW = "correct horse battery staple"
BOARD = "board@northmoor.example"
WRONG = "The e-mail address or password is not correct."
LOCKED = "Too many failed attempts to sign in."


@pytest.fixture(autouse=True)
def mail_server(settings, demo):
    """The site has a server for e-mail."""
    settings.EMAIL_HOST = "mail.example"


def sign_in(client: Client, email: str = BOARD, password: str = PASSWORD, **extra):
    return client.post(reverse("sign-in"), {"login": email, "password": password}, **extra)


def try_wrongly(times: int, email: str = BOARD, **extra) -> str:
    pages = [sign_in(Client(), email, "wrong", **extra).content.decode() for _time in range(times)]
    return pages[-1]


def test_a_changed_password_ends_every_other_session_and_is_told(demo):
    here, elsewhere = Client(), Client()
    sign_in(here)
    sign_in(elsewhere)

    changed = here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW})

    assert changed.status_code == 302
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/")["Location"].startswith("/sign-in/")
    assert sign_in(Client()).status_code == 200
    assert sign_in(Client(), password=NEW).status_code == 302
    assert mail.outbox[-1].subject == "Improvement plan tracker: Your password was changed"
    assert NEW not in mail.outbox[-1].body


@pytest.mark.parametrize("password", ["short", "password1234", "board@northmoor.example", "123456789012"])
def test_a_password_that_others_guess_is_refused(demo, password):
    client = Client()
    sign_in(client)

    refused = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": password}
    )

    assert refused.status_code == 200
    assert "govuk-error-message" in refused.content.decode()
    assert account("board").check_password(PASSWORD)


def link_in(message) -> str:
    return re.search(r"https?://[^/\s]+(/\S+)", message.body)[1]


def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once(demo):
    elsewhere = Client()
    sign_in(elsewhere)
    client = Client()
    client.post(reverse("account_reset_password"), {"email": "BOARD@northmoor.example"})
    assert [message.to for message in mail.outbox] == [[BOARD]]
    link = link_in(mail.outbox[0])
    shown = client.get(link, follow=True)
    done = client.post(shown.request["PATH_INFO"], {"password1": NEW}, follow=True)

    assert "Your password is set" in done.content.decode()
    assert sign_in(Client(), password=NEW).status_code == 302
    assert elsewhere.get("/account/")["Location"].startswith("/sign-in/")
    assert "can't be used any more" in Client().get(link, follow=True).content.decode()


def test_a_link_of_four_days_ago_sets_nothing(demo, monkeypatch):
    client = Client()
    client.post(reverse("account_reset_password"), {"email": BOARD})
    link, later = link_in(mail.outbox[0]), timezone.now() + timedelta(days=4)
    monkeypatch.setattr(
        "django.contrib.auth.tokens.PasswordResetTokenGenerator._now", lambda self: later.replace(tzinfo=None)
    )

    assert "can't be used any more" in client.get(link, follow=True).content.decode()


def test_nobody_learns_which_accounts_there_are(demo):
    User.objects.create_user("gone@test.example", PASSWORD, name="Gone", is_active=False)
    answers = []
    for email in (BOARD, "nobody@test.example", "gone@test.example"):
        answer = Client().post(reverse("account_reset_password"), {"email": email})
        answers.append((answer.status_code, answer["Location"]))
    pages = [
        re.sub(r'value="[^"]*"', "", sign_in(Client(), email, "wrong").content.decode())
        for email in (BOARD, "nobody@test.example", "gone@test.example")
    ]
    right_but_gone = sign_in(Client(), "gone@test.example")

    assert len(set(answers)) == 1
    assert [message.to for message in mail.outbox] == [[BOARD]]
    assert len(set(pages)) == 1
    assert WRONG in right_but_gone.content.decode()


def test_ten_wrong_passwords_lock_an_account_for_everybody_and_tell_its_owner(demo):
    assert WRONG in try_wrongly(10)

    assert LOCKED in sign_in(Client()).content.decode()
    assert LOCKED in sign_in(Client(), "BOARD@northmoor.example").content.decode()
    assert LOCKED in sign_in(Client(), REMOTE_ADDR="203.0.113.9").content.decode()
    assert sign_in(Client(), "lead@northmoor.example").status_code == 302
    assert [message.to for message in mail.outbox] == [[BOARD]]
    assert "Ten attempts" in mail.outbox[0].body


def test_a_right_password_between_wrong_ones_gives_no_further_tries(demo):
    try_wrongly(5)
    assert sign_in(Client()).status_code == 302
    try_wrongly(5)

    assert LOCKED in sign_in(Client()).content.decode()


def test_one_password_tried_on_many_accounts_locks_the_address(demo):
    for number in range(30):
        sign_in(Client(), f"somebody{number}@test.example", "Spring2026!", REMOTE_ADDR="203.0.113.7")

    assert LOCKED in sign_in(Client(), REMOTE_ADDR="203.0.113.7").content.decode()
    assert sign_in(Client(), REMOTE_ADDR="203.0.113.8").status_code == 302


def test_who_says_to_be_forwarded_is_not_believed_without_a_proxy(demo):
    for number in range(30):
        sign_in(
            Client(), f"somebody{number}@test.example", "x", REMOTE_ADDR="203.0.113.7",
            HTTP_X_FORWARDED_FOR=f"198.51.100.{number}",
        )  # fmt: skip

    answer = sign_in(Client(), REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR="198.51.100.99")
    assert LOCKED in answer.content.decode()


def test_without_a_mail_server_a_person_is_told_whom_to_ask(demo, settings):
    settings.EMAIL_HOST = ""

    assert "This site sends no e-mail" in Client().get(reverse("account_reset_password")).content.decode()
    assert Client().post(reverse("account_reset_password"), {"email": BOARD}).status_code == 302
    assert mail.outbox == []


def test_a_mail_server_that_is_down_keeps_nobody_out(demo, monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError("nobody listens")

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", refuse)
    client = Client()
    sign_in(client)

    changed = client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW})

    assert changed.status_code == 302
    assert account("board").check_password(NEW)


def test_a_new_address_holds_once_its_link_was_followed(demo):
    client = Client()
    sign_in(client)
    change = {"email": "new@northmoor.example", "action_add": "1"}
    asked = client.post(reverse("account_email"), change)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), change)
    sent = next(message for message in mail.outbox if message.to == ["new@northmoor.example"])
    assert account("board").email == BOARD
    link = link_in(sent)
    assert "From now on you sign in with new@northmoor.example" in client.get(link).content.decode()
    client.post(link)

    assert User.objects.filter(email="new@northmoor.example").exists()
    assert sign_in(Client(), "new@northmoor.example").status_code == 302
    assert sign_in(Client()).status_code == 200


def test_an_address_of_somebody_else_is_never_taken(demo):
    client = Client()
    sign_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), {"email": "lead@northmoor.example", "action_add": "1"})

    assert account("board").email == BOARD
    assert account("lead").email == "lead@northmoor.example"


def test_another_name_of_the_host_gives_no_further_tries(demo, settings):
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    for number in range(10):
        sign_in(Client(), BOARD, "wrong", HTTP_HOST=f"localhost:{1000 + number}")

    assert LOCKED in sign_in(Client(), HTTP_HOST="localhost:2000").content.decode()
    assert LOCKED in sign_in(Client()).content.decode()


def test_somebody_elses_second_step_does_not_make_an_address_forgotten(demo):
    for number in range(30):
        sign_in(Client(), f"somebody{number}@test.example", "x", REMOTE_ADDR="203.0.113.7")
    request = RequestFactory().post("/", REMOTE_ADDR="203.0.113.7")
    # As allauth does once a code was right.
    ratelimit.clear(request, app="allauth.account", action="login_failed", key="mfa-auth-user-1")

    assert LOCKED in sign_in(Client(), REMOTE_ADDR="203.0.113.7").content.decode()
