"""What the writers of an import share: the plan, where it comes from, what has its key already."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from improvement.models import Officer
from plans.imports.difference import Change
from plans.models import Plan
from plans.operations.history import Provenance


@dataclass
class Context:
    """What the writers share: the plan, where it comes from, and what has its key already."""

    plan: Plan
    provenance: Provenance
    officers: dict[tuple[str, str], Officer]
    themes: dict[int, int] = field(default_factory=dict)
    recommendations: dict[int, int] = field(default_factory=dict)
    commitments: dict[str, int] = field(default_factory=dict)
    measures: dict[str, int] = field(default_factory=dict)
    # The reverse of an import is being written: what it had moved goes back without a trace of a move.
    is_undo: bool = False
    written: dict[tuple[str, str], int] = field(default_factory=dict)

    def officer_keys(self, people: list[list[str]]) -> list[int]:
        return [self.officers[title, name].pk for title, name in people]


def new_ones(changes: list[Change]) -> list[Change]:
    return [change for change in changes if change.known is None]


def changed_ones(changes: list[Change]) -> dict[int, dict[str, Any]]:
    return {change.known.object_id: change.values for change in changes if change.known is not None}


def revived(changes: list[Change]) -> dict[int, dict[str, Any]]:
    """Return the version fields that bring back what an undone import had withdrawn."""
    return {
        change.known.object_id: {"withdrawn": False}
        for change in changes
        if change.known is not None and change.known.withdrawn
    }


def date_fields(name: str, value: dict[str, Any]) -> dict[str, Any]:
    """Return a version's columns for a written date."""
    day = {end: date.fromisoformat(value[end]) if value[end] else None for end in ("earliest", "latest")}
    return {
        f"{name}_words": value["words"],
        f"{name}_kind": value["kind"],
        f"{name}_earliest": day["earliest"],
        f"{name}_latest": day["latest"],
    }


def known_day(change: Change, context: Context) -> date:
    """Return the day from which a dated row is known: its own, but for a correction the day of this import.

    What the board was told before a figure was corrected stays known as it was told.
    """
    own = change.row.known_on if change.known is None else None
    return own or context.provenance.known_on


def decimal_of(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def note_written(context: Context, changes: list[Change], rows: list[Any]) -> None:
    for change, row in zip(changes, rows, strict=True):
        context.written[change.row.kind, change.row.key] = row.pk
