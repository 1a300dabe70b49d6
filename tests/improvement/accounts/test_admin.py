"""The administration site shows of accounts what a lost telephone or a leaver asks for, and no secret."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests.conftest import account
from tests.improvement.accounts.test_second_step import set_up_an_app, signed_in

pytestmark = pytest.mark.django_db


def test_a_lost_telephone_is_removed_by_a_system_administrator(demo, sign_in):
    owner = signed_in("board")
    secret = set_up_an_app(owner)
    found, client = Authenticator.objects.get(type="totp"), sign_in("admin")
    address = reverse("admin:mfa_authenticator_change", args=[found.pk])

    page = client.get(address).content.decode()
    assert secret not in page
    assert found.data["secret"] not in page
    assert client.post(address, {"type": "x"}).status_code == 403
    for item in Authenticator.objects.filter(user=account("board")):
        client.post(reverse("admin:mfa_authenticator_delete", args=[item.pk]), {"post": "yes"})
    assert signed_in("board").get("/account/").status_code == 200


def test_a_leaver_is_signed_out_everywhere(demo, sign_in):
    there, client = signed_in("board"), sign_in("admin")
    there.get("/account/")
    session = UserSession.objects.get(user=account("board"))
    shown = client.get(reverse("admin:usersessions_usersession_change", args=[session.pk])).content.decode()
    assert session.session_key not in shown
    assert client.get(reverse("admin:usersessions_usersession_changelist"), {"q": "board"}).status_code == 200
    client.post(reverse("admin:usersessions_usersession_delete", args=[session.pk]), {"post": "yes"})

    assert there.get("/account/")["Location"].startswith("/sign-in/")


def test_nothing_of_providers_and_tokens_is_there():
    names = {model._meta.label for model in admin.site._registry}

    assert not names & {"socialaccount.SocialApp", "socialaccount.SocialToken", "account.EmailAddress"}
    assert Client().get("/admin/mfa/authenticator/")["Location"].startswith("/sign-in/")
