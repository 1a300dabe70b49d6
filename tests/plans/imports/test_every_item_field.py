"""Nothing that a workbook says is lost on its way: each field of each kind, imported, changed, undone, told of.

The reader is left out: documents are made here, so that a field of which no reader knows yet is walked too.
"""

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from improvement.written_dates import WrittenDate, read_date
from performance.choices import ComparatorKind, Frequency, Polarity, TargetKind, Unit
from performance.models import Measure
from performance.operations.measures import change_measures
from plans.choices import Framework, JudgementGrade, ProgressStatus, RecommendationKind
from plans.imports import run as importing
from plans.imports.document import PlanDocument
from plans.imports.kinds import KINDS
from plans.imports.kinds.action import ActionItem
from plans.imports.kinds.comparator import ComparatorItem
from plans.imports.kinds.cost import CostItem
from plans.imports.kinds.inspection import InspectionItem
from plans.imports.kinds.measure import MeasureItem
from plans.imports.kinds.milestone import MilestoneItem
from plans.imports.kinds.observation import ObservationItem
from plans.imports.kinds.recommendation import RecommendationItem
from plans.imports.kinds.stated_figure import StatedFigureItem
from plans.imports.kinds.success_measure import SuccessMeasureItem
from plans.imports.kinds.target import TargetItem
from plans.imports.kinds.theme import ThemeItem
from plans.imports.kinds.update import UpdateItem
from plans.imports.parsers.people import Person
from plans.imports.recorded import read_state
from plans.imports.undo import BUILT_SINCE, undo_import, why_not_undo
from plans.imports.values import Source, stored
from plans.models import ImportRun, Plan
from plans.operations.history import Provenance
from plans.position import build_position
from plans.position.board import read_board
from plans.position.childrens_homes import home_judgements
from plans.position.inspections import read_inspections
from plans.position.snapshot import record_of
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db
# The wording that a figure was quoted in, kept beside its value for who checks it on the administration site.
NOT_IN_THE_RECORD = {("observation", "wording"), ("target", "wording"), ("comparator", "words")}
FIRST, SECOND = date(2026, 5, 1), date(2026, 6, 1)
HERE = Source("Plan", "A1")
# What a thing is known by, or what only says where it stands: changed, it is another thing.
KNOWN_BY = {
    "number", "code", "order", "source", "rating_source", "known_on", "stated_on", "theme", "themes", "recommendations",
    "parent", "action", "actions", "measure", "reference", "commitment", "setting", "framework", "inspected", "label",
    "financial_year", "period", "due of target", "origin", "kind of target", "kind of comparator", "rating", "completed",
    "rule", "unit of stated_figure", "first_due", "status_source",
}  # fmt: skip

ITEMS: dict[str, tuple[str, Any]] = {
    "theme": ("themes", ThemeItem(1, "Practice", HERE)),
    "recommendation": ("recommendations", RecommendationItem(1, "Improve.", HERE, themes=(1,))),
    "milestone": ("milestones", MilestoneItem(1, "M1", "Reach it.", HERE)),
    "action": ("actions", ActionItem(0, 1, (1,), "Do the first of all things.", HERE)),
    "success_measure": ("success_measures", SuccessMeasureItem(0, 1, 0, "Seen by all.", HERE)),
    "update": ("updates", UpdateItem(0, "Begun.", HERE)),
    "measure": ("measures", MeasureItem("m1", "Visits", Unit.PERCENT, HERE, themes=(1,))),
    "target": ("targets", TargetItem("m1", TargetKind.TARGET, "90%", HERE, due=read_date("March 2027"))),
    "observation": (
        "observations",
        ObservationItem("m1", "80%", HERE, Decimal("80"), period=read_date("April 2026")),
    ),
    "comparator": (
        "comparators",
        ComparatorItem("m1", ComparatorKind.ENGLAND, Decimal("70"), "70%", HERE, read_date("April 2026")),
    ),
    "inspection": (
        "inspections",
        InspectionItem(
            "Elm House", Framework.CHILDRENS_HOME, JudgementGrade.GOOD, read_date("3 March 2026"), HERE
        ),
    ),
    "cost": ("costs", CostItem("Posts", "2026/27", "£10", HERE, Decimal(10), False)),
    "stated_figure": ("stated_figures", StatedFigureItem("Actions", Decimal(1), "1", HERE)),
}
OTHERS: dict[type, Any] = {
    bool: True,
    WrittenDate: read_date("14 September 2027"),
    Decimal: Decimal("4.5"),
    ProgressStatus: ProgressStatus.BEHIND_TARGET,
    RecommendationKind: list(RecommendationKind)[-1],
    Unit: Unit.COUNT,
    Polarity: Polarity.LOWER,
    Frequency: Frequency.MONTHLY,
    JudgementGrade: JudgementGrade.INADEQUATE,
}


