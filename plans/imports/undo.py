"""Undoes an import as one step, while nothing has been built on it: what it changed goes back, what it brought leaves.

Nothing is erased. Versions and memberships are followed by others, dated rows stand no longer from the day of the
undoing (`ImportUndo`), figures of measures are taken back by later rows.
"""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db import models, transaction

from improvement.origin import Origin, writing_from
from performance.models import MeasureVersion
from performance.operations.measures import withdraw
from plans.imports.apply import write_changes
from plans.imports.changes import Change
from plans.imports.kinds import KINDS, measure
from plans.imports.known import UNDONE, Known
from plans.imports.other_plans import Definable, kept_here_alone
from plans.imports.values import Row, Source
from plans.imports.writing import open_context
from plans.models import (
    ActionLead,
    ActionVersion,
    BarrierAction,
    BoardDecision,
    Challenge,
    Closure,
    Commitment,
    ContradictionAnswer,
    CostLine,
    DueDateChange,
    DueDateDecision,
    DueDateWithdrawal,
    Evidence,
    ImportedRow,
    ImportRun,
    ImportUndo,
    MeasureLink,
    Meeting,
    MilestoneVersion,
    Rating,
    RecommendationVersion,
    ReturnStep,
    SuccessMeasureVersion,
    ThemePerson,
    ThemeVersion,
    Update,
)
from plans.operations.history import Provenance, change_versions, end_memberships
from plans.operations.inspections import withdraw_inspections
from plans.operations.receipts import keep_undo
from plans.operations.structure import count_change

# What anyone may have recorded on a plan after an import, and the way to the plan.
BUILT_ON: tuple[tuple[type[models.Model], str], ...] = (
    (ActionVersion, "action__plan"),
    (ThemeVersion, "theme__plan"),
    (RecommendationVersion, "recommendation__plan"),
    (MilestoneVersion, "milestone__theme__plan"),
    (SuccessMeasureVersion, "success_measure__plan"),
    (ActionLead, "action__plan"),
    (ThemePerson, "theme__plan"),
    (Rating, "plan"),
    (Update, "action__plan"),
    (Evidence, "update__action__plan"),
    (Evidence, "rating__plan"),
    (Evidence, "milestone__theme__plan"),
    (Meeting, "plan"),
    (Challenge, "plan"),
    (Closure, "plan"),
    (BoardDecision, "plan"),
    (BarrierAction, "barrier__plan"),
    (ReturnStep, "monthly_return__planned__plan"),
    (DueDateChange, "action__plan"),
    (DueDateDecision, "change__action__plan"),
    (DueDateWithdrawal, "change__action__plan"),
    (ContradictionAnswer, "plan"),
)
FIGURES: dict[str, Any] = {name: kind.figures for name, kind in KINDS.items() if kind.figures}
BUILT_SINCE = "Something recorded on the plan since depends on it."
OTHERS_READ = (
    "It added figures for measures that another of the council's plans uses too. Only someone who can "
    "change those measures on each plan can undo it."
)
# A status that an update workbook brought back: an action's, put back as an action's.
REPORTED = "reported"


class NotUndone(Exception):
    """The import can't be undone any more; the text says why."""


def why_not_undo(run: ImportRun, definable: Definable | None = None) -> str:
    """Return in a sentence why an import can't be undone, or an empty text where it can.

    `definable` says which measures whoever undoes it may define; left out, those that no other plan keeps.
    """
    if hasattr(run, "undo"):
        return f"It was undone on {run.undo.known_on:%-d %B %Y}."
    later = ImportRun.objects.filter(plan=run.plan, pk__gt=run.pk, undo__isnull=True).exists()
    if later:
        return "A later workbook has been imported since: undo that one first."
    for model, path in BUILT_ON:
        since = model._default_manager.filter(**{path: run.plan}, recorded_at__gt=run.recorded_at).exclude(
            import_run=run
        )
        if since.exists():
            return BUILT_SINCE
    touched = _measures_of(run)
    if not touched <= (definable or kept_here_alone(run.plan))(touched):
        return OTHERS_READ
    for kind, figures in FIGURES.items():
        own = ImportedRow.objects.filter(run=run, kind=kind).values("object_id")
        # What a later import brought and its undoing took back stands on nothing.
        since = (
            figures.objects.as_at(date.max)
            .filter(measure__plan_links__plan=run.plan, recorded_at__gt=run.recorded_at)
            .exclude(pk__in=own)
        )
        if since.exists():
            return BUILT_SINCE
    return BUILT_SINCE if _is_redefined_since(run) else ""


def _is_redefined_since(run: ImportRun) -> bool:
    """Whether a measure that an import re-defined means something else by now."""
    redefined = _redefined_by(run)
    versions = MeasureVersion.objects.filter(measure__in=redefined, known_to=None)
    return any(
        now != redefined[version.measure_id].get(name)
        for version in versions
        for name, now in measure.SHARED.of_version(version).items()
    )


