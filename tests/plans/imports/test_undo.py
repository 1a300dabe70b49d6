"""Undoing an import: the plan stands as before, nothing is erased, and only while nothing was built on it."""

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from performance.models import Observation
from performance.operations.measures import record_observations
from plans.imports.difference import find_difference
from plans.imports.document_rows import document_rows
from plans.imports.recorded import read_state
from plans.imports.request import Request
from plans.imports.run import read_document, run_import
from plans.imports.undo import NotUndone, undo_import, why_not_undo
from plans.models import ActionVersion, ImportRun, Plan, Rating, StatedFigure, Update
from plans.operations.history import Provenance
from plans.position import build_position
from tests.conftest import TODAY, published_workbook
from tests.factories import say
from tests.plans.imports.test_plan_workbook import ROWS
from tests.workbooks import content_of, plan_workbook

pytestmark = pytest.mark.django_db
TOMORROW = date(2026, 11, 22)


def provenance(day: date = TODAY) -> Provenance:
    return Provenance(day)


def imported(content: bytes, *, name: str = "plan.xlsx", day: date = date(2026, 5, 1), **said) -> ImportRun:
    request = Request(name, content, "testshire", create=True, council="Testshire Council", as_at=day, **said)
    run = run_import(request, TODAY).run
    assert run is not None
    return run


def shown(plan: Plan) -> dict:
    """Return everything of a position that an import can change."""
    position = build_position(plan, TODAY)
    return {
        "themes": [(t.number, t.title, t.outcome, t.people) for t in position.themes],
        "commitments": [(c.reference, c.text) for t in position.themes for c in t.commitments],
        "recommendations": [
            (r.number, r.text, r.theme_numbers, r.rating and r.rating.level.code, r.evidence, r.leads)
            for r in position.recommendations
        ],
        "actions": [
            (
                a.reference,
                a.text,
                a.leads,
                a.start,
                a.due,
                a.status,
                a.cost,
                len(a.due_moves),
                a.update and a.update.progress,
            )
            for a in position.actions
        ],
        "success measures": [
            (m.text, m.progress, m.leads, m.due, [r.level.code for r in m.ratings])
            for m in position.success_measures
        ],
        "measures": [
            (
                measure.code,
                [(figure.measure_type, figure.words, figure.value) for figure in measure.series.observations],
                [target.words for target in measure.series.targets],
                [other.words for other in measure.series.comparators],
            )
            for measure in position.measures
        ],
        "costs": position.costs,
        "stated": [(s.label, s.stated) for s in position.stated_figures],
    }


def changed_copy() -> bytes:
    """A second version: a date and a lead moved, a rating, an action more."""
    rows = [
        (ROWS[0][0], "Another Head", ROWS[0][2], "Dec 26", ROWS[0][4]),
        *ROWS[1:],
        ("Publish", "X", "", "May 27", ""),
    ]
    return content_of(plan_workbook(rows, ratings=((1, "Improve practice at once.", "G"),)))


def test_a_second_import_is_undone_and_the_plan_stands_as_before():
    first = imported(content_of(plan_workbook(ROWS)))
    before = shown(first.plan)
    run = imported(changed_copy(), name="second.xlsx", day=date(2026, 6, 1))
    assert shown(first.plan) != before

    undo_import(run, provenance())

    assert shown(first.plan) == before
    # Nothing was erased: what the undone import said is still there to be asked for.
    assert Rating.objects.filter(import_run=run).exists()
    assert ActionVersion.objects.filter(import_run=run).exists()


@pytest.mark.parametrize("council", ["west_berkshire", "leicestershire", "thurrock", "durham"], indirect=True)
def test_a_first_import_is_undone_and_importing_again_brings_the_same_plan(council):
    content = published_workbook(council)
    first = imported(content, day=None)
    whole = shown(first.plan)

    undo_import(first, provenance())
    empty = shown(first.plan)
    again = imported(content, day=None)

    assert not any(empty.values())
    assert again.pk != first.pk
    assert shown(first.plan) == whole


@pytest.mark.parametrize("council", ["west_berkshire", "leicestershire", "thurrock"], indirect=True)
def test_a_corrected_workbook_is_undone_and_the_first_stands(council):
    first = imported(published_workbook(council), day=None)
    before = shown(first.plan)
    workbook = load_workbook(io.BytesIO(published_workbook(council)), rich_text=True, data_only=True)
    sheet = workbook.worksheets[0] if council == "leicestershire" else workbook.worksheets[1]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "s" and len(str(cell.value)) > 40:
                cell.value = f"{cell.value} (reworded)"
            elif cell.value in (2, "88% monthly (Sept 18)"):
                cell.value = 3 if cell.value == 2 else "89% monthly (Sept 18)"
    run = imported(content_of(workbook), name="second.xlsx", day=date(2026, 6, 1))
    assert shown(first.plan) != before

    undo_import(run, provenance())

    assert shown(first.plan) == before


