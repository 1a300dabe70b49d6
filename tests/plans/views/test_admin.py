"""The administration site: every model, searchable, history read-only, writes through the same operations."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from plans.models import Rating, RatingLevel, Update
from plans.position import build_position
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db
MODELS = [
    model
    for label in ("improvement", "performance", "plans")
    for model in apps.get_app_config(label).get_models()
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_is_listed_searched_and_opened(demo, sign_in, model):
    client = sign_in("admin")
    base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    options = admin.site._registry[model]

    assert (
        client.get(reverse(f"{base}_changelist"), {"q": "a"} if options.search_fields else {}).status_code
        == 200
    )
    first = model._default_manager.first()
    if first is not None:
        assert client.get(reverse(f"{base}_change", args=[first.pk])).status_code == 200
    request = type("Request", (), {"user": type("User", (), {"has_perm": lambda *args: True})()})()
    if getattr(model, "append_only", False):
        assert not options.has_change_permission(request)
        assert not options.has_delete_permission(request)


def test_nobody_else_gets_in(demo, sign_in):
    for role in ("board", "lead", "analyst", "planner"):
        assert sign_in(role).get(reverse("admin:index")).status_code == 403


def test_an_update_added_there_moves_the_position(demo, sign_in):
    action = demo.actions.get(reference="8.3.12")
    response = sign_in("admin").post(
        reverse("admin:plans_update_add"),
        {
            "action": action.pk,
            "status": "on_target",
            "known_on": "2026-11-21",
            "progress": "Entered for the lead",
        },
    )

    assert response.status_code == 302
    assert build_position(demo, TODAY).action("8.3.12").status == "on_target"
    assert Update.objects.get(progress="Entered for the lead").by.email == "admin@northmoor.example"


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({}, ["completed_on", "no_evidence_reason"]),
        ({"completed_on": "2026-11-20"}, ["no_evidence_reason"]),
        ({"no_evidence_reason": "Seen at the visit."}, ["completed_on"]),
        ({"status": "on_target", "completed_on": "2026-11-20"}, ["completed_on"]),
    ],
)
def test_an_action_is_not_completed_there_without_a_day_and_what_shows_it(demo, sign_in, typed, refused):
    action = demo.actions.get(reference="8.3.12")
    said = {"action": action.pk, "status": "completed", "known_on": "2026-11-21", "progress": "Done", **typed}

    response = sign_in("admin").post(reverse("admin:plans_update_add"), said)

    assert response.status_code == 200
    assert sorted(response.context["adminform"].form.errors) == refused
    assert build_position(demo, TODAY).action("8.3.12").status != "completed"


def test_a_rating_added_there_is_the_administrators(demo, sign_in):
    level = RatingLevel.objects.get(scale__plan=demo, code="G")
    response = sign_in("admin").post(
        reverse("admin:plans_rating_add"),
        {"plan": demo.pk, "recommendation": demo.recommendations.get(number=1).pk, "level": level.pk,
         "standing": "confirmed", "reason": "Entered late", "known_on": "2026-11-20"},
    )  # fmt: skip

    assert response.status_code == 302
    assert Rating.objects.get(reason="Entered late").by.email == "admin@northmoor.example"
    assert build_position(demo, TODAY).recommendation(1).rating.level.name == "Green"
