"""What the writers of an import share: the plan, where it comes from, what has its key already."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from improvement.models import Officer
from plans.imports.difference import Change
from plans.models import Commitment, Plan, Recommendation, Theme
from plans.operations.history import Provenance
from plans.operations.people import find_or_add_officers


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


def open_context(
    plan: Plan, provenance: Provenance, changes: list[Change], *, is_undo: bool = False
) -> Context:
    """Return the context to write changes in: the people they name, and what the plan holds already."""
    people = [
        (title, name)
        for change in changes
        for field_name in ("leads", "members", "sponsors", "responsible")
        for title, name in change.values.get(field_name, [])
    ]
    return Context(
        plan,
        provenance,
        find_or_add_officers(plan.council, people),
        themes=dict(Theme.objects.filter(plan=plan).values_list("number", "pk")),
        recommendations=dict(Recommendation.objects.filter(plan=plan).values_list("number", "pk")),
        commitments={
            f"{item.theme.number} {item.reference}": item.pk
            for item in Commitment.objects.filter(theme__plan=plan, known_to=None).select_related("theme")
        },
        is_undo=is_undo,
        written={
            (change.row.kind, change.row.key): change.known.object_id
            for change in changes
            if change.known is not None
        },
    )


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


def only(names: Collection[str]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return a function that keeps the values of some names."""
    return lambda values: {name: value for name, value in values.items() if name in names}


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
