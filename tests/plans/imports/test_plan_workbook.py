"""Importing, and importing again: what is written, what is kept, what is refused."""

import json
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from performance.models import Measure
from performance.series import read_series
from plans.imports.request import Request
from plans.imports.run import ImportRefused, preview, run_import
from plans.models import (
    Action,
    ActionVersion,
    DueDateChange,
    ImportedFile,
    ImportNote,
    ImportRun,
    Plan,
    Rating,
    Update,
)
from plans.operations.history import Provenance
from plans.operations.structure import adopt_scale, change_actions, create_plan, find_or_add_council
from plans.position import build_position
from tests.factories import since
from tests.workbooks import content_of, plan_workbook

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
ROWS = [
    ("Agree the standard for plans", "Head of Practice", "May 26", "June 26", "Plans are good"),
    ("Train every manager in the standard", "Head of Learning", "June 26", "Sept 26", "Plans are good"),
    ("Audit forty plans a month", "Head of Practice", "July 26", "Ongoing", "Plans are good"),
]


def request_for(rows=ROWS, slug="testshire", as_at=date(2026, 5, 1), **workbook) -> Request:
    content = content_of(plan_workbook(rows, **workbook))
    return Request("plan.xlsx", content, slug, create=True, council="Testshire Council", as_at=as_at)


def counts() -> dict[str, int]:
    return {
        model.__name__: model.objects.count()
        for model in (Plan, Action, ActionVersion, Rating, ImportRun, ImportedFile)
    }


def outcomes(result) -> dict[str, int]:
    return {name: n for name, n in result.difference.counts()["action"].items() if n and name != "read"}


def test_a_dry_run_changes_nothing():
    before = counts()
    result = preview(request_for(), TODAY)

    assert outcomes(result) == {"created": 3}
    assert counts() == before


def test_an_import_keeps_the_file_and_says_what_each_row_became():
    request = request_for()
    result = run_import(request, TODAY)
    plan = result.plan

    assert bytes(result.run.file.content) == request.content
    assert result.run.counts["rows"]["action"] == {
        "read": 3, "created": 3, "changed": 0, "unchanged": 0, "conflict": 0, "missing": 0
    }  # fmt: skip
    assert [action.reference for action in plan.actions.all()] == ["1.1", "1.2", "1.3"]
    assert plan.rating_scales.get().levels.count() == 3


def test_the_same_file_again_changes_nothing():
    request = request_for()
    run_import(request, TODAY)
    before = counts()

    again = run_import(request, TODAY)

    assert again.already_imported is True
    assert counts() == before


def test_rows_in_another_order_change_nothing_but_the_receipt():
    plan = run_import(request_for(), TODAY).plan
    before = ActionVersion.objects.filter(action__plan=plan).count()

    again = run_import(request_for(list(reversed(ROWS))), TODAY)

    assert outcomes(again) == {"unchanged": 3}
    assert ActionVersion.objects.filter(action__plan=plan).count() == before


def test_a_changed_cell_follows_and_the_past_stays():
    plan = run_import(request_for(), TODAY).plan
    moved = [(*ROWS[0][:3], "Dec 26", ROWS[0][4]), *ROWS[1:]]

    result = run_import(request_for(moved, as_at=date(2026, 8, 1)), TODAY)

    assert outcomes(result) == {"changed": 1, "unchanged": 2}
    assert build_position(plan, TODAY).action("1.1").due.words == "Dec 26"
    assert build_position(plan, TODAY).action("1.1").first_due_words == "June 26"
    assert build_position(plan, date(2026, 7, 31)).action("1.1").due.words == "June 26"
    assert DueDateChange.objects.get(action__plan=plan).from_latest == date(2026, 6, 30)


def test_a_reworded_row_is_the_same_action_and_a_new_one_is_new():
    plan = run_import(request_for(), TODAY).plan
    changed = [
        ("Agree the new standard for plans", *ROWS[0][1:]),
        *ROWS[1:],
        ("Publish the results", "X", "", "Dec 26", ""),
    ]

    result = run_import(request_for(changed, as_at=date(2026, 8, 1)), TODAY)

    assert outcomes(result) == {"created": 1, "changed": 1, "unchanged": 2}
    position = build_position(plan, TODAY)
    assert position.action("1.1").text == "Agree the new standard for plans"
    assert position.action("1.4").text == "Publish the results"


def test_a_row_missing_from_the_file_is_reported_and_kept():
    plan = run_import(request_for(), TODAY).plan

    result = run_import(request_for(ROWS[:2], as_at=date(2026, 8, 1)), TODAY)

    assert [(kind, known.label) for kind, known in result.difference.missing] == [
        ("action", "1.3 Audit forty plans a month")
    ]
    assert len(build_position(plan, TODAY).actions) == 3