def another(kind: str, field: dataclasses.Field, value: Any) -> Any:
    """Return another value than a field has; a new type of field must be told here what it could say."""
    words = str(field.type)
    if words == "<class 'str'>" or words == "str":
        return f"{value} Now {kind} {field.name}".strip()
    if "Person" in words:
        return (*value, Person(f"Head of {kind} {field.name}"))
    for type_, other in OTHERS.items():
        if type_.__name__ in words and other != value:
            return other
    if "Status" in words:
        return next(choice for choice in type(value) if choice != value)
    pytest.fail(f"{kind}.{field.name}: say here what another {words} is")


def fields_to_walk() -> list[tuple[str, str]]:
    return [
        (kind, field.name)
        for kind, (_list, item) in ITEMS.items()
        for field in dataclasses.fields(item)
        if field.name not in KNOWN_BY and f"{field.name} of {kind}" not in KNOWN_BY
    ]


def document_of(changed_kind: str = "", **changed: Any) -> PlanDocument:
    """Return a document with one thing of every kind, one of them changed."""
    document = PlanDocument(layout="blocks", title="A plan")
    for name, (listed, item) in ITEMS.items():
        getattr(document, listed).append(
            dataclasses.replace(item, **changed) if name == changed_kind else item
        )
    return document


def imported(monkeypatch, document: PlanDocument, day: date) -> ImportRun:
    monkeypatch.setattr(importing, "read_document", lambda *_given: document)
    request = importing.Request(
        "plan.xlsx", repr(document).encode(), "walked", create=True, council="A Council", as_at=day
    )
    run = importing.run_import(request, TODAY).run
    assert run is not None
    return run


def on_record(plan: Plan) -> dict[str, list[dict[str, Any]]]:
    state = read_state(plan)
    return {kind: [known.values for known in state.kinds[kind].values()] for kind in KINDS}


def told(plan: Plan, day: date) -> str:
    position = build_position(plan, day)
    rest = (position.costs, position.stated_figures, read_inspections(plan, day), home_judgements(plan, day))
    return str(record_of(position, read_board(position))) + str(rest)


@pytest.mark.parametrize(("kind", "name"), fields_to_walk())
def test_a_field_that_a_workbook_changes_is_changed_told_and_put_back(monkeypatch, kind, name):
    listed, item = ITEMS[kind]
    field = next(field for field in dataclasses.fields(item) if field.name == name)
    value = another(kind, field, getattr(item, name))
    extra = {"denominator": Decimal(200)} if name == "numerator" else {}
    imported(monkeypatch, document_of(), FIRST)
    plan = Plan.objects.get(slug="walked")
    before, told_before = on_record(plan), told(plan, TODAY)

    run = imported(monkeypatch, document_of(kind, **{name: value}, **extra), SECOND)
    after = on_record(plan)
    assert [values[name if name != "origin" else "source"] for values in after[kind]] == [stored(value)]
    assert {other: rows for other, rows in after.items() if other != kind} == {
        other: rows for other, rows in before.items() if other != kind
    }
    if (kind, name) not in NOT_IN_THE_RECORD:
        assert told(plan, TODAY) != told_before
    # What was known before the second workbook is told as it was.
    assert told(plan, FIRST) == told_before.replace(TODAY.isoformat(), FIRST.isoformat()) or name in {"due"}

    undo_import(run, Provenance(TODAY))
    assert on_record(plan) == before
    again = imported(monkeypatch, document_of(kind, **{name: value}, **extra), SECOND)
    assert again.pk != run.pk
    assert on_record(plan) == after


def test_a_target_that_a_workbook_says_anew_stands_alone(monkeypatch):
    imported(monkeypatch, document_of(), FIRST)
    imported(monkeypatch, document_of("target", words="95%", lowest=Decimal(95)), SECOND)
    plan = Plan.objects.get(slug="walked")

    def aims(day: date) -> list[str]:
        return [aim.words for aim in build_position(plan, day).measures[0].series.aims()]

    assert (aims(FIRST), aims(TODAY)) == (["90%"], ["95%"])


def test_an_import_that_redefined_a_measure_is_not_undone_once_somebody_set_it_right(monkeypatch):
    imported(monkeypatch, document_of(), FIRST)
    run = imported(monkeypatch, document_of("measure", polarity=Polarity.LOWER), SECOND)
    assert why_not_undo(run) == ""
    measure = Measure.objects.get(code="m1")
    change_measures({measure.pk: {"polarity": Polarity.HIGHER}}, provenance=Provenance(TODAY))

    assert why_not_undo(run) == BUILT_SINCE
