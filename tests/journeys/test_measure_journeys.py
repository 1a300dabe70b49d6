"""What people do with measures, start to finish, in a browser."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.journeys.conftest import violations

pytestmark = pytest.mark.browser


def test_a_board_member_goes_from_the_dashboard_to_a_measures_chart(live_demo, person):
    page = person("board")
    expect(page.get_by_role("heading", name="Is it working?")).to_be_visible()
    page.get_by_role("link", name="All measures").click()
    page.get_by_role("link", name="Plans graded good").click()

    expect(page.locator("[data-chart] svg.main-svg").first).to_be_visible()
    # One hollow point: the newest figure is provisional.
    chart = page.locator("[data-chart]")
    expect(chart).to_have_attribute("aria-label", re.compile("Misses the March 2026 checkpoint"))
    expect(
        page.get_by_role("region", name="Figures, newest first").get_by_role("row").nth(1)
    ).to_contain_text("17 of 30")


def test_without_scripts_the_table_says_what_the_chart_says(live_demo, person):
    page = person("board", java_script_enabled=False)
    page.goto(reverse("plans:measure", args=[live_demo.slug, "staff-turnover"]))

    expect(page.get_by_role("region", name="Figures, newest first")).to_contain_text("27 of 324")
    expect(
        page.get_by_text(
            "Improving: eleven months below the average, but higher again since January 2026 (6.1%)."
        ).first
    ).to_be_visible()
    page.goto(reverse("plans:measures", args=[live_demo.slug]))
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Against target").select_option("missed")
    page.get_by_role("button", name="Filter").last.click()
    expect(page.get_by_role("status").first).to_contain_text(
        "4 measures, filtered by Against target: Off target"
    )


def test_the_scorecard_is_filtered_sorted_and_downloaded_as_shown(live_demo, person):
    page = person("board")
    page.get_by_role("link", name="Measures", exact=True).click()
    page.wait_for_load_state("networkidle")
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Direction of travel").select_option("improving")
    expect(page.get_by_role("status").first).to_contain_text("Improving")
    page.get_by_role("link", name="Measure", exact=True).click()
    expect(page).to_have_url(re.compile("sort=name"))
    shown = page.locator("#scorecard-table tbody tr").count()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download these (Excel)").click()
    sheet = load_workbook(BytesIO(download.value.path().read_bytes()))["Scorecard"]

    assert sheet.max_row - 4 == shown > 3
    assert "Direction of travel: Improving" in str(sheet["A2"].value)


def test_an_analyst_enters_a_months_figures_with_the_keyboard_alone(live_demo, person):
    page = person("analyst")
    page.goto(reverse("plans:figures", args=[live_demo.slug]) + "?period=2026-11")
    page.get_by_label("Numerator, Staff turnover").focus()
    page.keyboard.type("40")
    page.keyboard.press("Tab")
    page.keyboard.type("32")
    page.keyboard.press("Enter")

    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Staff turnover: The numerator can't be more than the denominator.")
    assert violations(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Numerator, Staff turnover")).to_be_focused()
    page.get_by_label("Numerator, Staff turnover").fill("200")
    page.get_by_label("Denominator, Staff turnover").fill("325")
    page.get_by_label("Denominator, Staff turnover").press("Enter")
    # The summary takes the focus when the page is ready: typing before that would go astray.
    expect(summary).to_contain_text("more than three standard deviations")
    expect(summary).to_be_focused()
    page.get_by_label("Numerator, Staff turnover").fill("27")
    page.get_by_label("Numerator, Staff turnover").press("Enter")
    expect(page.get_by_text("1 figure recorded.")).to_be_visible()
    page.goto(reverse("plans:measure", args=[live_demo.slug, "staff-turnover"]))
    expect(page.locator(".app-lede")).to_contain_text("8.3% (27 of 325) in November 2026")


@pytest.mark.parametrize(("form", "begins"), [("PNG", b"\x89PNG"), ("SVG", b"<svg")])
def test_a_chart_is_taken_away_as_a_picture(live_demo, person, form, begins):
    page = person("board")
    page.goto(reverse("plans:measure", args=[live_demo.slug, "staff-turnover"]))
    expect(page.locator("[data-chart] svg.main-svg").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Download the chart as {form}").click()

    assert download.value.suggested_filename.lower().endswith(f".{form.lower()}")
    assert begins in download.value.path().read_bytes()[:200]
    assert violations(page) == []
