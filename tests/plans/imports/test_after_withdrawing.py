"""A workbook that still holds what a person withdrew here: nothing is brought back, doubled or broken, and it says so."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from plans.demo.load import SLUG
from plans.imports.request import Request
from plans.imports.run import run_import
from plans.models import Action, ImportRun, Milestone, Recommendation, SuccessMeasure
from plans.operations.parts import put_back, save_recommendation, withdraw_part
from plans.position import build_position
from tests.conftest import TODAY
from tests.factories import since

pytestmark = pytest.mark.django_db


def workbook_of(plan) -> Request:
    """Return the plan's own workbook, saved again: another file with the same words."""
    file = ImportRun.objects.filter(plan=plan).latest("pk").file
    book, saved = load_workbook(BytesIO(bytes(file.content))), BytesIO()
    book.save(saved)
    return Request("next.xlsx", saved.getvalue(), slug=plan.slug, as_at=date(2025, 12, 5))


def rows() -> list[int]:
    return [model.objects.count() for model in (Action, Recommendation, Milestone, SuccessMeasure)]


def test_what_was_withdrawn_stays_out(demo):
    before, children = rows(), len(build_position(demo, TODAY).action("8.3").children)
    parent = demo.actions.get(reference="8.3")
    for part in (
        demo.recommendations.get(number=5),
        demo.actions.get(reference="1.1"),
        parent,
        Milestone.objects.filter(theme__plan=demo).first(),
    ):
        withdraw_part(demo, part, "Merged.", provenance=since(TODAY))
    left = build_position(demo, TODAY)
    demo.refresh_from_db()
    result = run_import(workbook_of(demo), TODAY)
    after = build_position(demo, TODAY)
    said = [message.text for message in result.messages if "was withdrawn from the plan here" in message.text]

    assert rows() == before
    assert [a.reference for a in after.actions] == [a.reference for a in left.actions]
    assert after.recommendation(5) is None
    assert len(after.milestones) == len(left.milestones)
    assert len(said) > 3
    put_back(demo, parent, provenance=since(TODAY))
    assert len(build_position(demo, TODAY).action("8.3").children) == children


def test_one_added_by_form_and_withdrawn_is_known_by_its_number():
    from plans.models import Plan  # noqa: PLC0415 -- beside the demonstration's

    plan = Plan.objects.get(slug=SLUG)
    added = save_recommendation(plan, None, {"text": "By form."}, [], [], number=77, provenance=since(TODAY))
    withdraw_part(plan, added, "A mistake.", provenance=since(TODAY))
    run_import(workbook_of(plan), TODAY)

    assert Recommendation.objects.filter(plan=plan, number=77).count() == 1
    assert build_position(plan, TODAY).recommendation(77) is None
