"""The update workbook: written for a lead, filled in, brought back; what was changed meanwhile is asked row by row."""

from io import BytesIO

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from plans.choices import ProgressStatus, RatingStanding, Role, ThemePart
from plans.imports.update_reports import read_update_workbook
from plans.models import Rating, Update
from plans.operations.history import Provenance
from plans.operations.people import set_theme_people
from plans.operations.structure import mark_exempt, move_action
from plans.position import build_position
from plans.position.viewer import Viewer
from plans.rules.update_sheet import COLUMNS, HEADING_ROW, OPEN
from tests.conftest import TODAY
from tests.factories import make_officer, make_plan, make_user, say

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

    assert "the plan is as it was before" in undone.content.decode()
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


def rows_of_all_tables() -> dict[str, int]:
    return {model._meta.label: model.objects.count() for model in apps.get_app_config("plans").get_models()}


def refused(analyst, demo, workbook) -> list:
    """Return what a workbook is refused with, on its page and on applying it all the same; nothing is recorded."""
    address = bring_back(analyst, demo, workbook)
    before = rows_of_all_tables()
    shown = analyst.get(address)
    applied = analyst.post(address, {"seen": shown.context["seen"], "over": ["1.1"]})
    assert (shown.status_code, applied.status_code) == (422, 422)
    assert rows_of_all_tables() == before
    assert "Record these reports" not in shown.content.decode()
    return shown.context["refusals"]


def type_row(workbook, reference: str, officer: str) -> str:
    """Type a row under the others, as a person who unlocks the sheet can; return its number."""
    sheet = workbook["Updates"]
    row = sheet.max_row + 1
    for name, value in (
        ("Reference", reference), ("Status", "On target"), ("Progress since the last report", "Mine."),
        ("Reported by", officer), ("Revision", 0),
    ):  # fmt: skip
        sheet.cell(row, NAMES.index(name) + 1).value = value
    return str(row)


def test_rows_of_another_theme_are_refused_by_cell_and_nothing_is_recorded(analyst, demo):
    one, _other = two_open(demo)
    position = build_position(demo, TODAY)
    elsewhere = next(a for a in position.theme(4).lowest_level_actions if a.is_open and a.leads)
    workbook = workbook_of(analyst, demo)
    fill(workbook, one, progress_since="Rightly here.", reported=position.action(one).leads[0].label)
    row = type_row(workbook, elsewhere.reference, elsewhere.leads[0].label)
    (message,) = refused(analyst, demo, workbook)

    assert (message.sheet, message.cell) == ("Updates", f"A{row}")
    assert message.text == "This action is of theme 4, the workbook of theme 3."
    assert (message.found, message.expected) == (elsewhere.reference, "an action of theme 3")


def test_an_action_that_moved_meanwhile_is_refused_too(analyst, demo):
    one, _other = two_open(demo)
    workbook = workbook_of(analyst, demo)
    fill(workbook, one, progress_since="x", reported=build_position(demo, TODAY).action(one).leads[0].label)
    item = demo.recommendations.first()
    move_action(
        demo.actions.get(reference=one), demo.themes.get(number=4), item, provenance=Provenance(TODAY)
    )
    (message,) = refused(analyst, demo, workbook)

    assert message.text == "This action is of theme 4, the workbook of theme 3."


@pytest.mark.parametrize(
    ("cell", "value"), [("B2", 4), ("B3", "2026-01-01"), ("B4", "made-up"), ("B4", None)]
)
def test_a_key_that_was_changed_is_no_key(analyst, demo, cell, value):
    one, _other = two_open(demo)
    elsewhere = next(a for a in build_position(demo, TODAY).theme(4).lowest_level_actions if a.is_open)
    workbook = workbook_of(analyst, demo)
    workbook["Key"][cell].value = value
    fill(workbook, one, progress_since="x")
    type_row(workbook, elsewhere.reference, elsewhere.leads[0].label if elsewhere.leads else "")
    (message,) = refused(analyst, demo, workbook)

    assert message.sheet == "Key"
    assert "is not the one that it was made for" in message.text


def test_reported_by_is_an_officer_who_holds_the_row_or_the_theme_on_this_plan(analyst, demo):
    one, _other = two_open(demo)
    position = build_position(demo, TODAY)
    action = position.action(one)
    other_plan = make_plan("beside", council=demo.council)
    stranger = make_officer(other_plan, "Director of Elsewhere")
    deputy, member = make_officer(demo, "Deputy of theme three"), make_officer(demo, "Member of theme three")
    theme = demo.themes.get(number=3)
    set_theme_people(ThemePart.DEPUTY, {theme.pk: [deputy.pk]}, provenance=Provenance(TODAY))
    set_theme_people(ThemePart.MEMBER, {theme.pk: [member.pk]}, provenance=Provenance(TODAY))
    held = {lead.label for lead in action.leads}
    another = next(
        a.leads[0].label
        for a in position.lowest_level_actions
        if a.leads and a.leads[0].label not in held | {lead.label for lead in position.theme(3).leads}
    )
    for officer in (str(stranger), str(member), another):
        workbook = workbook_of(analyst, demo)
        fill(workbook, one, progress_since="x", reported=officer)
        (message,) = refused(analyst, demo, workbook)
        assert message.text == "This officer leads neither the action nor its theme on this plan."
        assert message.found == officer
        assert action.leads[0].label in message.expected
        assert str(deputy) in message.expected

    workbook = workbook_of(analyst, demo)
    choices = {row[0].value for row in workbook["Key"].iter_rows(min_row=6)}
    assert str(deputy) in choices
    assert not {str(member), str(stranger)} & choices
    fill(workbook, one, progress_since="The deputy's word.", reported=str(deputy))
    record(analyst, bring_back(analyst, demo, workbook))
    assert build_position(demo, TODAY).action(one).update.by.startswith(str(deputy))


def test_exempt_rows_are_not_sent_out_and_come_back_only_from_their_own_lead(analyst, demo):
    one, _other = two_open(demo)
    lead = build_position(demo, TODAY).action(one).leads[0].label
    before = workbook_of(analyst, demo)
    fill(before, one, progress_since="Secretly begun.", reported=lead)
    mark_exempt(demo.actions.get(reference=one), True, "Paragraph 4", provenance=Provenance(TODAY))
    after = workbook_of(analyst, demo)["Updates"]
    assert one not in [row[0] for row in after.iter_rows(values_only=True)]
    assert "1 exempt item is left out (Part 2)" in after["A3"].value

    # Who may not see it is told no more of it than of what was never there.
    stream = BytesIO()
    before.save(stream)
    unseen = build_position(demo, TODAY, Viewer(see_exempt=False, user_id=0))
    (message,) = read_update_workbook("x.xlsx", stream.getvalue(), unseen, TODAY).errors
    assert message.text == "This action is no longer on the plan."

    deputy = make_officer(demo, "Deputy of theme three")
    set_theme_people(
        ThemePart.DEPUTY, {demo.themes.get(number=3).pk: [deputy.pk]}, provenance=Provenance(TODAY)
    )
    fill(before, one, reported=str(deputy))
    (message,) = refused(analyst, demo, before)
    assert message.expected == lead
