"""Other numbers for themes and recommendations: what is kept under a number moves along, past days keep theirs."""

from datetime import date, timedelta
from html import unescape
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.state import ProjectState
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from improvement.triggers import guards_lifted, missing_triggers
from plans.choices import ContradictionKind, Role
from plans.imports.values import Source
from plans.models import (
    CustomReport,
    SavedView,
)
from plans.operations.board import NewChallenge, record_challenges
from plans.operations.meetings import MeetingPlan, add_meetings
from plans.operations.ratings import answer_contradiction
from plans.operations.renumbering import renumber
from plans.operations.reports import save_custom_report, write_text
from plans.operations.structure import (
    add_recommendations,
    add_themes,
    mark_exempt,
    set_recommendation_themes,
)
from plans.position import build_position
from plans.position.comparison import compare
from tests.conftest import TODAY
from tests.factories import make_plan, make_user, rate, since
from tests.pages import own_forms

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)
CELL = Source("Plan", "A1")


@pytest.fixture
def plan():
    """A plan with three recommendations, of which the second is worked on in two themes."""
    made = make_plan("counted", actions=2)
    second = add_themes(made, {2: {"title": "Leadership"}}, provenance=since())[2]
    items = add_recommendations(
        made, {2: {"text": "Lead well."}, 3: {"text": "Listen to children."}}, provenance=since()
    )
    first = made.themes.get(number=1)
    set_recommendation_themes({items[2].pk: [first.pk, second.pk]}, provenance=since())
    return made


@pytest.fixture
def planner(plan):
    client = Client()
    client.force_login(make_user("planner@counted.example", plan, Role.PLAN_ADMINISTRATOR))
    return client


def key(plan, number: int) -> int:
    return plan.recommendations.get(number=number).pk


def words_on(plan, day: date) -> dict[int, str]:
    return {item.number: item.text for item in build_position(plan, day).recommendations}


def test_two_recommendations_change_places_and_yesterday_keeps_its_numbers(plan):
    changed = renumber(plan, {}, {key(plan, 1): 2, key(plan, 2): 1}, provenance=since(TODAY))

    assert changed == 2
    assert words_on(plan, TODAY) == {1: "Lead well.", 2: "Improve practice.", 3: "Listen to children."}
    assert words_on(plan, YESTERDAY) == {1: "Improve practice.", 2: "Lead well.", 3: "Listen to children."}
    today = build_position(plan, TODAY)
    assert {action.recommendation_numbers for action in today.actions} == {(2,)}
    assert {action.recommendation_numbers for action in build_position(plan, YESTERDAY).actions} == {(1,)}


def test_themes_change_places_with_all_that_they_hold(plan):
    first, second = plan.themes.order_by("number")

    renumber(plan, {first.pk: 2, second.pk: 1}, {}, provenance=since(TODAY))

    today = build_position(plan, TODAY)
    assert [(theme.number, theme.title) for theme in today.themes] == [(1, "Leadership"), (2, "Practice")]
    assert today.recommendation(2).theme_numbers == (1, 2)
    assert {action.theme_number for action in today.actions} == {2}
    yesterday = build_position(plan, YESTERDAY)
    assert [(theme.number, theme.title) for theme in yesterday.themes] == [(1, "Practice"), (2, "Leadership")]


def test_a_number_that_another_has_or_had_is_refused_and_nothing_changes(plan):
    before = words_on(plan, TODAY)

    with pytest.raises(ValidationError, match="Two would be recommendation 3"):
        renumber(plan, {}, {key(plan, 1): 3}, provenance=since(TODAY))

    assert words_on(plan, TODAY) == before


def test_saved_lists_and_custom_reports_ask_for_the_same_as_before(plan):
    person = make_user("member@counted.example", plan, Role.BOARD_MEMBER)
    asked = "state=open&recommendation=1&theme=1"
    SavedView.objects.create(plan=plan, user=person, listed="actions", name="Mine", query=asked)
    save_custom_report(plan, "Ours", "actions", ["reference"], asked, "", provenance=since(YESTERDAY))

    renumber(plan, {}, {key(plan, 1): 3, key(plan, 3): 1}, provenance=since(TODAY))

    expected = "state=open&recommendation=3&theme=1"
    assert SavedView.objects.get().query == expected
    assert CustomReport.objects.order_by("pk").last().filters == expected


def test_two_days_are_compared_by_what_a_recommendation_is_and_not_by_its_number(plan):
    renumber(plan, {}, {key(plan, 1): 2, key(plan, 2): 1}, provenance=since(TODAY))

    found = compare(build_position(plan, YESTERDAY), build_position(plan, TODAY))

    assert [(item.number, item.text, item.direction) for item in found.recommendations] == [
        (1, "Lead well.", ""),
        (2, "Improve practice.", ""),
        (3, "Listen to children.", ""),
    ]
    assert found.changes.is_empty


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (lambda plan: rate(plan, plan.recommendations.get(number=2), "A", YESTERDAY), "something was rated"),
        (
            lambda plan: write_text(plan, "scrutiny", "detail-2", "Ours.", "", 0, provenance=since(YESTERDAY)),
            "words of a report were written",
        ),
        (
            lambda plan: record_challenges(
                plan,
                [NewChallenge("How?", recommendation_id=plan.recommendations.get(number=1).pk)],
                provenance=since(YESTERDAY),
            ),
            "the board has asked or decided something",
        ),
        (
            lambda plan: answer_contradiction(
                plan,
                ContradictionKind.GOOD_AGAINST_MEASURES,
                "recommendation 2",
                "basis",
                "It stands.",
                provenance=since(YESTERDAY),
            ),
            "a lead has answered a check",
        ),
        (
            lambda plan: mark_exempt(
                plan.recommendations.get(number=1), True, "Part 2", provenance=since(YESTERDAY)
            ),
            "an item is or was exempt",
        ),
        (lambda plan: add_meetings(plan, [MeetingPlan(YESTERDAY, "Board")], provenance=since(YESTERDAY)), "met"),
    ],
)  # fmt: skip
def test_once_something_goes_by_the_numbers_they_stay(plan, planner, happens, why):
    happens(plan)
    before = words_on(plan, TODAY)

    with pytest.raises(ValidationError, match=why):
        renumber(plan, {}, {key(plan, 1): 2, key(plan, 2): 1}, provenance=since(TODAY))

    assert words_on(plan, TODAY) == before
    page = planner.get(reverse("plans:set-up-numbers", args=[plan.slug]), follow=True)
    assert why in unescape(page.content.decode())