def _redefined_by(run: ImportRun) -> dict[int, dict[str, Any]]:
    """Return what an import made of the measures whose definition it changed, by key."""
    changed = {
        item["key"] for item in run.outcomes if item["kind"] == "measure" and item["outcome"] == "changed"
    }
    rows = ImportedRow.objects.filter(run=run, kind="measure", key__in=changed)
    return {row.object_id: row.values for row in rows}


def _measures_of(run: ImportRun) -> set[int]:
    """Return the keys of the measures into which undoing an import would write."""
    touched = set(_redefined_by(run))
    for kind, model in FIGURES.items():
        rows = ImportedRow.objects.filter(run=run, kind=kind).values("object_id")
        touched |= set(model._default_manager.filter(pk__in=rows).values_list("measure_id", flat=True))
    return touched


@writing_from(Origin.IMPORT)
@transaction.atomic
def undo_import(run: ImportRun, provenance: Provenance, definable: Definable | None = None) -> ImportUndo:
    """Put the plan back as it stood before an import; raise NotUndone where something was built on it."""
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("plan").get(pk=run.pk)
    reason = why_not_undo(run, definable)
    if reason:
        raise NotUndone(reason)
    written: dict[str, list[ImportedRow]] = defaultdict(list)
    for row in ImportedRow.objects.filter(run=run).order_by("pk"):
        written[row.kind].append(row)
    outcomes = {(item["kind"], item["key"]): item for item in run.outcomes}
    _put_back(run, written, outcomes, provenance)
    _withdraw(run, written, outcomes, provenance)
    _take_back_figures(run, written, outcomes, provenance)
    undo = keep_undo(run, provenance)
    count_change(run.plan)
    return undo


def _outcome(outcomes: dict[tuple[str, str], dict[str, Any]], row: ImportedRow) -> dict[str, Any]:
    return outcomes.get((row.kind, row.key), {"outcome": "unchanged", "before": {}})


def _put_back(
    run: ImportRun,
    written: dict[str, list[ImportedRow]],
    outcomes: dict[tuple[str, str], dict[str, Any]],
    provenance: Provenance,
) -> None:
    """Write the values that stood before, through the writers that changed them."""
    changes = []
    for written_kind in (*(name for name, kind in KINDS.items() if kind.is_put_back), REPORTED):
        kind = "action" if written_kind == REPORTED else written_kind
        for imported in written[written_kind]:
            before = _outcome(outcomes, imported)["before"]
            if not before:
                continue
            row = Row(
                kind, imported.key, {**imported.values, **before}, Source(imported.sheet, imported.cell)
            )
            known = Known(imported.object_id, imported.key, imported.values, imported=imported.values)
            changes.append(Change(row, known, before))
    write_changes(open_context(run.plan, provenance, changes, is_undo=True), changes)


def _withdraw(
    run: ImportRun,
    written: dict[str, list[ImportedRow]],
    outcomes: dict[tuple[str, str], dict[str, Any]],
    provenance: Provenance,
) -> None:
    """Let what the import brought leave the plan."""
    brought = {
        kind: [row.object_id for row in rows if _outcome(outcomes, row)["outcome"] == "created"]
        for kind, rows in written.items()
    }
    leaving = Provenance(provenance.known_on, provenance.by, reason=UNDONE)
    for name, kind in KINDS.items():
        if kind.identity is not None:
            leave = {key: {"withdrawn": True} for key in brought.get(name, [])}
            change_versions(kind.identity.versions, kind.identity.name, leave, leaving)
    end_memberships(Commitment, brought.get("commitment", []), leaving)
    end_memberships(CostLine, brought.get("cost", []), leaving)
    # Another plan that has come to keep such a measure goes on keeping it.
    links = MeasureLink.objects.filter(plan=run.plan, measure__in=brought.get("measure", []), known_to=None)
    end_memberships(MeasureLink, list(links.values_list("pk", flat=True)), leaving)
    # An inspection that a plan answers meanwhile stays.
    withdraw_inspections(brought.get("inspection", []), provenance=provenance)


def _take_back_figures(
    run: ImportRun,
    written: dict[str, list[ImportedRow]],
    outcomes: dict[tuple[str, str], dict[str, Any]],
    provenance: Provenance,
) -> None:
    """Append a row that takes back each figure that the import brought or changed."""
    for kind, model in FIGURES.items():
        keys = [
            row.object_id
            for row in written[kind]
            if _outcome(outcomes, row)["outcome"] in {"created", "changed"}
        ]
        found = list(model._default_manager.filter(pk__in=keys))
        withdraw(model, found, provenance=provenance)