def test_a_blank_cell_means_no_change():
    plan = run_import(request_for(), TODAY).plan
    blank = [(ROWS[0][0], "Head of Practice", "", "", ""), *ROWS[1:]]

    run_import(request_for(blank, as_at=date(2026, 8, 1)), TODAY)

    assert build_position(plan, TODAY).action("1.1").due.words == "June 26"


def test_what_was_changed_here_and_in_the_workbook_is_a_conflict_and_stays():
    plan = run_import(request_for(), TODAY).plan
    action = plan.actions.get(reference="1.1")
    change_actions(
        {action.pk: {"expected_outcome": "Plans are outstanding"}}, provenance=since(date(2026, 7, 1))
    )
    theirs = [(*ROWS[0][:4], "Plans are better"), *ROWS[1:]]

    result = run_import(request_for(theirs, as_at=date(2026, 8, 1)), TODAY)
    again = preview(
        request_for([*theirs[:1], ROWS[1], (*ROWS[2][:4], "More")], as_at=date(2026, 9, 1)), TODAY
    )

    assert outcomes(result) == {"conflict": 1, "unchanged": 2}
    assert build_position(plan, TODAY).action("1.1").expected_outcome == "Plans are outstanding"
    assert outcomes(again) == {"conflict": 1, "changed": 1, "unchanged": 1}


def test_what_was_changed_only_here_is_left_alone():
    plan = run_import(request_for(), TODAY).plan
    action = plan.actions.get(reference="1.1")
    change_actions(
        {action.pk: {"expected_outcome": "Plans are outstanding"}}, provenance=since(date(2026, 7, 1))
    )

    result = run_import(
        request_for([*ROWS, ("New one", "X", "", "Dec 26", "")], as_at=date(2026, 8, 1)), TODAY
    )

    assert outcomes(result) == {"created": 1, "unchanged": 3}
    assert build_position(plan, TODAY).action("1.1").expected_outcome == "Plans are outstanding"


def test_changing_one_row_changes_a_recomputed_figure_and_never_a_stated_one(durham):
    base = Request("durham.xlsx", durham, "durham", create=True)
    plan = run_import(base, TODAY).plan
    before = build_position(plan, TODAY).as_json()["stated_figures"]
    action = plan.actions.get(reference="6.1")
    change_actions({action.pk: {"withdrawn": True}}, provenance=since(TODAY))

    after = build_position(plan, TODAY).as_json()["stated_figures"]

    assert [figure["stated"] for figure in after] == [figure["stated"] for figure in before]
    assert (before[0]["stated"], before[0]["recomputed"], after[0]["recomputed"]) == (79, 90, 89)
    assert before[1]["recomputed"] is None
    assert before[1]["agrees"] is None


def test_durhams_position_at_its_two_dates(durham):
    plan = run_import(Request("durham.xlsx", durham, "durham", create=True), TODAY).plan

    now = build_position(plan, date(2017, 9, 13)).as_json()
    then = build_position(plan, date(2016, 12, 5))

    assert now["recommendations"] == {"total": 14, "by_rating": {"G": 4, "A": 10, "R": 0}}
    assert (now["themes"], now["milestones"]["total"], now["actions"]["total"]) == (4, 17, 90)
    assert now["actions"]["by_status"]["not_supplied"] == 90
    assert now["actions"]["overdue"] == 0
    assert {milestone.status for milestone in then.milestones} == {"on_target"}
    assert [s.stated for s in then.stated_figures if s.unit == "count"][:6] == [79, 33, 33, 0, 13, 79]
    assert Update.objects.filter(action__plan=plan).count() == 0


def test_an_older_workbook_is_refused_after_a_newer_one():
    run_import(request_for(as_at=date(2026, 8, 1)), TODAY)
    before = counts()

    with pytest.raises(ImportRefused, match="shows the position at 1 May 2026"):
        run_import(request_for(ROWS[:2]), TODAY)

    assert counts() == before


@pytest.mark.parametrize(
    ("request_", "sentence"),
    [
        (Request("x.xlsx", b"nonsense", "new", create=True), "not an Excel workbook"),
        (Request("x.xlsx", content_of(plan_workbook(ROWS)), "new", create=True), "does not name its council"),
        (Request("x.xlsx", content_of(plan_workbook(ROWS)), "new"), "There is no plan 'new'"),
        (
            Request("x.xlsx", content_of(plan_workbook([])), "new", create=True, council="X Council"),
            "No actions were found",
        ),
    ],
)
def test_a_refused_import_leaves_the_database_as_it_was(request_, sentence):
    before = counts()

    with pytest.raises(ImportRefused, match=sentence):
        run_import(request_, TODAY)

    assert counts() == before


