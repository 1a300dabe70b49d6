"""Accounts: one an address in whatever capitals, sessions that end for good, an administration site that says no."""

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from improvement.models import SAME_ADDRESS, User
from plans.demo.load import PASSWORD
from tests.conftest import account

INNER = (
    "/admin/", "/admin", "/admin/login/", "/admin/improvement/user/", "/admin/improvement/user/add/",
    "/admin/plans/plan/1/change/", "/admin/jsi18n/", "/admin/autocomplete/", "/admin/no/such/page/",
)  # fmt: skip


@pytest.mark.parametrize("address", INNER)
@pytest.mark.parametrize("role", ["board", "lead", "officer", "analyst", "planner"])
def test_who_may_not_administer_is_told_so_once(demo, sign_in, role, address):
    response = sign_in(role).get(address, follow=True)

    assert response.status_code == 403
    assert "The administration site is for system administrators" in response.content.decode()
    assert '<a class="govuk-link" href="/">' in response.content.decode()


def test_signing_in_on_the_way_to_the_administration_ends_too(demo):
    response = Client().post(
        reverse("sign-in"),
        {"login": "board@northmoor.example", "password": PASSWORD, "next": "/admin/"},
        follow=True,
    )

    assert response.status_code == 403
    assert "The administration site is for system administrators" in response.content.decode()


def test_an_administrator_signs_in_to_the_page_asked_for(demo):
    client = Client()
    assert client.get("/admin/improvement/user/")["Location"] == "/sign-in/?next=/admin/improvement/user/"

    client.force_login(account("admin"))

    assert client.get("/admin/login/", follow=True).redirect_chain[-1][0] == "/admin/"
    assert client.get("/admin/improvement/user/").status_code == 200


def test_staff_without_the_right_are_told_which_right_they_lack(demo):
    client = Client()
    client.force_login(User.objects.create_user("staff@test.example", name="Staff", is_staff=True))

    response = client.get("/admin/plans/plan/")

    assert response.status_code == 403
    assert "not this part of it" in response.content.decode()
    assert "Your role on this plan" not in response.content.decode()


@pytest.mark.parametrize(
    "address", ["board@northmoor.example", "BOARD@northmoor.example", "Board@NORTHMOOR.Example"]
)
def test_an_address_in_any_capitals_signs_in_to_the_one_account(demo, address):
    assert authenticate(username=address, password=PASSWORD) == account("board")


def test_the_database_keeps_one_account_an_address(demo):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="BOARD@northmoor.example", name="Second")])
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(email__startswith="lead@").update(email="Board@northmoor.example")


def test_the_administration_says_that_an_address_is_taken(demo, sign_in):
    client = sign_in("admin")
    typed = {"name": "Second", "email": "BOARD@northmoor.example", "usable_password": "false"}

    added = client.post("/admin/improvement/user/add/", typed)
    changed = client.post(
        f"/admin/improvement/user/{account('lead').pk}/change/",
        {"name": "Lead", "email": "Board@Northmoor.example", "is_active": "on"},
    )

    User.objects.filter(pk=account("officer").pk).update(email="Officer@northmoor.example")
    older = client.post("/admin/improvement/user/add/", typed | {"email": "officer@northmoor.example"})

    for response in (added, changed, older):
        assert response.status_code == 200
        assert response.content.decode().count(SAME_ADDRESS) == 1
    assert User.objects.filter(email__iexact="board@northmoor.example").count() == 1


def test_a_new_accounts_address_is_kept_in_small_letters(demo, sign_in):
    sign_in("admin").post(
        "/admin/improvement/user/add/",
        {"name": "New", "email": "New.Person@Northmoor.example", "usable_password": "false"},
    )

    assert User.objects.get(name="New").email == "new.person@northmoor.example"


@pytest.mark.parametrize(
    "typed", ["", "x", "@", "a" * 400 + "@b.example", "İ@northmoor.example", "a\x00@b.example", "ß@x.example"]
)
def test_signing_in_with_anything_never_answers_500(demo, typed):
    assert Client().post(reverse("sign-in"), {"login": typed, "password": "x"}).status_code == 200


@pytest.mark.parametrize(
    "ahead", ["/sign-in/", "/sign-out/", "/sign-in/?next=/sign-in/", "//other.example/", "\x00"]
)
def test_a_way_that_leads_back_to_sign_in_leads_to_the_plans(demo, sign_in, ahead):
    response = sign_in("board").get(reverse("sign-in"), {"next": ahead})

    assert response.status_code == 302
    assert response["Location"] == reverse("plans:plan-list")


def deactivate_on_the_page(person: User, administrator: Client) -> None:
    administrator.post(
        f"/admin/improvement/user/{person.pk}/change/", {"name": person.name, "email": person.email}
    )


def deactivate_by_saving(person: User, administrator: Client) -> None:
    person.is_active = False
    person.save(update_fields=["is_active"])


def deactivate_several(person: User, administrator: Client) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


@pytest.mark.parametrize("deactivate", [deactivate_on_the_page, deactivate_by_saving, deactivate_several])
def test_a_session_of_before_stays_dead_when_the_account_comes_back(demo, sign_in, deactivate):
    old, other, dashboard = sign_in("board"), sign_in("lead"), reverse("plans:dashboard", args=[demo.slug])
    assert old.get(dashboard).status_code == 200

    deactivate(account("board"), sign_in("admin"))
    person = account("board")
    assert not person.is_active
    person.is_active = True
    person.save()

    assert old.get(dashboard)["Location"].startswith("/sign-in/")
    assert other.get(dashboard).status_code == 200
    new = Client()
    new.force_login(person)
    assert new.get(dashboard).status_code == 200


def test_the_database_itself_refuses_a_second_account_of_an_address_in_other_capitals(db):
    User.objects.bulk_create([User(email="one@x.example", name="One")])

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="One@X.example", name="Another")])

    assert list(User.objects.filter(email__iexact="one@x.example").values_list("name", flat=True)) == ["One"]
