"""Nothing that a version says is lost on its way: each field of each kind, filled, followed, split and carried over."""

from datetime import date
from typing import Any

import pytest
from django.db import models

from plans.choices import ProgressStatus
from plans.models import (
    Action,
    ActionVersion,
    Commitment,
    Milestone,
    MilestoneVersion,
    Recommendation,
    RecommendationVersion,
    SuccessMeasure,
    SuccessMeasureVersion,
    Theme,
    ThemeVersion,
)
from plans.models.history import fields_of
from plans.operations.carrying_over import carry_over
from plans.operations.history import change_versions
from plans.operations.structure import NewAction, add_actions, split_action
from tests.factories import make_actions, make_plan, since

pytestmark = pytest.mark.django_db
LATER = date(2026, 4, 1)


def filled(model: type[models.Model], identity: str, own: dict[str, Any]) -> dict[str, Any]:
    """Return a value, unlike any default, for every field that says something; a new kind of field must be told how."""
    values: dict[str, Any] = {}
    for name in sorted(fields_of(model, identity)):
        field = model._meta.get_field(name)
        if name in own:
            values[name] = own[name]
        elif field.choices:
            values[name] = next(value for value, _label in field.choices if value != field.get_default())
        elif isinstance(field, models.BooleanField):
            values[name] = not field.get_default()
        elif isinstance(field, models.PositiveSmallIntegerField):
            values[name] = 70 + len(values)
        elif isinstance(field, models.DateField):
            values[name] = date(2026, 5, 1 + len(values))
        elif isinstance(field, models.CharField | models.TextField):
            values[name] = f"{name} 1"[: field.max_length or 100]
        else:
            pytest.fail(f"{model.__name__}.{name}: say here how a {type(field).__name__} is filled")
    return values


def places(plan) -> dict[str, Any]:
    """Return what relations lead to, and what a row's own rules ask for."""
    theme = plan.themes.get(number=1)
    commitment = Commitment.objects.create(
        theme=theme, reference="C1", text="Do better.", **since().interval()
    )
    return {
        "theme": theme,
        "commitment": commitment,
        "parent": None,
        "status": ProgressStatus.COMPLETED,
        "completed_on": date(2026, 3, 1),
        "start_earliest": date(2026, 1, 1),
        "start_latest": date(2026, 1, 31),
        "due_earliest": date(2026, 6, 1),
        "due_latest": date(2026, 6, 30),
    }


def said(version: models.Model, names: Any) -> dict[str, Any]:
    return {name: getattr(version, name) for name in names}


@pytest.fixture
def identities() -> dict[type[models.Model], tuple[str, models.Model, dict[str, Any]]]:
    plan = make_plan(actions=1)
    own = places(plan)
    theme = own["theme"]
    success = SuccessMeasure.objects.create(plan=plan, reference="1")
    return {
        ThemeVersion: ("theme", Theme.objects.create(plan=plan, number=8), {}),
        RecommendationVersion: ("recommendation", Recommendation.objects.create(plan=plan, number=8), {}),
        MilestoneVersion: ("milestone", Milestone.objects.create(theme=theme, code="M8"), own),
        ActionVersion: ("action", Action.objects.create(plan=plan, reference="8.1", position="8"), own),
        SuccessMeasureVersion: (
            "success_measure",
            success,
            {**own, "action": plan.actions.first(), "theme": None},
        ),
    }


def test_a_change_of_one_field_carries_every_other(identities):
    for model, (identity, thing, own) in identities.items():
        values = filled(model, identity, own)
        model.objects.create(**{identity: thing}, **values, **since().interval())
        for name, value in values.items():
            if not isinstance(value, str) or model._meta.get_field(name).choices:
                continue
            change_versions(model, identity, {thing.pk: {name: f"{name} 2"}}, since(LATER))
            values[name] = f"{name} 2"
            assert said(model.objects.get(**{identity: thing, "known_to": None}), values) == values, name


def whole_action(plan, **own: Any) -> tuple[Action, dict[str, Any]]:
    values = filled(ActionVersion, "action", {**places(plan), **own})
    del values["parent"]
    return add_actions(plan, [NewAction(values, (), (), "1")], provenance=since())[0], values


def test_each_part_of_a_split_action_says_what_the_whole_said():
    action, values = whole_action(make_plan())

    added = split_action(action, ["Write it", "Agree it"], provenance=since(LATER))

    expected = {**values, "parent": action, "cost": f"cost 1 (for {action.reference} as a whole)"}
    for part, text in zip(added, ["Write it", "Agree it"], strict=True):
        assert said(part.versions.get(known_to=None), expected) == {**expected, "text": text}


def test_an_action_carried_over_says_all_that_is_not_of_the_earlier_plan():
    earlier = make_plan("earlier")
    later = make_plan("later", council=earlier.council)
    open_status = {"status": ProgressStatus.BEHIND_TARGET, "completed_on": None}
    action, values = whole_action(earlier, **open_status)
    theme = later.themes.get(number=1)

    (taken,) = carry_over(later, [action], theme, provenance=since(LATER))

    assert said(taken.versions.get(known_to=None), values) == {**values, "theme": theme, "commitment": None}


def test_an_action_without_a_cost_has_parts_without_one():
    plan = make_plan(actions=0)
    (action,) = make_actions(plan, 1)

    added = split_action(action, ["Write it", "Agree it"], provenance=since(LATER))

    assert {part.versions.get(known_to=None).cost for part in added} == {""}
