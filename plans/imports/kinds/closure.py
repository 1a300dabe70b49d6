"""Closures: actions that a workbook says were cancelled or superseded, so that they are asked about no more."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plans.imports.changes import Change
from plans.imports.kinds.kind import Kind
from plans.imports.values import Row, Source, child_key
from plans.imports.writing import Context
from plans.operations.board import NewClosure, record_closures

if TYPE_CHECKING:
    from plans.imports.document import PlanDocument

OWN_KEY = "closure"


@dataclass(frozen=True)
class ClosureItem:
    """That an action was closed without completion, in the workbook's own word for it."""

    action: int
    words: str
    source: Source


def rows(document: "PlanDocument") -> Iterator[Row]:
    keys = document.action_keys
    for closure in document.closures:
        parent_key = keys[closure.action]
        yield Row(
            OWN_KEY,
            child_key(parent_key, OWN_KEY),
            {"words": closure.words},
            closure.source,
            parent_key=parent_key,
            own_key=OWN_KEY,
            label=f"Closed: {closure.words}",
        )


def write(context: Context, changes: list[Change]) -> None:
    """Append that actions left the plan: in every count, overdue no longer, and nobody is asked how they stand."""
    closures = [
        NewClosure(
            f"“{change.row.values['words']}” in the council's workbook: closed without completion.",
            action_id=context.written["action", change.row.parent_key],
        )
        for change in changes
    ]
    context.note(changes, record_closures(context.plan, closures, provenance=context.provenance))


CLOSURE = Kind("closure", rows, write, hangs=True, falls_with_import=True)
