"""How far the things are that people come for: clicks from signing in, and how long Overview is."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.journeys.conftest import violations

pytestmark = pytest.mark.browser
SCREEN = 900


class Clicks:
    """Counts what somebody presses on the way."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def link(self, name: str | re.Pattern[str], exact: bool = False) -> None:
        self.page.get_by_role("link", name=name, exact=exact).first.click()
        self.count += 1

    def button(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.count += 1


def test_what_moved_is_on_the_first_screen_and_overview_is_four_of_them(live_demo, person):
    page = person("board")
    moved = page.get_by_role("heading", name="What has changed since 6 November 2026")

    assert moved.bounding_box()["y"] < SCREEN * 0.6
    assert page.evaluate("document.documentElement.scrollHeight") <= 4 * SCREEN


def test_reds_and_ambers_with_reasons_are_one_click_away(live_demo, person):
    page = person("board")
    clicks = Clicks(page)
    clicks.link(re.compile("^8 recommendations"))

    expect(page.locator("#recommendation-table tbody tr")).to_have_count(8)
    expect(page.get_by_text("All three actions are more than seven months late")).to_be_visible()
    assert clicks.count == 1


def test_an_action_is_found_by_a_word_of_its_update(live_demo, person):
    page = person("board")
    page.get_by_role("searchbox", name="Search this plan").fill("team tabels")
    clicks = Clicks(page)
    clicks.button("Search")

    expect(page.get_by_role("heading", name=re.compile("^Updates"))).to_be_visible()
    expect(page.get_by_text("shown is tables for “tabels”")).to_be_visible()
    assert clicks.count == 1


def test_a_lead_updates_an_action_in_two(live_demo, person):
    page = person("lead")
    clicks = Clicks(page)
    clicks.link("Update 5.8.1", exact=True)
    page.get_by_label("Behind target").check()
    page.get_by_label("Progress since the last update").fill("Two of three teams have it.")
    clicks.button("Save the update")

    expect(page.get_by_text("Update to action 5.8.1 saved.")).to_be_visible()
    assert clicks.count == 2


def test_all_that_one_officer_holds_is_two_away_and_the_cabinet_workbook_one(live_demo, person):
    page = person("analyst")
    clicks = Clicks(page)
    with page.expect_download() as download:
        clicks.link("Download the Cabinet report (Excel)")
    assert download.value.suggested_filename.endswith(".xlsx")
    assert clicks.count == 1

    page.get_by_role("searchbox", name="Search this plan").fill("Head of Children's Support")
    clicks = Clicks(page)
    clicks.button("Search")
    clicks.link("Head of Children's Support", exact=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("Head of Children's Support")
    assert clicks.count == 2


def test_find_in_a_long_list_of_boxes(live_demo, person):
    page = person("planner")
    page.goto(reverse("plans:set-up-action-change", args=[live_demo.slug, "1.1"]))
    find = page.get_by_label("Find in this list: Lead officers")
    find.fill("whole family")

    expect(page.get_by_label("Strategic Manager, Whole Family Teams")).to_be_visible()
    expect(page.get_by_label("Adoption and Fostering Manager")).to_be_hidden()
    # What is ticked stays in sight.
    expect(page.locator(".app-many").first.locator("input:checked").first).to_be_visible()


def test_a_return_by_exception_is_four_screens_and_five_clicks(live_demo, person):
    page = person("lead")
    page.goto(reverse("plans:my-return", args=[live_demo.slug]))
    assert page.evaluate("document.documentElement.scrollHeight") <= 4 * SCREEN

    page.get_by_text(re.compile("Something changed on action 5.3")).click()
    page.get_by_label("What changed").first.fill("The first conversation was held with 14 social workers.")
    page.get_by_label(re.compile("I confirm that nothing has changed")).check()
    page.get_by_role("button", name="Submit the return").click()

    expect(page.get_by_text("Return submitted.")).to_be_visible()
    expect(page.get_by_text("No change, confirmed: 10 actions")).to_be_visible()


def test_what_is_typed_in_a_return_is_not_hidden_by_its_buttons(live_demo, person):
    """WCAG 2.2, 2.4.11: the buttons stay at the foot of the screen, and the focus is scrolled clear of them."""
    page = person("lead", height=700)
    page.goto(reverse("plans:my-return", args=[live_demo.slug]))
    buttons = page.locator(".app-sticky")
    for _ in range(40):
        page.keyboard.press("Tab")
        focus = page.evaluate(
            "() => { const e = document.activeElement; const r = e.getBoundingClientRect();"
            " return e.closest('.app-sticky') || e === document.body ? null : r.bottom; }"
        )
        if focus is not None:
            assert focus <= buttons.bounding_box()["y"] + 1


def test_an_action_is_changed_in_its_row_by_keyboard(live_demo, person):
    page = person("lead")
    page.goto(reverse("plans:action-list", args=[live_demo.slug]) + "?search=audit")
    page.get_by_role("link", name="Change action 8.3.9", exact=True).focus()
    page.keyboard.press("Enter")
    form = page.locator(".app-row-form")
    expect(form.get_by_role("heading")).to_be_focused()
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("Choose at least one thing to change.")).to_be_visible()
    form.get_by_label("Status").select_option(label="Behind target")
    form.get_by_label("Progress").fill("Two of the auditors have left.")
    form.get_by_role("button", name="Save").press("Enter")

    expect(form).to_have_count(0)
    expect(page.get_by_role("link", name="Change action 8.3.9", exact=True)).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    assert violations(page) == []


def test_rows_are_ticked_all_at_once_and_changed_together(live_demo, person):
    page = person("lead")
    page.goto(reverse("plans:action-list", args=[live_demo.slug]) + "?search=refresher")
    page.get_by_label("Choose all that are shown").check()
    page.get_by_role("button", name="Change the ticked actions").first.click()
    page.get_by_label("New due date to ask the board for").fill("March 2027")
    page.get_by_label("Why the date must move").fill("The trainer is booked until February.")
    page.get_by_role("button", name="Change them").click()

    expect(page.get_by_text(re.compile("The board is asked for a new due date of"))).to_be_visible()
    expect(page).to_have_url(re.compile("search=refresher"))


def test_a_view_is_kept_and_chosen_again(live_demo, person):
    page = person("board")
    page.goto(reverse("plans:action-list", args=[live_demo.slug]) + "?overdue=yes&theme=4")
    page.get_by_text("Keep this view").click()
    page.get_by_label("Name of this view").fill("Late in theme 4")
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto(reverse("plans:action-list", args=[live_demo.slug]))
    page.get_by_role("link", name="Late in theme 4").click()

    expect(page.get_by_role("button", name="Remove the view Late in theme 4")).to_be_visible()
    page.get_by_role("button", name="Remove the view Late in theme 4").click()
    expect(page.get_by_text("View “Late in theme 4” removed.")).to_be_visible()
