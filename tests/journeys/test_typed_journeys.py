"""Nothing that is typed is lost: a session that ends, a browser that closes, a form that is sent twice."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from improvement.models import Draft
from plans.demo.load import PASSWORD
from plans.models import Challenge, Update
from tests.journeys.conftest import violations

pytestmark = pytest.mark.browser
WORDS = "Two teams began on Monday; the rest follow in December."


def update_address(plan) -> str:
    return reverse("plans:action-update", args=[plan.slug, "5.8.1"])


def sign_in_again(page):
    page.get_by_label("E-mail address").fill("lead@northmoor.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_session_that_ended_while_typing_loses_nothing(live_demo, person, scripts):
    page = person("lead", java_script_enabled=scripts)
    page.goto(update_address(live_demo))
    page.get_by_label("Behind target").check()
    page.get_by_label("Progress since the last update").fill(WORDS)
    page.get_by_label("Next steps (optional)").fill("Meet the teams.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save the update").click()
    expect(page.get_by_text("Your session has ended.")).to_be_visible()
    if scripts:
        assert violations(page) == []
    sign_in_again(page)

    expect(page.get_by_text("The form is filled in as you left it.")).to_be_visible()
    expect(page.get_by_label("Progress since the last update")).to_have_value(WORDS)
    expect(page.get_by_label("Next steps (optional)")).to_have_value("Meet the teams.")
    expect(page.get_by_label("Behind target")).to_be_checked()
    if scripts:
        assert violations(page) == []
    page.get_by_role("button", name="Save the update").click()
    expect(page.get_by_text("Update to action 5.8.1 saved.")).to_be_visible()
    assert Update.objects.filter(progress=WORDS, next_steps="Meet the teams.").count() == 1
    page.goto(update_address(live_demo))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Not sent yet")).to_have_count(0)


def test_a_draft_is_offered_after_the_browser_was_closed(live_demo, person):
    page = person("lead")
    page.goto(update_address(live_demo))
    with page.expect_response("**/drafts/") as saved:
        page.get_by_label("Progress since the last update").type(WORDS)
    assert saved.value.status == 200
    page.close()

    again = person("lead")
    again.goto(update_address(live_demo))
    expect(again.get_by_text("You started this on")).to_be_visible()
    expect(again.get_by_label("Progress since the last update")).to_have_value("")
    assert violations(again) == []
    again.get_by_role("link", name="Use it").click()
    expect(again.get_by_label("Progress since the last update")).to_have_value(WORDS)
    assert violations(again) == []
    again.get_by_label("On target").check()
    again.get_by_role("button", name="Save the update").click()
    expect(again.get_by_text("Update to action 5.8.1 saved.")).to_be_visible()
    assert not Draft.objects.exists()


def test_a_draft_can_be_discarded(live_demo, person):
    page = person("lead")
    page.goto(update_address(live_demo))
    with page.expect_response("**/drafts/"):
        page.get_by_label("Progress since the last update").fill(WORDS)
    page.goto(update_address(live_demo))
    page.get_by_role("button", name="Discard it").click()
    expect(page.get_by_text("What you typed has been discarded.")).to_be_visible()
    expect(page.get_by_text("Not sent yet")).to_have_count(0)
    expect(page.get_by_role("heading", name="Report progress on action 5.8.1")).to_be_visible()


def test_back_and_sent_again_records_once(live_demo, person):
    page = person("analyst")
    page.goto(reverse("plans:challenge-add", args=[live_demo.slug]))
    page.get_by_label("Question").fill("Who tells the children?")
    for box in page.locator("form:not([action]) select").all():
        value = box.locator("option:not([value=''])").first.get_attribute("value")
        box.select_option(value=value)
    page.locator("form:not([action]) button[type=submit]").first.click()
    page.wait_for_url("**/challenge-log/")
    page.go_back()
    expect(page.get_by_label("Question")).to_have_value("Who tells the children?")
    page.locator("form:not([action]) button[type=submit]").first.click()

    # From the browser's memory, or asked for anew with the words put in again: either way it is said.
    expect(page.get_by_text(re.compile("not (been )?recorded again"))).to_be_visible()
    assert Challenge.objects.filter(question="Who tells the children?").count() == 1


def test_a_person_is_warned_before_the_session_ends_and_goes_on_in_place(live_demo, person, settings):
    page = person("lead")
    settings.SESSION_IDLE = 130
    page.goto(update_address(live_demo))
    box = page.get_by_label("Progress since the last update")
    box.fill(WORDS)
    dialog = page.get_by_role("dialog", name="You are about to be signed out")
    expect(dialog).to_be_visible(timeout=20_000)
    expect(dialog.get_by_role("heading")).to_be_focused()
    expect(dialog).to_contain_text("2 minutes")
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.getElementById('session-warning').getBoundingClientRect().right") <= 320
    settings.SESSION_IDLE = 8 * 60 * 60
    with page.expect_response("**/session/") as went_on:
        dialog.get_by_role("button", name="Stay signed in").click()
    assert went_on.value.status == 200

    expect(dialog).to_be_hidden()
    expect(box).to_be_focused()
    expect(box).to_have_value(WORDS)


def test_when_the_time_is_up_what_was_typed_stays_on_the_page(live_demo, person, settings):
    page = person("lead")
    page.goto(update_address(live_demo))
    settings.SESSION_IDLE = 10
    page.goto(update_address(live_demo))
    page.get_by_label("Progress since the last update").evaluate(
        "(box, words) => { box.value = words }", WORDS
    )
    dialog = page.get_by_role("dialog", name="You are signed out")
    expect(dialog).to_be_visible(timeout=20_000)
    assert violations(page) == []
    expect(dialog.get_by_role("link", name="Sign in again")).to_be_visible()
    dialog.get_by_role("button", name="Continue with this page").click()
    expect(page.get_by_label("Progress since the last update")).to_have_value(WORDS)
