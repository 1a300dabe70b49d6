"""What becomes of a row of a workbook, and of many of them: what is new, what changes on record."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from plans.imports.known import Known
from plans.imports.values import Row


@dataclass
class Change:
    """What becomes of one row: new, changed (with before and after), unchanged, in conflict."""

    row: Row
    known: Known | None = None
    values: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    conflicts: dict[str, tuple[Any, Any, Any]] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        """Return new, conflict, changed or unchanged."""
        if self.known is None or self.known.withdrawn:
            return "created"
        if self.conflicts:
            return "conflict"
        return "changed" if self.values else "unchanged"


def new_ones(changes: list[Change]) -> list[Change]:
    return [change for change in changes if change.known is None]


def changed_ones(changes: list[Change]) -> dict[int, dict[str, Any]]:
    return {change.known.object_id: change.values for change in changes if change.known is not None}


def changed_fields(
    changes: list[Change], pick: Callable[[dict[str, Any]], dict[str, Any]]
) -> dict[int, dict[str, Any]]:
    """Return the version fields of each thing on record that changes, as `pick` takes them from its values.

    What an undone import had withdrawn is brought back by them.
    """
    return {
        change.known.object_id: pick(change.values) | ({"withdrawn": False} if change.known.withdrawn else {})
        for change in changes
        if change.known is not None
    }
