"""Applies a difference in one transaction, through the same operations as every other write."""

from plans.imports.changes import Change
from plans.imports.difference import Difference
from plans.imports.kinds import KINDS
from plans.imports.writing import Context, open_context
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
    for name, kind in KINDS.items():
        of_kind = [
            change
            for change in changes
            if change.row.kind == name
            and change.values
            # A figure is written whole or not at all: with a conflict in it, it waits for a person.
            and not (kind.figures and change.conflicts)
        ]
        if of_kind:
            kind.write(context, of_kind)
