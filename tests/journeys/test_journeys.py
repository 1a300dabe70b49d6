"""What people do, start to finish, in a browser."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import expect

from plans.models import DueDateChange, Update
from plans.position import build_position
from tests.conftest import TODAY
from tests.journeys.conftest import violations

pytestmark = pytest.mark.browser


def test_a_board_member_reads_the_dashboard_and_goes_down_to_an_update(live_demo, person):
    page = person("board")

    expect(page.get_by_role("heading", level=1)).to_have_text(live_demo.title)
    expect(page.get_by_text(build_position(live_demo, TODAY).sentence())).to_be_visible()
    page.get_by_role("link", name=re.compile("^8 recommendations")).click()
    page.get_by_role("link", name=re.compile("^Where children subject to a care order")).click()
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    page.get_by_role("row", name=re.compile(r"10\.1\.1")).get_by_role("link").click()
    expect(page.get_by_role("heading", name="Updates")).to_be_visible()
    expect(page.get_by_role("button", name="Report progress")).to_have_count(0)


def test_a_theme_lead_reports_and_the_dashboard_moves(live_demo, person):
    page = person("lead")
    # Of what is theirs the first stands on Overview, one click from its form.
    page.get_by_role("link", name="Update 5.8.1", exact=True).click()
    page.get_by_label("Completed", exact=True).check()
    page.get_by_label("Progress since the last update").fill("The framework is in use in every team.")
    page.get_by_role("button", name="Save the update").click()

    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Enter the date it was completed.")
    assert violations(page) == []
    summary.get_by_role("link", name="Enter the date it was completed.").click()
    expect(page.get_by_label("Day")).to_be_focused()
    expect(page.get_by_label("Progress since the last update")).to_have_value(
        "The framework is in use in every team."
    )

    page.get_by_label("Day").fill("20")
    page.get_by_label("Month").fill("nov")
    page.get_by_label("Year").fill("2026")
    page.get_by_label("Evidence (optional unless completed)").fill("Audit of forty plans, November")
    page.get_by_role("button", name="Save the update").click()
    expect(page.get_by_text("Update to action 5.8.1 saved.")).to_be_visible()
    page.get_by_role("link", name="Overview").first.click()
    expect(page.get_by_text("50 of 90 actions are completed")).to_be_visible()


def test_two_people_at_once_and_nothing_is_overwritten(live_demo, person):
    first, second = person("lead"), person("lead")
    address = reverse("plans:action-update", args=[live_demo.slug, "5.8.1"])
    for page in (first, second):
        page.goto(address)
    first.get_by_label("Behind target").check()
    first.get_by_label("Progress since the last update").fill("First: two teams are late.")
    first.get_by_role("button", name="Save the update").click()
    expect(first.get_by_text("Update to action 5.8.1 saved.")).to_be_visible()

    second.get_by_label("On target").check()
    second.get_by_label("Progress since the last update").fill("Second: all is well.")
    second.get_by_role("button", name="Save the update").click()
    conflict = second.locator(".app-conflict")
    expect(conflict).to_contain_text("First: two teams are late.")
    expect(conflict).to_contain_text("Behind target")
    expect(second.get_by_label("Progress since the last update")).to_have_value("Second: all is well.")
    assert violations(second) == []
    assert Update.objects.filter(progress="Second: all is well.").count() == 0

    second.get_by_label("Progress since the last update").fill("Second: one team is late, not two.")
    second.get_by_role("button", name="Save the update").click()
    expect(second.get_by_text("Update to action 5.8.1 saved.")).to_be_visible()
    said = list(
        Update.objects.filter(action__reference="5.8.1")
        .order_by("-pk")
        .values_list("progress", flat=True)[:2]
    )
    assert said == ["Second: one team is late, not two.", "First: two teams are late."]


def test_an_analyst_downloads_the_cabinet_report(live_demo, person):
    page = person("analyst")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the Cabinet report (Excel)").click()
    download = waiting.value
    workbook = load_workbook(BytesIO(download.path().read_bytes()))

    assert download.suggested_filename == "northmoor-cabinet-2026-11-21.xlsx"
    assert workbook["Report"]["A1"].value == f"{live_demo.title}: report to Cabinet"


def test_a_due_date_is_asked_for_and_agreed(live_demo, person):
    lead, analyst = person("lead"), person("analyst")
    lead.goto(reverse("plans:action-due-date", args=[live_demo.slug, "5.3"]))
    lead.get_by_label("New due date").fill("soon")
    lead.get_by_label("Why the date must move").fill("The trainer left in October.")
    lead.get_by_role("button", name="Send to the board").click()
    expect(lead.locator("#id_to_error")).to_contain_text("This was not understood as a date")
    expect(lead.get_by_label("Why the date must move")).to_have_value("The trainer left in October.")
    lead.get_by_label("New due date").fill("March 2027")
    lead.get_by_role("button", name="Send to the board").click()
    expect(lead.get_by_text("waiting for a decision")).to_be_visible()

    change = DueDateChange.objects.get(action__reference="5.3", to_words="March 2027")
    analyst.goto(reverse("plans:action", args=[live_demo.slug, "5.3"]))
    analyst.get_by_role("link", name="Record the board's decision").click()
    analyst.get_by_label("Agree the new date").check()
    analyst.get_by_role("button", name="Record").click()
    expect(analyst.locator("dl").first).to_contain_text("First due date: April 2026")
    assert change.decision.agreed is True


def test_filtering_without_loading_the_page_again_keeps_the_address(live_demo, person):
    page = person("board")
    page.get_by_role("link", name="Actions", exact=True).click()
    page.wait_for_url("**/actions/")
    page.wait_for_load_state("networkidle")  # before its script has come, the Filter button does the same
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Progress status").select_option("not_supplied")
    expect(page.get_by_text("4 actions")).to_be_visible()
    expect(page).to_have_url(re.compile("status=not_supplied"))
    page.reload()
    expect(page.get_by_text("4 actions")).to_be_visible()
    expect(page.locator("#action-table tbody tr")).to_have_count(4)


def test_everything_works_without_javascript(live_demo, person):
    page = person("lead", java_script_enabled=False)
    expect(page.get_by_role("heading", name="Needs the board")).to_be_visible()
    page.get_by_role("link", name="Actions", exact=True).click()
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Progress status").select_option("not_supplied")
    page.get_by_role("button", name="Filter").last.click()
    expect(page.get_by_text("4 actions")).to_be_visible()
    page.goto(reverse("plans:action-update", args=[live_demo.slug, "5.8.1"]))
    page.get_by_label("On target").check()
    page.get_by_label("Progress since the last update").fill("Without a script.")
    page.get_by_role("button", name="Save the update").click()
    expect(page.get_by_text("Update to action 5.8.1 saved.")).to_be_visible()


def test_a_lead_reports_with_the_keyboard_alone(live_demo, person):
    page = person("lead")
    page.goto(reverse("plans:action", args=[live_demo.slug, "5.8.1"]))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    for _press in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Report progress":
            break
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Report progress on action 5.8.1").wait_for()
    page.get_by_label("Behind target").focus()
    page.keyboard.press("Space")
    for words in ("Typed by keyboard.", "", "Meet the team on Monday."):
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.tagName") != "TEXTAREA":
            page.keyboard.press("Tab")
        page.keyboard.type(words)
    while page.evaluate("document.activeElement.textContent.trim()") != "Save the update":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Update to action 5.8.1 saved.")).to_be_visible()
    saved = Update.objects.get(progress="Typed by keyboard.")
    assert (saved.status, saved.next_steps) == ("behind_target", "Meet the team on Monday.")


def test_printing_shows_all_and_hides_what_paper_cannot_use(live_demo, person):
    page = person("board")
    page.emulate_media(media="print")
    expect(page.locator(".govuk-service-navigation")).to_be_hidden()
    expect(page.get_by_label("Show the plan as at")).to_be_hidden()
    expect(page.get_by_role("searchbox")).to_be_hidden()
    expect(page.get_by_role("heading", name="Needs the board")).to_be_visible()
    page.goto(reverse("plans:action-list", args=[live_demo.slug]) + "?print=1")
    page.emulate_media(media="print")
    expect(page.locator("#action-table tbody tr")).to_have_count(90)
