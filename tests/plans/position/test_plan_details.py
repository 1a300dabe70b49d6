"""What a plan is set up with has a history: a past day is shown with the words, period and inspection of that day."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from plans.choices import Framework, JudgementGrade, Role
from plans.models import Judgement, PlanVersion
from plans.operations.inspections import (
    OVERALL,
    NewInspection,
    judge,
    record_inspections,
    withdraw_inspections,
)
from plans.operations.set_up import set_details
from plans.position import build_position
from plans.position.inspections import read_inspections
from plans.position.plan_details import plan_on
from tests.conftest import TODAY
from tests.factories import make_plan, make_user, since

pytestmark = pytest.mark.django_db
CHANGED = date(2026, 6, 1)
BEFORE = CHANGED - timedelta(days=1)


def board_member(plan) -> Client:
    client = Client()
    client.force_login(make_user("b@test.example", plan, Role.BOARD_MEMBER))
    return client


def test_a_past_day_is_shown_with_the_title_and_the_word_of_that_day():
    plan = make_plan(actions=1)
    set_details(plan, {"title": "The second title", "theme_word": "priority"}, provenance=since(CHANGED))
    client, address = board_member(plan), reverse("plans:dashboard", args=[plan.slug])
    today, then = (
        unescape(client.get(address, query).content.decode()) for query in ({}, {"as-at": BEFORE.isoformat()})
    )

    assert "The second title" in today
    assert "Priorities" in today
    assert "Plan of testshire" in then
    assert "The second title" not in then
    assert "Themes" in then
    assert "Priorities" not in then


def test_a_day_before_the_plan_was_entered_is_shown_with_what_it_was_set_up_with_first():
    plan = make_plan()
    set_details(plan, {"embedded_periods": 6}, provenance=since(CHANGED))

    assert [plan_on(plan, day).embedded_periods for day in (date(2020, 1, 1), BEFORE, CHANGED, TODAY)] == [
        3,
        3,
        6,
        6,
    ]
    assert plan_on(plan, TODAY) is plan
    assert plan_on(plan_on(plan, BEFORE), TODAY).embedded_periods == 6


def test_what_counts_as_embedded_then_counts_on_that_day():
    plan = make_plan()
    set_details(plan, {"embedded_periods": 6}, provenance=since(CHANGED))

    assert [build_position(plan, day).recommendations[0].embedded_periods for day in (BEFORE, TODAY)] == [
        3,
        6,
    ]


def test_the_administration_site_keeps_the_history_too(admin_client):
    plan = make_plan()
    address = reverse("admin:plans_plan_change", args=[plan.pk])
    form = admin_client.get(address).context["adminform"].form
    typed = {name: form[name].value() for name in form.fields} | {"title": "Renamed there"}
    inlines = {
        "roles-TOTAL_FORMS": 0,
        "roles-INITIAL_FORMS": 0,
        "versions-TOTAL_FORMS": 0,
        "versions-INITIAL_FORMS": 0,
    }
    answer = admin_client.post(
        address, {name: "" if value is None else value for name, value in typed.items()} | inlines
    )

    assert answer.status_code == 302, answer.context["errors"]
    assert plan_on(plan, TODAY - timedelta(days=1)).title == "Plan of testshire"
    version = PlanVersion.objects.get(plan=plan, known_to=None)
    assert (version.title, version.reason) == (
        "Renamed there",
        "Title: Plan of testshire became Renamed there",
    )
    assert version.by is not None


def inspected(plan, **grades: JudgementGrade):
    fields = {"framework": Framework.ILACS, "published_on": date(2026, 2, 2)}
    new = NewInspection(fields, {OVERALL: JudgementGrade.INADEQUATE, **grades})
    return record_inspections(plan.council, [new], provenance=since(date(2026, 3, 3)))[0]


def areas_on(plan, day: date) -> dict[str, tuple[str, ...]]:
    return {item.area: item.grades for item in read_inspections(plan, day).areas}


def test_a_grade_put_right_later_stands_as_it_was_thought_on_a_day_before():
    plan = make_plan()
    inspection = inspected(plan, Leaders=JudgementGrade.GOOD)
    judge({inspection.pk: {OVERALL: JudgementGrade.REQUIRES_IMPROVEMENT}}, provenance=since(CHANGED))

    assert areas_on(plan, date(2026, 2, 1)) == {}
    # It was entered in March, but the council has known it since the report.
    assert areas_on(plan, date(2026, 2, 2)) == {OVERALL: ("Inadequate",), "Leaders": ("Good",)}
    assert areas_on(plan, BEFORE) == {OVERALL: ("Inadequate",), "Leaders": ("Good",)}
    assert areas_on(plan, CHANGED) == {OVERALL: ("Requires improvement",), "Leaders": ("Good",)}
    judge({inspection.pk: {OVERALL: None}}, provenance=since(TODAY))
    assert areas_on(plan, TODAY) == {"Leaders": ("Good",)}
    assert Judgement.objects.filter(inspection=inspection).count() == 3


def test_an_inspection_that_leaves_the_record_is_told_of_on_the_days_before():
    plan = make_plan()
    inspection = inspected(plan)
    withdraw_inspections([inspection.pk], provenance=since(CHANGED))

    assert len(read_inspections(plan, BEFORE).found) == 1
    assert read_inspections(plan, CHANGED).found == ()


def test_an_inspection_that_a_plan_answers_does_not_leave():
    plan = make_plan()
    inspection = inspected(plan)
    set_details(plan, {"inspection": inspection}, provenance=since(CHANGED))
    withdraw_inspections([inspection.pk], provenance=since(TODAY))

    assert len(read_inspections(plan, TODAY).found) == 1
