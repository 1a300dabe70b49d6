"""Applies a difference in one transaction, through the same operations as every other write."""

from collections.abc import Callable

from plans.imports.apply_actions import write_actions, write_success_measures, write_updates
from plans.imports.apply_context import Context
from plans.imports.apply_judgements import write_costs, write_inspections, write_ratings, write_stated_figures
from plans.imports.apply_measures import write_measures, write_observations, write_targets
from plans.imports.apply_structure import (
    write_commitments,
    write_milestones,
    write_recommendations,
    write_themes,
)
from plans.imports.difference import Change, Difference
from plans.models import Commitment, Plan, Recommendation, Theme
from plans.operations.history import Provenance
from plans.operations.people import find_or_add_officers


def apply_difference(
    plan: Plan, difference: Difference, provenance: Provenance
) -> dict[tuple[str, str], int]:
    """Write a difference and return the object that each row became, by kind and key.

    Must run inside a transaction. The number of queries does not grow with the number of rows.
    """
    people = [
        (title, name)
        for change in difference.changes
        for field_name in ("leads", "members", "sponsors", "responsible")
        for title, name in change.values.get(field_name, [])
    ]
    context = Context(plan, provenance, find_or_add_officers(plan.council, people))
    context.themes = dict(Theme.objects.filter(plan=plan).values_list("number", "pk"))
    context.recommendations = dict(Recommendation.objects.filter(plan=plan).values_list("number", "pk"))
    for change in difference.changes:
        if change.known is not None:
            context.written[change.row.kind, change.row.key] = change.known.object_id
    context.commitments = {
        f"{item.theme.number} {item.reference}": item.pk
        for item in Commitment.objects.filter(theme__plan=plan, known_to=None).select_related("theme")
    }
    for kind, write in WRITERS.items():
        changes = [change for change in difference.changes if change.row.kind == kind and change.values]
        if changes:
            write(context, changes)
    return context.written


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
    "inspection": write_inspections,
    "cost": write_costs,
    "update": write_updates,
    "stated_figure": write_stated_figures,
    "rating": write_ratings,
}