def test_the_numbers_of_a_plan_that_was_imported_stay(demo):
    with pytest.raises(ValidationError, match="it was imported from a workbook"):
        renumber(demo, {}, {}, provenance=since(TODAY))


@settings(max_examples=25, deadline=None)
@given(orders=st.lists(st.permutations([1, 2, 3]), min_size=1, max_size=4))
def test_after_any_renumberings_every_day_has_the_numbers_that_stood_then(orders):
    plan = make_plan(f"chance{hash(str(orders)) % 10**8}", actions=0)
    add_recommendations(plan, {2: {"text": "Two."}, 3: {"text": "Three."}}, provenance=since())
    texts = dict(plan.recommendations.values_list("pk", "versions__text"))
    expected = {}
    for days, order in enumerate(orders, start=1):
        day = date(2026, 3, 1) + timedelta(days=days)
        wanted = dict(zip(sorted(texts), order, strict=True))
        renumber(plan, {}, wanted, provenance=since(day))
        expected[day] = {number: texts[pk] for pk, number in wanted.items()}

    for day, numbered in expected.items():
        assert words_on(plan, day) == numbered


def test_numbers_are_changed_by_form_with_a_reason_that_the_page_tells(plan, planner):
    address = reverse("plans:set-up-numbers", args=[plan.slug])
    names = {item.number: f"recommendation-{item.pk}" for item in plan.recommendations.all()}
    themes = {f"theme-{theme.pk}": theme.number for theme in plan.themes.all()}
    typed = {names[1]: 2, names[2]: 1, names[3]: 3, **themes}
    plan.refresh_from_db()

    refused = planner.post(address, {**typed, "plan_revision": plan.revision, "reason": ""})
    assert refused.status_code == 422
    assert "Enter why the numbers change." in unescape(refused.content.decode())

    twice = planner.post(
        address, {**typed, names[2]: 2, "plan_revision": plan.revision, "reason": "The board asked."}
    )
    assert "1 is to be 2 too: give one another." in unescape(twice.content.decode())

    saved = planner.post(
        address, {**typed, "plan_revision": plan.revision, "reason": "The board asked."}, follow=True
    )
    assert "2 numbers changed." in unescape(saved.content.decode())
    page = unescape(planner.get(reverse("plans:recommendation", args=[plan.slug, 1])).content.decode())
    assert "Numbered 1; until then 2" in page
    assert "The board asked." in page
    stale = planner.post(address, {**typed, "plan_revision": plan.revision, "reason": "Again."})
    assert "Someone else changed the plan's set-up" in unescape(stale.content.decode())


def test_an_exempt_mark_is_never_put_on_another_that_was_given_the_number(plan, planner):
    address = reverse("plans:exempt", args=[plan.slug, "recommendation", "1"])
    boxes = own_forms(planner.get(address), address)[0]["boxes"]
    shown = {name: values[0] for name, values in boxes.items()}
    renumber(plan, {}, {key(plan, 1): 2, key(plan, 2): 1}, provenance=since(TODAY))

    answer = planner.post(address, {**shown, "reason": "Paragraph 1"}, follow=True)

    assert "nothing was changed" in unescape(answer.content.decode())
    assert not any(item.is_exempt for item in build_position(plan, TODAY).recommendations)


def test_who_may_not_set_the_plan_up_changes_no_number(plan):
    member = Client()
    member.force_login(make_user("member@counted.example", plan, Role.BOARD_MEMBER))
    assert member.get(reverse("plans:set-up-numbers", args=[plan.slug])).status_code == 403


def test_the_migration_gives_every_version_its_number(plan):
    """Tables are made from the models here: the numbers are spoilt first, as if they had never been filled."""
    migration = import_module("plans.migrations.0014_fill_numbers")
    state = ProjectState.from_apps(apps)

    def spoilt(historical, schema_editor):
        models = [historical.get_model("plans", name) for name in ("RecommendationVersion", "ThemeVersion")]
        with guards_lifted(schema_editor, *models):
            for model in models:
                model.objects.update(number=0)

    for code in (spoilt, migration.forwards):
        RunPython(code).database_forwards("plans", connection.SchemaEditorClass(connection), state, state)

    assert words_on(plan, TODAY) == {1: "Improve practice.", 2: "Lead well.", 3: "Listen to children."}
    assert [theme.number for theme in build_position(plan, TODAY).themes] == [1, 2]
    assert missing_triggers() == []