def test_a_failure_in_the_middle_rolls_everything_back(monkeypatch):
    before = counts()
    monkeypatch.setattr(ImportNote.objects, "bulk_create", lambda rows: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        run_import(request_for(), TODAY)

    assert counts() == before


def test_queries_do_not_grow_with_rows():
    def queries(rows: int, slug: str) -> int:
        many = [
            (f"Do the thing number {n}", "Head of Practice", "May 26", "June 26", "") for n in range(rows)
        ]
        with CaptureQueriesContext(connection) as captured:
            run_import(request_for(many, slug=slug), TODAY)
        return len(captured)

    queries(1, "first")  # makes the council that all three share

    small = queries(3, "small")
    assert queries(30, "larger") == small
    # SQLite takes a thousand values a statement: ten times the rows are a few statements more, never one a row.
    assert queries(300, "large") <= small + 25


def run_command(*args: str) -> str:
    out = StringIO()
    call_command("import_plan", *args, stdout=out)
    return out.getvalue()


def test_the_command_prints_a_difference_and_counts(tmp_path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(request_for().content)
    given = (
        str(path),
        "--plan",
        "testshire",
        "--create",
        "--council",
        "Testshire Council",
        "--as-at",
        "2026-05-01",
    )

    dry = run_command(*given, "--dry-run")
    counted = json.loads(run_command(*given, "--json"))

    assert "New      Theme 1!A4 action: Agree the standard for plans" in dry
    assert "Nothing was changed (dry run)." in dry
    assert counted["rows"]["action"]["created"] == 3
    assert counted["cells"]["Theme 1"] == {"mapped": 22, "noted": 0, "not_understood": 0}
    assert Plan.objects.filter(slug="testshire").exists()


def test_the_command_fails_with_sentences(tmp_path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(b"nonsense")

    with pytest.raises(CommandError, match=r"plan.xlsx: This is not an Excel workbook"):
        run_command(str(path), "--plan", "testshire", "--create")
    with pytest.raises(CommandError, match="can't be read"):
        run_command(str(tmp_path / "absent.xlsx"), "--plan", "testshire")


def test_a_corrected_figure_is_known_from_its_correction_and_the_board_was_told_the_first(durham):
    plan = run_import(Request("durham.xlsx", durham, "durham", create=True), TODAY).plan
    workbook = load_workbook(BytesIO(durham), rich_text=True)
    workbook["Audit grades"]["C4"] = 0.1
    corrected = Request("durham2.xlsx", content_of(workbook), "durham", as_at=date(2017, 4, 1))
    run_import(corrected, TODAY)
    measure = Measure.objects.get(council=plan.council, code__startswith="case-file-audits")

    def october(on: date) -> int:
        return next(
            int(row.value)
            for row in read_series([measure.pk], on)[measure.pk].observations
            if row.period_words == "October 2016"
        )

    assert [october(date(2016, 12, 31)), october(date(2017, 4, 1))] == [0, 10]


def test_before_any_row_was_known_nothing_is_compared(durham):
    plan = run_import(Request("durham.xlsx", durham, "durham", create=True), TODAY).plan
    first = build_position(plan, date(2016, 12, 31)).as_json()["stated_figures"][0]

    assert (first["stated"], first["recomputed"], first["agrees"]) == (79, None, None)


def test_a_rating_that_the_plans_scale_has_not_got_names_its_cell():
    run_import(request_for(), TODAY)
    blue = request_for(ratings=[(1, "Improve practice.", "B")], as_at=date(2026, 6, 1))

    for importing in (preview, run_import):  # nobody learns of it by pressing Apply
        with pytest.raises(
            ImportRefused, match="Recommendations!C2: 1 cell is rated on another scale"
        ) as refused:
            importing(blue, TODAY)
        assert refused.value.messages[0].expected == "Green (G), Amber (A), Red (R)"


def test_last_months_workbook_is_rated_in_a_plan_that_was_started_today():
    council = find_or_add_council("Eastmarsh")
    plan = create_plan(council, "A plan", "eastmarsh", provenance=Provenance(TODAY))
    adopt_scale(plan, "RAG", TODAY)
    october = date(2025, 10, 31)

    run_import(
        request_for(slug="eastmarsh", ratings=[("1.", "Improve practice.", "A")], as_at=october), TODAY
    )

    assert build_position(plan, october).recommendation(1).rating.level.code == "A"
    assert [level.code for level in build_position(plan, october).levels] == ["G", "A", "R"]


def test_a_new_plan_with_blue_ratings_gets_the_scale_that_has_them():
    plan = run_import(request_for(ratings=[("1.", "Improve practice.", "B")]), TODAY).plan

    assert build_position(plan, TODAY).recommendations[0].rating.level.name == "Blue"


def test_a_workbook_that_speaks_for_a_day_to_come_is_refused():
    with pytest.raises(ImportRefused, match="still to come"):
        run_import(request_for(as_at=date(2099, 3, 28)), TODAY)
