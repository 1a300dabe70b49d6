"""What the database holds of a plan now, in the same plain rows as a workbook gives."""

from collections import defaultdict
from typing import Any

from plans.imports.kinds import KINDS
from plans.imports.known import UNDONE, Known, State
from plans.models import ImportedRow, ImportUndo, Plan

# Rows of ImportedRow, by kind and object.
Imported = dict[str, dict[int, Any]]


def read_state(plan: Plan) -> State:
    """Return what is on record now. The number of queries does not grow with the plan."""
    state = State()
    last, undone = _imported_rows(plan)
    for name, kind in KINDS.items():
        if kind.recorded is not None:
            for item in kind.recorded(plan):
                row = last[name].get(item.object_id)
                state.kinds[name][item.object_id] = Known(
                    item.object_id,
                    row.key if row else item.key,
                    item.values,
                    item.scope,
                    item.label,
                    item.parent_id,
                    item.is_left_out,
                    row.values if row else None,
                )
        else:
            state.kinds[name] = _last_imported(last[name])
        if kind.correct is not None:
            kind.correct(plan, state.kinds[name])
    _add_withdrawn(plan, state, undone)
    return state


def _imported_rows(plan: Plan) -> tuple[Imported, Imported]:
    """Return the newest imported row of each object by kind: of imports that stand, and of those undone."""
    last: Imported = defaultdict(dict)
    undone: Imported = defaultdict(dict)
    # Not joined: every row would bring its run's whole receipt with it.
    undone_runs = set(ImportUndo.objects.filter(run__plan=plan).values_list("run_id", flat=True))
    rows = ImportedRow.objects.filter(run__plan=plan).order_by("pk")
    for imported in rows.values_list(
        "run_id", "kind", "key", "object_id", "sheet", "cell", "values", named=True
    ):
        which = undone if imported.run_id in undone_runs else last
        which[imported.kind][imported.object_id] = imported
    return last, undone


def _last_imported(rows: dict[int, Any]) -> dict[int, Known]:
    """Return dated things as they were last imported: nobody edits them in place."""
    newest = {imported.key: imported for imported in rows.values()}
    return {
        imported.object_id: Known(
            imported.object_id,
            key,
            imported.values,
            label=f"{imported.sheet}!{imported.cell} {key.rpartition(' | ')[2]}",
            imported=imported.values,
        )
        for key, imported in newest.items()
    }


def _add_withdrawn(plan: Plan, state: State, undone: Imported) -> None:
    """Add what an undone import had brought, so that importing it again brings the same things back."""
    for name, kind in KINDS.items():
        if kind.identity is None:
            continue
        versions = kind.identity.versions._default_manager.filter(
            **{kind.identity.plan: plan}, known_to=None, withdrawn=True, reason=UNDONE
        )
        for object_id in versions.values_list(f"{kind.identity.name}_id", flat=True):
            row = undone[name].get(object_id)
            if row is not None:
                state.kinds[name][object_id] = Known(object_id, row.key, {}, withdrawn=True)
