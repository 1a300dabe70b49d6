"""Ratings, updates, dates, answers and imports: dated rows that are only ever added."""

from django.contrib import admin
from django.db.models import Model, QuerySet, URLField
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from improvement.admin_history import AppendOnlyAdmin, ReadOnlyAdmin
from plans.choices import EvidenceSource, ProgressStatus
from plans.models import (
    CarriedOver,
    ColumnChoice,
    ContradictionAnswer,
    DueDateChange,
    DueDateDecision,
    DueDateWithdrawal,
    Evidence,
    EvidenceFile,
    FigureImport,
    ImportedFile,
    ImportedRow,
    ImportNote,
    ImportRun,
    ImportUndo,
    IndependentCheck,
    PendingImport,
    Rating,
    Reminder,
    ReminderFailure,
    SetUpChange,
    StatedFigure,
    Update,
)
from plans.operations.history import Provenance
from plans.operations.ratings import NewRating, record_check, record_ratings
from plans.operations.updates import NewUpdate, record_updates

# What a list of rows must not load with each of them: the file and the receipt of its import.
HEAVY = ("run__file__content", "run__outcomes", "run__messages")


def _provenance(request: HttpRequest, obj: Model) -> Provenance:
    known_on = getattr(obj, "known_on", None) or timezone.localdate()
    return Provenance(known_on, request.user)  # type: ignore[arg-type]


@admin.register(Update)
class UpdateAdmin(AppendOnlyAdmin):
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


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    list_display = ("description", "source", "update", "known_on", "by")
    list_filter = ("source",)
    search_fields = ("description",)
    list_select_related = ("update", "by")


@admin.register(DueDateChange)
class DueDateChangeAdmin(ReadOnlyAdmin):
    list_display = ("action", "from_words", "to_words", "known_on", "by")
    list_filter = ("action__plan",)
    search_fields = ("action__reference", "reason")
    date_hierarchy = "known_on"
    list_select_related = ("action", "by")


@admin.register(DueDateDecision)
class DueDateDecisionAdmin(ReadOnlyAdmin):
    list_display = ("change", "agreed", "known_on", "by")
    list_filter = ("agreed",)
    search_fields = ("note",)
    list_select_related = ("change", "by")


@admin.register(DueDateWithdrawal)
class DueDateWithdrawalAdmin(ReadOnlyAdmin):
    list_display = ("change", "replaced_by", "known_on", "by")
    list_filter = ("change__action__plan",)
    search_fields = ("change__reason",)
    list_select_related = ("change", "replaced_by", "by")


@admin.register(ContradictionAnswer)
class ContradictionAnswerAdmin(ReadOnlyAdmin):
    list_display = ("kind", "subject", "plan", "known_on", "by")
    list_filter = ("kind", "plan")
    search_fields = ("subject", "reason")
    list_select_related = ("plan", "by")


@admin.register(StatedFigure)
class StatedFigureAdmin(ReadOnlyAdmin):
    list_display = ("label", "value", "words", "plan", "known_on", "sheet", "cell")
    list_filter = ("plan",)
    search_fields = ("label", "words")
    list_select_related = ("plan",)


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = ("file", "plan", "layout", "state", "known_on", "recorded_at", "by")
    list_filter = ("plan", "state", "layout")
    search_fields = ("file__name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        return super().get_queryset(request).select_related("file", "plan", "by").defer("file__content")


@admin.register(ImportedFile)
class ImportedFileAdmin(ReadOnlyAdmin):
    list_display = ("name", "sha256", "recorded_at")
    search_fields = ("name", "sha256")
    exclude = ("content",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportedFile]:
        return super().get_queryset(request).defer("content")


@admin.register(PendingImport)
class PendingImportAdmin(ReadOnlyAdmin):
    list_display = ("name", "plan", "by", "created_at")
    list_filter = ("plan",)
    search_fields = ("name",)
    exclude = ("content",)
    list_select_related = ("plan", "by")


@admin.register(ImportedRow)
class ImportedRowAdmin(ReadOnlyAdmin):
    list_display = ("kind", "key", "sheet", "cell", "run")
    list_filter = ("kind",)
    search_fields = ("key", "sheet")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportedRow]:
        return super().get_queryset(request).select_related("run__file").defer(*HEAVY)


@admin.register(ImportNote)
class ImportNoteAdmin(ReadOnlyAdmin):
    list_display = ("sheet", "cell", "text", "understood", "run")
    list_filter = ("understood",)
    search_fields = ("text", "sheet")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportNote]:
        return super().get_queryset(request).select_related("run__file").defer(*HEAVY)


@admin.register(ImportUndo)
class ImportUndoAdmin(ReadOnlyAdmin):
    list_display = ("run", "known_on", "recorded_at", "by")
    search_fields = ("run__file__name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportUndo]:
        return super().get_queryset(request).select_related("run__file", "by").defer(*HEAVY)


@admin.register(ColumnChoice)
class ColumnChoiceAdmin(ReadOnlyAdmin):
    list_display = ("header", "field", "plan", "by", "recorded_at")
    list_filter = ("plan",)
    search_fields = ("header", "field")
    list_select_related = ("plan", "by")


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


@admin.register(FigureImport)
class FigureImportAdmin(ReadOnlyAdmin):
    list_display = ("file", "plan", "known_on", "recorded_at", "by")
    list_filter = ("plan",)
    search_fields = ("file__name",)
    list_select_related = ("plan", "by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[FigureImport]:
        return super().get_queryset(request).select_related("file").defer("file__content")


@admin.register(SetUpChange)
class SetUpChangeAdmin(ReadOnlyAdmin):
    list_display = ("subject", "words", "plan", "known_on", "by")
    list_filter = ("plan",)
    search_fields = ("subject", "words")
    list_select_related = ("plan", "by")


@admin.register(EvidenceFile)
class EvidenceFileAdmin(ReadOnlyAdmin):
    list_display = ("name", "plan", "size", "known_on", "by")
    list_filter = ("plan",)
    search_fields = ("name", "digest")
    list_select_related = ("plan", "by")
    exclude = ("stored",)


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    list_display = ("subject", "address", "plan", "recorded_at")
    list_filter = ("plan",)
    search_fields = ("address", "body")
    list_select_related = ("plan",)


@admin.register(ReminderFailure)
class ReminderFailureAdmin(ReadOnlyAdmin):
    list_display = ("reminder", "error", "recorded_at")
    search_fields = ("error", "reminder__address")
    list_select_related = ("reminder",)


@admin.register(CarriedOver)
class CarriedOverAdmin(ReadOnlyAdmin):
    list_display = ("action", "earlier", "plan", "known_on", "by")
    list_filter = ("plan",)
    search_fields = ("action__reference", "earlier__reference")
    list_select_related = ("action", "earlier", "plan", "by")
