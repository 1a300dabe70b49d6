"""The layouts of three councils beside theme sheets: their published workbooks, and copies that colleagues changed."""

import io
import random
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from improvement.spreadsheets import open_workbook, read_sheets
from performance.choices import ObservationStatus
from plans.choices import RecommendationKind
from plans.imports.document import PlanDocument
from plans.imports.layouts import LAYOUTS, recognise
from plans.imports.parsers.people import Person
from plans.imports.request import Request
from plans.imports.run import run_import
from plans.position import build_position
from tests.conftest import TODAY, published_workbook
from tests.plans.imports import mutations
from tests.workbooks import content_of

LAYOUT = {
    "durham": "theme-sheets",
    "west_berkshire": "workstream-tables",
    "leicestershire": "progress-table",
    "thurrock": "priority-tables",
}


def read(content: bytes) -> PlanDocument:
    sheets = read_sheets(open_workbook(content))
    name, _confidence = recognise(sheets)
    return LAYOUTS[name].read(sheets, {})


def plan_of(document: PlanDocument) -> dict[str, list[tuple]]:
    """Return what makes a plan, without where it stood in the workbook."""
    return {
        "themes": [(t.number, t.title, t.outcome, t.sponsors, t.leads) for t in document.themes],
        "commitments": [(c.reference, c.text) for c in document.commitments],
        "recommendations": [
            (r.number, r.text, r.rating, r.themes, r.outcome, r.evidence, r.leads)
            for r in document.recommendations
        ],
        "actions": [
            (a.theme, a.recommendations, a.text, a.leads, a.due, a.commitment, a.cost, a.expected_outcome)
            for a in document.actions
        ],
        "success measures": [
            (m.theme, m.action, m.text, m.leads, m.responsible, m.due, m.progress)
            for m in document.success_measures
        ],
        "ratings": sorted((r.of, r.order, r.level, str(r.known_on)) for r in document.ratings),
        "updates": [(u.action, u.progress) for u in document.updates],
        "measures": [(m.code, m.unit) for m in document.measures],
        "observations": sorted(
            (o.measure, o.words, str(o.value), str(o.period.latest)) for o in document.observations
        ),
        "targets": sorted((t.measure, t.words, str(t.due.latest)) for t in document.targets),
        "costs": [(c.label, c.financial_year, c.amount, c.recurrent) for c in document.costs],
        "stated": sorted((f.label, f.value, f.rule) for f in document.stated_figures),
    }


@cache
def plan_as_published(council: str) -> dict[str, list[tuple]]:
    """Return what makes a plan of a council's workbook as it was published, read once: no test changes it."""
    return plan_of(read(published_workbook(council)))


def test_a_workbook_is_recognised_and_every_cell_accounted_for(council):
    content = published_workbook(council)
    sheets = read_sheets(open_workbook(content))
    name, confidence = recognise(sheets)
    document = LAYOUTS[name].read(sheets, {})
    cells = {sheet.title: sum(1 for _cell in sheet.cells()) for sheet in sheets}

    assert (name, confidence) == (LAYOUT[council], 1.0)
    assert {title: sum(said.values()) for title, said in document.cells.items()} == cells
    # What is left is titles and introductions that stand outside every table.
    left = [item for item in document.left_over if not item.understood]
    assert len(left) <= 12
    assert all("\n" not in item.text or len(item.text) > 200 for item in left)


def test_leicestershires_figures_come_out():
    document = read(published_workbook("leicestershire"))

    assert Counter(item.rating for item in document.recommendations) == {"G": 9, "A": 6, None: 2}
    assert [item.number for item in document.recommendations if item.rating is None] == [4, 7]
    assert len(document.measures) == 40
    assert [theme.title for theme in document.themes][:1] == ["Being a Learning Organisation"]
    assert len(document.themes) == 4
    assert not document.actions
    by_code = {m.code: m for m in document.measures}
    repeat = [o for o in document.observations if by_code[o.measure].name == "Repeat CP plans"]
    assert [(o.value, o.numerator, o.denominator) for o in repeat] == [
        (Decimal("18.8"), None, None),
        (Decimal("8.1"), Decimal(3), Decimal(37)),
        (Decimal("16.5"), None, None),
    ]
    caseloads = next(o for o in document.observations if o.words == "21 June 2018")
    assert (caseloads.value, caseloads.period.words) == (Decimal(21), "June 2018")
    waiting = next(o for o in document.observations if "released" in o.words)
    assert (waiting.status, waiting.value) == (ObservationStatus.NOT_AVAILABLE, None)
    assert not any(t.lowest for t in document.targets if t.words == "15 15 20")
    fifth = document.recommendations[4]
    assert {p.name for p in fifth.leads} == {"Chris Nerini", "Nicci Collins", "Chris Thomas", "Anita Gurry"}


