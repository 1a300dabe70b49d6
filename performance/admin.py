"""Measures, targets and observations in the administration site."""

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

from improvement.admin_history import AppendOnlyAdmin
from performance.models import Measure, Observation, Target
from performance.operations.measures import record_observations, record_targets


@admin.register(Measure)
class MeasureAdmin(admin.ModelAdmin):
    list_display = ("name", "code", "council", "unit", "polarity", "frequency")
    list_filter = ("council", "unit", "polarity", "frequency")
    search_fields = ("name", "code", "definition")
    autocomplete_fields = ("council", "owner")
    list_select_related = ("council",)


@admin.register(Target)
class TargetAdmin(AppendOnlyAdmin):
    list_display = ("measure", "kind", "words", "due_words", "known_on", "recorded_at")
    list_filter = ("kind", "measure__council")
    search_fields = ("measure__name", "words", "source")
    autocomplete_fields = ("measure",)
    date_hierarchy = "known_on"
    list_select_related = ("measure",)
    exclude = ("by",)

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        obj.by = request.user  # type: ignore[attr-defined]
        record_targets([obj])  # type: ignore[list-item]


@admin.register(Observation)
class ObservationAdmin(AppendOnlyAdmin):
    list_display = ("measure", "period_words", "value", "status", "known_on", "recorded_at")
    list_filter = ("status", "measure__council")
    search_fields = ("measure__name", "period_words", "source")
    autocomplete_fields = ("measure",)
    date_hierarchy = "known_on"
    list_select_related = ("measure",)
    exclude = ("by",)

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        obj.by = request.user  # type: ignore[attr-defined]
        record_observations([obj])  # type: ignore[list-item]
