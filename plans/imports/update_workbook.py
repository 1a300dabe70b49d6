"""Records what an update workbook reports: each row becomes an update by its officer, all or none of them."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction

from improvement.models import User
from plans.choices import ImportState, ProgressStatus, RatingStanding
from plans.imports.document import Message
from plans.imports.run import UPDATE_WORKBOOK, ImportRefused, StalePreview
from plans.imports.update_reports import Report, Returned, read_update_workbook
from plans.models import Action, ImportedRow, ImportRun, Plan, levels_on
from plans.operations.history import Provenance
from plans.operations.ratings import NewRating, record_ratings
from plans.operations.receipts import keep_file, keep_receipt, keep_rows
from plans.operations.updates import NewEvidence, NewUpdate, record_updates
from plans.position import Position
from plans.rules.update_sheet import SHEET


@transaction.atomic
def apply_update_workbook(
    name: str,
    content: bytes,
    position: Position,
    today: date,
    *,
    by: User,
    seen: str,
    record_over: Collection[str] = (),
) -> ImportRun:
    """Record the reports as updates, all or none, and return the receipt.

    Reports in conflict are left out unless their reference is in `record_over`. Raises StalePreview where the
    plan moved since the preview, ImportRefused where something must be mended first.
    """
    returned = read_update_workbook(name, content, position, today)
    if returned.errors:
        raise ImportRefused(returned.errors)
    if returned.fingerprint() != seen:
        raise StalePreview
    taken = [r for r in returned.reports if not r.is_conflict or r.action.reference in record_over]
    run = _keep(name, content, position.plan, today, by, returned, taken)
    provenance = Provenance(today, by, run, reason="Update workbook")
    actions = Action.objects.in_bulk([report.action.action_id for report in taken])
    record_updates([_new_update(report, actions) for report in taken], provenance=provenance)
    levels = {level.code: level for level in levels_on(position.plan, today)}
    record_ratings(
        position.plan,
        [
            NewRating(
                actions[report.action.action_id],
                levels[report.rating],
                report.progress,
                RatingStanding.PROPOSED,
            )
            for report in taken
            if report.rating
        ],
        provenance=provenance,
    )
    return run


def _new_update(report: Report, actions: dict[int, Action]) -> NewUpdate:
    status = report.status or ProgressStatus(report.action.status)
    completed = status == ProgressStatus.COMPLETED
    return NewUpdate(
        actions[report.action.action_id],
        report.action.revision,
        status,
        report.progress,
        report.barriers,
        report.next_steps,
        report.completed_on if completed else None,
        evidence=(NewEvidence(report.evidence),) if report.evidence else (),
        reported_by=report.officer,
    )


def _keep(
    name: str,
    content: bytes,
    plan: Plan,
    today: date,
    by: User,
    returned: Returned,
    taken: list[Report],
) -> ImportRun:
    """Keep the file, the receipt, and what stood before, so that it can be undone."""
    left_out = len(returned.reports) - len(taken)
    counts = {
        "read": len(returned.reports) + returned.silent,
        "created": len(taken),
        "changed": 0,
        "unchanged": returned.silent,
        "conflict": left_out,
        "missing": 0,
    }
    run = keep_receipt(
        plan,
        keep_file(name, content),
        today,
        by,
        layout=UPDATE_WORKBOOK,
        state=ImportState.APPLIED if taken else ImportState.UNCHANGED,
        counts={"rows": {"update": counts}, "cells": {}},
        messages=[
            Message(
                "warning",
                SHEET,
                report.cell,
                "The action was changed after the workbook was made: this report was left out.",
                report.progress,
            ).__dict__
            for report in returned.reports
            if report not in taken
        ],
        outcomes=[_outcome(report, report in taken) for report in returned.reports],
    )
    rows = (
        ImportedRow(
            kind="reported",
            key=report.action.reference,
            object_id=report.action.action_id,
            sheet=SHEET,
            cell=report.cell,
            values={},
        )
        for report in taken
    )
    keep_rows(run, rows)
    return run


def _outcome(report: Report, taken: bool) -> dict[str, Any]:
    action = report.action
    completed = action.completed_on.isoformat() if action.completed_on else ""
    return {
        "kind": "reported",
        "key": action.reference,
        "label": f"{action.reference} {action.full_text[:80]}",
        "sheet": SHEET,
        "cell": report.cell,
        "outcome": "created" if taken else "conflict",
        "fields": {"status": [action.status_label, report.status_label]} if report.status else {},
        "before": {"status": action.status, "completed_on": completed} if taken else {},
        "conflicts": {},
    }
