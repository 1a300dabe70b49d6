"""Accounts, councils and officers in the administration site."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.forms import ModelForm
from django.http import HttpRequest

from improvement.admin_history import ReadOnlyAdmin
from improvement.models import (
    BackupMade,
    Council,
    DailyRound,
    Draft,
    Officer,
    OfficerSpelling,
    SentForm,
    User,
    WaitingMail,
    Worker,
)
from improvement.security_log import note


class NewUserForm(AdminUserCreationForm):
    """A new account: an e-mail address instead of a user name."""

    class Meta:
        model = User
        fields = ("email", "name")
        field_classes: dict[str, type] = {}


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    list_display = ("email", "name", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff", "is_superuser")
    search_fields = ("email", "name")
    ordering = ("email",)
    add_form = NewUserForm
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        ("Access", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        ("Dates", {"fields": ("last_login", "created_at")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),)
    readonly_fields = ("created_at", "last_login")

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        fields = " ".join(name for name in form.changed_data if "password" not in name)
        note("account changed" if change else "account made", account=obj.pk, fields=fields)


@admin.register(Council)
class CouncilAdmin(admin.ModelAdmin):
    list_display = ("name", "slug", "colour")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Officer)
class OfficerAdmin(admin.ModelAdmin):
    list_display = ("job_title", "name", "is_confirmed", "council", "user", "merged_into")
    list_filter = ("council", "is_confirmed")
    search_fields = ("job_title", "name", "email")
    autocomplete_fields = ("council", "user", "merged_into")
    list_select_related = ("council", "user", "merged_into")


@admin.register(OfficerSpelling)
class OfficerSpellingAdmin(admin.ModelAdmin):
    list_display = ("job_title", "name", "officer", "council")
    list_filter = ("council",)
    search_fields = ("job_title", "name")
    autocomplete_fields = ("council", "officer")
    list_select_related = ("council", "officer")


@admin.register(Draft)
class DraftAdmin(ReadOnlyAdmin):
    """That somebody has a draft, and how old it is. What it says is its author's alone."""

    list_display = ("address", "person", "saved_at")
    fields = ("address", "person", "saved_at")
    list_select_related = ("person",)


@admin.register(SentForm)
class SentFormAdmin(ReadOnlyAdmin):
    list_display = ("sent_at", "person", "answer")
    list_select_related = ("person",)


@admin.register(WaitingMail)
class WaitingMailAdmin(ReadOnlyAdmin):
    list_display = ("address", "created_at", "tries", "error")
    exclude = ("sealed",)


@admin.register(Worker)
class WorkerAdmin(ReadOnlyAdmin):
    list_display = ("name", "started_at", "seen_at", "doing")


@admin.register(DailyRound)
class DailyRoundAdmin(ReadOnlyAdmin):
    list_display = ("day", "command", "done_at", "tries", "error")


@admin.register(BackupMade)
class BackupMadeAdmin(ReadOnlyAdmin):
    """Which backups were made, and when."""

    list_display = ("made_at", "size", "is_encrypted")
