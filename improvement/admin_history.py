"""What the administration site may do with history: look at all of it, add to some of it, change none."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Model
from django.http import HttpRequest

from improvement.forms import LongTextField
from improvement.triggers import MOST_CHARACTERS


class ReadOnlyAdmin(admin.ModelAdmin):
    """History that only the program's own operations write."""

    # The database refuses longer words; so the form must say so first.
    formfield_overrides = {models.TextField: {"form_class": LongTextField, "max_length": MOST_CHARACTERS}}

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class AppendOnlyAdmin(ReadOnlyAdmin):
    """Dated rows: a new one can be added, none can be changed or deleted."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)


class HistoryInline(admin.TabularInline):
    """The versions or memberships of a thing, read only, newest first."""

    extra = 0
    can_delete = False
    show_change_link = True
    ordering = ("-known_from", "-pk")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