def test_west_berkshires_figures_come_out():
    document = read(published_workbook("west_berkshire"))

    assert [(len(theme.sponsors), len(theme.leads)) for theme in document.themes] == [
        (2, 1), (1, 1), (1, 1), (2, 2), (1, 1),
    ]  # fmt: skip
    kinds = Counter(item.kind for item in document.recommendations)
    assert kinds == {
        RecommendationKind.PRIORITY_AND_IMMEDIATE: 4,
        RecommendationKind.AREA_FOR_IMPROVEMENT: 13,
    }
    assert len(document.commitments) == 26
    assert Counter(a.commitment[0] for a in document.actions) == {"A": 17, "B": 28, "C": 7, "D": 17, "E": 27}
    assert Counter(rating.level for rating in document.ratings) == {"G": 10, "A": 3}
    kinds_of_date = Counter(a.due.kind for a in document.actions)
    # 61 months and one from a month onwards; 3 days and one from a day onwards.
    assert kinds_of_date == {
        "month": 61, "exact": 3, "onwards": 2, "immediate": 21, "ongoing": 4, "none": 2, "season": 1,
        "to_be_confirmed": 1, "as_required": 1,
    }  # fmt: skip
    assert len(document.costs) == 12
    assert {f.rule: f.value for f in document.stated_figures} == {
        "costs.2015/16": 667_961,
        "costs.2016/17 onwards": 600_361,
    }
    said = [m.text for m in document.messages if m.sheet == "Costs Summary"]
    assert len(said) == 2
    assert all("if Agency Staff were £498,761" in text for text in said)
    people = {person for action in document.actions for person in action.leads}
    assert Person("Head of Service, Children and Families", "Mac Heath") in people
    assert sum(person.name == "Mac Heath" for person in people) == 1


def test_thurrocks_figures_come_out():
    document = read(published_workbook("thurrock"))

    assert (len(document.themes), len(document.actions)) == (8, 52)
    assert len(document.success_measures) == 100
    assert sum(bool(item.text) for item in document.success_measures) == 99
    scores: dict[str, Counter[str]] = {}
    for rating in document.ratings:
        scores.setdefault(str(rating.known_on), Counter())[rating.level] += 1
    assert scores == {
        "2017-12-31": {"1": 5, "2": 75, "3": 16, "4": 3},
        "2018-01-31": {"1": 3, "2": 40, "3": 38, "4": 18},
    }
    assert len(document.measures) == 21
    monthly = [o for o in document.observations if o.value is not None and o.period.kind == "month"]
    assert len(monthly) == 49
    assert len({o.measure for o in monthly}) == 13
    assert {n for a in document.actions for n in a.recommendations} == set(range(1, 17))
    under_themes = [m.text[:20] for m in document.success_measures if m.action is None]
    assert under_themes == ["Assessments of child", "The Placement Suffic"]
    warned = {m.found for m in document.messages if "until accepted" in m.text}
    assert warned == {"01/16/2018", "01/02/18"}


def test_the_published_discrepancies_are_found(db):
    found = {}
    for council, slug in (("leicestershire", "leics"), ("west_berkshire", "west"), ("thurrock", "thurrock")):
        request = Request(council, published_workbook(council), slug, create=True, council="A Council")
        plan = run_import(request, TODAY).plan
        position = build_position(plan, TODAY)
        found[slug] = [(p.rule, p.stated, p.recomputed) for p in position.stated_figures if p.agrees is False]

    assert found["leics"] == [("recommendations.by_rating.G", 11, 9)]
    assert found["west"] == [
        ("costs.2015/16", 667_961, 647_561),
        ("costs.2016/17 onwards", 600_361, 599_961),
    ]
    assert found["thurrock"] == [
        ("ratings.average.plan.previous", 2, 2.1),
        ("ratings.average.theme.2.previous", 1.7, 1.8),
        ("ratings.average.theme.3.previous", 1.5, 2),
    ]


def test_the_same_workbook_saved_again_changes_nothing(db, council):
    content = published_workbook(council)
    run_import(Request("first.xlsx", content, "again", create=True, council="A Council"), TODAY)
    workbook = load_workbook(io.BytesIO(content), rich_text=True, data_only=True)
    workbook.properties.title = "Saved again"

    result = run_import(Request("second.xlsx", content_of(workbook), "again"), TODAY)

    assert not result.already_imported
    assert result.difference.is_empty
    assert not result.difference.missing


