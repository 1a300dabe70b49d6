"""A lead in a corridor: the link in an e-mail, a status, a sentence, saved, without signing in, on a phone."""

import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.access import access_to
from plans.models import Update
from plans.operations.update_links import LinkFor, make_links
from plans.position import build_position
from tests.conftest import account
from tests.journeys.conftest import violations

pytestmark = pytest.mark.browser


def test_an_update_by_link_takes_three_presses_and_under_half_a_minute(live_demo, live_server, browser):
    user, today = account("lead"), timezone.localdate()
    access, position = access_to(user, live_demo), build_position(live_demo, today)
    led = next(a for a in position.lowest_level_actions if a.is_open and access.may_update(a, position))
    action = live_demo.actions.get(pk=led.action_id)
    secret = make_links(live_demo, user, [LinkFor(action.pk, today + timedelta(days=9))])[action.pk]
    context = browser.new_context(
        viewport={"width": 375, "height": 700}, base_url=live_server.url, locale="en-GB"
    )
    page = context.new_page()
    began = time.monotonic()
    page.goto(reverse("plans:update-by-link", args=[secret]))
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.get_by_label("On target").check()
    page.get_by_label("What has happened since").fill("The joint specification was advertised.")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("Saved").first.is_visible()
    assert time.monotonic() - began < 30
    assert violations(page) == []
    row = Update.objects.filter(action=action).latest("pk")
    assert (row.is_by_link, row.progress) == (True, "The joint specification was advertised.")
    page.goto(reverse("plans:update-by-link", args=[secret]))
    assert page.get_by_text("It has been used").is_visible()
    assert violations(page) == []
    context.close()
