"""Meetings and what the board keeps of them: history that only the program's own operations write."""

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

from improvement.admin_history import AppendOnlyAdmin, HistoryInline, ReadOnlyAdmin
from plans.models import (
    ActionArising,
    ActionArisingReport,
    Attendance,
    Barrier,
    BarrierAction,
    BarrierVersion,
    BoardDecision,
    Challenge,
    ChallengeAnswer,
    Closure,
    Meeting,
    MeetingRecord,
    MinutesDraft,
    MonthlyReturn,
    PlannedMeeting,
    PlannedMeetingVersion,
    ReturnStep,
)


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


class PlannedMeetingVersionInline(HistoryInline):
    model = PlannedMeetingVersion
    fields = ("meets_on", "title", "place", "chair", "focus", "withdrawn", "known_from", "known_to")


@admin.register(PlannedMeeting)
class PlannedMeetingAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "plan", "revision")
    list_filter = ("plan",)
    search_fields = ("plan__title",)
    list_select_related = ("plan",)
    inlines = (PlannedMeetingVersionInline,)


@admin.register(PlannedMeetingVersion)
class PlannedMeetingVersionAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "planned", "withdrawn", "known_from", "known_to")
    search_fields = ("title", "place")
    list_select_related = ("planned",)


@admin.register(MinutesDraft)
class MinutesDraftAdmin(ReadOnlyAdmin):
    list_display = ("planned", "step", "by", "changed_at")
    list_filter = ("step",)
    list_select_related = ("planned", "by")


@admin.register(MeetingRecord)
class MeetingRecordAdmin(ReadOnlyAdmin):
    list_display = ("meeting", "digest", "recorded_at")
    search_fields = ("meeting__title", "digest")
    list_select_related = ("meeting",)


@admin.register(Attendance)
class AttendanceAdmin(ReadOnlyAdmin):
    list_display = ("meeting", "officer", "was_present")
    list_filter = ("was_present",)
    search_fields = ("officer__job_title", "officer__name")
    list_select_related = ("meeting", "officer")


@admin.register(Challenge)
class ChallengeAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "plan", "asked_by", "known_on", "by")
    list_filter = ("plan",)
    search_fields = ("question",)
    date_hierarchy = "known_on"
    list_select_related = ("plan", "asked_by", "by")


@admin.register(ChallengeAnswer)
class ChallengeAnswerAdmin(ReadOnlyAdmin):
    list_display = ("challenge", "__str__", "closes", "known_on", "by")
    list_filter = ("closes",)
    search_fields = ("answer", "what_changed")
    list_select_related = ("challenge", "by")


@admin.register(BoardDecision)
class BoardDecisionAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "plan", "meeting", "known_on", "by")
    list_filter = ("plan",)
    search_fields = ("text",)
    date_hierarchy = "known_on"
    list_select_related = ("plan", "meeting", "by")


@admin.register(ActionArising)
class ActionArisingAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "owner", "due_on", "meeting")
    list_filter = ("plan",)
    search_fields = ("text",)
    list_select_related = ("owner", "meeting")


@admin.register(ActionArisingReport)
class ActionArisingReportAdmin(ReadOnlyAdmin):
    list_display = ("action_arising", "done", "known_on", "by")
    list_filter = ("done",)
    search_fields = ("note",)
    list_select_related = ("action_arising", "by")


class BarrierVersionInline(HistoryInline):
    model = BarrierVersion
    fields = ("text", "owner", "escalation", "is_resolved", "known_from", "known_to")


@admin.register(Barrier)
class BarrierAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "plan", "number")
    list_filter = ("plan",)
    search_fields = ("versions__text",)
    list_select_related = ("plan",)
    inlines = (BarrierVersionInline,)


@admin.register(BarrierVersion)
class BarrierVersionAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "barrier", "escalation", "is_resolved", "known_from", "known_to")
    list_filter = ("escalation", "is_resolved")
    search_fields = ("text", "remedial_action", "outcome")
    list_select_related = ("barrier",)


@admin.register(BarrierAction)
class BarrierActionAdmin(ReadOnlyAdmin):
    list_display = ("barrier", "action", "known_from", "known_to")
    search_fields = ("action__reference",)
    list_select_related = ("barrier", "action")


@admin.register(MonthlyReturn)
class MonthlyReturnAdmin(ReadOnlyAdmin):
    list_display = ("planned", "user", "changed_at")
    search_fields = ("user__name", "user__email")
    list_select_related = ("planned", "user")


@admin.register(ReturnStep)
class ReturnStepAdmin(ReadOnlyAdmin):
    list_display = ("monthly_return", "state", "known_on", "by")
    list_filter = ("state",)
    search_fields = ("note",)
    list_select_related = ("monthly_return", "by")


@admin.register(Closure)
class ClosureAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "recommendation", "action", "closes", "known_on", "by")
    list_filter = ("plan", "closes")
    search_fields = ("reason",)
    list_select_related = ("recommendation", "action", "by")
