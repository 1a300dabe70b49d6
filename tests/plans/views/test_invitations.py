"""Invitations: sent by a plan's administrator, accepted once by whom they are for, with an account or without."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from improvement.models import Officer, User
from plans.access import access_to
from plans.choices import Role
from plans.models import Invitation, PlanRole
from plans.operations.history import Provenance
from plans.operations.invitations import accept_as_new, invitation_by, invite, send_again, token_of, withdraw
from tests.conftest import TODAY, account
from tests.factories import make_plan, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "new.person@test.example"
TYPED = {"name": "New Person", "password": "correct horse battery"}


@pytest.fixture(autouse=True)
def mail_server(settings, demo):
    settings.EMAIL_HOST = "mail.example"


def ask(client: Client, plan, email: str = ADDRESS, role: Role = Role.BOARD_MEMBER):
    address = reverse("plans:set-up-role-add", args=[plan.slug])
    shown = re.findall(
        r'<input type="hidden" name="(\w*revision)" value="(\d+)"', client.get(address).content.decode()
    )
    return client.post(address, dict(shown) | {"email": email, "role": role}, follow=True)


def link_of(invitation: Invitation) -> str:
    return reverse("plans:invitation", args=[token_of(invitation)])


def test_somebody_new_is_invited_makes_an_account_and_is_on_the_plan(demo, sign_in):
    page = ask(sign_in("planner"), demo, "New.Person@test.example").content.decode()
    assert f"An invitation was sent to {ADDRESS}" in page
    assert f'app-wrap">{ADDRESS}</th>' in page
    (message,) = mail.outbox
    assert message.to == [ADDRESS]
    link = re.search(r"http://testserver(\S+)", message.body)[1]

    client = Client()
    shown = client.get(link).content.decode()
    assert "Plan administrator (demo) invites you" in shown
    assert "as board member" in " ".join(shown.split())
    answer = client.post(link, TYPED, follow=True)

    assert "You are board member of this plan" in answer.content.decode()
    user = User.objects.get(email=ADDRESS)
    assert access_to(user, demo).roles == {Role.BOARD_MEMBER}
    assert PlanRole.objects.get(user=user).by == account("planner")
    assert (
        Client().post(reverse("sign-in"), {"login": ADDRESS, "password": TYPED["password"]}).status_code
        == 302
    )
    assert "It was accepted on" in Client().get(link).content.decode()
    assert (
        "Invited, and not come yet"
        not in sign_in("planner").get(reverse("plans:set-up", args=[demo.slug])).content.decode()
    )


def test_who_has_an_account_gets_the_role_at_once(demo, sign_in):
    page = ask(sign_in("planner"), demo, "OFFICER@northmoor.example", Role.ANALYST).content.decode()

    assert "is now analyst" in page
    assert mail.outbox == []
    assert not Invitation.objects.exists()


def test_a_bad_password_makes_nothing(demo):
    invitation = invite(demo, ADDRESS, Role.ANALYST, by=account("planner"))

    for password in ("short", "new.person@test.example", "123456789012", ""):
        answer = Client().post(link_of(invitation), TYPED | {"password": password})
        assert answer.status_code == 422
        assert "New Person" in answer.content.decode()
    assert not User.objects.filter(email=ADDRESS).exists()
    assert invitation_by(token_of(invitation)).is_open


def test_a_link_is_for_one_person_alone(demo, sign_in):
    invitation = invite(demo, "lead@northmoor.example", Role.ANALYST, by=account("planner"))
    link = link_of(invitation)

    other = sign_in("officer")
    assert "you are signed in as officer@northmoor.example" in " ".join(
        other.get(link).content.decode().split()
    )
    other.post(link)
    Client().post(link, TYPED)
    assert not PlanRole.objects.filter(
        role=Role.ANALYST, user__in=[account("officer"), account("lead")]
    ).exists()
    assert f"/sign-in/?next={quote(link)}" in Client().get(link).content.decode()
    mine = sign_in("lead")
    mine.post(link)
    assert Role.ANALYST in access_to(account("lead"), demo).roles
    mine.post(link)
    assert PlanRole.objects.filter(role=Role.ANALYST, user=account("lead")).count() == 1


def test_links_that_no_longer_hold(demo):
    sent = invite(demo, ADDRESS, Role.ANALYST, by=account("planner"))
    first = link_of(sent)
    again = send_again(sent, by=account("planner"))
    withdrawn = invite(demo, "w@test.example", Role.ANALYST, by=account("planner"))
    withdraw(withdrawn)
    old = invite(demo, "o@test.example", Role.ANALYST, by=account("planner"))
    Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    forged = link_of(again)[:-3] + "xy/"

    for link in (first, link_of(withdrawn), link_of(old), forged, reverse("plans:invitation", args=["x"])):
        answer = Client().post(link, TYPED)
        assert answer.status_code == 404
        assert "can't be used" in answer.content.decode()
    assert not User.objects.filter(name="New Person").exists()
    assert Client().get(link_of(again)).status_code == 200


def test_inviting_again_makes_no_second_invitation(demo, sign_in):
    client = sign_in("planner")
    ask(client, demo)
    ask(client, demo)

    assert Invitation.objects.count() == 1
    assert len(mail.outbox) == 2


def test_without_a_mail_server_the_link_is_passed_on(demo, sign_in, settings):
    settings.EMAIL_HOST = ""
    page = ask(sign_in("planner"), demo).content.decode()

    assert "This site sends no e-mail. Pass the link on yourself." in page
    assert link_of(Invitation.objects.get()) in page


def test_a_deactivated_account_is_not_invited_back(demo, sign_in):
    User.objects.create_user(ADDRESS, name="Gone", is_active=False)

    assert "is not active" in ask(sign_in("planner"), demo).content.decode()
    invitation = invite(demo, ADDRESS, Role.ANALYST, by=account("planner"))
    assert Client().post(link_of(invitation), TYPED).status_code == 404


def test_an_invitation_of_another_plan_is_not_found(demo, sign_in):
    other = make_plan("elsewhere")
    theirs = invite(
        other, ADDRESS, Role.ANALYST, by=make_user("b@test.example", other, Role.PLAN_ADMINISTRATOR)
    )
    address = reverse("plans:set-up-invitation", args=[demo.slug, theirs.pk])

    assert sign_in("planner").get(address).status_code == 404
    assert sign_in("planner").post(address, {"withdraw": "1"}).status_code == 404
    assert invitation_by(token_of(theirs)).is_open


def test_withdrawing_and_sending_again_from_its_page(demo, sign_in):
    client = sign_in("planner")
    ask(client, demo)
    invitation = Invitation.objects.get()
    before, address = link_of(invitation), reverse("plans:set-up-invitation", args=[demo.slug, invitation.pk])
    client.post(address, {"again": "1"})
    assert link_of(Invitation.objects.get()) != before
    asked = client.post(address, {"withdraw": "1"}).content.decode()
    assert "The link that was sent opens nothing any more." in asked
    assert Invitation.objects.get().is_open
    client.post(address, {"withdraw": "1", "confirmed": "1"})

    assert client.get(address).status_code == 404
    assert Invitation.objects.get().withdrawn_at is not None


def test_who_has_an_officers_address_is_that_officer(demo):
    theirs = Officer.objects.filter(council=demo.council, user=None).first()
    Officer.objects.filter(pk=theirs.pk).update(email=ADDRESS.upper())
    invitation = invite(demo, ADDRESS, Role.LEAD_OFFICER, by=account("planner"))
    Client().post(link_of(invitation), TYPED)

    theirs.refresh_from_db()
    assert theirs.user.email == ADDRESS


def test_of_two_who_follow_a_link_at_once_one_gets_it(demo):
    invitation, provenance = invite(demo, ADDRESS, Role.ANALYST, by=account("planner")), Provenance(TODAY)
    first = accept_as_new(invitation, "First", "correct horse battery", provenance=provenance)
    second = accept_as_new(invitation, "Second", "correct horse battery", provenance=provenance)
    withdrawn = invite(demo, "w@test.example", Role.ANALYST, by=account("planner"))
    withdraw(withdrawn)

    assert (first.name, second) == ("First", None)
    assert accept_as_new(withdrawn, "Late", "correct horse battery", provenance=provenance) is None
    assert not User.objects.filter(name__in=["Second", "Late"]).exists()


def test_a_link_is_shown_only_where_no_mail_proves_whose_it_is(demo, sign_in, settings):
    invitation = invite(demo, ADDRESS, Role.ANALYST, by=account("planner"))
    address = reverse("plans:set-up-invitation", args=[demo.slug, invitation.pk])
    link = link_of(invitation)

    assert link not in sign_in("planner").get(address).content.decode()
    settings.EMAIL_HOST = ""
    assert link in sign_in("planner").get(address).content.decode()
    theirs = Officer.objects.filter(council=demo.council, user=None).first()
    Officer.objects.filter(pk=theirs.pk).update(email=ADDRESS)
    Client().post(link, TYPED)
    theirs.refresh_from_db()
    assert theirs.user is None
