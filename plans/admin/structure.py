"""Themes, recommendations, milestones, actions and success measures: identities with their history."""

from typing import ClassVar

from django.contrib import admin

from improvement.admin_history import HistoryInline, ReadOnlyAdmin
from plans.models import (
    Action,
    ActionLead,
    ActionRecommendation,
    ActionVersion,
    Commitment,
    CostLine,
    MeasureLink,
    Milestone,
    MilestoneVersion,
    Recommendation,
    RecommendationLead,
    RecommendationTheme,
    RecommendationVersion,
    SuccessMeasure,
    SuccessMeasureOwner,
    SuccessMeasureVersion,
    Theme,
    ThemePerson,
    ThemeVersion,
)

WHEN = ("known_from", "known_to", "by", "reason")


class ThemeVersionInline(HistoryInline):
    model = ThemeVersion
    fields = ("title", "outcome", *WHEN)


class ThemePersonInline(HistoryInline):
    model = ThemePerson
    fields = ("officer", "part", "known_from", "known_to")


@admin.register(Theme)
class ThemeAdmin(ReadOnlyAdmin):
    list_display = ("number", "plan")
    list_filter = ("plan",)
    search_fields = ("number", "plan__title", "versions__title")
    list_select_related = ("plan",)
    inlines = (ThemeVersionInline, ThemePersonInline)


class RecommendationVersionInline(HistoryInline):
    model = RecommendationVersion
    fields = ("text", "kind", *WHEN)


class RecommendationLeadInline(HistoryInline):
    model = RecommendationLead
    fields = ("officer", "known_from", "known_to")


class RecommendationThemeInline(HistoryInline):
    model = RecommendationTheme
    fields = ("theme", "known_from", "known_to")


@admin.register(Recommendation)
class RecommendationAdmin(ReadOnlyAdmin):
    list_display = ("number", "plan")
    list_filter = ("plan",)
    search_fields = ("number", "plan__title", "versions__text")
    list_select_related = ("plan",)
    inlines = (RecommendationVersionInline, RecommendationThemeInline, RecommendationLeadInline)


class MilestoneVersionInline(HistoryInline):
    model = MilestoneVersion
    fields = ("text", "status", "due_words", *WHEN)


@admin.register(Milestone)
class MilestoneAdmin(ReadOnlyAdmin):
    list_display = ("code", "theme")
    list_filter = ("theme__plan",)
    search_fields = ("code", "versions__text")
    list_select_related = ("theme__plan",)
    inlines = (MilestoneVersionInline,)


class ActionVersionInline(HistoryInline):
    model = ActionVersion
    fk_name = "action"
    fields = ("text", "theme", "parent", "start_words", "due_words", "status", *WHEN)


class ActionLeadInline(HistoryInline):
    model = ActionLead
    fields = ("officer", "known_from", "known_to")


class ActionRecommendationInline(HistoryInline):
    model = ActionRecommendation
    fields = ("recommendation", "known_from", "known_to")


@admin.register(Action)
class ActionAdmin(ReadOnlyAdmin):
    list_display = ("reference", "plan", "revision")
    list_filter = ("plan",)
    search_fields = ("reference", "versions__text")
    list_select_related = ("plan",)
    inlines = (ActionVersionInline, ActionLeadInline, ActionRecommendationInline)


class SuccessMeasureVersionInline(HistoryInline):
    model = SuccessMeasureVersion
    fields = ("text", "action", "theme", *WHEN)


class SuccessMeasureOwnerInline(HistoryInline):
    model = SuccessMeasureOwner
    fields = ("officer", "part", "known_from", "known_to")


@admin.register(SuccessMeasure)
class SuccessMeasureAdmin(ReadOnlyAdmin):
    list_display = ("reference", "plan")
    list_filter = ("plan",)
    search_fields = ("reference", "versions__text")
    list_select_related = ("plan",)
    inlines = (SuccessMeasureVersionInline, SuccessMeasureOwnerInline)