def test_the_day_before_the_undoing_still_shows_what_was_known_then():
    first = imported(content_of(plan_workbook(ROWS)))
    run = imported(changed_copy(), name="second.xlsx", day=date(2026, 6, 1))
    known = build_position(first.plan, date(2026, 7, 1))

    undo_import(run, provenance())

    then = build_position(first.plan, date(2026, 7, 1))
    assert [(a.reference, a.due) for a in then.actions] == [(a.reference, a.due) for a in known.actions]
    assert then.recommendations[0].rating.level.code == "G"


def test_what_was_built_on_is_not_undone():
    first = imported(content_of(plan_workbook(ROWS)))
    run = imported(changed_copy(), name="second.xlsx", day=date(2026, 6, 1))
    say(first.plan.actions.first(), "on_target", TODAY)

    with pytest.raises(NotUndone, match="Something recorded on the plan since"):
        undo_import(run, provenance())
    with pytest.raises(NotUndone, match="A later workbook"):
        undo_import(first, provenance())


def test_an_import_is_undone_once():
    run = imported(content_of(plan_workbook(ROWS)))
    undo_import(run, provenance())
    run.refresh_from_db()

    assert "It was undone on 21 November 2026" in why_not_undo(run)
    with pytest.raises(NotUndone):
        undo_import(run, provenance())


def test_undone_claims_and_reports_stand_no_longer_and_are_not_erased():
    run = imported(published_workbook("west_berkshire"), day=None)
    claims, reports = StatedFigure.objects.count(), Update.objects.count()

    undo_import(run, provenance())
    position = build_position(run.plan, TODAY)

    assert position.stated_figures == []
    assert (StatedFigure.objects.count(), Update.objects.count()) == (claims, reports)


def test_after_an_undo_the_next_import_is_compared_with_what_stood_before():
    content = content_of(plan_workbook(ROWS))
    first = imported(content)
    run = imported(changed_copy(), name="second.xlsx", day=date(2026, 6, 1))
    undo_import(run, provenance())

    request = Request("plan.xlsx", content, "testshire")
    rows = document_rows(read_document(request))
    difference = find_difference(rows, read_state(first.plan))

    assert difference.is_empty
    assert not difference.missing


def leicestershire_with(figure: str) -> bytes:
    workbook = load_workbook(io.BytesIO(published_workbook("leicestershire")), rich_text=True)
    for row in workbook["Progress"].iter_rows():
        for cell in row:
            if cell.value is not None and "78.6% (sept18)" in str(cell.value):
                cell.value = f"{figure}% (sept18)"
    return content_of(workbook)


def completion(plan):
    position = build_position(plan, TODAY)
    return next(m for m in position.measures if m.name.startswith("Completion rate")).judgement.latest.value


def imported_in_turn(*figures: str):
    run = None
    for figure in figures:
        request = Request(
            f"{figure}.xlsx", leicestershire_with(figure), "leics", create=run is None, council="A"
        )
        run = run_import(request, TODAY)
    return run.plan


def test_undoing_the_last_of_three_brings_back_the_second():
    plan = imported_in_turn("78.6", "86.6", "84.6")
    assert float(completion(plan)) == 84.6

    undo_import(plan.import_runs.first(), Provenance(TODAY))
    assert float(completion(plan)) == 86.6
    undo_import(plan.import_runs.exclude(undo__isnull=False).first(), Provenance(TODAY))
    assert float(completion(plan)) == 78.6


def typed_over(plan, value: str):
    position = build_position(plan, TODAY)
    found = next(m for m in position.measures if m.name.startswith("Completion rate"))
    latest = found.judgement.latest
    return record_observations(
        [
            Observation(
                measure_id=found.measure_id,
                measure_type=latest.measure_type,
                period_start=latest.period_start,
                period_end=latest.period_end,
                period_words=latest.period_words,
                value=Decimal(value),
                known_on=TODAY,
            )
        ]
    )


def test_an_import_that_a_typed_figure_stands_on_is_not_undone():
    plan = imported_in_turn("78.6", "86.6")
    typed_over(plan, "85.1")

    with pytest.raises(NotUndone, match="recorded on the plan since"):
        undo_import(plan.import_runs.first(), Provenance(TODAY))
    assert float(completion(plan)) == 85.1


def test_a_workbook_that_changes_a_figure_corrected_by_hand_is_a_conflict():
    plan = imported_in_turn("78.6")
    typed_over(plan, "85.1")
    result = run_import(Request("n.xlsx", leicestershire_with("84.6"), "leics"), TODAY)

    assert float(completion(plan)) == 85.1
    assert result.difference.counts()["observation"]["conflict"] == 1
