"""What the administration site may do with history: look at all of it, add to some of it, change none."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from improvement.forms import LongTextField
from improvement.triggers import MOST_CHARACTERS


class ReadOnlyAdmin(admin.ModelAdmin):
    """History that only the program's own operations write."""

    formfield_overrides = {
        # The database refuses longer words; so the form must say so first.
        models.TextField: {"form_class": LongTextField, "max_length": MOST_CHARACTERS},
        models.URLField: {"assume_scheme": "https"},
    }
    # Files and the like: what a list of rows must not load with each of them.
    left_out: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        if self.left_out and self.list_select_related:
            rows = rows.select_related(*self.list_select_related)  # type: ignore[misc]
        return rows.defer(*self.left_out)

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


@dataclass(frozen=True)
class Shown:
    """How the administration site lists one table of history that nobody writes there.

    Names stand in one text, apart by blanks, so that a table is a line. What the columns lead to is read with the rows;
    `related` says it where the words of those lead further.
    """

    model: type[Model]
    columns: str
    filters: str = ""
    search: str = ""
    related: str = ""
    by_day: str | None = None
    # Fields that its page does not show, and what its list must not load.
    hidden: str = ""
    left_out: str = ""
    inlines: tuple[type[HistoryInline], ...] = ()

    def read_with_rows(self) -> tuple[str, ...]:
        keys = {field.name for field in self.model._meta.fields if field.is_relation}
        return tuple(self.related.split()) or tuple(name for name in self.columns.split() if name in keys)


def show(tables: Iterable[Shown]) -> None:
    """Register tables of history with the administration site, read only."""
    for table in tables:
        admin.site.register(
            table.model,
            ReadOnlyAdmin,
            list_display=tuple(table.columns.split()),
            list_filter=tuple(table.filters.split()),
            search_fields=tuple(table.search.split()),
            list_select_related=table.read_with_rows(),
            date_hierarchy=table.by_day,
            exclude=tuple(table.hidden.split()) or None,
            left_out=tuple(table.left_out.split()),
            inlines=table.inlines,
        )


def inside(model: type[Model], fields: str = "", key: str | None = None) -> type[HistoryInline]:
    """Return the rows of a table, to stand on the page of what they belong to: all fields, or those named.

    `key` is the foreign key to it where there are two.
    """
    shown: dict[str, Any] = {"model": model, "fields": tuple(fields.split()) or None, "fk_name": key}
    return type(f"{model.__name__}Inline", (HistoryInline,), shown)
