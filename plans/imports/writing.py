"""What the writers of an import share: the plan, where it comes from, what has its key already."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import models

from improvement.models import Officer
from plans.imports.changes import Change
from plans.models import Commitment, Plan, Recommendation, Theme
from plans.operations.history import Provenance
from plans.operations.people import find_or_add_officers

# The values that name officers.
PEOPLE = ("leads", "members", "sponsors", "responsible")


@dataclass
class Context:
    """The plan that is written to, where it comes from, and the keys of what is there or was written before."""

    plan: Plan
    provenance: Provenance
    officers: dict[tuple[str, str], Officer]
    themes: dict[int, int] = field(default_factory=dict)
    recommendations: dict[int, int] = field(default_factory=dict)
    commitments: dict[str, int] = field(default_factory=dict)
    # The reverse of an import is being written: what it had moved goes back without a trace of a move.
    is_undo: bool = False
    # The object of each row, by its kind and key.
    written: dict[tuple[str, str], int] = field(default_factory=dict)

    def officer_keys(self, people: list[list[str]]) -> list[int]:
        return [self.officers[title, name].pk for title, name in people]

    def note(self, changes: Sequence[Change], rows: Sequence[models.Model]) -> None:
        """Note which object each row became."""
        for change, row in zip(changes, rows, strict=True):
            self.written[change.row.kind, change.row.key] = row.pk

    def known_day(self, change: Change) -> date:
        """Return the day from which a dated row is known: its own, but for a correction the day of this import.

        What the board was told before a figure was corrected stays known as it was told.
        """
        own = change.row.known_on if change.known is None else None
        return own or self.provenance.known_on


def open_context(
    plan: Plan, provenance: Provenance, changes: list[Change], *, is_undo: bool = False
) -> Context:
    """Return the context to write changes in: the people they name, and what the plan holds already."""
    people = [
        (title, name)
        for change in changes
        for field_name in PEOPLE
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
