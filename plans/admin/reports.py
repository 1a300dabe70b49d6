"""Reports: history that only the program's own operations write."""

from django.contrib import admin

from improvement.admin_history import ReadOnlyAdmin
from plans.models import IssuedFile, IssuedReport, OwnReport, ReportRun, ReportText, WordsRead


@admin.register(ReportText)
class ReportTextAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "plan", "known_on", "by", "recorded_at")
    list_filter = ("plan", "report")
    search_fields = ("part", "text")
    list_select_related = ("plan", "by")


@admin.register(WordsRead)
class WordsReadAdmin(ReadOnlyAdmin):
    list_display = ("words", "is_name", "plan", "by", "recorded_at")
    list_filter = ("plan", "is_name")
    search_fields = ("words",)
    list_select_related = ("plan", "by")


@admin.register(IssuedReport)
class IssuedReportAdmin(ReadOnlyAdmin):
    list_display = ("title", "plan", "known_on", "is_public", "by", "recorded_at", "sha256")
    list_filter = ("plan", "report", "is_public")
    search_fields = ("title", "sha256")
    list_select_related = ("plan", "by")
    exclude = ("document", "position")


@admin.register(IssuedFile)
class IssuedFileAdmin(ReadOnlyAdmin):
    list_display = ("name", "issued", "media_type", "sha256")
    search_fields = ("name", "sha256")
    list_select_related = ("issued",)
    exclude = ("content",)


@admin.register(OwnReport)
class OwnReportAdmin(ReadOnlyAdmin):
    list_display = ("name", "plan", "subject", "is_removed", "by", "recorded_at")
    list_filter = ("plan", "subject")
    search_fields = ("name",)
    list_select_related = ("plan", "by")


@admin.register(ReportRun)
class ReportRunAdmin(ReadOnlyAdmin):
    list_display = ("report", "plan", "by", "state", "percent", "created_at")
    list_filter = ("state",)
    list_select_related = ("plan", "by")
    exclude = ("content",)
