"""Measures, targets, observations and comparators in the administration site."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

from improvement.admin_history import AppendOnlyAdmin, Shown, inside, show
from performance.models import (
    Comparator,
    GradeCount,
    Measure,
    MeasureVersion,
    Observation,
    StepChange,
    Target,
)
from performance.operations.measures import (
    record_comparators,
    record_observations,
    record_step_changes,
    record_targets,
)

HISTORY = (
    Shown(
        Measure,
        "code council",
        "council",
        "code versions__name versions__definition",
        inlines=(inside(MeasureVersion),),
    ),
    Shown(
        MeasureVersion,
        "name measure unit polarity frequency known_from known_to by",
        "measure__council unit polarity frequency",
        "name measure__code definition",
    ),
    Shown(GradeCount, "observation grade count meets_standard", search="observation__measure__code grade"),
)

show(HISTORY)


class DatedAdmin(AppendOnlyAdmin):
    """Rows that are only added, each through its operation `record` and in the name of who adds it."""

    record: Callable[[list[Any]], object]

    date_hierarchy = "known_on"
    list_select_related = ("measure",)
    exclude = ("by",)

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        obj.by = request.user  # type: ignore[attr-defined]
        self.record([obj])


@admin.register(Target)
class TargetAdmin(DatedAdmin):
    list_display = ("measure", "kind", "words", "due_words", "known_on", "recorded_at")
    list_filter = ("kind", "measure__council")
    search_fields = ("measure__code", "words", "source")
    autocomplete_fields = ("measure", "revises")

    record = staticmethod(record_targets)


@admin.register(Observation)
class ObservationAdmin(DatedAdmin):
    autocomplete_fields = ("measure",)
    list_display = ("measure", "period_words", "value", "status", "known_on", "recorded_at")
    list_filter = ("status", "measure_type", "measure__council")
    search_fields = ("measure__code", "period_words", "source")

    record = staticmethod(record_observations)


@admin.register(Comparator)
class ComparatorAdmin(DatedAdmin):
    autocomplete_fields = ("measure",)
    list_display = ("measure", "kind", "value", "period_words", "source", "known_on")
    list_filter = ("kind", "measure__council")
    search_fields = ("measure__code", "source")

    record = staticmethod(record_comparators)


@admin.register(StepChange)
class StepChangeAdmin(DatedAdmin):
    autocomplete_fields = ("measure",)
    list_display = ("measure", "from_day", "note", "known_on")
    search_fields = ("measure__code", "note")

    record = staticmethod(record_step_changes)
