"""Plans with odd words, odd texts, nothing in them: the files open all the same, and say what is so."""

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from plans.choices import ProgressStatus, Role
from plans.issuing.files import WORD, write_file
from plans.issuing.issue import issue_report, known_since
from plans.models import CostLine, Plan, PlanRole, ReportRun
from plans.operations.history import Provenance
from plans.operations.people import give_role
from plans.operations.reports import save_custom_report
from plans.operations.structure import mark_exempt
from plans.position import build_position
from plans.position.changes import changes_between
from plans.position.viewer import EVERYTHING
from plans.reports.catalogue import KINDS
from plans.reports.excel.sheets import sheet_names
from plans.rules.small_numbers import small_counts_in
from tests.conftest import TODAY, account
from tests.factories import make_plan, say
from tests.plans.reports.support import MOMENT, all_of, content_of, made, second_reader, workbook_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "word",
    ["aim/objective", "area [x]", "priority*", "children's aim", "action", "lead", "overdue", "w" * 40],
)
def test_any_word_for_the_main_division_makes_files_that_open(word):
    plan = make_plan(actions=2)
    Plan.objects.filter(pk=plan.pk).update(theme_word=word)
    plan.refresh_from_db()
    for name in KINDS:
        workbook = workbook_of(made(plan, name))
        for sheet in workbook:
            assert len(sheet.title) <= 31
            for table in sheet.tables.values():
                names = [column.name.casefold() for column in table.tableColumns]
                assert len(names) == len(set(names))
            for link in (cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink):
                assert link.location.rpartition("!")[0][1:-1].replace("''", "'") in workbook.sheetnames
    assert write_file(plan, made(plan, "cabinet"), WORD).content


def test_sheet_names_are_unlike_each_other_and_never_too_long():
    names = sheet_names(["A/B", "a-b", "x" * 40, "x" * 41, "''", "A/B"])

    assert list(names.values()) == ["A-B", "a-b (2)", "x" * 31, f"{'x' * 27} (2)", "Sheet"]


@pytest.mark.parametrize("odd", ["\x0b", "\uffff", "\ufffe", "\x1f"])
def test_characters_that_xml_refuses_are_left_out(odd):
    plan = make_plan(actions=1)
    Plan.objects.filter(pk=plan.pk).update(title=f"A plan{odd} & <more>")
    plan.refresh_from_db()
    say(plan.actions.get(), ProgressStatus.ON_TARGET, TODAY, f"Before{odd}after")
    for name in KINDS:
        archive = zipfile.ZipFile(BytesIO(content_of(made(plan, name))))
        for member in archive.namelist():
            if member.endswith(".xml"):
                ElementTree.fromstring(archive.read(member))  # noqa: S314 -- our own file
    assert write_file(plan, made(plan, "cabinet"), WORD).content


def test_a_text_of_twenty_thousand_characters_is_whole_in_its_cell():
    plan = make_plan(actions=1)
    text = "All is well. " * 1500
    say(plan.actions.get(), ProgressStatus.ON_TARGET, TODAY, text)
    rows = second_reader(content_of(made(plan, "action-log")), "Action log")

    assert any(text.strip() == str(cell).strip() for row in rows for cell in row)


def test_a_draft_says_so_on_every_printed_page_and_what_is_issued_does_not(demo):
    draft = workbook_of(made(demo, "cabinet"))
    issued = issue_report(demo, "cabinet", TODAY, EVERYTHING, MOMENT, provenance=Provenance(TODAY))

    assert all(sheet.oddHeader.left.text.startswith("DRAFT") for sheet in draft)
    assert "DRAFT" not in "".join(all_of(bytes(file.content)) for file in issued.files.all())


def test_nothing_is_issued_of_a_day_before_anything_was_known():
    plan = make_plan(actions=1)
    with pytest.raises(ValidationError, match="Nothing was known about the plan on 1 January 2020"):
        issue_report(
            plan, "cabinet", date(2020, 1, 1), EVERYTHING, MOMENT, provenance=Provenance(date(2020, 1, 1))
        )


def test_a_changed_cost_is_told_beside_an_issued_report(demo):
    CostLine.objects.create(
        plan=demo,
        label="Audit",
        financial_year="2026/27",
        recurrent=False,
        amount=Decimal(10),
        known_from=date(2026, 1, 1),
    )
    issued = issue_report(demo, "costs", TODAY, EVERYTHING, MOMENT, provenance=Provenance(TODAY))
    assert known_since(issued).tables == []

    CostLine.objects.create(
        plan=demo,
        label="Late",
        financial_year="2026/27",
        recurrent=False,
        amount=Decimal(5),
        known_from=date(2026, 1, 1),
    )

    assert known_since(issued).items.by_item == {}
    assert set(known_since(issued).tables) == {"By financial year", "Costs line by line"}


