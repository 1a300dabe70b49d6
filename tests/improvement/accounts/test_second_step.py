"""The second step: an app, recovery codes, who must have one; and how long a session lasts."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from improvement.models import User
from plans.demo.load import PASSWORD
from tests.conftest import account

pytestmark = pytest.mark.django_db


def signed_in(role: str) -> Client:
    client = Client()
    client.post(reverse("sign-in"), {"login": f"{role}@northmoor.example", "password": PASSWORD})
    return client


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def set_up_an_app(client: Client) -> str:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"Key: <strong[^>]*>(\w+)</strong>", page)[1]
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer.status_code == 302
    return secret


def test_an_app_is_asked_for_at_the_next_sign_in(demo):
    secret = set_up_an_app(signed_in("board"))
    # A code is used once.
    Authenticator.objects.filter(type="totp").update(last_used_at=None)
    cache.clear()
    client = Client()
    asked = client.post(reverse("sign-in"), {"login": "board@northmoor.example", "password": PASSWORD})
    assert asked["Location"] == reverse("mfa_authenticate")
    assert client.get("/account/")["Location"].startswith("/sign-in/")
    refused = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "The code is not correct" in refused.content.decode()
    passed = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert passed.status_code == 302
    assert client.get("/account/").status_code == 200


def test_secrets_are_not_kept_in_the_clear(demo):
    secret = set_up_an_app(signed_in("board"))

    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    assert len(kept) > 50


def test_a_recovery_code_signs_in_once(demo):
    owner = signed_in("board")
    set_up_an_app(owner)
    owner.post(reverse("mfa_generate_recovery_codes"))
    page = owner.get(reverse("mfa_view_recovery_codes")).content.decode()
    code = re.search(r"<li>(\w{8})</li>", page)[1]

    def enter() -> int:
        client = Client()
        client.post(reverse("sign-in"), {"login": "board@northmoor.example", "password": PASSWORD})
        return client.post(reverse("mfa_authenticate"), {"code": code}).status_code

    assert (enter(), enter()) == (302, 200)


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        ("administrators", {"planner", "admin"}),
        ("everybody", {"board", "lead", "officer", "analyst", "planner", "admin"}),
        ("nobody", set()),
    ],
)
def test_who_must_have_a_second_step_is_led_to_it_from_everywhere(demo, settings, who, asked):
    settings.SECOND_STEP_FOR = who
    led = set()
    for role in ("board", "lead", "officer", "analyst", "planner", "admin"):
        client = signed_in(role)
        answers = [client.get(f"/plans/{demo.slug}/"), client.post(f"/plans/{demo.slug}/imports/")]
        if all(
            answer.status_code == 302 and answer["Location"] == reverse("mfa_index") for answer in answers
        ):
            led.add(role)
            assert "Your account needs a second step" in client.get(reverse("mfa_index")).content.decode()

    assert led == asked


def test_once_set_up_everything_opens_and_once_removed_nothing_does(demo, settings):
    settings.SECOND_STEP_FOR = "administrators"
    client = signed_in("planner")
    set_up_an_app(client)
    assert client.get(f"/plans/{demo.slug}/").status_code == 200

    client.post(reverse("mfa_deactivate_totp"))
    assert client.get(f"/plans/{demo.slug}/")["Location"] == reverse("mfa_index")


def test_what_matters_asks_for_the_password_again(demo):
    client = signed_in("board")

    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        assert client.get(reverse(name))["Location"].startswith(reverse("account_reauthenticate"))
    ended = client.post(reverse("sessions"), {"others": "1"})
    assert ended["Location"].startswith(reverse("account_reauthenticate"))
    wrong = client.post(reverse("account_reauthenticate"), {"password": "wrong"})
    assert "The password is not correct" in wrong.content.decode()


def test_a_session_is_ended_from_another(demo):
    here, there = signed_in("board"), signed_in("board")
    here.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = here.get(reverse("sessions")).content.decode()
    other = re.search(r'name="session" value="(\d+)"', page)[1]
    here.post(reverse("sessions"), {"session": other})

    assert there.get("/account/")["Location"].startswith("/sign-in/")
    assert here.get("/account/").status_code == 200


def test_nobody_ends_a_session_of_somebody_else(demo):
    theirs, other = signed_in("board"), signed_in("lead")
    theirs.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    theirs.get(reverse("sessions"))
    key = UserSession.objects.get(user=account("lead")).pk
    for number in (key, 0, "x", 2**63):
        assert theirs.post(reverse("sessions"), {"session": str(number)}).status_code == 404
    assert other.get("/account/").status_code == 200


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    now = time.time()
    monkeypatch.setattr("improvement.accounts.sessions.time.time", lambda: now + seconds)


@pytest.mark.parametrize(
    ("role", "minutes", "is_open"),
    [("board", 59, True), ("board", 61, False), ("admin", 29, True), ("admin", 31, False)],
)
def test_a_session_ends_after_some_time_without_a_page(demo, settings, monkeypatch, role, minutes, is_open):
    settings.SESSION_IDLE, settings.SESSION_IDLE_OF_ADMINISTRATORS = 60 * 60, 30 * 60
    client = signed_in(role)
    later(monkeypatch, minutes * 60)

    assert (client.get("/account/").status_code == 200) is is_open
    # It does not come alive again.
    later(monkeypatch, -60)
    assert (client.get("/account/").status_code == 200) is is_open


def test_a_session_ends_after_twelve_hours_whatever_is_done(demo, settings, monkeypatch):
    settings.SESSION_IDLE = 60 * 60
    client, began = signed_in("board"), time.time()
    for half_hours in range(1, 25):
        at = began + half_hours * 1800 - 10
        monkeypatch.setattr("improvement.accounts.sessions.time.time", lambda at=at: at)
        assert client.get("/account/").status_code == 200
    monkeypatch.setattr("improvement.accounts.sessions.time.time", lambda: began + 12 * 3600 + 10)

    assert client.get("/account/")["Location"].startswith("/sign-in/")


def test_asking_how_long_there_is_lengthens_nothing(demo, settings, monkeypatch):
    settings.SESSION_IDLE = 60 * 60
    client, began = signed_in("board"), time.time()
    for minutes in (20, 40, 59):
        monkeypatch.setattr("improvement.accounts.sessions.time.time", lambda at=began + minutes * 60: at)
        assert client.get(reverse("session")).json()["seconds"] <= (60 - minutes) * 60 + 2
    monkeypatch.setattr("improvement.accounts.sessions.time.time", lambda: began + 61 * 60)

    assert client.get(reverse("session")).status_code == 403


def test_signing_in_gives_a_new_session(demo):
    client = Client()
    client.get(reverse("sign-in"))
    before = client.session.session_key
    client.post(reverse("sign-in"), {"login": "board@northmoor.example", "password": PASSWORD})
    during = client.session.session_key
    client.post(reverse("sign-out"))

    assert before != during
    assert client.get("/account/")["Location"].startswith("/sign-in/")
    stolen = Client()
    stolen.cookies["sessionid"] = during
    assert stolen.get("/account/")["Location"].startswith("/sign-in/")
    assert User.objects.count() > 0
