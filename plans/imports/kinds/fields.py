"""The fields that a workbook's item and its version have in common: read, compared, written and put back by name.

A field that stands on both needs nothing else to be imported. What differs between the two (a theme's number and its
key, officers) is the business of the kind's own module.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import models

from improvement.history import OWN_FIELDS
from improvement.one_line import OneLineField, one_line
from plans.imports.values import stored


@dataclass(frozen=True)
class SharedFields:
    """What an item of a document and a version on record both have, in the order of the item."""

    item: type
    version: type[models.Model]

    @cached_property
    def columns(self) -> dict[str, models.Field]:
        """The version's own columns by name: neither the row's provenance nor what leads elsewhere."""
        return {
            field.name: field
            for field in self.version._meta.concrete_fields
            if field.name not in OWN_FIELDS and not field.is_relation
        }

    def is_date_as_written(self, name: str) -> bool:
        return f"{name}_words" in self.columns and f"{name}_earliest" in self.columns

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(
            field.name
            for field in dataclasses.fields(self.item)
            # An item's `source` is its cell, a measure's where its figures come from; items go by their number.
            if field.name not in ("source", "number")
            and (field.name in self.columns or self.is_date_as_written(field.name))
        )

    def of_item(self, item: Any) -> dict[str, Any]:
        """Return what an item says, as JSON holds it; what it does not say at all (None) is left out."""
        said = {name: stored(getattr(item, name)) for name in self.names if getattr(item, name) is not None}
        for name in said:
            if isinstance(self.columns.get(name), OneLineField):
                said[name] = one_line(said[name])
        return said

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """The columns that `of_version` reads."""
        ends = ("words", "kind", "earliest", "latest")
        return tuple(
            column
            for name in self.names
            for column in ([f"{name}_{end}" for end in ends] if self.is_date_as_written(name) else [name])
        )

    def of_version(self, version: Any) -> dict[str, Any]:
        """Return what a version, or a row with its `column_names`, says in the same form."""
        return {
            name: {
                "words": getattr(version, f"{name}_words"),
                "kind": getattr(version, f"{name}_kind"),
                "earliest": stored(getattr(version, f"{name}_earliest")),
                "latest": stored(getattr(version, f"{name}_latest")),
            }
            if self.is_date_as_written(name)
            else stored(getattr(version, name))
            for name in self.names
        }

    def to_columns(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return a version's columns for such of the values as are its own."""
        columns: dict[str, Any] = {}
        for name in self.names:
            if name not in values:
                continue
            if self.is_date_as_written(name):
                columns |= date_columns(name, values[name])
            else:
                columns[name] = self.columns[name].to_python(values[name])
        return columns


def date_columns(name: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a date as written."""
    day = {end: date.fromisoformat(value[end]) if value[end] else None for end in ("earliest", "latest")}
    return {
        f"{name}_words": value["words"],
        f"{name}_kind": value["kind"],
        f"{name}_earliest": day["earliest"],
        f"{name}_latest": day["latest"],
    }