def test_what_is_made_exempt_after_it_was_issued_is_not_for_who_may_not_see_it(demo, sign_in):
    issued = issue_report(demo, "cabinet", TODAY, EVERYTHING, MOMENT, provenance=Provenance(TODAY))
    address = reverse("plans:issued-report", args=[demo.slug, issued.pk])
    file = reverse("plans:issued-file", args=[demo.slug, issued.pk, issued.files.first().pk])
    officer = sign_in("officer")
    assert officer.get(address).status_code == 200

    mark_exempt(demo.actions.get(reference="1.4"), True, "Part 2", provenance=Provenance(TODAY))

    assert officer.get(address).status_code == 404
    assert officer.get(file).status_code == 404
    assert sign_in("board").get(address).status_code == 200


def test_a_finished_run_is_not_handed_out_after_the_right_has_gone(demo, sign_in):
    run = ReportRun.objects.create(
        plan=demo, by=account("analyst"), report="action-log", as_at=TODAY, state="done", name="a.xlsx",
        content=b"x", sees_exempt=True,
    )  # fmt: skip
    client = sign_in("analyst")
    address = reverse("plans:report-run-file", args=[demo.slug, run.pk])
    assert client.get(address).status_code == 200

    PlanRole.objects.filter(plan=demo, user=account("analyst")).update(known_to=TODAY)
    give_role(demo, account("analyst"), Role.LEAD_OFFICER, provenance=Provenance(TODAY))

    assert client.get(address).status_code == 403
    ReportRun.objects.update(report="own-x")
    assert client.get(address).status_code == 404


def test_a_custom_report_of_internal_columns_alone_has_something_to_show_to_everybody(demo, sign_in):
    save_custom_report(
        demo, "Barriers", "actions", ["barriers", "barriers"], "", "", provenance=Provenance(TODAY)
    )
    assert made(demo, "own-barriers").table("CustomReport").column_names == ["Barriers"]
    public = made(demo, "own-barriers", is_public=True)

    assert public.table("CustomReport").column_names == ["Reference", "Action"]
    assert content_of(public)
    page = sign_in("analyst").get(reverse("plans:report-publish", args=[demo.slug, "own-barriers"]))
    assert page.status_code == 200


@pytest.mark.parametrize("filters", ["status=nonsense", "bogus=1", "due_from=yesterday"])
def test_a_filter_that_the_list_does_not_have_is_refused(demo, sign_in, filters):
    answer = sign_in("analyst").post(
        reverse("plans:custom-report-add", args=[demo.slug, "actions"]),
        {
            "name": "Odd",
            "columns": ["reference"],
            "order": "",
            "grouped_by": "",
            "filters": f"/actions/?{filters}",
        },
    )
    assert answer.status_code == 422
    assert "filter" in answer.content.decode() or "Status" in answer.content.decode()


def test_the_day_of_the_meeting_is_a_day(demo, sign_in):
    client = sign_in("analyst")
    address = reverse("plans:report-text", args=[demo.slug, "cabinet", "meets-on"])
    assert client.post(address, {"text": "banana", "shown": 0}).status_code == 422
    answer = client.post(address, {"text": "2026-12-09", "shown": 0})

    assert answer["Location"].endswith("?saved=meets-on#part-meets-on")
    assert (
        next(fact for fact in made(demo, "cabinet").facts if fact.key == "meets-on").text == "9 December 2026"
    )
    assert 'value="2026-12-09"' in client.get(address).content.decode()


def test_statuses_that_changed_are_told_and_not_only_completions():
    plan = make_plan(actions=2)
    first = plan.actions.order_by("reference").first()
    say(first, ProgressStatus.ON_TARGET, date(2026, 3, 1))
    before = build_position(plan, date(2026, 3, 1))
    say(first, ProgressStatus.BEHIND_TARGET, date(2026, 3, 2))
    changes = changes_between(before, build_position(plan, date(2026, 3, 2)))

    assert [move.action.reference for move in changes.restated] == [first.reference]
    assert changes.sentence() == "1 action changed status."


def test_the_past_boards_report_is_for_the_meeting_that_was_to_come(demo):
    position = build_position(demo, TODAY)
    between = next(meeting.held_on for meeting in position.meetings if meeting.held_on > date(2026, 6, 30))
    said = made(demo, "board", date(2026, 6, 30)).sections[0].parts[0].text

    assert f"of {between:%-d %B %Y}." in said


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We saw 3 of 37 children.", ["3 of 37"]),
        ("In four of them the status is unclear.", ["In four"]),
        ("Four having left care; two children waited.", ["Four having left", "two children"]),
        ("There were two reports, and three assessments were late.", ["two reports", "three assessments"]),
        ("One report goes to Cabinet; two plans were written.", []),
        ("Every one of 212 referrals. One of the aims.", []),
        ("17 of 30 plans; 12 of 40", []),
        ("Action 1.4 of the plan", []),
        ("3 of 3 actions are open", []),
        ("1\nChildren looked after", []),
    ],
)
def test_small_counts_in_typed_text(text, found):
    assert small_counts_in(text) == found
