"""The analyst's noon: a report to Cabinet in their own words, downloaded, issued, read by the board."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from plans.models import CustomReport, IssuedReport, ReportText
from tests.journeys.conftest import violations

pytestmark = pytest.mark.browser


def downloaded(page, name) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).first.click()
    return Path(waiting.value.path()).read_bytes()


def test_an_analyst_writes_downloads_and_issues_and_the_board_reads(live_demo, person):
    analyst = person("analyst")
    analyst.get_by_role("link", name="Reports", exact=True).click()
    analyst.get_by_role("link", name="Report to Cabinet", exact=True).click()
    analyst.get_by_role("link", name=re.compile("Write your own.*Summary")).click()
    analyst.get_by_label("Your text").fill("A steadier year.\n\n- Staff stay longer")
    analyst.get_by_role("button", name="Save").click()

    assert analyst.get_by_text("Saved. Your text is kept.").is_visible()
    assert analyst.get_by_text("Staff stay longer").is_visible()
    workbook = load_workbook(BytesIO(downloaded(analyst, "Download as Excel")))
    assert "A steadier year." in [cell.value for cell in workbook["Report"]["B"]]
    assert downloaded(analyst, "Download as Word").startswith(b"PK")

    analyst.get_by_role("link", name="Issue this report").click()
    assert analyst.get_by_text("a committee expects").is_visible()
    analyst.get_by_label("Full version").check()
    analyst.get_by_label("I have read the report").check()
    analyst.get_by_role("button", name="Issue the report").click()
    assert analyst.get_by_text("Nothing: the position for that date").is_visible()
    issued = IssuedReport.objects.get()

    board = person("board")
    board.goto(reverse("plans:reports", args=[live_demo.slug]))
    board.get_by_role("link", name=issued.title).click()
    assert board.get_by_text("Staff stay longer").is_visible()
    assert violations(board) == []
    file = issued.files.first()
    assert file is not None
    assert downloaded(board, file.name) == bytes(file.content)


def test_a_text_is_written_with_the_keyboard_alone(live_demo, person):
    page = person("analyst")
    page.goto(reverse("plans:report-text", args=[live_demo.slug, "cabinet", "background"]))
    page.get_by_label("Your text").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Told by keys.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cabinet/?saved=background#part-background")

    assert page.get_by_text("Told by keys.").is_visible()
    assert ReportText.objects.get().text == "Told by keys."


def test_a_filtered_list_becomes_a_report_of_ones_own(live_demo, person):
    page = person("analyst")
    page.goto(reverse("plans:action-list", args=[live_demo.slug]) + "?overdue=yes")
    page.get_by_role("link", name="Save as a report").click()
    page.get_by_label("Name").fill("Late by lead")
    page.get_by_label("Grouped by").select_option("lead_officers")
    page.get_by_role("button", name="Save and run").click()

    assert page.get_by_role("heading", name="Late by lead", level=1).is_visible()
    row = CustomReport.objects.get()
    assert (row.filters, row.grouped_by) == ("overdue=yes", "lead_officers")
    assert violations(page) == []
    page.get_by_role("link", name="Change its columns").click()
    page.get_by_role("link", name="Remove from the list").click()
    page.get_by_role("button", name="Remove from the list").click()
    assert page.get_by_text("Late by lead removed from the list").is_visible()


def test_a_report_prints_on_pages_that_stand_and_lie(live_demo, person, tmp_path):
    page = person("analyst")
    page.goto(reverse("plans:report", args=[live_demo.slug, "cabinet"]))
    content = page.pdf(format="A4", prefer_css_page_size=True, path=tmp_path / "report.pdf")

    boxes = {tuple(map(float, box.split())) for box in _boxes(content)}
    assert any(box[2] < box[3] for box in boxes)
    assert any(box[2] > box[3] for box in boxes)


def _boxes(content: bytes) -> list[str]:
    return [match.decode() for match in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", content)]