class VersionAdmin(ReadOnlyAdmin):
    """A version or membership by itself: who made it, when, and over which days it held."""

    list_filter: ClassVar[tuple[str, ...]] = ("known_from",)
    list_select_related: ClassVar[tuple[str, ...]] = ("by",)
    date_hierarchy = "known_from"


@admin.register(ThemeVersion)
class ThemeVersionAdmin(VersionAdmin):
    list_display = ("theme", "title", *WHEN)
    search_fields = ("title",)
    list_select_related = ("theme__plan", "by")


@admin.register(RecommendationVersion)
class RecommendationVersionAdmin(VersionAdmin):
    list_display = ("recommendation", "text", *WHEN)
    search_fields = ("text",)
    list_select_related = ("recommendation", "by")


@admin.register(MilestoneVersion)
class MilestoneVersionAdmin(VersionAdmin):
    list_display = ("milestone", "text", "status", *WHEN)
    search_fields = ("text",)
    list_select_related = ("milestone", "by")


@admin.register(ActionVersion)
class ActionVersionAdmin(VersionAdmin):
    list_display = ("action", "text", "status", "due_words", *WHEN)
    list_filter = ("status", "action__plan")
    search_fields = ("text", "action__reference")
    list_select_related = ("action", "by")


@admin.register(SuccessMeasureVersion)
class SuccessMeasureVersionAdmin(VersionAdmin):
    list_display = ("success_measure", "text", *WHEN)
    search_fields = ("text",)
    list_select_related = ("success_measure", "by")


@admin.register(ThemePerson)
class ThemePersonAdmin(VersionAdmin):
    list_display = ("theme", "officer", "part", "known_from", "known_to")
    list_filter = ("part", "theme__plan")
    search_fields = ("officer__job_title", "officer__name")
    list_select_related = ("theme__plan", "officer")


@admin.register(ActionLead)
class ActionLeadAdmin(VersionAdmin):
    list_display = ("action", "officer", "known_from", "known_to")
    list_filter = ("action__plan",)
    search_fields = ("officer__job_title", "officer__name", "action__reference")
    list_select_related = ("action", "officer")


@admin.register(ActionRecommendation)
class ActionRecommendationAdmin(VersionAdmin):
    list_display = ("action", "recommendation", "known_from", "known_to")
    list_filter = ("action__plan",)
    search_fields = ("action__reference",)
    list_select_related = ("action", "recommendation")


@admin.register(RecommendationTheme)
class RecommendationThemeAdmin(VersionAdmin):
    list_display = ("recommendation", "theme", "known_from", "known_to")
    list_filter = ("theme__plan",)
    list_select_related = ("recommendation", "theme__plan")


@admin.register(Commitment)
class CommitmentAdmin(VersionAdmin):
    list_display = ("reference", "text", "theme", "known_from", "known_to")
    search_fields = ("reference", "text")
    list_select_related = ("theme__plan",)


@admin.register(MeasureLink)
class MeasureLinkAdmin(VersionAdmin):
    list_display = ("measure", "plan", "theme", "recommendation", "action", "known_from", "known_to")
    list_filter = ("plan",)
    search_fields = ("measure__code",)
    list_select_related = ("measure", "plan", "theme__plan", "recommendation", "action")


@admin.register(RecommendationLead)
class RecommendationLeadAdmin(VersionAdmin):
    list_display = ("recommendation", "officer", "known_from", "known_to", "by")
    search_fields = ("recommendation__number", "officer__job_title", "officer__name")
    list_select_related = ("recommendation", "officer", "by")


@admin.register(SuccessMeasureOwner)
class SuccessMeasureOwnerAdmin(VersionAdmin):
    list_display = ("success_measure", "officer", "part", "known_from", "known_to", "by")
    search_fields = ("success_measure__reference", "officer__job_title", "officer__name")
    list_select_related = ("success_measure", "officer", "by")


@admin.register(CostLine)
class CostLineAdmin(VersionAdmin):
    list_display = ("label", "financial_year", "amount", "recurrent", "plan", "known_from", "known_to")
    list_filter = ("plan", "financial_year")
    search_fields = ("label",)
    list_select_related = ("plan", "by")
