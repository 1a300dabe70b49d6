"""The update workbook: written for a lead, filled in, brought back; what was changed meanwhile is asked row by row."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from plans.choices import ProgressStatus, RatingStanding, Role
from plans.models import Rating, Update
from plans.position import build_position
from plans.rules.update_sheet import COLUMNS, HEADING_ROW, OPEN
from tests.conftest import TODAY
from tests.factories import make_plan, make_user, say

pytestmark = pytest.mark.django_db
NAMES = [name for name, _width in COLUMNS]


@pytest.fixture
def analyst(demo) -> Client:
    client = Client()
    client.force_login(make_user("round@test.example", demo, Role.ANALYST))
    return client


def workbook_of(client: Client, plan):
    response = client.get(reverse("plans:update-workbook", args=[plan.slug, 3]))
    assert response.status_code == 200
    return load_workbook(BytesIO(response.content))


def fill(workbook, reference: str, **said) -> None:
    sheet = workbook["Updates"]
    row = next(r for r in range(HEADING_ROW + 1, sheet.max_row + 1) if sheet.cell(r, 1).value == reference)
    for name, value in said.items():
        heading = next(n for n, _width in OPEN if n.lower().replace(" ", "_").startswith(name))
        sheet.cell(row, NAMES.index(heading) + 1).value = value


def bring_back(client: Client, plan, workbook) -> str:
    stream = BytesIO()
    workbook.save(stream)
    file = SimpleUploadedFile("theme3.xlsx", stream.getvalue())
    response = client.post(reverse("plans:import", args=[plan.slug]), {"workbook": file})
    assert response.status_code == 302
    return response["Location"]


def record(client: Client, address: str, **said):
    page = client.get(address)
    assert page.context["refusals"] == [], [m.sentence() for m in page.context["refusals"]]
    seen = page.context["seen"]
    return client.post(address, {"seen": seen, **said}, follow=True)


def two_open(plan) -> list[str]:
    theme = build_position(plan, TODAY).theme(3)
    return [a.reference for a in theme.lowest_level_actions if a.is_open and a.status == "on_target"][:2]


def test_identity_is_locked_and_there_is_room_for_the_report(analyst, demo):
    workbook = workbook_of(analyst, demo)
    sheet = workbook["Updates"]
    first = [sheet.cell(HEADING_ROW + 1, column) for column in range(1, len(COLUMNS) + 1)]

    assert sheet.protection.sheet
    assert [cell.protection.locked for cell in first] == [True] * 6 + [False] * 8 + [True]
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert '"Not started,On target,Behind target,Completed"' in lists
    assert any("Green" in said for said in lists)
    assert workbook["Key"].sheet_state == "hidden"
    open_ones = [a for a in build_position(demo, TODAY).theme(3).lowest_level_actions if a.is_open]
    assert sheet.max_row == HEADING_ROW + len(open_ones)


def test_what_comes_back_becomes_updates_in_the_officers_name(analyst, demo):
    one, other = two_open(demo)
    officer = build_position(demo, TODAY).action(one).leads[0].label
    workbook = workbook_of(analyst, demo)
    fill(
        workbook,
        one,
        status="Behind target",
        progress_since="Two teams are late.",
        reported=officer,
        rating="Amber",
    )
    fill(
        workbook, other, status="Completed", completed="2026-11-02", evidence="Minutes of 2 November",
        progress_since="All done.", reported=officer,
    )  # fmt: skip
    address = bring_back(analyst, demo, workbook)
    page = analyst.get(address)
    before = Update.objects.count()
    receipt = record(analyst, address)

    assert len(page.context["returned"].plain) == 2
    assert receipt.status_code == 200
    assert Update.objects.count() == before + 2
    position = build_position(demo, TODAY)
    assert position.action(one).status == ProgressStatus.BEHIND_TARGET
    assert position.action(one).update.progress == "Two teams are late."
    assert position.action(one).update.by.startswith(officer)
    assert "recorded by" in position.action(one).update.by
    assert position.action(other).completed_on.isoformat() == "2026-11-02"
    proposed = Rating.objects.get(action__reference=one, action__plan=demo, standing=RatingStanding.PROPOSED)
    assert proposed.level.code == "A"


def test_what_was_changed_meanwhile_is_left_out_unless_it_is_ticked(analyst, demo):
    one, other = two_open(demo)
    officer = build_position(demo, TODAY).action(one).leads[0].label
    workbook = workbook_of(analyst, demo)
    for reference in (one, other):
        fill(workbook, reference, progress_since=f"From the workbook {reference}", reported=officer)
    for reference in (one, other):
        say(demo.actions.get(reference=reference), "behind_target", TODAY, progress="Said here meanwhile")
    address = bring_back(analyst, demo, workbook)
    page = analyst.get(address)
    record(analyst, address, over=[other])

    assert [report.action.reference for report in page.context["returned"].conflicts] == [one, other]
    assert "Said here meanwhile" in page.content.decode()
    position = build_position(demo, TODAY)
    assert position.action(one).update.progress == "Said here meanwhile"
    assert position.action(other).update.progress == f"From the workbook {other}"


def test_a_page_that_went_stale_records_nothing(analyst, demo):
    one, _other = two_open(demo)
    officer = build_position(demo, TODAY).action(one).leads[0].label
    workbook = workbook_of(analyst, demo)
    fill(workbook, one, progress_since="From the workbook", reported=officer)
    address = bring_back(analyst, demo, workbook)
    seen = analyst.get(address).context["seen"]
    say(demo.actions.get(reference=one), "behind_target", TODAY, progress="Said here meanwhile")
    before = Update.objects.count()
    response = analyst.post(address, {"seen": seen})

    assert response.status_code == 409
    assert Update.objects.count() == before


def test_what_can_t_be_read_names_its_cell_and_nothing_is_recorded(analyst, demo):
    one, other = two_open(demo)
    workbook = workbook_of(analyst, demo)
    fill(workbook, one, status="Nearly there", progress_since="x")
    fill(workbook, other, status="Completed", progress_since="x", reported="Nobody at all")
    address = bring_back(analyst, demo, workbook)
    page = analyst.get(address)
    text = page.content.decode()

    assert page.status_code == 422
    assert "Updates!G" in text
    assert "The status was not understood. Found: “Nearly there”" in text
    assert "A completed action needs the day" in text
    assert "The council has no such officer. Found: “Nobody at all”" in text
    assert "Record these reports" not in text


def test_another_plans_workbook_is_refused(analyst, demo):
    other = make_plan("elsewhere", actions=2)
    client = Client()
    client.force_login(make_user("there@test.example", other, Role.ANALYST))
    address = bring_back(client, other, workbook_of(analyst, demo))
    page = client.get(address)

    assert page.status_code == 422
    assert "This update workbook is another plan&#x27;s" in page.content.decode()


def test_a_returned_workbook_is_undone_as_one_step(analyst, demo):
    one, _other = two_open(demo)
    before = build_position(demo, TODAY).action(one)
    workbook = workbook_of(analyst, demo)
    fill(
        workbook, one, status="Completed", completed="2026-11-02", evidence="Minutes", progress_since="Done.",
        reported=before.leads[0].label,
    )  # fmt: skip
    receipt = record(analyst, bring_back(analyst, demo, workbook))
    run = receipt.context["run"]
    undone = analyst.post(
        reverse("plans:import-undo", args=[demo.slug, run.pk]), {"confirmed": "1"}, follow=True
    )
    after = build_position(demo, TODAY).action(one)

    assert "the plan stands as it stood before" in undone.content.decode()
    assert (after.status, after.completed_on, after.update) == (
        before.status,
        before.completed_on,
        before.update,
    )


def test_text_that_begins_like_a_formula_stays_text(analyst, demo):
    one, _other = two_open(demo)
    say(demo.actions.get(reference=one), "on_target", TODAY, progress="=HYPERLINK(1)")
    sheet = workbook_of(analyst, demo)["Updates"]

    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("1999-05-01", "The year must be between 2000 and 2100."),
        ("2001-05-01", "or later: "),
        ("2026-12-24", "The date completed must be today or in the past."),
        ("soon", "The date was not understood as one day."),
    ],
)
def test_a_day_of_completion_is_held_to_the_same_bounds_as_on_the_page(analyst, demo, day, said):
    one = two_open(demo)[0]
    officer = build_position(demo, TODAY).action(one).leads[0].label
    workbook = workbook_of(analyst, demo)
    fill(
        workbook,
        one,
        status="Completed",
        completed=day,
        evidence="Minutes",
        progress_since="Done.",
        reported=officer,
    )
    page = analyst.get(bring_back(analyst, demo, workbook))

    assert said in page.context["refusals"][0].sentence()
