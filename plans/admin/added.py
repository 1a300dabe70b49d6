"""Dated rows that an administrator may add, each through its operation and in their own name."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from improvement.admin_history import AppendOnlyAdmin
from plans.choices import EvidenceSource, ProgressStatus
from plans.models import IndependentCheck, Meeting, Rating, Update
from plans.operations.history import Provenance
from plans.operations.ratings import NewRating, record_check, record_ratings
from plans.operations.updates import NewUpdate, record_updates
from plans.rules.completion import completion_problems


def _provenance(request: HttpRequest, obj: Model) -> Provenance:
    known_on = getattr(obj, "known_on", None) or timezone.localdate()
    return Provenance(known_on, request.user)  # type: ignore[arg-type]


class UpdateAdminForm(ModelForm):
    """An update as the administration site takes it: it has no evidence of its own, so it says why there is none."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        problems = completion_problems(
            cleaned.get("status", ""),
            cleaned.get("completed_on"),
            shows_something=bool(cleaned.get("no_evidence_reason")),
        )
        if "evidence" in problems:
            del problems["evidence"]
            problems["no_evidence_reason"] = "Say what shows that it is completed, or why nothing does."
        for name, problem in problems.items():
            if name not in self.errors:
                self.add_error(name, problem)
        return cleaned


@admin.register(Update)
class UpdateAdmin(AppendOnlyAdmin):
    form = UpdateAdminForm
    list_display = ("action", "status", "known_on", "by", "recorded_at")
    list_filter = ("status", "action__plan")
    search_fields = ("action__reference", "progress", "barriers", "next_steps")
    autocomplete_fields = ("action",)
    date_hierarchy = "known_on"
    list_select_related = ("action", "by")
    exclude = ("by", "import_run")

    def save_model(self, request: HttpRequest, obj: Update, form: ModelForm, change: bool) -> None:
        said = NewUpdate(
            obj.action,
            None,
            ProgressStatus(obj.status),
            obj.progress,
            obj.barriers,
            obj.next_steps,
            obj.completed_on,
            obj.no_evidence_reason,
        )
        obj.pk = record_updates([said], provenance=_provenance(request, obj))[0].pk


@admin.register(Rating)
class RatingAdmin(AppendOnlyAdmin):
    list_display = ("__str__", "plan", "recommendation", "theme", "action", "known_on", "by")
    list_filter = ("plan", "standing", "level__name")
    search_fields = ("reason", "plan__title", "action__reference")
    autocomplete_fields = ("plan", "recommendation", "theme", "action", "level", "meeting")
    date_hierarchy = "known_on"
    list_select_related = ("level", "plan", "recommendation", "theme__plan", "action", "by")
    exclude = ("by", "import_run", "success_measure")

    def save_model(self, request: HttpRequest, obj: Rating, form: ModelForm, change: bool) -> None:
        subject = obj.recommendation or obj.theme or obj.action
        if subject is None:  # pragma: no cover -- the form's constraint refused it
            return
        given = NewRating(subject, obj.level, obj.reason, obj.standing, obj.meeting)  # type: ignore[arg-type]
        obj.pk = record_ratings(obj.plan, [given], provenance=_provenance(request, obj))[0].pk


@admin.register(IndependentCheck)
class IndependentCheckAdmin(AppendOnlyAdmin):
    list_display = ("recommendation", "source", "checked_on", "confirms", "known_on", "by")
    list_filter = ("source", "confirms", "recommendation__plan")
    search_fields = ("recommendation__number", "finding")
    autocomplete_fields = ("recommendation",)
    date_hierarchy = "checked_on"
    list_select_related = ("recommendation", "by")
    exclude = ("by", "import_run")

    def save_model(self, request: HttpRequest, obj: IndependentCheck, form: ModelForm, change: bool) -> None:
        saved = record_check(
            obj.recommendation,
            EvidenceSource(obj.source),
            obj.checked_on,
            confirms=obj.confirms,
            finding=obj.finding,
            provenance=_provenance(request, obj),
        )
        obj.pk = saved.pk


@admin.register(Meeting)
class MeetingAdmin(AppendOnlyAdmin):
    list_display = ("title", "held_on", "plan", "place")
    list_filter = ("plan",)
    search_fields = ("title", "plan__title")
    date_hierarchy = "held_on"
    list_select_related = ("plan",)
    exclude = ("by", "import_run", "planned")
    autocomplete_fields = ("plan", "chair", "focus")

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        obj.by = request.user  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)
