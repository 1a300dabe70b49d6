"""Every total against the sum of its parts, and every list against what it lists, on all pages and in all reports."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from django.urls import reverse

from performance.operations.measures import NewMeasure, add_measures
from plans.choices import ProgressStatus, Role
from plans.demo.load import SLUG
from plans.filters.actions import NOT_GOOD, action_filter
from plans.filters.measures import measure_filter
from plans.imports.request import Request
from plans.imports.run import run_import
from plans.models import Plan
from plans.operations.links import Evidences, set_measure_links
from plans.operations.structure import (
    NewAction,
    NewSuccessMeasure,
    add_actions,
    add_recommendations,
    add_success_measures,
    add_themes,
    set_recommendation_themes,
)
from plans.position import Position, build_position
from plans.position.comparison import compare
from plans.position.timeline import timeline
from plans.reports.catalogue import KINDS
from plans.reports.document import Document, Formula, Kind, Table
from tests.conftest import TODAY, kept_for_a_module, published_workbook
from tests.factories import make_plan, make_user, rate, say, since
from tests.plans.reports.support import made, workbook_of

pytestmark = pytest.mark.django_db


SAID = [status for status in ProgressStatus if status != ProgressStatus.NOT_SUPPLIED]


def scattered() -> Plan:
    """A plan some of whose recommendations, actions, success measures and measures belong to no theme."""
    plan = make_plan("scattered", actions=3)
    inside = plan.recommendations.get(number=1)
    outside = add_recommendations(plan, {2: {"text": "Listen to children."}}, provenance=since())[2]
    other = add_themes(plan, {2: {"title": "Partners"}}, provenance=since())[2]
    dated = {"due_words": "June 2026", "due_kind": "month", "due_latest": date(2026, 6, 30)}
    theme = plan.themes.get(number=1)
    new = [
        NewAction({"text": "In no theme, for nothing.", **dated}, (), (), "0"),
        NewAction({"text": "In no theme, for a recommendation of one.", **dated}, (), [inside.pk], "0"),
        NewAction({"text": "In no theme, for one in none."}, (), [outside.pk], "0"),
        NewAction({"text": "In a theme, for one in none.", "theme": theme, **dated}, (), [outside.pk], "1"),
        NewAction({"text": "In a theme, for one of another.", "theme": other}, (), [inside.pk], "2"),
        NewAction({"text": "In a theme, for nothing.", "theme": theme}, (), (), "1"),
    ]
    actions = add_actions(plan, new, provenance=since())
    add_success_measures(
        plan,
        [
            NewSuccessMeasure({"text": "Of an action in none.", "action_id": actions[0].pk}),
            NewSuccessMeasure({"text": "Of a theme.", "theme_id": theme.pk}),
        ],
        provenance=since(),
    )
    for action, status in zip(actions[1:], SAID, strict=False):
        say(action, status, date(2026, 3, 1), completed_on=date(2026, 3, 1))
    rate(plan, inside, "A", date(2026, 3, 1))
    measures = add_measures(
        plan.council,
        [NewMeasure("loose", {"name": "Loose"}), NewMeasure("bound", {"name": "Bound"})],
        provenance=since(date(2026, 1, 1)),
    )
    links = {measures[0].pk: [Evidences()], measures[1].pk: [Evidences(theme=theme.pk)]}
    set_measure_links(plan, links, provenance=since())
    return plan


def without_themes() -> Plan:
    """A plan of actions alone."""
    plan = make_plan("themeless", actions=0)
    set_recommendation_themes({plan.recommendations.get().pk: []}, provenance=since())
    add_actions(plan, [NewAction({"text": f"Do {n}."}, (), (), "0") for n in range(3)], provenance=since())
    return plan


PLANS = ["demo", "scattered", "themeless", "durham", "west_berkshire", "leicestershire", "thurrock"]


def plan_called(name: str) -> Plan:
    """Make one of the plans, or import it as its council published it."""
    if name == "demo":
        return Plan.objects.get(slug=SLUG)
    if name in {"scattered", "themeless"}:
        return scattered() if name == "scattered" else without_themes()
    content = published_workbook(name)
    run_import(Request(f"{name}.xlsx", content, slug=name, create=True, council="A Council"), TODAY)
    return Plan.objects.get(slug=name)


@pytest.fixture(scope="module", params=PLANS)
def made_once(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker) -> Iterator[int]:
    with kept_for_a_module(django_db_blocker, lambda: plan_called(request.param).pk) as number:
        yield number


@pytest.fixture
def plan(made_once: int, db: None) -> Plan:
    return Plan.objects.get(pk=made_once)


def figure(value: object) -> float | None:
    value = value.value if isinstance(value, Formula) else value
    return float(value) if isinstance(value, int | float) or hasattr(value, "normalize") else None


def sums_that_differ(table: Table) -> list[str]:
    """Return the columns of a table whose total is not the sum of its rows."""
    wrong = []
    for place, column in enumerate(table.columns):
        stated = figure(table.total.values[place]) if table.total else None
        if stated is None or column.kind == Kind.TEXT:
            continue
        parts = sum(figure(row.values[place]) or 0 for row in table.rows)
        if abs(parts - stated) > 1e-6:
            wrong.append(f"{table.name}, {column.name}: {parts} of {stated}")
    return wrong


def column(document: Document, table: str, name: str) -> list[object]:
    found = document.table(table)
    place = found.column_names.index(name)
    return [row.values[place] for row in found.rows]


def test_every_total_of_every_report_is_the_sum_of_its_parts(plan):
    for name in KINDS:
        document = made(plan, name)
        assert [wrong for table in document.tables() for wrong in sums_that_differ(table)] == [], name


@pytest.mark.parametrize("name", ["cabinet", "board"])
def test_the_lines_by_theme_come_to_the_whole_plan(plan, name):
    position, document = build_position(plan, TODAY), made(plan, name)
    if not any(table.name == "ThemePositions" for table in document.tables()):
        assert not position.divisions
        return
    counted = {
        "Actions": len(position.lowest_level_actions),
        "Overdue": len(position.overdue_actions),
        **{share.label: share.count for share in position.status_shares()},
    }
    if position.past_due_without_status:
        counted["Past due, no status given"] = len(position.past_due_without_status)
    total = document.table("ThemePositions").total
    stated = dict(zip(document.table("ThemePositions").column_names, total.values, strict=True))

    assert {key: figure(stated[key]) for key in counted} == counted
    assert {key: sum(column(document, "ThemePositions", key)) for key in counted} == counted
    # The same again in the workbook, where the total is a formula with its value kept.
    assert "ThemePositions" in {name for sheet in workbook_of(document) for name in sheet.tables}


def test_the_cabinet_paper_holds_everything_that_is_in_the_plan(plan):
    position, document = build_position(plan, TODAY), made(plan, "cabinet")
    tables = [table for table in document.tables() if re.fullmatch(r"Plan(\d+|None)", table.name)]
    rows = Counter(row.values[0] for table in tables for row in table.rows)

    assert len(document.table("Recommendations").rows) == max(len(position.recommendations), 1) or (
        not position.recommendations
    )
    if not position.divisions:
        assert not position.actions
        return
    assert {action.reference: rows[action.reference] for action in position.actions} == {
        action.reference: 1 for action in position.actions
    }
    assert all(
        rows[f"Rec {item.number}"] == max(len(item.theme_numbers), 1) for item in position.recommendations
    )
    successes = Counter(
        row.values[0] for table in tables for row in table.rows if row.values[1] == "Success measure"
    )
    assert successes == Counter(item.reference for item in position.success_measures)
    # A theme's or division's words name every action's status too.
    said = [
        int(count or 1)
        for section in document.sections
        if section.key.startswith("progress-")
        for count in re.findall(r"(?:Of (?=\d)|for its )(\d*) ?actions?[:.]", section.parts[0].text)
    ]
    assert sum(said) == len(position.lowest_level_actions)


def test_the_other_papers_leave_nothing_out(plan):
    position = build_position(plan, TODAY)
    scrutiny, measures, log = (made(plan, name) for name in ("scrutiny", "measures", "action-log"))

    assert column(scrutiny, "AppendixA", "Number") == [item.number for item in position.recommendations]
    assert len(scrutiny.table("AppendixB").rows) == len(position.measures)
    told = Counter(row.values[0] for row in measures.table("Scorecard").rows)
    assert told == Counter(measure.name for measure in position.measures)
    each = sum(
        len(part.rows) if part.name.startswith("WithoutHistory") else 1
        for section in measures.sections[1:]
        for part in section.parts
        if isinstance(part, Table)
    )
    assert each == len(position.measures)
    rows = max((len(table.rows) for table in log.tables()), default=0)
    assert rows == len(position.lowest_level_actions)
    cabinet = made(plan, "cabinet")
    assert len(cabinet.table("OverdueActions").rows) == len(position.overdue_actions)


def test_the_json_adds_up(plan):
    printed = build_position(plan, TODAY).as_json()

    for key in ("recommendations", "milestones", "actions", "success_measures"):
        for name, parts in printed[key].items():
            if name.startswith("by_"):
                assert sum(parts.values()) == printed[key]["total"], (key, name)
    assert sum(printed["actions_by_rating"].values()) == printed["actions"]["total"]
    judged = printed["measures_by_judgement"]
    assert (
        judged["on_target"] + judged["near_target"] + judged["off_target"] == judged["set_against_a_target"]
    )


def test_the_choices_of_a_filter_come_to_the_whole_list(plan):
    position = build_position(plan, TODAY)
    for name in ("theme", "status", "rating", "overdue"):
        # What gathers levels counts nothing that they don't.
        choices = [
            choice
            for choice in action_filter(position, {}).form.fields[name].choices
            if choice[0] != NOT_GOOD
        ]
        counts = {key: len(action_filter(position, {name: key}).actions()) for key, _label in choices if key}
        assert sum(counts.values()) == len(position.lowest_level_actions), (name, counts)
    for name in ("against", "direction"):
        choices = measure_filter(position, {}).form.fields[name].choices
        counts = {
            key: len(measure_filter(position, {name: key}).measures()) for key, _label in choices if key
        }
        assert sum(counts.values()) == len(position.measures), (name, counts)
    choices = measure_filter(position, {}).form.fields["theme"].choices
    found = {
        measure.code
        for key, _label in choices
        if key
        for measure in measure_filter(position, {"theme": key}).measures()
    }
    assert found == {measure.code for measure in position.measures}


def actions_linked(html: str, position: Position) -> set[str]:
    linked = set(re.findall(r'href="[^"]*/actions/([^/"?]+)/(?:\?[^"]*)?"', html))
    return linked & {action.reference for action in position.actions}


def test_pages_list_what_they_count(plan, client):
    position = build_position(plan, TODAY)
    client.force_login(make_user("counts@test.example", plan, Role.ANALYST))

    def read(name: str, *arguments: object) -> str:
        return client.get(reverse(f"plans:{name}", args=[plan.slug, *arguments])).content.decode()

    def read_all(name: str) -> str:
        return client.get(reverse(f"plans:{name}", args=[plan.slug]), {"print": 1}).content.decode()

    for theme in position.themes:
        shown = actions_linked(read("theme", theme.number), position)
        assert shown >= {action.reference for action in theme.actions}, theme.number
    for item in position.recommendations:
        shown = actions_linked(read("recommendation", item.number), position)
        assert shown >= {action.reference for action in item.actions}, item.number
    dashboard = read("dashboard")
    themes = dashboard.partition("app-rows--themes")[2].partition("</ul>")[0]
    cards = re.findall(r'<li class="app-rows__row">(.*?)</li>', themes, re.DOTALL)
    told = re.compile(r"(\d+) (?:completed|on target|behind target|not started|no status given)[,<]")
    counted = sum(int(count) for card in cards for count in told.findall(card))
    if position.divisions:
        assert counted == len(position.lowest_level_actions)
    labels = re.findall(
        r'app-figure__number">(\d+)</span><span class="app-figure__label"><a [^>]*>([^<]*)<', dashboard
    )
    assert {label: int(count) for count, label in labels}["recommendations"] == len(
        re.findall(r'data-label="Recommendation"', read_all("recommendation-list"))
    )


def test_days_and_the_timeline_leave_nothing_out(plan):
    position = build_position(plan, TODAY)
    compared = compare(position, position)
    laid_out = timeline(position, TODAY)
    rows = Counter(row.reference for group in laid_out.groups for row in group.rows)

    assert sum(row.after.actions for row in compared.themes) == len(position.lowest_level_actions)
    assert len(compared.recommendations) == len(position.recommendations)
    assert {action.reference: rows[action.reference] for action in position.lowest_level_actions} == {
        action.reference: 1 for action in position.lowest_level_actions
    }
    assert sum(rows.values()) == len(position.lowest_level_actions) + len(position.milestones)