@pytest.mark.parametrize("seed", range(3))
def test_a_changed_copy_gives_the_same_plan(council, seed):
    order = random.Random(f"{council} {seed}")
    content = published_workbook(council)
    workbook: Workbook = load_workbook(io.BytesIO(content), rich_text=True, data_only=True)
    if order.random() < 0.7:
        mutations.put_rows_above(workbook, order.randint(1, 4))
    if order.random() < 0.7:
        mutations.put_columns_before(workbook, order.randint(1, 3))
    mutations.rename_headers(workbook, order.choice(OTHER_WORDS[council]))
    mutations.put_remarks_beside(workbook, order)

    assert plan_of(read(content_of(workbook))) == plan_as_published(council)


OTHER_WORDS: dict[str, list[dict[str, str]]] = {
    "durham": [{"Lead Officer": "Responsible officer", "End date": "Deadline"}, {"Start date": "Start"}],
    "west_berkshire": [
        {"Action": "Task", "By When?": "Due date", "By Whom?": "Owner", "Status Update": "Progress update"},
        {"Action": "Activity", "By When?": "Deadline", "By Whom?": "SRO", "RAG": "BRAG"},
    ],
    "leicestershire": [
        {"Ref.": "No.", "Progress RAG": "RAG rating", "Lead Officer": "Owner", "Targets": "Measures"},
        {"Ofsted Recommendation": "Recommendation", "Further Actions in progress": "Next steps"},
    ],
    "thurrock": [
        {
            "Action": "Activity",
            "Lead": "Action owner",
            "Time": "Timescale",
            "Success measure(s)": "Success criteria",
        },
        {"Outcome": "Expected outcome", "Progress update": "Comments"},
    ],
}


@pytest.mark.parametrize("council", ["west_berkshire", "leicestershire", "thurrock"], indirect=True)
@pytest.mark.parametrize("seed", range(3))
def test_columns_in_another_order_give_the_same_plan(council, seed):
    content = published_workbook(council)
    workbook = load_workbook(io.BytesIO(content), rich_text=True, data_only=True)
    for sheet in workbook.worksheets:
        if sheet.title.startswith("Workstream "):
            mutations.move_columns(sheet, 2, 6, random.Random(seed), below=6)
        elif sheet.title == "Progress":
            mutations.move_columns(sheet, 1, 11, random.Random(seed))
        elif sheet.title.startswith("P"):
            first = next(row[0].row for row in sheet.iter_rows(max_col=1) if "Priority " in str(row[0].value))
            mutations.move_columns(sheet, 3, 12, random.Random(seed), below=first - 1)

    assert plan_of(read(content_of(workbook))) == plan_as_published(council)


@pytest.mark.parametrize("council", ["west_berkshire", "thurrock"], indirect=True)
def test_blank_rows_inside_tables_change_nothing(council):
    content = published_workbook(council)
    workbook = load_workbook(io.BytesIO(content), rich_text=True, data_only=True)
    for sheet in workbook.worksheets:
        mutations.put_blank_row(sheet, after=sheet.max_row - 2)

    assert plan_of(read(content_of(workbook))) == plan_as_published(council)


def test_words_pasted_into_every_row_are_as_good_as_merged_ones():
    content = published_workbook("thurrock")
    workbook = load_workbook(io.BytesIO(content), rich_text=True, data_only=True)
    mutations.unmerge_rows(workbook, fill=True)
    pasted, merged = plan_of(read(content_of(workbook))), plan_as_published("thurrock")

    for part in ("actions", "success measures", "ratings"):
        assert len(pasted[part]) == len(merged[part]), part


def test_a_reworded_success_measure_goes_on_with_its_ratings(db):
    content = published_workbook("thurrock")
    first = run_import(Request("1.xlsx", content, "thurrock", create=True), TODAY)
    workbook = load_workbook(io.BytesIO(content), rich_text=True, data_only=True)
    sheet = workbook["P7"]
    sheet["D8"].value = "Statement and policy developed, published and used by all care leavers"
    sheet["J8"].value = 3
    request = Request("2.xlsx", content_of(workbook), "thurrock", as_at=date(2018, 4, 30))
    result = run_import(request, TODAY)
    counts = result.difference.counts()
    position = build_position(first.plan, TODAY)

    assert counts["success_measure"] == {
        "read": 100, "created": 0, "changed": 1, "unchanged": 99, "conflict": 0, "missing": 0,
    }  # fmt: skip
    assert counts["rating"]["created"] == 1
    assert len(position.success_measures) == 100
    reworded = next(m for m in position.success_measures if "used by all care leavers" in m.text)
    assert [rating.level.code for rating in reworded.ratings][-1] == "3"
    assert len(reworded.ratings) == 3
