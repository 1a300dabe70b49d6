"""Importing in a browser, with a colleague at work beside it: round trip, conflict, undo; the database compared."""

from io import BytesIO

import pytest
from django.core.serializers import serialize
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from plans.choices import Role
from plans.imports.request import Request
from plans.imports.run import run_import
from plans.models import (
    Action,
    ActionLead,
    ActionVersion,
    ImportRun,
    Plan,
    Rating,
    RecommendationVersion,
    SuccessMeasureVersion,
    ThemeVersion,
    Update,
)
from plans.operations.history import Provenance
from plans.operations.people import give_role
from plans.position import build_position
from plans.rules.update_sheet import COLUMNS, HEADING_ROW, OPEN
from tests.conftest import TODAY, account, published_workbook
from tests.journeys.conftest import violations, wrong_at_any_width

pytestmark = pytest.mark.browser
TABLES = (
    ActionVersion,
    ActionLead,
    ThemeVersion,
    RecommendationVersion,
    SuccessMeasureVersion,
    Update,
    Rating,
)


def rows() -> dict[str, str]:
    """Return every row of the plans' history, as text to compare."""
    return {model.__name__: serialize("json", model._default_manager.order_by("pk")) for model in TABLES}


def filled_update_workbook(page: Page, plan: Plan, reference: str, progress: str) -> bytes:
    """Download a theme's update workbook, report on one action, and return the file."""
    page.goto(reverse("plans:theme", args=[plan.slug, 3]))
    with page.expect_download() as download:
        page.get_by_role("link", name="Download an update workbook").click()
    workbook = load_workbook(BytesIO(download.value.path().read_bytes()))
    sheet = workbook["Updates"]
    names = [name for name, _width in COLUMNS]
    row = next(r for r in range(HEADING_ROW + 1, sheet.max_row + 1) if sheet.cell(r, 1).value == reference)
    officer = build_position(plan, TODAY).action(reference).leads[0].label
    for heading, value in ((OPEN[0][0], "Behind target"), (OPEN[2][0], progress), (OPEN[7][0], officer)):
        sheet.cell(row, names.index(heading) + 1).value = value
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def bring(page: Page, plan: Plan, name: str, content: bytes) -> None:
    page.goto(reverse("plans:import", args=[plan.slug]))
    mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.get_by_label("Workbook").set_input_files({"name": name, "mimeType": mime, "buffer": content})
    page.get_by_role("button", name="Preview the changes").click()


def test_a_round_trip_meets_a_colleagues_change_and_is_undone(live_demo, person):
    analyst, lead = person("analyst"), person("lead")
    content = filled_update_workbook(analyst, live_demo, "5.8.1", "Reported in the workbook.")

    lead.goto(reverse("plans:action-update", args=[live_demo.slug, "5.8.1"]))
    lead.get_by_label("On target", exact=True).check()
    lead.get_by_label("Progress since the last update").fill("Reported on the page meanwhile.")
    lead.get_by_role("button", name="Save the update").click()
    expect(lead.get_by_text("Update to action 5.8.1 saved.")).to_be_visible()
    before = rows()

    bring(analyst, live_demo, "theme3.xlsx", content)
    expect(analyst.get_by_text("Changed here after the workbook was created (1)")).to_be_visible()
    expect(analyst.get_by_text("Reported on the page meanwhile.")).to_be_visible()
    assert violations(analyst) == []
    assert rows() == before
    analyst.get_by_label("Record this report too").check()
    analyst.get_by_role("button", name="Record these reports").click()
    expect(analyst.get_by_text("The reports were recorded as updates.")).to_be_visible()
    assert build_position(live_demo, TODAY).action("5.8.1").update.progress == "Reported in the workbook."
    shown = build_position(live_demo, TODAY).action("5.8.1").status
    assert shown == "behind_target"

    analyst.get_by_role(
        "button", name="Undo this import"
    ).click()  # the receipt's, which leads to the question
    analyst.get_by_text("What goes").wait_for()
    analyst.get_by_role("button", name="Undo this import").click()
    expect(analyst.get_by_text("The import was undone: the")).to_be_visible()
    after = build_position(live_demo, TODAY).action("5.8.1")
    assert (after.status, after.update.progress) == ("on_target", "Reported on the page meanwhile.")
    # Appended to, never rewritten: what stood before is still there, row for row.
    assert all(
        len(now) > len(then) or now == then
        for now, then in zip(rows().values(), before.values(), strict=True)
    )
    lead.goto(reverse("plans:action", args=[live_demo.slug, "5.8.1"]))
    expect(lead.get_by_text("Reported in the workbook.")).to_have_count(0)


def test_two_analysts_with_one_workbook_apply_it_once(live_demo, person):
    first, second = person("analyst"), person("analyst")
    original = load_workbook(
        BytesIO(bytes(ImportRun.objects.get(plan=live_demo).file.content)), rich_text=True, data_only=True
    )
    sheet = original["Recommendations"]
    changed = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "A")
    changed.value = "G"
    stream = BytesIO()
    original.save(stream)
    for page in (first, second):
        # Each signs in alone; the held workbook is one a person, so that the second takes over the first's.
        bring(page, live_demo, "next.xlsx", stream.getvalue())
        for box, typed in (("Day", "20"), ("Month", "11"), ("Year", "2026")):
            page.get_by_role("textbox", name=box).fill(typed)
        page.get_by_role("button", name="Preview the changes").click()
    expect(second.get_by_role("heading", name="What next.xlsx would change")).to_be_visible()
    assert violations(second) == []
    second.get_by_role("button", name="Apply these changes").click()
    expect(second.get_by_text("The workbook was imported.")).to_be_visible()
    runs = ImportRun.objects.filter(plan=live_demo).count()
    first.get_by_role("button", name="Apply these changes").click()

    expect(first.get_by_role("heading", name="Page not found")).to_be_visible()
    assert ImportRun.objects.filter(plan=live_demo).count() == runs


