"""A person's own account in a browser: invited, a second step, a passkey; each page at two widths."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from improvement.models import User
from plans.choices import Role
from plans.demo.load import PASSWORD
from plans.models import Invitation
from plans.operations.invitations import invite, token_of
from tests.conftest import account
from tests.improvement.accounts.test_second_step import code_of
from tests.journeys.conftest import violations, wrong_at_any_width

pytestmark = pytest.mark.browser


def confirm_password(page: Page) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url("**/sign-in/**")


def test_somebody_is_invited_makes_an_account_and_changes_the_password(
    live_demo, person, browser, live_server, settings
):
    settings.EMAIL_HOST = "mail.example"
    planner = person("planner")
    planner.goto(reverse("plans:set-up", args=[live_demo.slug]))
    planner.get_by_role("link", name="Invite someone, or give them a role").click()
    planner.get_by_label("E-mail address").fill("new.person@test.example")
    planner.get_by_label("Role").select_option(label="Board member")
    planner.locator("form button[type=submit]").last.click()
    expect(planner.get_by_text("An invitation was sent to new.person@test.example")).to_be_visible()

    link = re.search(r"http://[^/]+(/\S+)", mail.outbox[-1].body)[1]
    context = browser.new_context(base_url=live_server.url, viewport={"width": 375, "height": 800})
    page = context.new_page()
    page.goto(link)
    assert violations(page) == []
    page.get_by_label("Your name").fill("New Person")
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Create your account").click()
    expect(page.get_by_role("alert")).to_contain_text("too short")
    assert violations(page) == []
    page.get_by_label("Password").fill("correct horse battery")
    # By the keyboard alone.
    page.keyboard.press("Enter")
    expect(page.get_by_text("You are board member of this plan")).to_be_visible()

    page.get_by_role("link", name="Your account, New Person").click()
    page.get_by_role("link", name="Change your password").click()
    page.get_by_label("Current password").fill("correct horse battery")
    page.get_by_label("New password").fill("another battery horse")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("Your password is changed.")).to_be_visible()
    sign_out(page)
    sign_in(page, "new.person@test.example", "another battery horse")
    page.wait_for_url("**/plans/**")
    context.close()


def test_an_administrator_sets_up_an_app_and_signs_in_with_its_code(live_demo, person, settings):
    page = person("admin")
    settings.SECOND_STEP_FOR, settings.EMAIL_HOST = "administrators", "mail.example"
    page.goto(reverse("plans:dashboard", args=[live_demo.slug]))
    expect(page.get_by_text("Your account needs a second step to sign in.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Set up an app").click()
    assert violations(page) == []
    confirm_password(page)
    assert violations(page) == []
    secret = page.locator("strong.app-wrap").inner_text()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert violations(page) == []
    recovery = page.locator(".app-codes li").first.inner_text()
    assert [message.subject for message in mail.outbox] == ["Improvement plan tracker: Second step set up"]
    page.goto(reverse("plans:dashboard", args=[live_demo.slug]))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.url.endswith(f"/plans/{live_demo.slug}/")

    sign_out(page)
    sign_in(page, "admin@northmoor.example", PASSWORD)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/plans/**")


def test_a_passkey_signs_in_by_itself(live_demo, person):
    page = person("board")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(reverse("mfa_add_webauthn"))
    confirm_password(page)
    page.get_by_label("Name of the key").fill("Work laptop")
    page.get_by_label("Sign in with this key alone").check()
    page.get_by_role("button", name="Add the key").click()
    expect(page.get_by_text("The key is added.")).to_be_visible()
    page.goto(reverse("mfa_list_webauthn"))
    expect(page.get_by_role("row", name=re.compile("Work laptop"))).to_contain_text("Signs in by itself")
    assert violations(page) == []

    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/plans/**")
    expect(page.get_by_role("link", name=re.compile("Your account"))).to_be_visible()


def test_account_pages_at_two_widths(live_demo, person):
    page = person("planner")
    invitation = invite(
        live_demo, "a.rather.long.name.of.somebody@children.services.council.example", Role.ANALYST,
        by=account("planner"),
    )  # fmt: skip
    old = invite(live_demo, "old@test.example", Role.ANALYST, by=account("planner"))
    Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(days=1))
    page.goto(reverse("account_reauthenticate"))
    confirm_password(page)

    addresses = [
        *map(reverse, (
            "account", "sessions", "account_email", "account_change_password", "mfa_index", "mfa_activate_totp",
            "mfa_add_webauthn", "mfa_list_webauthn", "account_signup", "account_reset_password",
            "account_reset_password_done", "account_reset_password_from_key_done", "account_inactive",
            "socialaccount_connections", "socialaccount_login_cancelled", "cookies", "privacy",
        )),
        reverse("account_confirm_email", args=["x"]),
        reverse("account_reset_password_from_key", args=["1", "x-y"]),
        reverse("plans:set-up-invitation", args=[live_demo.slug, invitation.pk]),
        reverse("plans:set-up-invitation", args=[live_demo.slug, old.pk]),
        reverse("plans:invitation", args=[token_of(invitation)]),
        reverse("plans:invitation", args=[token_of(old)]),
        reverse("plans:set-up", args=[live_demo.slug]),
    ]  # fmt: skip
    assert wrong_at_any_width(page, addresses) == {}
    assert User.objects.filter(email="planner@northmoor.example").exists()
