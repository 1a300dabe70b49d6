"""Updates: what a workbook reports of actions."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plans.imports.changes import Change
from plans.imports.kinds.kind import Kind
from plans.imports.values import Row, Source, child_key, numbered
from plans.imports.writing import Context
from plans.operations.updates import Reported, record_reported

if TYPE_CHECKING:
    from plans.imports.document import PlanDocument


@dataclass(frozen=True)
class UpdateItem:
    """What a workbook reports of an action's progress."""

    action: int
    progress: str
    source: Source
    evidence: str = ""


def rows(document: "PlanDocument") -> Iterator[Row]:
    keys, seen = document.action_keys, Counter[str]()
    for update in document.updates:
        parent_key = keys[update.action]
        own_key = f"update{numbered(seen, parent_key).removeprefix(parent_key)}"
        yield Row(
            "update",
            child_key(parent_key, own_key),
            {"progress": update.progress, "evidence": update.evidence},
            update.source,
            parent_key=parent_key,
            own_key=own_key,
            label=f"Update: {update.progress[:60]}",
        )


def write(context: Context, changes: list[Change]) -> None:
    """Append what a workbook reports of actions. It is nobody's own declaration, so it leaves the status alone."""
    context.note(
        changes,
        record_reported(
            [
                Reported(
                    context.written["action", change.row.parent_key],
                    change.row.values["progress"],
                    change.row.values.get("evidence") or "",
                    context.known_day(change),
                )
                for change in changes
            ],
            provenance=context.provenance,
        ),
    )


UPDATE = Kind("update", rows, write, hangs=True, falls_with_import=True)
