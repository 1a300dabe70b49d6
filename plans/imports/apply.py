"""Applies a difference in one transaction, through the same operations as every other write."""

from collections.abc import Callable

from plans.imports.apply_actions import write_actions, write_success_measures, write_updates
from plans.imports.apply_context import Context, open_context
from plans.imports.apply_judgements import write_costs, write_inspections, write_ratings, write_stated_figures
from plans.imports.apply_measures import (
    write_comparators,
    write_measures,
    write_observations,
    write_targets,
)
from plans.imports.apply_structure import (
    write_commitments,
    write_milestones,
    write_recommendations,
    write_themes,
)
from plans.imports.difference import Change, Difference
from plans.models import Plan
from plans.operations.history import Provenance


def apply_difference(
    plan: Plan, difference: Difference, provenance: Provenance
) -> dict[tuple[str, str], int]:
    """Write a difference and return the object that each row became, by kind and key.

    Must run inside a transaction. The number of queries does not grow with the number of rows.
    """
    context = open_context(plan, provenance, difference.changes)
    write_changes(context, difference.changes)
    return context.written


def write_changes(context: Context, changes: list[Change]) -> None:
    """Write changes kind by kind, in the order in which one kind needs another."""
    for kind, write in WRITERS.items():
        of_kind = [
            change
            for change in changes
            if change.row.kind == kind
            and change.values
            # A figure is written whole or not at all: with a conflict in it, it waits for a person.
            and not (kind in FIGURES and change.conflicts)
        ]
        if of_kind:
            write(context, of_kind)


FIGURES = frozenset({"target", "observation", "comparator"})
WRITERS: dict[str, Callable[[Context, list[Change]], None]] = {
    "theme": write_themes,
    "commitment": write_commitments,
    "recommendation": write_recommendations,
    "milestone": write_milestones,
    "action": write_actions,
    "success_measure": write_success_measures,
    "measure": write_measures,
    "target": write_targets,
    "observation": write_observations,
    "comparator": write_comparators,
    "inspection": write_inspections,
    "cost": write_costs,
    "update": write_updates,
    "stated_figure": write_stated_figures,
    "rating": write_ratings,
}