def test_what_is_typed_wrong_stays_and_says_why(live_demo, person):
    page = person("analyst")
    bring(page, live_demo, "strange.csv", b"Eins,Zwei,Drei\nWrite it,Head,Soon\nTrain,Deputy,Later\n")
    expect(page.get_by_text("3 columns could not be identified for certain")).to_be_visible()
    page.get_by_role("button", name="Preview the changes").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("the layout was not recognised")
    assert violations(page) == []
    for header, meaning in (("Eins", "Action"), ("Zwei", "Lead officer"), ("Drei", "Progress update")):
        page.get_by_label(header, exact=True).select_option(label=meaning)
    page.get_by_role("button", name="Preview the changes").click()

    expect(page.get_by_role("heading", name="What strange.csv would change")).to_be_visible()
    assert Action.objects.filter(versions__text="Write it").count() == 0


@pytest.mark.parametrize("width", [1280, 375])
def test_a_list_in_words_that_nobody_knows_is_answered_once(live_demo, person, width):
    page = person("analyst", width)
    listed = (
        "Key,Bits of work,On point,Finish line,How is it going\n"
        "K1,Write the guide for all of the teams,Head of Practice,31/03/2027,Under way\n"
        "K2,Train each of the teams in using it,Head of Practice,30/06/2027,Done\n"
    )
    bring(page, live_demo, "log.csv", listed.encode())
    expect(page.get_by_text("5 columns could not be identified for certain")).to_be_visible()
    expect(page.get_by_label("Finish line", exact=True)).to_have_value("due")
    page.get_by_label("Under way", exact=True).select_option(label="On target")
    assert violations(page) == []
    page.get_by_role("button", name="Preview the changes").click()
    expect(page.get_by_role("heading", name="What log.csv would change")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Apply these changes").click()
    expect(page.get_by_text("The workbook was imported.")).to_be_visible()

    # Next month's list: nothing is asked that was answered.
    bring(
        page,
        live_demo,
        "log.csv",
        f"{listed}K3,Check how it is used by them,Head of Practice,31/07/2027,Under way\n".encode(),
    )
    expect(page.get_by_label("Under way", exact=True)).to_have_value("on_target")
    expect(page.get_by_text("could not be identified for certain")).to_have_count(0)
    # And the very file again is known for what it is.
    bring(page, live_demo, "log.csv", listed.encode())
    expect(page.get_by_text("This very file was imported on")).to_be_visible()


JOBS = (
    "Our jobs,,,\n"
    "1,Book a conservator for the portrait,Ruth,6 March 2027\n"
    "2,Replace the light meter in the gallery,Colin,30 January 2027\n"
)


@pytest.mark.parametrize("width", [1280, 375])
def test_a_list_without_headings_is_pointed_at_by_clicking_a_row(live_demo, person, width):
    page = person("analyst", width)
    bring(page, live_demo, "jobs.csv", JOBS.encode())
    expect(page.get_by_text("No table was recognised.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Show where a table is").click()
    page.get_by_label("Each row of CSV is").select_option(label="An action")
    page.get_by_role("cell", name="Book a conservator for the portrait").click()
    expect(page.get_by_role("radio", name="Row 2")).to_be_checked()
    page.get_by_label("There are no headings").check()
    assert violations(page) == []
    page.get_by_role("button", name="Read the workbook like this").click()
    expect(page.get_by_text("CSV: actions, without headings, 2 rows below")).to_be_visible()
    page.get_by_label("Column C", exact=True).select_option("leads")
    page.get_by_role("button", name="Preview the changes").click()
    page.get_by_role("button", name="Apply these changes").click()
    expect(page.get_by_text("The workbook was imported.")).to_be_visible()

    # Next month's list asks nothing.
    bring(
        page, live_demo, "jobs.csv", f"{JOBS}3,Mend the gutter above the store,Colin,1 April 2027\n".encode()
    )
    expect(page.get_by_text("CSV: actions, without headings, 3 rows below")).to_be_visible()
    expect(page.get_by_label("Column C", exact=True)).to_have_value("leads")


@pytest.mark.parametrize("council", ["west_berkshire", "leicestershire", "thurrock"])
def test_no_page_of_another_councils_plan_breaks_wcag(live_demo, person, council):
    request = Request(
        f"{council}.xlsx", published_workbook(council), "other", create=True, council="A Council"
    )
    plan = run_import(request, TODAY).plan
    page = person("analyst")
    give_role(plan, account("analyst"), Role.ANALYST, provenance=Provenance(TODAY))
    position = build_position(plan, TODAY)
    addresses = [
        reverse(f"plans:{name}", args=[plan.slug, *arguments])
        for name, arguments in (
            ("dashboard", ()),
            ("theme", (1,)),
            ("recommendation", (5,)),
            ("measures", ()),
            ("stated-figures", ()),
            ("import-receipt", (ImportRun.objects.get(plan=plan).pk,)),
        )
    ]
    if position.actions:
        addresses.append(reverse("plans:action", args=[plan.slug, position.actions[0].reference]))
    assert wrong_at_any_width(page, addresses) == {}
