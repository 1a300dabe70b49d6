"""Plans, scales, inspections and roles."""

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from improvement.admin_history import AppendOnlyAdmin, HistoryInline, ReadOnlyAdmin
from plans.choices import Role
from plans.models import (
    GroupRole,
    Inspection,
    Invitation,
    Judgement,
    Plan,
    PlanRole,
    PlanVersion,
    RatingLevel,
    RatingScale,
    RoleReview,
)
from plans.operations.history import Provenance
from plans.operations.people import give_role
from plans.operations.set_up import change_address, set_details
from plans.operations.structure import create_plan


class PlanRoleInline(HistoryInline):
    model = PlanRole
    fields = ("user", "role", "known_from", "known_to")


class PlanVersionInline(HistoryInline):
    model = PlanVersion
    fields = ("title", "theme_word", "starts_on", "ends_on", "known_from", "known_to", "by", "reason")


@admin.register(Plan)
class PlanAdmin(admin.ModelAdmin):
    list_display = ("title", "council", "slug", "starts_on", "ends_on")
    list_filter = ("council",)
    search_fields = ("title", "slug", "council__name")
    autocomplete_fields = ("council", "inspection")
    prepopulated_fields = {"slug": ("title",)}
    list_select_related = ("council",)
    inlines = (PlanRoleInline, PlanVersionInline)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return ("council",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Plan, form: ModelForm, change: bool) -> None:
        """Write through the operations, so that what the plan was set up with stays on record."""
        provenance = Provenance(timezone.localdate(), request.user)  # type: ignore[arg-type]
        if not change:
            obj.pk = create_plan(**form.cleaned_data, provenance=provenance).pk
            return
        slug = form.cleaned_data["slug"]
        details = {name: value for name, value in form.cleaned_data.items() if name != "slug"}
        set_details(obj, details, provenance=provenance)
        change_address(obj, slug)


@admin.register(PlanRole)
class PlanRoleAdmin(AppendOnlyAdmin):
    list_display = ("user", "role", "plan", "known_from", "known_to")
    list_filter = ("role", "plan")
    search_fields = ("user__email", "user__name", "plan__title")
    autocomplete_fields = ("user", "plan")
    list_select_related = ("user", "plan")
    fields = ("plan", "user", "role")

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        data = form.cleaned_data
        provenance = Provenance(timezone.localdate(), request.user)  # type: ignore[arg-type]
        give_role(data["plan"], data["user"], Role(data["role"]), provenance=provenance)
        held = PlanRole.objects.filter(plan=data["plan"], user=data["user"], role=data["role"])
        obj.pk = held.latest("pk").pk


@admin.register(RoleReview)
class RoleReviewAdmin(ReadOnlyAdmin):
    """Which roles were found still needed, by whom and when."""

    list_display = ("role", "known_on", "by")
    search_fields = ("role__user__email", "role__plan__title")
    list_select_related = ("role", "by")


@admin.register(GroupRole)
class GroupRoleAdmin(admin.ModelAdmin):
    """Which roles a group of the council's own sign-in gives: they hold from a person's next sign-in."""

    list_display = ("group", "role", "plan")
    list_filter = ("plan", "role")
    search_fields = ("group", "plan__title")
    autocomplete_fields = ("plan",)
    list_select_related = ("plan",)


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Who was invited, by whom, and what became of it."""

    list_display = ("email", "role", "plan", "by", "sent_at", "accepted_at", "withdrawn_at")
    list_filter = ("plan", "role")
    search_fields = ("email", "plan__title")
    list_select_related = ("plan", "by")


class RatingLevelInline(admin.TabularInline):
    model = RatingLevel
    extra = 0


@admin.register(RatingScale)
class RatingScaleAdmin(admin.ModelAdmin):
    list_display = ("name", "plan", "adopted_on")
    list_filter = ("plan",)
    search_fields = ("name", "plan__title")
    autocomplete_fields = ("plan",)
    inlines = (RatingLevelInline,)
    list_select_related = ("plan",)


@admin.register(RatingLevel)
class RatingLevelAdmin(admin.ModelAdmin):
    list_display = ("name", "code", "scale", "order", "outlook", "means_finished")
    list_filter = ("outlook",)
    search_fields = ("name", "code", "scale__name", "scale__plan__title")
    autocomplete_fields = ("scale",)
    list_select_related = ("scale",)


class JudgementInline(HistoryInline):
    model = Judgement
    fields = ("area", "grade", "known_from", "known_to", "by")


@admin.register(Inspection)
class InspectionAdmin(admin.ModelAdmin):
    list_display = ("framework", "setting", "council", "started_on", "published_on")
    list_filter = ("framework", "council")
    search_fields = ("setting", "council__name")
    autocomplete_fields = ("council",)
    inlines = (JudgementInline,)
    list_select_related = ("council",)
