"""Signing in by the council's own provider, a real one on loopback: who gets in, as whom, with which roles."""

import http.client
from urllib.parse import urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from improvement.models import User
from plans.access import access_to
from plans.choices import Role
from plans.demo.load import PASSWORD
from plans.models import GroupRole
from plans.operations.history import Provenance
from plans.operations.invitations import invite, token_of
from plans.operations.people import give_role
from tests.conftest import TODAY, account
from tests.improvement.accounts.provider import CLIENT, SECRET, running

pytestmark = pytest.mark.django_db
SUBJECT = "0f8c-subject"
PERSON = {
    "sub": SUBJECT,
    "email": "Ada.Example@council.example",
    "name": "Ada Example",
    "groups": ["board-group"],
}


@pytest.fixture
def provider(demo, settings):
    with running() as found:
        found.claims = dict(PERSON)
        app = {
            "provider_id": "council",
            "name": "council account",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": found.url, "fetch_userinfo": False},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        GroupRole.objects.create(plan=demo, group="board-group", role=Role.BOARD_MEMBER)
        GroupRole.objects.create(plan=demo, group="analysts", role=Role.ANALYST)
        yield found


def come(client: Client, *, ahead: str = "", process: str = "") -> object:
    """Go through the provider as a browser does; return the page that one ends at."""
    asked = f"{reverse('openid_connect_login', args=['council'])}?next={ahead}&process={process}"
    out = urlsplit(client.post(asked)["Location"])
    connection = http.client.HTTPConnection(out.netloc)
    connection.request("GET", f"{out.path}?{out.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    return client.get(f"{back.path}?{back.query}", follow=True)


def test_somebody_of_a_group_comes_in_with_its_role_and_without_a_password(demo, provider):
    client = Client()
    assert "Sign in with your council account" in client.get(reverse("sign-in")).content.decode()
    page = come(client, ahead=f"/plans/{demo.slug}/measures/")

    assert page.request["PATH_INFO"] == f"/plans/{demo.slug}/measures/"
    user = User.objects.get(email="ada.example@council.example")
    assert (user.name, user.has_usable_password()) == ("Ada Example", False)
    assert access_to(user, demo).roles == {Role.BOARD_MEMBER}


def test_roles_follow_the_groups_at_each_sign_in(demo, provider):
    come(Client())
    user = User.objects.get(email="ada.example@council.example")
    give_role(demo, user, Role.THEME_LEAD, provenance=Provenance(TODAY))
    provider.claims["groups"] = ["analysts", "something else"]
    come(Client())

    # A role that no group gives is none of theirs to end.
    assert access_to(user, demo).roles == {Role.ANALYST, Role.THEME_LEAD}
    provider.claims["groups"] = []
    come(Client())
    assert access_to(user, demo).roles == {Role.THEME_LEAD}


def test_the_last_administrator_is_never_taken_away_by_groups(demo, provider):
    GroupRole.objects.create(plan=demo, group="chiefs", role=Role.PLAN_ADMINISTRATOR)
    planner = account("planner")
    SocialAccount.objects.create(user=planner, provider="council", uid=SUBJECT, extra_data={})
    come(Client())

    assert Role.PLAN_ADMINISTRATOR in access_to(planner, demo).roles


@pytest.mark.parametrize("groups", [[], ["unknown"], None])
def test_who_has_no_group_of_ours_gets_no_account(demo, provider, groups):
    provider.claims["groups"] = groups
    client = Client()
    page = come(client).content.decode()

    assert "You have no access yet" in page
    assert not User.objects.filter(email__icontains="ada").exists()
    assert client.get("/account/")["Location"].startswith("/sign-in/")


def test_an_e_mail_address_alone_opens_nobodys_account(demo, provider):
    provider.claims |= {"email": "admin@northmoor.example", "email_verified": True}
    client = Client()
    page = come(client).content.decode()

    assert "You have no access yet" in page
    assert client.get("/account/")["Location"].startswith("/sign-in/")
    assert not SocialAccount.objects.exists()


def test_an_account_is_linked_by_who_is_signed_in_and_found_by_its_subject(demo, provider):
    client = Client()
    client.post(reverse("sign-in"), {"login": "lead@northmoor.example", "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    come(client, process="connect")
    assert "is linked" in client.get(reverse("socialaccount_connections")).content.decode()
    provider.claims["email"] = "renamed@council.example"
    other = Client()
    come(other)

    assert "lead@northmoor.example" in other.get("/account/").content.decode()


def test_a_deactivated_account_stays_out(demo, provider):
    come(Client())
    User.objects.filter(email="ada.example@council.example").update(is_active=False)
    client = Client()
    come(client)

    assert client.get("/account/")["Location"].startswith("/sign-in/")


def test_who_cancels_or_meets_a_broken_provider_is_told(demo, provider, settings):
    provider.refuses = True
    assert come(Client()).status_code == 200
    provider.refuses = False
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["secret"] = "wrong"
    page = come(Client())

    assert "You could not be signed in" in page.content.decode()
    assert not User.objects.filter(email__icontains="ada").exists()


def test_an_answer_without_the_state_of_this_browser_is_refused(demo, provider):
    client = Client()
    client.post(reverse("openid_connect_login", args=["council"]))
    page = client.get(reverse("openid_connect_callback", args=["council"]), {"code": "x", "state": "y"})

    assert "You could not be signed in" in page.content.decode()


def test_second_step_is_the_councils_for_who_comes_by_it(demo, provider, settings):
    settings.SECOND_STEP_FOR = "everybody"
    client = Client()
    come(client)

    assert client.get(f"/plans/{demo.slug}/").status_code == 200


def test_passwords_can_be_switched_off(demo, provider, settings):
    settings.COUNCIL_SIGN_IN_ONLY = True
    client = Client()
    page = client.get(reverse("sign-in")).content.decode()

    assert "Password" not in page
    answer = client.post(reverse("sign-in"), {"login": "lead@northmoor.example", "password": PASSWORD})
    assert answer.status_code == 403


def test_without_passwords_an_invitation_is_accepted_by_the_councils_sign_in(demo, provider, settings):
    settings.COUNCIL_SIGN_IN_ONLY = True
    provider.claims |= {"groups": []}
    invitation = invite(demo, "ada.example@council.example", Role.ANALYST, by=account("planner"))
    link, client = reverse("plans:invitation", args=[token_of(invitation)]), Client()
    assert "Sign in with your council account" in " ".join(client.get(link).content.decode().split())
    client.post(link, {"name": "Ada", "password": "correct horse battery"})
    assert not User.objects.filter(email="ada.example@council.example").exists()
    come(client, ahead=link)
    client.post(link)

    user = User.objects.get(email="ada.example@council.example")
    assert access_to(user, demo).roles == {Role.ANALYST}
    assert not user.has_usable_password()
    for name in ("account_change_password", "account_set_password", "account_reset_password"):
        assert client.get(reverse(name)).status_code == 403


def test_an_invitation_of_another_address_opens_no_account(demo, provider, settings):
    settings.COUNCIL_SIGN_IN_ONLY = True
    provider.claims |= {"groups": []}
    invitation = invite(demo, "somebody.else@council.example", Role.ANALYST, by=account("planner"))
    client = Client()
    client.get(reverse("plans:invitation", args=[token_of(invitation)]))

    assert "You have no access yet" in come(client).content.decode()
